"""A phone that was taken off its account: told so, kept apart, and welcome after a sign-in."""

from flask import Flask
from sqlalchemy import select

from intermediary import ledger
from intermediary.core.db import db
from intermediary.sync.quarantine import Quarantined
from tests import factories
from tests.sync.conftest import People, SignIn
from tests.sync.phone import HEADERS, Phone


def test_what_a_revoked_phone_sends_is_kept_apart_until_its_owner_signs_in(
    app: Flask, people: People, sign_in: SignIn
) -> None:
    teacher = people("intermediary")
    phone = Phone(sign_in(app.test_client(), teacher))
    run = app.test_cli_runner().invoke
    assert f"{phone.device}\tbound" in run(args=["people", "devices", teacher.username]).output
    done = run(args=["people", "revoke-device", teacher.username, phone.device])
    assert done.exit_code == 0, done.output

    item = phone.complaint()
    for answer in (phone.put(item), phone.put(item), phone.sync([item])):
        assert (answer.status_code, answer.get_json()["code"]) == (403, "device-revoked")
    with app.app_context():
        kept = db.session.scalars(select(Quarantined)).all()
        assert len(kept) == 2  # the item, and the batch with it
        assert any(item["slip"].encode() in row.body for row in kept)
        types = [event.type for event in ledger.events_of(subject=teacher.id)]
        assert "account:device_revoked" in types

    path, value = "/sync/v1/device", {"device": phone.device}
    assert phone.client.post(path, json=value, headers=HEADERS).status_code == 401
    again = Phone(sign_in(app.test_client(), teacher), phone.device)
    assert again.put(item).status_code == 201


def test_no_other_phone_can_be_taken_off(app: Flask, people: People, sign_in: SignIn) -> None:
    teacher = people("intermediary")
    Phone(sign_in(app.test_client(), teacher))
    run = app.test_cli_runner().invoke
    for wrong in (factories.device_id(), "x"):
        assert run(args=["people", "revoke-device", teacher.username, wrong]).exit_code == 1
