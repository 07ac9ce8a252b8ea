"""The demo: people for every role, and complaints that show every state, loaded once."""

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from intermediary.accounts.models import User
from intermediary.accounts.operations import ROLES
from intermediary.cli import main as command
from intermediary.complaints.codes import check_slip_code
from intermediary.complaints.lifecycle import State
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import timeline
from intermediary.complaints.verify import altered_complaints
from intermediary.config import ConfigError
from intermediary.core.db import db, utc_now
from intermediary.core.keys import make_keys
from intermediary.demo.complaints import SHOWN, load_complaints, read_samples, slips_to_show
from intermediary.demo.people import load_people, samples
from intermediary.ledger import verify_chain
from tests.conftest import make_app

CORPUS = Path(__file__).parent.parent / "data" / "complaints.jsonl"
#: Only the clock ends a complaint in silence.
SHOWN_STATES = {state.value for state in State} - {"unconfirmed"}


def load(app: Flask) -> None:
    with app.app_context():
        load_people()
        load_complaints(utc_now())
        db.session.commit()


def test_every_role_has_an_account_that_can_sign_in(app: Flask) -> None:
    load(app)
    with app.app_context():
        assert {sample.role for sample in samples()} == set(ROLES)
        for user in db.session.scalars(select(User)):
            assert user.postings
    client = app.test_client()
    page = client.get("/accounts/login").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    data = {"username": "department2", "password": "demo-department2", "csrf_token": token}
    assert client.post("/accounts/login", data=data).status_code == 302


def test_every_state_is_shown_and_the_history_is_sound(app: Flask) -> None:
    load(app)
    with app.app_context():
        states = Counter(db.session.scalars(select(Complaint.state)))
        assert set(states) == SHOWN_STATES
        assert sum(states.values()) == len(read_samples()) == 25
        assert verify_chain().is_intact
        assert altered_complaints() == []
        for complaint in db.session.scalars(select(Complaint)):
            moments = [event.at for event in timeline(complaint)]
            assert moments == sorted(moments)
            assert moments[0] == complaint.received_at
            assert (complaint.faults == []) == (complaint.state != "needs_attention")


def test_a_second_load_changes_nothing(app: Flask) -> None:
    load(app)
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Complaint))
        count = verify_chain().count
        assert load_people() == []
        assert load_complaints(utc_now()) == 0
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Complaint)) == before
        assert verify_chain().count == count


def in_production(app: Flask, folder: Path) -> Flask:
    """Start production on the database of an app."""
    make_keys(folder / "keys")
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    return make_app(folder, url, MODE="production", ORIGIN="https://wasila.example")


def test_production_refuses_the_database_with_the_public_passwords(
    app: Flask, tmp_path: Path
) -> None:
    load(app)
    with pytest.raises(ConfigError, match="passwords are public"):
        in_production(app, tmp_path)


def test_a_demo_from_before_the_mark_is_marked_when_it_is_loaded_again(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("intermediary.demo.people.mark_database", lambda _at: None)
        load(app)
    load(app)
    with pytest.raises(ConfigError):
        in_production(app, tmp_path)


def test_production_starts_on_a_database_of_its_own_and_on_none_yet(
    app: Flask, tmp_path: Path
) -> None:
    made = in_production(app, tmp_path)
    assert "demo" not in made.cli.commands
    with made.app_context():
        db.engine.dispose()
    url = f"sqlite:///{tmp_path / 'new.db'}"
    make_app(tmp_path, url, MODE="production", ORIGIN="https://wasila.example")


def test_the_command_says_why_production_does_not_start(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(app)
    make_keys(tmp_path / "keys")
    for name, value in {
        "MODE": "production",
        "ORIGIN": "https://wasila.example",
        "DATA": str(tmp_path),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }.items():
        monkeypatch.setenv(f"INTERMEDIARY_{name}", value)
    refused = CliRunner().invoke(command, ["serve"])
    assert refused.exit_code != 0
    assert "passwords are public" in refused.output


def test_the_words_are_those_that_people_wrote(app: Flask) -> None:
    load(app)
    written = {row["id"]: row for row in map(json.loads, CORPUS.read_text("utf-8").splitlines())}
    with app.app_context():
        for sample in read_samples():
            source = written[sample["source"]]
            stored = db.session.get_one(Complaint, sample["id"])
            assert stored.text == unicodedata.normalize("NFC", source["text"])
            assert (stored.lang, stored.category_code) == (
                source["lang"], source["expected_subcategory"],
            )  # fmt: skip
    assert {sample["lang"] for sample in read_samples()} == {"ps", "ur", "en"}


def test_the_printed_slips_open_their_complaints(app: Flask) -> None:
    load(app)
    with app.app_context():
        slips = slips_to_show()
    assert len(slips) == len(SHOWN)
    codes = [sample["slip"] for sample in read_samples()]
    assert len(set(codes)) == len(codes)
    assert [check_slip_code(code) for code in codes] == codes
    client = app.test_client()
    client.set_cookie("language", "en")
    page = client.get("/track").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    for slip in slips:
        answer = client.post("/track", data={"slip": slip.code, "csrf_token": token})
        assert answer.status_code == 200


def test_the_commands_say_what_they_did_and_how_to_begin(app: Flask) -> None:
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo", "load"])
    assert first.exit_code == 0, first.output
    assert "Sample complaints made: 25." in first.output
    assert "Sample complaints are there." in runner.invoke(args=["demo", "load"]).output
    shown = runner.invoke(args=["demo", "show"]).output
    for sample in samples_of(app):
        assert f"demo-{sample}" in shown
    assert "Claimed resolved" in shown


def samples_of(app: Flask) -> list[str]:
    with app.app_context():
        return [sample.username for sample in samples()]
