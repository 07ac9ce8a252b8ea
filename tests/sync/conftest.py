"""A signed-in phone for the tests of the sync door."""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import Databases
from tests.server import Server
from tests.sync.phone import HEADERS, Phone, content_digest

People = Callable[..., factories.Person]
SignIn = Callable[[FlaskClient, factories.Person], FlaskClient]
Send = Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]


@pytest.fixture
def phone(app: Flask, people: People, sign_in: SignIn) -> Phone:
    """Return a phone bound to a teacher of Karak."""
    return Phone(sign_in(app.test_client(), people("intermediary")))


@pytest.fixture
def other_phone(app: Flask, people: People, sign_in: SignIn) -> Phone:
    """Return another teacher's phone, of another district."""
    teacher = people("intermediary", school_code=None, district_code=factories.SWAT)
    return Phone(sign_in(app.test_client(), teacher))


@pytest.fixture
def server(app: Flask, databases: Databases) -> Iterator[Server]:
    """Return the running server on the same database and with the same keys as `app`."""
    running = Server(databases.folder, app.config["DATABASE_URL"]).start()
    yield running
    running.stop()


@pytest.fixture
def send(server: Server, phone: Phone) -> Send:
    """Return a send over a connection of its own, as a phone of this account does it."""
    cookie = phone.client.get_cookie(f"submit-{phone.account}", path="/sync/v1/")
    assert cookie is not None

    def put(item: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        body = json.dumps(item).encode()
        headers = {
            **HEADERS,
            "Content-Type": "application/json",
            "Content-Digest": content_digest(body),
            "Cookie": f"{cookie.key}={cookie.value}",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as link:
            link.request("PUT", f"/sync/v1/complaints/{item['id']}", body, headers)
            answer = link.getresponse()
            return answer.status, json.loads(answer.read())

    return put
