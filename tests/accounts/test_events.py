"""The chain tells of every sign-in, sign-out and new password, and who did it (DOMAIN.md 4)."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from intermediary.accounts.models import User
from intermediary.accounts.operations import OPERATOR, close_account
from intermediary.core.db import db, utc_now
from intermediary.ledger import verify_chain
from intermediary.ledger.models import Event
from tests.factories import PASSWORD, Person, csrf, sign_in
from tests.sync.phone import Phone

CHANGE = "/accounts/change"


def told(app: Flask, person: Person) -> list[tuple[str, str | None]]:
    """Return what the chain says of an account since it was made: type and actor."""
    with app.app_context():
        assert verify_chain().is_intact
        events = db.session.execute(
            select(Event.type, Event.actor).where(Event.subject == person.id).order_by(Event.seq)
        )
        made, posted, *rest = [(type_, actor) for type_, actor in events]
        assert (made, posted) == (("account:enrolled", OPERATOR), ("account:posted", OPERATOR))
        return rest


def test_signing_in_and_out_is_told_as_the_persons_own_doing(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    officer = people("district_officer")
    sign_in(client, officer)
    token = csrf(client, CHANGE)
    client.post("/accounts/logout", data={"csrf_token": token})
    assert told(app, officer) == [
        ("account:signed_in", officer.id),
        ("account:signed_out", officer.id),
    ]


def test_signing_out_on_the_phone_is_told(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    teacher = people("intermediary")
    sign_in(client, teacher)
    client.delete("/sync/v1/device/session", headers={"X-Proto": "1"})
    assert ("account:signed_out", teacher.id) in told(app, teacher)


def test_a_wrong_password_is_no_event(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    officer = people("district_officer")
    data = {"username": officer.username, "password": "wrong"}
    client.post("/accounts/login", data=data | {"csrf_token": csrf(client, "/accounts/login")})
    assert told(app, officer) == []


def test_a_new_password_of_ones_own_is_told(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    officer = people("auditor")
    sign_in(client, officer)
    data = dict.fromkeys(("new_password", "new_password_confirm"), "four words of mine")
    data |= {"password": PASSWORD, "csrf_token": csrf(client, CHANGE)}
    assert client.post(CHANGE, data=data).status_code == 302
    assert told(app, officer)[-1] == ("account:password_changed", officer.id)


def test_what_the_operator_does_to_an_account_is_told_as_theirs(
    app: Flask, people: Callable[..., Person]
) -> None:
    officer = people("auditor")
    with app.app_context():
        close_account(db.session.get_one(User, officer.id), utc_now())
        db.session.commit()
    assert told(app, officer) == [("account:closed", OPERATOR)]


def test_binding_a_phone_is_told_beside_the_sign_in(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    teacher = people("intermediary")
    Phone(sign_in(client, teacher))
    assert told(app, teacher) == [
        ("account:signed_in", teacher.id),
        ("account:device_bound", teacher.id),
    ]
