"""Acts: what a teacher does offline is never lost, however late it comes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from intermediary.accounts.models import User
from intermediary.accounts.operations import close_account
from intermediary.complaints import operations as ops
from intermediary.complaints.history import Actor
from intermediary.complaints.models import Act, Complaint, Feedback
from intermediary.complaints.queries import timeline
from intermediary.core.db import db, utc_now
from tests.factories import HEALTH_KARAK, Person
from tests.sync.phone import HEADERS, Phone

Move = Callable[[str], None]


@pytest.fixture
def return_it(app: Flask, people: Callable[..., Person]) -> Move:
    """Return what an officer does: take the complaint and ask a question."""
    officer = people("district_officer")

    def move(complaint_id: str) -> None:
        with app.app_context():
            actor = Actor(officer.id, officer.role, "desk")
            complaint = db.session.get_one(Complaint, complaint_id)
            ops.start_review(complaint, actor, utc_now())
            ops.return_complaint(complaint, actor, utc_now(), question="Which day?", lang="en")
            db.session.commit()

    return move


@pytest.fixture
def claim_it(app: Flask, people: Callable[..., Person]) -> Move:
    """Return what the desk does until an office says that it is solved."""
    officer, clerk = people("district_officer"), people("department_officer")

    def move(complaint_id: str) -> None:
        with app.app_context():
            district, office = (Actor(p.id, p.role, "desk") for p in (officer, clerk))
            complaint, at = db.session.get_one(Complaint, complaint_id), utc_now()
            ops.start_review(complaint, district, at)
            ops.assign_complaint(
                complaint, district, at, office_code=HEALTH_KARAK, summary="Absent.", lang="en"
            )
            ops.accept_complaint(complaint, office, at)
            ops.claim_complaint(complaint, office, at, outcome="done", text="Back.", lang="en")
            db.session.commit()

    return move


def sent(phone: Phone, **changes: Any) -> dict[str, Any]:
    """Return a complaint that the server has."""
    item = phone.complaint(**changes)
    assert phone.put(item).status_code == 201
    return item


def test_a_question_is_heard_and_answered(phone: Phone, return_it: Move) -> None:
    item = sent(phone)
    return_it(item["id"])
    line = phone.changes()["changes"][-1]
    assert (line["state"], line["asks"], line["text"]) == ("returned", ["answer"], "Which day?")
    act = phone.act("answer", item["id"], text="د دوشنبې په ورځ")
    first, again = phone.put(act), phone.put(act)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json()["receipt"] == again.get_json()["receipt"]
    assert (first.get_json()["applied"], first.get_json()["state"]) == (True, "under_review")


def test_an_answer_that_comes_too_late_is_kept_for_the_officer(app: Flask, phone: Phone) -> None:
    item = sent(phone)
    answer = phone.put(phone.act("answer", item["id"], text="It was Monday"))
    said = answer.get_json()
    assert (answer.status_code, said["applied"], said["code"]) == (201, False, "not-possible-now")
    assert said["state"] == "received"
    line = phone.changes()["changes"][-1]
    assert (line["event"], line["text"]) == ("complaint:act_noted", "It was Monday")


def test_confirming_needs_the_residents_slip(app: Flask, phone: Phone, claim_it: Move) -> None:
    item, other = sent(phone), sent(phone)
    claim_it(item["id"])
    for slip in (other["slip"], "", "1234"):
        answer = phone.put(phone.act("confirm", item["id"], slip=slip))
        assert (answer.status_code, answer.get_json()["code"]) == (422, "slip-mismatch")
    act = phone.act("confirm", item["id"], slip=item["slip"], outcome="solved", days=3)
    assert phone.put(act).get_json()["state"] == "confirmed"
    with app.app_context():
        stored = db.session.get_one(Act, act["id"])
        assert item["slip"] not in str(stored.fields)
        assert db.session.scalar(select(Feedback.days)) == 3


def test_disputing_opens_the_complaint_again(phone: Phone, claim_it: Move) -> None:
    item = sent(phone)
    claim_it(item["id"])
    answer = phone.put(phone.act("dispute", item["id"], slip=item["slip"], reason="no_work"))
    assert answer.get_json()["state"] == "disputed"


def test_an_act_before_its_complaint_waits(phone: Phone) -> None:
    item = phone.complaint()
    answer = phone.put(phone.act("answer", item["id"], text="early"))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "complaint-unknown")
    assert answer.get_json()["retry"] == "later"


def test_an_act_on_another_teachers_complaint_says_no_more_than_unknown(
    phone: Phone, other_phone: Phone
) -> None:
    item = sent(phone)
    for kind in ("answer", "withdraw"):
        answer = other_phone.put(other_phone.act(kind, item["id"], text="x", reason="solved"))
        assert (answer.status_code, answer.get_json()["code"]) == (409, "complaint-unknown")
    assert phone.put(item).get_json()["state"] == "received"


def test_a_withdrawal_leaves_a_tombstone_for_the_late_resend(phone: Phone) -> None:
    item = sent(phone)
    answer = phone.put(phone.act("withdraw", item["id"], reason="corrected", pressed="no"))
    assert (answer.get_json()["applied"], answer.get_json()["state"]) == (True, "withdrawn")
    late = phone.put(item)
    assert (late.status_code, late.get_json()["state"]) == (200, "withdrawn")


def test_a_withdrawal_that_overtakes_its_complaint_counts(phone: Phone) -> None:
    item = phone.complaint()
    act = phone.act("withdraw", item["id"], reason="corrected", pressed="no")
    assert phone.put(act).get_json()["state"] == "withdrawn"
    answer = phone.put(item)
    assert (answer.status_code, answer.get_json()["state"]) == (201, "withdrawn")


def test_the_history_of_a_complaint_that_came_after_its_withdrawal_says_so(
    app: Flask, phone: Phone
) -> None:
    item = phone.complaint()
    phone.put(phone.act("withdraw", item["id"], reason="corrected", pressed="no"))
    phone.put(item)
    with app.app_context():
        told = [event.type for event in timeline(db.session.get_one(Complaint, item["id"]))]
    assert told == ["complaint:received", "complaint:withdrawn"]


def test_an_unknown_kind_of_act_stays_on_the_phone_until_an_update(phone: Phone) -> None:
    item = sent(phone)
    answer = phone.put(phone.act("wording_report", item["id"], text="?"))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "act-unknown")
    assert answer.get_json()["retry"] == "after-update"


def test_an_act_id_cannot_be_used_twice(phone: Phone) -> None:
    item = sent(phone)
    act = phone.act("feedback", item["id"], outcome="solved")
    assert phone.put(act).status_code == 201
    answer = phone.put(act | {"lang": "ur"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "id-reused")


def test_faults_of_an_act_are_named_as_on_the_page(phone: Phone) -> None:
    item = sent(phone)
    answer = phone.put(phone.act("feedback", item["id"], outcome="splendid", days="many"))
    said = answer.get_json()
    assert (answer.status_code, said["applied"], said["code"]) == (201, False, "needs-attention")
    assert said["fields"] == [
        {"name": "outcome", "code": "unknown"},
        {"name": "days", "code": "format"},
    ]


def test_items_of_a_closed_account_are_held(app: Flask, phone: Phone) -> None:
    with app.app_context():
        close_account(db.session.get_one(User, phone.account), utc_now())
        db.session.commit()
    answer = phone.put(phone.complaint())
    assert (answer.status_code, answer.get_json()["code"]) == (403, "account-closed")


def test_a_phone_asks_which_items_the_server_has(phone: Phone, other_phone: Phone) -> None:
    item, foreign, unsent = sent(phone), sent(other_phone), phone.complaint()
    act = phone.act("withdraw", item["id"], reason="corrected", pressed="no")
    phone.put(act)
    ids = [item["id"], act["id"], foreign["id"], unsent["id"]]
    answer = phone.client.post(
        "/sync/v1/receipts/query", json={"account": phone.account, "ids": ids}, headers=HEADERS
    )
    assert answer.get_json() == {"known": ids[:2], "unknown": ids[2:], "gone": []}
