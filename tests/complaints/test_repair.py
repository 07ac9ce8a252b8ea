"""Repairing: the clock stands still meanwhile, and only what waits for a repair is rewritten."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.complaints.history import Actor, ChangedMeanwhile, hold
from intermediary.complaints.lifecycle import NotPossibleNow
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import timeline
from intermediary.complaints.rows import set_promise
from intermediary.core.db import db
from tests import factories
from tests.factories import Person

UNREADABLE = {"category": "NO_SUCH_CATEGORY", "money_asked": "perhaps"}
REPAIRED = {"category": "HEALTH_STAFF", "money_asked": "no"}


@pytest.fixture
def teacher(people: Callable[..., Person]) -> Person:
    return people("intermediary")


@pytest.fixture
def given_id(app: Flask, teacher: Person) -> str:
    """Return the id of a complaint of which two answers could not be understood."""
    return str(factories.make_complaint(app, teacher, **UNREADABLE)["id"])


def actor_of(teacher: Person) -> Actor:
    return Actor(teacher.id, "intermediary", "intermediary")


def promised(complaint: Complaint) -> datetime:
    """Return the due date of the category without any pause."""
    due = complaint.due_at
    set_promise(complaint)
    plain, complaint.due_at = complaint.due_at, due
    assert plain is not None
    return plain


def test_the_days_in_which_a_complaint_waited_for_its_repair_do_not_count(
    app: Flask, teacher: Person, given_id: str
) -> None:
    with app.app_context():
        complaint = db.session.get_one(Complaint, given_id)
        later = complaint.received_at + timedelta(days=6)
        assert ops.repair_complaint(complaint, REPAIRED, actor_of(teacher), later) == []
        assert (complaint.state, complaint.paused_at) == ("received", None)
        assert complaint.due_at == promised(complaint) + timedelta(days=6)


def test_a_pause_before_the_repair_counts_too(
    app: Flask, teacher: Person, people: Callable[..., Person], given_id: str
) -> None:
    officer = Actor(people("district_officer").id, "district_officer", "desk")
    main = factories.make_complaint(app, teacher)
    with app.app_context():
        complaint = db.session.get_one(Complaint, given_id)
        start = complaint.received_at
        into = db.session.get_one(Complaint, main["id"])
        ops.merge_complaints(complaint, into, officer, start + timedelta(days=2))
        ops.unmerge_complaint(complaint, officer, start + timedelta(days=3))
        ops.repair_complaint(complaint, REPAIRED, actor_of(teacher), start + timedelta(days=7))
        assert complaint.due_at == promised(complaint) + timedelta(days=6)


def test_filling_in_a_part_makes_an_officers_open_page_old(
    app: Flask, teacher: Person, given_id: str
) -> None:
    with app.app_context():
        complaint = db.session.get_one(Complaint, given_id)
        seen, at = complaint.version, complaint.received_at + timedelta(days=1)
        left = ops.repair_complaint(complaint, {"category": "HEALTH_STAFF"}, actor_of(teacher), at)
        assert [fault["name"] for fault in left] == ["money_asked"]
        assert (complaint.state, complaint.paused_at) == ("needs_attention", complaint.received_at)
        with pytest.raises(ChangedMeanwhile):
            hold(complaint, seen)


@pytest.mark.parametrize("values", [REPAIRED, {"category": "HEALTH_STAFF"}], ids=["all", "part"])
def test_a_complaint_that_was_taken_back_is_never_rewritten(
    app: Flask, teacher: Person, given_id: str, values: dict[str, str]
) -> None:
    with app.app_context():
        complaint = db.session.get_one(Complaint, given_id)
        actor, at = actor_of(teacher), complaint.received_at + timedelta(days=1)
        ops.withdraw_complaint(complaint, actor, at, reason="changed_mind")
        db.session.commit()
        before = (complaint.category_code, complaint.due_at, len(timeline(complaint)))
        with pytest.raises(NotPossibleNow):
            ops.repair_complaint(complaint, values, actor, at)
        assert (complaint.category_code, complaint.due_at, len(timeline(complaint))) == before
