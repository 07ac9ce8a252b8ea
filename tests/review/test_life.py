"""The life of a case through the pages of the desk, and what happens when somebody errs."""

from collections.abc import Callable

import pytest
from flask import Flask

from intermediary import ledger
from intermediary.complaints import operations as ops
from intermediary.complaints.history import RESIDENT_BY_SLIP
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import timeline
from intermediary.core.db import db, utc_now
from intermediary.core.languages import LANGUAGES
from tests.factories import HEALTH_KARAK
from tests.page import visit
from tests.review.conftest import Desk

Make = Callable[..., Desk]
Tell = Callable[..., str]


def state_of(app: Flask, id_: str) -> str:
    with app.app_context():
        return db.session.get_one(Complaint, id_).state


def reference_of(app: Flask, id_: str) -> str:
    with app.app_context():
        return db.session.get_one(Complaint, id_).reference


def to_office(officer: Desk, id_: str, summary: str = "The doctor is absent.") -> None:
    officer.decide(id_, "review")
    officer.decide(id_, "assignment", text=summary, office=HEALTH_KARAK)


def test_a_case_goes_from_the_queue_to_a_confirmed_end(app: Flask, desk: Make, tell: Tell) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    assert officer.listed("/review/queue?tab=new") == [id_]
    to_office(officer, id_)
    assert office.listed("/review/worklist?tab=new") == [id_]
    office.decide(id_, "acceptance")
    office.decide(id_, "claim", outcome="done", text="He is back.")
    assert officer.listed("/review/queue?tab=judge") == [id_]
    officer.decide(id_, "claim-return", text="Since when?")
    office.decide(id_, "claim", outcome="partly", text="Since Monday.")
    with app.app_context():
        ops.confirm_complaint(db.session.get_one(Complaint, id_), RESIDENT_BY_SLIP, utc_now())
        db.session.commit()
        assert [event.type.removeprefix("complaint:") for event in timeline(
            db.session.get_one(Complaint, id_)
        )] == [
            "received", "review_started", "assigned", "accepted",
            "claimed", "claim_sent_back", "claimed", "confirmed",
        ]  # fmt: skip
        assert ledger.verify_chain().is_intact
    page = officer.see(f"/review/complaints/{id_}")
    for told in ("He is back.", "Since when?", "Since Monday.", "with the slip", "at the desk"):
        assert told in page
    assert office.see(office.page_of(id_)).count("He is back.") == 1


def test_the_own_department_is_preselected_and_listed_first(desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell()
    officer.decide(id_, "review")
    assert officer.forms(officer.page_of(id_))["assignment"]["office"] == HEALTH_KARAK


def test_an_office_hands_a_case_back_and_no_longer_sees_it(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    to_office(officer, id_)
    answer = office.send(id_, "hand-back", text="This is the school's matter.")
    assert answer.location == "/review/worklist"
    office.see(office.page_of(id_), 404)
    assert office.listed("/review/worklist") == []
    assert "school&#39;s matter" in officer.see(f"/review/complaints/{id_}")
    assert state_of(app, id_) == "under_review"


def test_a_question_goes_out_and_a_complaint_is_declined(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, id_, other = desk("district_officer"), tell(), tell()
    for one in (id_, other):
        officer.decide(one, "review")
    officer.decide(id_, "question", text="کوم ورځ وه؟", lang="ps")
    assert officer.listed("/review/queue?tab=returned") == [id_]
    assert 'lang="ps" dir="rtl">کوم ورځ وه؟' in officer.see(f"/review/complaints/{id_}")
    officer.decide(other, "decline", reason="court", text="")
    assert state_of(app, other) == "declined"
    assert "The matter is before a court." in officer.see(f"/review/complaints/{other}")


def test_a_serious_claim_needs_a_second_officer_and_shows_it(desk: Make, tell: Tell) -> None:
    officer, office = desk("district_officer"), desk("department_officer")
    id_ = tell(category="HEALTH_NEGLIGENCE")
    to_office(officer, id_)
    office.decide(id_, "acceptance")
    office.decide(id_, "claim", outcome="done", text="He was moved.")
    officer.decide(id_, "claim-acceptance")
    assert "claim-acceptance" not in officer.forms(f"/review/complaints/{id_}")


def test_an_ordinary_claim_needs_no_second_officer(desk: Make, tell: Tell) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    to_office(officer, id_)
    office.decide(id_, "acceptance")
    office.decide(id_, "claim", outcome="done", text="He is back.")
    assert set(officer.forms(f"/review/complaints/{id_}")) == {"claim-return", "merge"}


def test_a_merge_by_reference_and_by_choice_and_back(app: Flask, desk: Make, tell: Tell) -> None:
    officer, main, member = desk("district_officer"), tell(), tell()
    reference = reference_of(app, main)
    assert reference in officer.see(f"/review/complaints/{member}")
    officer.decide(member, "merge", near=reference)
    assert f"/review/complaints/{main}" in officer.see(f"/review/complaints/{member}")
    assert f"/review/complaints/{member}" in officer.see(f"/review/complaints/{main}")
    officer.decide(member, "unmerge")
    assert state_of(app, member) == "received"
    officer.decide(member, "merge", reference=f" {reference.lower()} ")
    assert state_of(app, member) == "merged"


BAD_FORMS = (
    ("question", {"text": "  "}, "text"),
    ("question", {"text": "x" * 10_001}, "text"),
    ("question", {"text": "Kept words", "lang": "fr"}, "lang"),
    ("assignment", {"text": ""}, "text"),
    ("assignment", {"text": "Kept words", "office": "NO-SUCH"}, "office"),
    ("assignment", {"text": "Kept words", "office": ""}, "office"),
    ("decline", {"reason": "", "text": "Kept words"}, "reason"),
    ("decline", {"reason": "whim", "text": "Kept words"}, "reason"),
    ("merge", {"reference": "KRK-99-999999"}, "reference"),
    ("merge", {"reference": ""}, "reference"),
    ("merge", {"reference": "\x00" * 3}, "reference"),
)
BAD_OFFICE_FORMS = (
    ("claim", {"outcome": "", "text": "Kept words"}, "outcome"),
    ("claim", {"outcome": "all", "text": "Kept words"}, "outcome"),
    ("claim", {"outcome": "done", "text": ""}, "text"),
    ("hand-back", {"text": ""}, "text"),
)


def assert_asked_again(desk: Desk, id_: str, noun: str, typed: dict[str, str], name: str) -> None:
    """Check that a form comes back with its error at the field, and with what was typed."""
    answer = desk.send(id_, noun, **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422, noun
    assert f'href="#{noun}-{name}"' in page, (noun, name)
    assert f'id="{noun}-{name}-error"' in page, (noun, name)
    for written in ("text", "reference"):
        assert typed.get(written, "").strip("\x00 ") in page


def test_a_bad_form_comes_back_with_its_error_and_nothing_lost(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    officer.decide(id_, "review")
    for noun, typed, name in BAD_FORMS:
        assert_asked_again(officer, id_, noun, typed, name)
    assert state_of(app, id_) == "under_review"
    officer.decide(id_, "assignment", text="Absent.", office=HEALTH_KARAK)
    office.decide(id_, "acceptance")
    for noun, typed, name in BAD_OFFICE_FORMS:
        assert_asked_again(office, id_, noun, typed, name)
    assert state_of(app, id_) == "in_progress"


def test_a_case_is_not_merged_into_itself_or_into_a_merged_one(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, one, two, three = desk("district_officer"), tell(), tell(), tell()
    references = {id_: reference_of(app, id_) for id_ in (one, two, three)}
    officer.decide(two, "merge", reference=references[three])
    for id_ in (one, two):
        answer = officer.send(one, "merge", reference=references[id_])
        assert answer.status_code == 422
        assert 'id="merge-reference-error"' in answer.get_data(as_text=True)


def test_two_officers_cannot_overwrite_each_other_and_keep_their_words(
    app: Flask, desk: Make, tell: Tell
) -> None:
    first, second, id_ = desk("district_officer"), desk("district_officer"), tell()
    first.decide(id_, "review")
    seen = second.forms(f"/review/complaints/{id_}")
    to_question = {**seen["question"], "text": "Which day was it?"}
    to_assign = {**seen["assignment"], "text": "My careful summary"}
    first.decide(id_, "question", text="Where?")

    answer = second.client.post(f"/review/complaints/{id_}/assignment", data=to_assign)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody else changed this complaint" in page
    assert "My careful summary" in page, "words of a form that is gone can be copied"
    assert (
        second.client.post(f"/review/complaints/{id_}/question", data=to_question).status_code
        == 409
    )
    assert state_of(app, id_) == "returned"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_form_that_is_gone_leads_to_none_of_its_fields(
    desk: Make, tell: Tell, language: str
) -> None:
    first, second, id_ = desk("district_officer"), desk("district_officer"), tell()
    first.decide(id_, "review")
    stale = second.forms(f"/review/complaints/{id_}")["question"] | {"text": ""}
    first.decide(id_, "question", text="Where?")
    now = first.forms(f"/review/complaints/{id_}")["merge"]["version"]
    for version in (stale["version"], now):  # the second is up to date, and still out of turn
        form = stale | {"version": version}
        path = f"/review/complaints/{id_}/question"
        page = visit(second.client, path, language, status=409, data=form)
        assert 'class="error-summary"' in page
        assert "#question-text" not in page


def test_a_form_that_is_still_possible_can_be_sent_again(
    app: Flask, desk: Make, tell: Tell
) -> None:
    first, second, id_, main = desk("district_officer"), desk("district_officer"), tell(), tell()
    reference = reference_of(app, main)
    stale = second.forms(f"/review/complaints/{id_}")["merge"] | {"reference": reference}
    first.decide(id_, "review")
    answer = second.client.post(f"/review/complaints/{id_}/merge", data=stale)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert f'value="{reference}"' in page
    again = stale | {"version": page.partition('name="version" value="')[2].partition('"')[0]}
    assert second.client.post(f"/review/complaints/{id_}/merge", data=again).status_code == 302


def test_a_form_with_another_version_changes_nothing(app: Flask, desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell()
    for version in ("", "0", "-1", "x", "9" * 40, "1 OR 1=1"):
        assert officer.send(id_, "review", version=version).status_code == 409
    assert state_of(app, id_) == "received"


def test_a_step_out_of_turn_is_refused(app: Flask, desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell()
    form = officer.forms(f"/review/complaints/{id_}")["review"]
    for noun, more in (
        ("unmerge", {}),
        ("claim-acceptance", {}),
        ("claim-return", {"text": "why", "lang": "en"}),
        ("decline", {"reason": "court", "lang": "en"}),
    ):
        answer = officer.client.post(f"/review/complaints/{id_}/{noun}", data=form | more)
        assert answer.status_code == 409, noun
    assert state_of(app, id_) == "received"


def test_reading_writes_nothing(app: Flask, desk: Make, tell: Tell) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    to_office(officer, id_)
    with app.app_context():
        before = db.session.query(ledger.Event).count()
    officer.see("/review/queue?q=x&tab=all")
    officer.see(f"/review/complaints/{id_}")
    office.see("/review/worklist")
    office.see(office.page_of(id_))
    with app.app_context():
        assert db.session.query(ledger.Event).count() == before


def test_a_refused_form_leads_back_to_its_page(desk: Make, tell: Tell) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    officer.decide(id_, "review")
    path = f"/review/complaints/{id_}/question"
    page = officer.send(id_, "question", text="").get_data(as_text=True)
    assert f'name="next" value="{path}"' in page, "another language shows the complaint again"
    assert officer.client.get(path).location == f"/review/complaints/{id_}"
    own = f"/review/complaints/{id_}/claim"
    assert office.client.get(own).location == f"/review/complaints/{id_}/case"
