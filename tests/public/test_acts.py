"""What a resident does by slip: only what is possible now, once, with the fresh state after it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.complaints.answers import ClaimNotAccepted
from intermediary.complaints.codes import new_slip_code
from intermediary.complaints.history import RESIDENT_BY_SLIP, Actor
from intermediary.complaints.models import Complaint, Feedback
from intermediary.complaints.queries import timeline
from intermediary.core.db import db, utc_now
from intermediary.ledger import verify_chain
from tests.factories import payload
from tests.public.journey import Journey, Resident, chip, count, kinds, text

Maker = Callable[..., Journey]


def test_a_resident_confirms_with_what_was_seen(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    case = journey().claim()
    page = text(resident.ask(case.slip))
    told = {"days": "۹", "conduct": "good", "money_asked": "no", "evidence_seen": "yes",
            "text": "هغه راغی", "lang": "ps"}  # fmt: skip
    answer = resident.act(page, "confirm", **told)
    assert answer.status_code == 200
    assert "Thank you. You said that it is solved." in text(answer)
    assert chip(text(answer)) == "Confirmed"
    with app.app_context():
        kept = db.session.query(Feedback).one()
        assert (kept.outcome, kept.days, kept.conduct, kept.money_asked) == (
            "solved", 9, "good", "no",
        )  # fmt: skip
        assert (kept.evidence_seen, kept.text, kept.lang) == ("yes", "هغه راغی", "ps")
        assert (kept.channel, kept.account_id) == ("slip", None)
        last = timeline(case.complaint)[-2]
        assert (last.actor, last.content["role"], last.content["channel"]) == (
            None, "resident", "slip",
        )  # fmt: skip
        assert verify_chain().is_intact


def test_a_bare_confirmation_is_one_event_and_no_feedback(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    case = journey().claim()
    resident.act(text(resident.ask(case.slip)), "confirm")
    assert case.events()[-2:] == ["claimed", "confirmed"]
    assert count(app, Feedback) == 0


def test_a_resident_disputes_with_a_reason(journey: Maker, resident: Resident) -> None:
    case = journey().claim()
    answer = resident.act(text(resident.ask(case.slip)), "dispute", reason="nobody_came")
    page = text(answer)
    assert answer.status_code == 200
    assert "The officer looks at it again." in page
    assert chip(page) == "Disputed"
    assert "Nobody came" in page
    assert case.state() == "disputed"


def test_a_resident_opens_a_confirmed_complaint_again(journey: Maker, resident: Resident) -> None:
    case = journey().claim().do("confirm_complaint", RESIDENT_BY_SLIP)
    page = text(resident.ask(case.slip))
    answer = resident.act(page, "reopen", reason="not_lasting")
    assert "The complaint is open again." in text(answer)
    assert case.state() == "disputed"


def test_after_a_year_a_closed_complaint_cannot_be_opened_again(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    case = journey().claim().do("confirm_complaint", RESIDENT_BY_SLIP)
    page = text(resident.ask(case.slip))
    with app.app_context():
        case.complaint.closed_at = utc_now() - timedelta(days=366)
        db.session.commit()
    assert "reopen" not in kinds(text(resident.ask(case.slip)))
    assert resident.act(page, "reopen", reason="no_work").status_code == 409
    assert case.state() == "confirmed"


def test_feedback_can_be_told_after_the_end(app: Flask, journey: Maker, resident: Resident) -> None:
    case = journey().claim().do("confirm_complaint", RESIDENT_BY_SLIP)
    page = text(resident.ask(case.slip))
    answer = resident.act(page, "feedback", outcome="partly", money_asked="yes", text="MARKERtold")
    assert "is kept with the complaint" in text(answer)
    assert "MARKERtold" not in text(answer)
    with app.app_context():
        kept = db.session.query(Feedback).one()
        assert (kept.outcome, kept.money_asked, kept.lang) == ("partly", "yes", "en")


def test_a_resident_takes_the_complaint_back_and_says_who_pressed(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    case = journey().review()
    page = text(resident.ask(case.slip))
    answer = resident.act(page, "withdraw", reason="other", pressed="yes")
    assert "The complaint is taken back." in text(answer)
    assert (chip(text(answer)), kinds(text(answer))) == ("Withdrawn", [])
    with app.app_context():
        said = timeline(case.complaint)[-1].content
        assert (said["reason"], said["pressed"]) == ("other", "yes")


def test_a_resident_shares_less_and_never_more(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    consent = payload()["consent"] | {"scope": ["name", "phone"]}
    case = journey(consent=consent)
    page = text(resident.ask(case.slip))
    assert 'value="story"' not in page
    assert resident.act(page, "consent", scope=["phone", "voice"]).status_code == 422
    answer = resident.act(page, "consent", scope=["phone"])
    assert "Your consent is changed." in text(answer)
    with app.app_context():
        assert case.complaint.consent.scope == ["phone"]
    answer = resident.act(text(answer), "consent")
    with app.app_context():
        assert case.complaint.consent.scope == []
    assert "consent" not in kinds(text(answer))


ACTS: list[tuple[str, dict[str, Any], str]] = [
    ("confirm", {"days": "3"}, "confirmed"),
    ("dispute", {"reason": "no_work", "text": "no"}, "disputed"),
    ("withdraw", {"reason": "changed_mind"}, "withdrawn"),
]


@pytest.mark.parametrize(("kind", "answers", "state"), ACTS)
def test_a_sheet_posted_twice_is_one_act_with_the_same_answer(
    app: Flask, journey: Maker, resident: Resident, kind: str, answers: dict[str, Any], state: str
) -> None:
    case = journey().claim()
    page = text(resident.ask(case.slip))
    first = resident.act(page, kind, **answers)
    events, feedback = case.events(), count(app, Feedback)
    again = resident.act(page, kind, **answers)
    assert (first.status_code, again.status_code) == (200, 200)
    thanks = [text(a).split('role="status">')[1].split("<")[0] for a in (first, again)]
    assert thanks[0] == thanks[1]
    assert (case.events(), count(app, Feedback), case.state()) == (events, feedback, state)


def test_feedback_posted_twice_is_kept_once_but_two_sheets_are_two(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    case = journey().claim().do("confirm_complaint", RESIDENT_BY_SLIP)
    page = text(resident.ask(case.slip))
    after = resident.act(page, "feedback", outcome="solved")
    resident.act(page, "feedback", outcome="solved")
    assert count(app, Feedback) == 1
    resident.act(text(after), "feedback", outcome="not_solved")
    assert count(app, Feedback) == 2


def test_taking_back_twice_never_takes_back_another_complaint_of_the_slip(
    journey: Maker, resident: Resident
) -> None:
    first = journey()
    copy = journey(slip=first.slip)
    page = text(resident.ask(first.slip))
    assert copy.given["reference"] in page
    for _ in range(2):
        resident.act(page, "withdraw", reason="other")
    assert (first.state(), copy.state()) == ("received", "withdrawn")


def test_what_is_no_longer_possible_shows_the_fresh_state(
    journey: Maker, resident: Resident
) -> None:
    case = journey().claim()
    page = text(resident.ask(case.slip))
    case.do("send_back_claim", case.officer, text="Weak.", lang="en")
    answer = resident.act(page, "confirm")
    assert answer.status_code == 409
    assert "The complaint has moved on" in text(answer)
    assert chip(text(answer)) == "In progress"
    assert case.state() == "in_progress"


def test_a_serious_claim_waits_for_the_second_officer_but_a_dispute_does_not(
    journey: Maker, resident: Resident
) -> None:
    case = journey(category="HEALTH_NEGLIGENCE").claim()
    page = text(resident.ask(case.slip))
    assert str(ClaimNotAccepted.message) in page
    assert kinds(page) == ["dispute", "withdraw"]
    second = Actor(case.officer.user_id, "district_officer", "desk")
    case.do("accept_claim", second)
    assert "confirm" in kinds(text(resident.ask(case.slip)))


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("confirm", {"days": "many"}, "confirm-days"),
    ("confirm", {"days": "-1"}, "confirm-days"),
    ("confirm", {"conduct": "splendid"}, "confirm-conduct"),
    ("dispute", {"reason": "x"}, "dispute-reason"),
    ("dispute", {"text": "a" * 10_001}, "dispute-text"),
    ("dispute", {"lang": "xx"}, "dispute-lang"),
    ("withdraw", {}, "withdraw-reason"),
    ("withdraw", {"reason": "corrected"}, "withdraw-reason"),
    ("withdraw", {"reason": "other", "pressed": "perhaps"}, "withdraw-pressed"),
]


@pytest.mark.parametrize(("kind", "answers", "place"), BAD)
def test_a_bad_answer_is_explained_at_its_field_and_changes_nothing(
    journey: Maker, resident: Resident, kind: str, answers: dict[str, Any], place: str
) -> None:
    case = journey().claim()
    answer = resident.act(text(resident.ask(case.slip)), kind, **answers)
    assert answer.status_code == 422
    assert f'id="{place}-error"' in text(answer)
    assert f'href="#{place}"' in text(answer)
    assert (case.state(), case.events()[-1]) == ("claimed", "claimed")


def test_nothing_typed_is_lost_with_a_bad_answer(journey: Maker, resident: Resident) -> None:
    case = journey().claim()
    page = text(resident.ask(case.slip))
    answer = resident.act(page, "dispute", days="x", text="هېڅوک نه دي راغلي")
    assert "هېڅوک نه دي راغلي" in text(answer)
    assert 'value="x"' in text(answer)


def test_another_slip_cannot_act_on_a_complaint(journey: Maker, resident: Resident) -> None:
    case, other = journey().claim(), journey().claim()
    page = text(resident.ask(case.slip))
    for slip in (other.slip, new_slip_code()):
        answer = resident.act(page, "confirm", slip=slip)
        assert answer.status_code == 404
        assert case.given["reference"] not in text(answer)
    answer = resident.act(page, "confirm", reference=other.given["reference"])
    assert answer.status_code == 404
    assert (case.state(), other.state()) == ("claimed", "claimed")


@pytest.mark.parametrize("changed", [{"slip": ""}, {"slip": "12"}, {"sheet": "x"}, {"sheet": ""}])
def test_changed_hidden_numbers_are_a_bad_request(
    journey: Maker, resident: Resident, changed: dict[str, str]
) -> None:
    case = journey().claim()
    page = text(resident.ask(case.slip))
    assert resident.act(page, "confirm", **changed).status_code == 400
    assert case.state() == "claimed"


def test_an_act_needs_its_token_and_a_known_name(journey: Maker, resident: Resident) -> None:
    case = journey().claim()
    assert resident.act(text(resident.ask(case.slip)), "confirm", token="x").status_code == 400
    assert resident.client.post("/track/everything").status_code == 404
    assert case.state() == "claimed"


def test_members_of_a_merged_case_have_their_own_say(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    main = journey().claim()
    members = [journey().merge_into(main) for _ in range(3)]
    pages = [text(resident.ask(member.slip)) for member in members]
    assert chip(text(resident.act(pages[0], "confirm"))) == "Claimed resolved"
    assert members[0].events()[-1] == "confirmed"
    resident.act(text(resident.ask(main.slip)), "confirm")
    assert main.state() == "confirmed"
    answer = resident.act(pages[1], "dispute", reason="partly")
    assert (answer.status_code, chip(text(answer))) == (200, "Disputed")
    assert (main.state(), main.events()[-1]) == ("disputed", "disputed")
    resident.act(pages[1], "dispute", reason="partly")
    assert main.events().count("disputed") == 1
    resident.act(text(resident.ask(members[2].slip)), "withdraw", reason="other")
    assert [member.state() for member in members] == ["merged", "merged", "withdrawn"]
    with app.app_context():
        late = db.session.get_one(Complaint, members[0].given["id"])
        ops.dispute_complaint(late, RESIDENT_BY_SLIP, utc_now())
        db.session.commit()
    assert (main.events().count("disputed"), members[0].events()[-1]) == (1, "disputed")
