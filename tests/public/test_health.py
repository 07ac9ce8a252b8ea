"""What machines ask: is the process alive, and can it take complaints."""

from collections import namedtuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from intermediary.core.db import db
from intermediary.public import health_views


def test_a_healthy_server_says_so_and_nothing_else(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json() == dict.fromkeys(("database", "migrations", "disk", "key"), "ok")


def test_a_server_whose_tables_are_old_is_not_ready(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["migrations"]) == (503, "failed")
    assert client.get("/healthz").status_code == 200


def test_a_server_whose_disk_is_full_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(health_views.shutil, "disk_usage", lambda _path: usage(100, 95, 5))
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["disk"]) == (503, "failed")
