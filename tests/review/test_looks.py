"""A look at the masked identity is a logged act, good for ten minutes (DOMAIN.md 7)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from intermediary import ledger
from intermediary.accounts.models import User
from intermediary.complaints.looks import IDENTITY_LOOKED
from intermediary.complaints.models import Change, Complaint
from intermediary.complaints.queries import timeline, watched_timeline
from intermediary.core.db import db, utc_now
from intermediary.core.languages import LANGUAGES
from intermediary.ledger.models import Event
from intermediary.review import look_views, looks, views
from tests import factories
from tests.factories import HEALTH_KARAK, SWAT, Person
from tests.page import visit
from tests.review.conftest import Desk

Make = Callable[..., Desk]
Tell = Callable[..., str]
READERS = ("district_officer", "auditor")
NAMED = {
    "resident": {"name": "Gul", "parent_name": "Baz", "phone": "03007654321"},
    "consent": {**factories.payload()["consent"], "witness": "Zarin"},
}
MASKED = ("G•••", "B•••", "03•••••••21", "Z•••")
ONE = "/review/complaints/{}"


def looks_at(app: Flask, id_: str) -> list[tuple[str | None, str, str]]:
    """Return the looks at a complaint: who, in which role, and its state."""
    with app.app_context():
        events = watched_timeline(db.session.get_one(Complaint, id_))
        return [
            (event.actor, event.content["role"], event.content["state"])
            for event in events
            if event.type == IDENTITY_LOOKED
        ]


def shown(page: str) -> list[str]:
    """Return what a page shows of an identity, be it masked."""
    return [mask for mask in MASKED if mask in page]


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let time pass at the desk."""

    def clock() -> datetime:
        return utc_now() + by

    for module in (views, look_views):
        monkeypatch.setattr(module, "utc_now", clock)


@pytest.mark.parametrize("role", READERS)
def test_identity_is_on_the_page_only_after_a_look_that_is_written_down(
    app: Flask, desk: Make, tell: Tell, role: str
) -> None:
    reader, id_ = desk(role), tell(**NAMED)
    assert shown(reader.see(ONE.format(id_))) == []
    assert looks_at(app, id_) == []
    reader.look(id_)
    page = reader.see(ONE.format(id_))
    assert shown(page) == list(MASKED)
    assert "Somebody looked at the resident" in page
    assert looks_at(app, id_) == [(reader.person.id, role, "received")]
    with app.app_context():
        assert ledger.verify_chain().is_intact


def test_within_ten_minutes_it_is_one_look_and_afterwards_another(
    app: Flask, desk: Make, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, id_ = desk("district_officer"), tell(**NAMED)
    form = {"csrf_token": factories.csrf(officer.client, "/review/queue")}
    for _time in range(3):
        answer = officer.client.post(f"{ONE.format(id_)}/identity", data=form)
        assert answer.status_code == 302
        assert shown(officer.see(ONE.format(id_))) == list(MASKED)
    later(monkeypatch, timedelta(minutes=9, seconds=50))
    assert shown(officer.see(ONE.format(id_))) == list(MASKED)
    assert len(looks_at(app, id_)) == 1
    later(monkeypatch, timedelta(minutes=10, seconds=1))
    assert shown(officer.see(ONE.format(id_))) == []
    officer.look(id_)
    assert len(looks_at(app, id_)) == 2


def test_a_look_is_of_one_complaint_and_of_one_session(app: Flask, desk: Make, tell: Tell) -> None:
    officer, one, other = desk("district_officer"), tell(**NAMED), tell(**NAMED)
    officer.look(one)
    assert shown(officer.see(ONE.format(other))) == []
    second = Desk(app, officer.person)
    assert shown(second.see(ONE.format(one))) == []
    token = factories.csrf(officer.client, "/review/queue")
    officer.client.post("/accounts/logout", data={"csrf_token": token})
    factories.sign_in(officer.client, desk("auditor").person)
    assert shown(officer.see(ONE.format(one))) == []


def test_a_look_changes_nothing_and_is_no_news_for_the_teacher_or_the_office(
    app: Flask, desk: Make, tell: Tell, teacher: Person
) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell(**NAMED)
    officer.decide(id_, "review")
    officer.decide(id_, "assignment", text="Absent.", office=HEALTH_KARAK)

    def standing() -> tuple[int, int, str, int, int]:
        with app.app_context():
            complaint = db.session.get_one(Complaint, id_)
            lines = select(func.count()).select_from(Change).where(Change.complaint_id == id_)
            return (
                complaint.version,
                db.session.get_one(User, teacher.id).seq,
                complaint.state,
                db.session.scalar(lines) or 0,
                len(timeline(complaint)),
            )

    before = standing()
    officer.look(id_)
    assert standing() == before
    page = office.see(office.page_of(id_))
    assert "looked at" not in page
    assert "/identity" not in page
    assert shown(page) == []


def test_nobody_looks_at_what_they_may_not_read(app: Flask, desk: Make, tell: Tell) -> None:
    id_ = tell(**NAMED)
    for person, status in (
        (desk("district_officer", district_code=SWAT), 404),
        (desk("department_officer"), 403),
    ):
        token = factories.csrf(person.client, "/accounts/change")
        data = {"csrf_token": token}
        answer = person.client.post(f"{ONE.format(id_)}/identity", data=data)
        assert answer.status_code == status
    assert looks_at(app, id_) == []


def test_opening_pages_writes_no_look(app: Flask, desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell(**NAMED)
    officer.look(id_)

    def events() -> int:
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(Event)) or 0

    before = events()
    officer.see(ONE.format(id_))
    answer = officer.client.get(f"{ONE.format(id_)}/identity")  # a new sign-in leads here
    assert answer.location == ONE.format(id_)
    assert events() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_open_page_and_a_refused_form_on_it_are_whole(
    desk: Make, tell: Tell, language: str
) -> None:
    officer, id_ = desk("district_officer"), tell(**NAMED)
    officer.look(id_)
    assert shown(visit(officer.client, ONE.format(id_), language)) == list(MASKED)
    form = officer.forms(ONE.format(id_))["merge"]
    page = visit(officer.client, f"{ONE.format(id_)}/merge", language, status=422, data=form)
    assert shown(page) == list(MASKED)


def test_many_looks_fit_into_the_cookie() -> None:
    session: dict[str, object] = {"sid": "of-this-sign-in"}
    now = utc_now()
    for number in range(50):
        looks.begin_look(session, f"complaint-{number}", now + timedelta(seconds=number))
    assert looks.has_look(session, "complaint-49", now + timedelta(seconds=60))
    assert not looks.has_look(session, "complaint-0", now + timedelta(seconds=60))
