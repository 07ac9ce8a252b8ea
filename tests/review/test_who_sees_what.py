"""Whose complaints the desk shows, and what an office reads of them (DOMAIN.md 6 and 7)."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intermediary.accounts.models import User
from intermediary.accounts.operations import add_posting
from intermediary.complaints import operations as ops
from intermediary.complaints.answers import FeedbackGiven
from intermediary.complaints.conflict import OfficeIsAccused, is_conflicted
from intermediary.complaints.history import Actor
from intermediary.complaints.models import Complaint
from intermediary.core.db import db, utc_now
from intermediary.directory import queries as directory
from intermediary.review.masking import mask_cnic, mask_name, mask_phone
from tests import factories
from tests.factories import HEALTH_KARAK, KARAK, KARAK_SCHOOL, SWAT, Person
from tests.review.conftest import Desk

Make = Callable[..., Desk]
Tell = Callable[..., str]

MARKERS = {
    "narrative": "NARRATIVEMARKER",
    "name": "NAMEMARKER",
    "father": "FATHERMARKER",
    "village": "VILLAGEMARKER",
    "accused": "ACCUSEDMARKER",
    "witness": "WITNESSMARKER",
    "phone": "03007654321",
    "answer": "ANSWERMARKER",
    "question": "QUESTIONMARKER",
    "feedback": "FEEDBACKMARKER",
}


def marked(scope: list[str]) -> dict[str, object]:
    """Return what a resident said, each part with a word of its own."""
    return {
        "text": MARKERS["narrative"],
        "lang": "en",
        "resident": {
            "name": MARKERS["name"],
            "parent_name": MARKERS["father"],
            "phone": MARKERS["phone"],
        },
        "accused": {"text": MARKERS["accused"]},
        "place": {"district": KARAK, "village": MARKERS["village"]},
        "consent": {
            **factories.payload()["consent"],
            "witness": MARKERS["witness"],
            "scope": scope,
        },
    }


def through_an_answer(app: Flask, officer: Desk, id_: str, teacher: Person) -> None:
    """Bring a case to an office, with a question and an answer before."""
    officer.decide(id_, "review")
    officer.decide(id_, "question", text=MARKERS["question"])
    with app.app_context():
        complaint = db.session.get_one(Complaint, id_)
        actor = Actor(teacher.id, "intermediary", "intermediary")
        ops.answer_question(complaint, actor, utc_now(), text=MARKERS["answer"], lang="en")
        db.session.commit()
    officer.decide(id_, "assignment", text="A careful summary", office=HEALTH_KARAK)


def office_pages(office: Desk, id_: str) -> str:
    """Return all that an office can get to see, lists, searches and refused forms included."""
    pages = [office.see(office.page_of(id_))]
    for query in ("", "?tab=overdue", "?category=HEALTH", "?lang=en"):
        pages.append(office.see(f"/review/worklist{query}"))
    for word in (MARKERS["narrative"], "nothing"):  # an office cannot probe what it may not read
        assert office.listed(f"/review/worklist?q={word}") == [id_]
    for noun in ("claim", "hand-back"):
        if noun in office.forms(office.page_of(id_)):
            pages.append(office.send(id_, noun, text="").get_data(as_text=True))
    return "".join(pages)


def test_an_office_reads_the_summary_and_no_word_of_the_resident(
    app: Flask, desk: Make, tell: Tell, teacher: Person
) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell(**marked([]))
    through_an_answer(app, officer, id_, teacher)
    office.decide(id_, "acceptance")
    seen = office_pages(office, id_)
    office.decide(id_, "claim", outcome="done", text="Repaired.")
    with app.app_context():
        actor = Actor(teacher.id, "intermediary", "intermediary")
        told = FeedbackGiven("not_solved", text=MARKERS["feedback"], lang="en")
        complaint = db.session.get_one(Complaint, id_)
        ops.dispute_complaint(complaint, actor, utc_now(), reason="no_work", feedback=told)
        db.session.commit()
    seen += office_pages(office, id_)
    assert "A careful summary" in seen
    assert "No work was done" in seen
    assert [name for name, word in MARKERS.items() if word in seen] == []


def test_an_office_sees_name_and_phone_only_where_the_consent_shares_them(
    app: Flask, desk: Make, tell: Tell, teacher: Person
) -> None:
    officer, office = desk("district_officer"), desk("department_officer")
    id_ = tell(**marked(["name", "phone"]))
    through_an_answer(app, officer, id_, teacher)
    page = office.see(office.page_of(id_))
    assert MARKERS["name"] in page
    assert MARKERS["phone"] in page
    shown = [name for name, word in MARKERS.items() if word in page]
    assert shown == ["name", "phone"]
    listed = office.see("/review/worklist")
    assert not any(word in listed for word in MARKERS.values())


def test_an_officer_reads_the_words_but_identity_only_masked(desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell(**marked([]))
    officer.look(id_)
    page = officer.see(f"/review/complaints/{id_}")
    for hidden in ("name", "father", "phone", "witness"):
        assert MARKERS[hidden] not in page
    for shown in ("narrative", "village", "accused"):
        assert MARKERS[shown] in page
    assert "03•••••••21" in page
    assert "N•••" in page
    assert "W•••" in page


def test_what_could_not_be_read_of_an_identity_is_not_shown_either(desk: Make, tell: Tell) -> None:
    officer = desk("district_officer")
    id_ = tell(resident={"name": "Gul", "phone": "0300-765", "cnic": "17301-123"})
    officer.look(id_)
    page = officer.see(f"/review/complaints/{id_}")
    assert "It cannot be read." in page
    assert "0300-765" not in page
    assert "17301-123" not in page


def test_masks_keep_little() -> None:
    assert mask_phone("03001234567") == "03•••••••67"
    assert mask_cnic("17301-1234567-1") == "17•••-•••••••-1"
    assert mask_name("گل خان") == "گ••• خ•••"
    assert (mask_phone("12"), mask_phone(None), mask_name(None)) == ("••", "", "")


def test_another_districts_officer_finds_nothing(desk: Make, tell: Tell) -> None:
    id_ = tell()
    stranger = desk("district_officer", district_code=SWAT)
    stranger.see(f"/review/complaints/{id_}", 404)
    assert stranger.listed("/review/queue") == []
    assert stranger.listed(f"/review/queue?district={KARAK}") == []
    token = factories.csrf(stranger.client, "/review/queue")
    answer = stranger.client.post(
        f"/review/complaints/{id_}/review", data={"version": "1", "csrf_token": token}
    )
    assert answer.status_code == 404


def test_the_province_and_the_auditor_read_all_and_the_auditor_decides_nothing(
    desk: Make, tell: Tell
) -> None:
    ids = [tell(), tell(place={"district": SWAT})]
    province = desk("district_officer", district_code="PK-KP")
    auditor = desk("auditor")
    for reader in (province, auditor):
        assert sorted(reader.listed("/review/queue")) == sorted(ids)
        assert reader.listed(f"/review/queue?district={SWAT}") == ids[1:]
    assert "review" in province.forms(f"/review/complaints/{ids[1]}")
    assert auditor.forms(f"/review/complaints/{ids[0]}") == {}
    token = factories.csrf(auditor.client, "/review/queue")
    answer = auditor.client.post(
        f"/review/complaints/{ids[0]}/review", data={"version": "1", "csrf_token": token}
    )
    assert answer.status_code == 403


def test_each_role_comes_to_its_own_list(desk: Make) -> None:
    for role, path in (
        ("district_officer", "/review/queue"),
        ("auditor", "/review/queue"),
        ("department_officer", "/review/worklist"),
    ):
        assert desk(role).client.get("/review/").location == path
    assert desk("intermediary").client.get("/review/").status_code == 403


def test_nobody_decides_what_they_lodged(app: Flask, desk: Make, teacher: Person) -> None:
    own = factories.make_complaint(app, teacher)["id"]
    with app.app_context():
        user = db.session.get_one(User, teacher.id)
        add_posting(user, "district_officer", utc_now(), district_code=KARAK)
        db.session.commit()
    both = desk("district_officer")
    both.client = factories.sign_in(app.test_client(), teacher)
    both.client.set_cookie("language", "en")
    assert both.listed("/review/queue") == []
    assert "New <bdi>0</bdi>" in both.see("/review/queue")
    both.see(f"/review/complaints/{own}", 404)


def test_an_accused_office_never_sees_the_case_that_came_to_it(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    officer.decide(id_, "review")
    officer.decide(id_, "assignment", text="Absent.", office=HEALTH_KARAK)
    assert office.listed("/review/worklist") == [id_]
    with app.app_context():  # the officer learns later whom the complaint is about
        db.session.get_one(Complaint, id_).accused_office_code = HEALTH_KARAK
        db.session.commit()
    assert office.listed("/review/worklist") == []
    assert "New <bdi>0</bdi>" in office.see("/review/worklist")
    office.see(office.page_of(id_), 404)
    page = officer.see(f"/review/complaints/{id_}")
    assert "Conflict of interest" in page


def test_an_officer_of_the_accused_office_does_not_find_it_through_a_district_posting_either(
    app: Flask, desk: Make, tell: Tell
) -> None:
    both = desk("department_officer")
    with app.app_context():
        user = db.session.get_one(User, both.person.id)
        add_posting(user, "district_officer", utc_now(), district_code=KARAK)
        db.session.commit()
    against, other = tell(accused={"office": HEALTH_KARAK}), tell()
    assert both.listed("/review/queue") == [other]
    assert "New <bdi>1</bdi>" in both.see("/review/queue")
    both.see(f"/review/complaints/{against}", 404)
    both.see(f"/review/complaints/{other}")


def test_an_accused_office_is_not_offered_and_not_accepted(desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell(accused={"office": HEALTH_KARAK})
    officer.decide(id_, "review")
    page = officer.see(f"/review/complaints/{id_}")
    assert f'value="{HEALTH_KARAK}"' not in page
    assert officer.forms(f"/review/complaints/{id_}")["assignment"]["office"] == ""
    answer = officer.send(id_, "assignment", text="Absent.", office=HEALTH_KARAK)
    assert answer.status_code == 422
    assert "assignment-office-error" in answer.get_data(as_text=True)


def test_the_assignee_is_never_the_accused(app: Flask, desk: Make, tell: Tell) -> None:
    officer = desk("district_officer")
    id_ = tell()
    officer.decide(id_, "review")
    actor = Actor(officer.person.id, "district_officer", "desk")
    with app.app_context():
        codes = [office.code for office in directory.all_offices()]

    @settings(
        max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.sampled_from(codes), st.sampled_from(codes))
    def never(accused: str, wanted: str) -> None:
        with app.app_context():
            complaint = db.session.get_one(Complaint, id_)
            complaint.accused_office_code = accused
            db.session.flush()
            try:
                ops.assign_complaint(
                    complaint, actor, utc_now(), office_code=wanted, summary="s", lang="en"
                )
            except OfficeIsAccused:
                assert wanted == accused
            assert complaint.office_code != accused
            db.session.rollback()

    never()


@pytest.mark.parametrize(
    ("accused", "school", "department", "is_one"),
    [
        ((HEALTH_KARAK, None), None, "HEALTH", True),
        (("PHE-PK512", None), None, "HEALTH", False),
        ((None, KARAK_SCHOOL), KARAK_SCHOOL, "EDU", True),
        ((None, KARAK_SCHOOL), KARAK_SCHOOL, "HEALTH", False),
        ((None, KARAK_SCHOOL), "90104", "EDU", False),
        ((None, None), None, "EDU", False),
    ],
)
def test_a_conflict_is_named(
    accused: tuple[str | None, str | None], school: str | None, department: str, is_one: bool
) -> None:
    complaint = Complaint(accused_office_code=accused[0], accused_school_code=accused[1])
    found = is_conflicted(
        complaint, department=department, school_code=school, owing_offices={HEALTH_KARAK, None}
    )
    assert found is is_one
