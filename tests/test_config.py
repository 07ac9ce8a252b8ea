"""What the server refuses to start with, the headers and cookies it sends, and what it logs."""

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

import intermediary
from intermediary import create_app
from intermediary.config import ConfigError
from intermediary.core.db import db
from intermediary.core.keys import KEY_NAMES, KeysMissing, make_keys
from intermediary.core.logs import ALLOWED_KEYS
from intermediary.serve import gunicorn_arguments, serve_command
from tests import factories
from tests.conftest import Databases, make_app
from tests.factories import Person, sign_in
from tests.sync.phone import Phone
from tests.test_access import UNKNOWN_ID, address, routes

LOOPBACK = "http://127.0.0.1:8000"


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Flask]:
    """Return a start with its keys made, as an operator would have it."""
    make_keys(tmp_path / "keys")

    def create(**settings: Any) -> Flask:
        return create_app(
            {"MODE": "production", "DATA": str(tmp_path), "ORIGIN": LOOPBACK} | settings
        )

    return create


def test_production_starts_with_keys_and_https(start: Callable[..., Flask]) -> None:
    app = start(ORIGIN="https://wasila.example")
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert app.config["PERMANENT_SESSION_LIFETIME"].days <= 7
    assert app.config["MAX_CONTENT_LENGTH"] == 256 * 1024
    assert app.config["SECURITY_API_ENABLED_METHODS"] == ["session"]
    assert not app.debug
    assert "demo" not in app.cli.commands


@pytest.mark.parametrize(
    "settings",
    [
        {"ORIGIN": "http://wasila.example"},
        {"ORIGIN": "wasila.example"},
        {"ORIGIN": "https://wasila.example/path"},
        {"ORIGIN": "https://" + "long" * 20 + ".example"},
        {"MODE": "development"},
        {"MODE": ""},
        {"WORKERS": "many"},
        {"TRUSTED_PROXIES": "-1"},
        {"MODE": "demo", "ORIGIN": "https://wasila.example"},
        {"MODE": "demo", "BIND": "0.0.0.0:8000"},
        {"MODE": "demo", "BIND": "192.168.1.5:8000"},
        {"MODE": "demo", "BIND": ":8000"},
    ],
)
def test_a_setting_that_cannot_be_right_stops_the_start(
    start: Callable[..., Flask], settings: dict[str, str]
) -> None:
    with pytest.raises(ConfigError):
        start(**settings)


@pytest.mark.parametrize("name", KEY_NAMES)
@pytest.mark.parametrize("content", ["", "00" * 32, "ab" * 32, "secret", "0123456789abcdef"])
def test_production_refuses_a_default_short_or_missing_key(
    start: Callable[..., Flask], tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / "keys" / f"{name}.key"
    path.write_text(content)
    with pytest.raises(KeysMissing):
        start()
    path.unlink()
    with pytest.raises(KeysMissing):
        start()


def test_production_refuses_a_key_that_others_can_read(
    start: Callable[..., Flask], tmp_path: Path
) -> None:
    (tmp_path / "keys" / "slip.key").chmod(0o644)
    with pytest.raises(KeysMissing):
        start()


def test_gunicorn_runs_with_threads_and_without_a_control_socket() -> None:
    arguments = gunicorn_arguments("127.0.0.1:1", 2, 8, 0)
    assert "--no-control-socket" in arguments
    assert arguments[arguments.index("--worker-class") + 1] == "gthread"
    assert arguments[arguments.index("--forwarded-allow-ips") + 1] == "127.0.0.1"


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", ":8000", "[::]:8000", "192.168.1.5:8000"])
def test_the_demo_is_not_served_beyond_this_machine_by_an_option_either(
    start: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, bind: str
) -> None:
    served: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _path, arguments: served.append(arguments))
    runner = start(MODE="demo").test_cli_runner()
    refused = runner.invoke(serve_command, ["--bind", bind])
    assert refused.exit_code != 0
    assert "loopback only" in refused.output
    assert served == []
    assert runner.invoke(serve_command, ["--bind", "127.0.0.1:8001"]).exit_code == 0
    assert "127.0.0.1:8001" in served[0]


CACHED_ON_PURPOSE = (
    "/static/",
    "/field/",
    "/sync/v1/directory",
    "/sync/v1/wording",
    "/sync/v1/open",
)


def test_every_answer_of_every_route_carries_the_headers(app: Flask) -> None:
    client = app.test_client()
    wrong = []
    for rule, method in routes(app):
        path = address(app, rule, UNKNOWN_ID)
        answer = client.open(path, method=method)
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        is_right = (
            "default-src 'none'" in policy
            and "unsafe" not in policy
            and "frame-ancestors 'none'" in policy
            and headers["X-Content-Type-Options"] == "nosniff"
            and headers["Referrer-Policy"] == "same-origin"
            and headers["Cross-Origin-Resource-Policy"] == "same-origin"
            and (headers["Cache-Control"] == "no-store" or path.startswith(CACHED_ON_PURPOSE))
        )
        if not is_right:
            wrong.append(f"{method} {path}: {dict(headers)}")
    assert wrong == []


def test_pages_with_a_persons_work_are_never_stored(
    client: FlaskClient, people: Callable[..., Person]
) -> None:
    teacher = sign_in(client, people("intermediary"))
    for path in ("/field/complaints/new", "/sync/v1/changes", "/accounts/start"):
        answer = teacher.get(path, headers={"X-Proto": "1"})
        assert answer.headers["Cache-Control"] == "no-store", path


def test_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(
    app: Flask, people: Callable[..., Person]
) -> None:
    client = app.test_client()
    token = factories.csrf(client, "/accounts/login")
    teacher = people("intermediary")
    data = {"username": teacher.username, "password": teacher.password, "csrf_token": token}
    answers = [
        client.post("/accounts/login", data=data),
        client.post(
            "/sync/v1/device", json={"device": factories.device_id()}, headers={"X-Proto": "1"}
        ),
    ]
    cookies = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    assert {line.split("=")[0].split("-")[0] for line in cookies} >= {"session", "submit", "device"}
    for line in cookies:
        assert "HttpOnly" in line, line
        assert "SameSite=" in line, line
    submit = next(line for line in cookies if line.startswith("submit-"))
    assert "SameSite=Strict" in submit
    assert "Path=/sync/v1/" in submit


def test_every_cookie_is_secure_under_https(databases: Databases, tmp_path: Path) -> None:
    make_keys(tmp_path / "keys")
    url = databases.fresh("sqlite")
    app = make_app(tmp_path, url, MODE="production", ORIGIN="https://wasila.example")
    answer = app.test_client().get("/accounts/login", base_url="https://wasila.example")
    lines = answer.headers.getlist("Set-Cookie")
    assert any(line.startswith("__Host-session=") for line in lines)
    assert all("Secure" in line for line in lines)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    with app.app_context():
        db.engine.dispose()


# Logs.

MARKERS = {
    "name": "Marker Name Gulalai",
    "words": "Marker words of the resident",
    "phone": "03331234567",
    "cnic": "17301-7654321-1",
    "witness": "Marker Witness",
    "village": "Marker Village",
}


def test_every_key_that_the_code_logs_is_on_the_list() -> None:
    levels = {"debug", "info", "warning", "error", "exception"}
    written: dict[str, str] = {}
    for path in Path(intermediary.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr in levels:
                written |= {word.arg: path.name for word in node.keywords if word.arg}
    written.pop("exc_info", None)  # frames_only turns it into `exception`
    assert {"msgid_hash", "duration_ms"} <= set(written)
    assert {key: file for key, file in written.items() if key not in ALLOWED_KEYS} == {}


@pytest.fixture
def loud(engine: str, databases: Databases) -> Iterator[Flask]:
    """Return an app that logs everything it ever logs."""
    url = databases.fresh(engine)
    made = make_app(databases.folder, url, LOG_LEVEL="DEBUG")
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def marked(phone: Phone) -> dict[str, Any]:
    """Return a complaint full of markers."""
    item = phone.complaint(
        text=MARKERS["words"],
        resident={"name": MARKERS["name"], "phone": MARKERS["phone"], "cnic": MARKERS["cnic"]},
        place={"district": factories.KARAK, "village": MARKERS["village"]},
    )
    item["consent"]["witness"] = MARKERS["witness"]
    return item


def test_no_log_line_carries_a_residents_words(
    loud: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = factories.make_person(loud, "intermediary")
    phone = Phone(sign_in(loud.test_client(), teacher))
    item = marked(phone)
    phone.put(item)
    phone.put(item | {"text": MARKERS["words"] + " again"})
    phone.put(phone.act("answer", item["id"], text=MARKERS["words"]))
    phone.client.get(f"/track?slip={item['slip']}")
    phone.client.post("/track", data={"slip": item["slip"]})

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"could not store {MARKERS['words']} of {MARKERS['name']}")

    monkeypatch.setattr("intermediary.sync.item_views.store_item", fail)
    assert phone.put(marked(phone)).status_code == 500

    def fail_in_database(*_: Any, **__: Any) -> None:
        raise OperationalError("INSERT", {"name": MARKERS["name"]}, Exception(MARKERS["words"]))

    monkeypatch.setattr("intermediary.sync.item_views.store_item", fail_in_database)
    assert phone.put(marked(phone)).status_code == 503
    captured = capsys.readouterr()
    lines = [line for line in captured.out.splitlines() if line.startswith("{")]
    assert len(lines) > 5
    assert {json.loads(line)["event"] for line in lines} >= {"request", "unexpected", "database"}
    for secret in (*MARKERS.values(), item["slip"], teacher.username, item["id"]):
        assert secret not in captured.out + captured.err
