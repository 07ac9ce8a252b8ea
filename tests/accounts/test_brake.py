"""Guessing passwords is slowed down, and nobody can lock an owner out of their phone or browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intermediary.accounts import devices
from intermediary.accounts.forms import GUESSES
from intermediary.accounts.models import User
from intermediary.accounts.operations import set_password
from intermediary.core.db import db, utc_now
from intermediary.core.misses import Miss
from tests import factories
from tests.factories import Person


def try_password(client: FlaskClient, person: Person, password: str) -> int:
    """Try to sign in; 302 is in."""
    token = factories.csrf(client, "/accounts/login")
    data = {"username": person.username, "password": password, "csrf_token": token}
    return client.post("/accounts/login", data=data).status_code


def guess(app: Flask, person: Person) -> None:
    """Use up all wrong guesses, as a stranger."""
    stranger = app.test_client()
    for _ in range(GUESSES):
        assert try_password(stranger, person, "wrong-password") != 302


def test_after_ten_wrong_passwords_even_the_right_one_waits(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    person, other = people("intermediary"), people("intermediary")
    guess(app, person)
    assert try_password(client, person, person.password) != 302
    assert try_password(client, other, other.password) == 302


def test_an_hour_later_the_right_one_works(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    person = people("intermediary")
    guess(app, person)
    with app.app_context():
        for miss in db.session.query(Miss):
            miss.at -= timedelta(hours=1, minutes=1)
        db.session.commit()
    assert try_password(client, person, person.password) == 302


def test_the_owners_phone_is_never_locked_out(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    person = people("intermediary")
    device = factories.device_id()
    with app.app_context():
        devices.bind_device(db.session.get_one(User, person.id), device, utc_now())
        db.session.commit()
    guess(app, person)
    client.set_cookie(devices.DEVICE_COOKIE, device)
    assert try_password(client, person, person.password) == 302


def own_browser(app: Flask, person: Person) -> FlaskClient:
    """Return a browser in which the person signed in, and out again."""
    browser = factories.sign_in(app.test_client(), person)
    token = factories.csrf(browser, "/accounts/change")
    assert browser.post("/accounts/logout", data={"csrf_token": token}).status_code == 302
    return browser


@pytest.mark.parametrize("role", ["district_officer", "administrator", "intermediary"])
def test_strangers_lock_nobody_out_of_the_browser_in_which_they_signed_in_before(
    app: Flask, client: FlaskClient, people: Callable[..., Person], role: str
) -> None:
    person = people(role)
    browser = own_browser(app, person)
    guess(app, person)
    assert try_password(client, person, person.password) != 302
    assert try_password(browser, person, person.password) == 302


def test_a_browser_known_to_one_account_is_a_stranger_to_another(
    app: Flask, people: Callable[..., Person]
) -> None:
    person, colleague = people("administrator"), people("administrator")
    browser = own_browser(app, colleague)
    mark = browser.get_cookie(f"known-{colleague.id}", path="/accounts/")
    assert mark
    browser.set_cookie(f"known-{person.id}", mark.value, path="/accounts/")
    guess(app, person)
    assert try_password(browser, person, person.password) != 302


def test_guesses_in_the_own_browser_are_slowed_down_too(
    app: Flask, client: FlaskClient, people: Callable[..., Person]
) -> None:
    person = people("district_officer")
    browser = own_browser(app, person)
    for _ in range(GUESSES):
        assert try_password(browser, person, "wrong-password") != 302
    assert try_password(browser, person, person.password) != 302
    assert try_password(client, person, person.password) == 302


def test_a_new_password_makes_every_browser_a_stranger_again(
    app: Flask, people: Callable[..., Person]
) -> None:
    person = people("district_officer")
    browser = own_browser(app, person)
    with app.app_context():
        set_password(db.session.get_one(User, person.id), person.password, utc_now())
        db.session.commit()
    guess(app, person)
    assert try_password(browser, person, person.password) != 302


@pytest.mark.parametrize("value", ["", "x", "WyJhIiwiYiIsImMiXQ.Z0000.AAAA"])
def test_a_mark_that_the_server_did_not_make_says_nothing(
    app: Flask, client: FlaskClient, people: Callable[..., Person], value: str
) -> None:
    person = people("administrator")
    guess(app, person)
    client.set_cookie(f"known-{person.id}", value, path="/accounts/")
    assert try_password(client, person, person.password) != 302


def test_no_name_and_no_password_is_kept_of_a_wrong_try(
    app: Flask, people: Callable[..., Person]
) -> None:
    person = people("intermediary")
    guess(app, person)
    with app.app_context():
        kept = db.session.query(Miss).all()
        assert len(kept) == GUESSES
        assert all(len(miss.key_hash) == 32 for miss in kept)
        assert not any(person.username.encode() in miss.key_hash for miss in kept)
