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
Answer = tuple[int, dict[str, Any]]
Send = Callable[[dict[str, Any]], Answer]


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
    running = Server(databases.folder, app.config["DATABASE_URL"])
    running.environment["INTERMEDIARY_SYNC_AT_ONCE"] = "8"  # races are the matter, not shedding
    running.start()
    yield running
    running.stop()


def exchange(server: Server, phone: Phone, method: str, path: str, value: Any) -> Answer:
    """Send over a connection of its own, with the phone's cookies, and return what came back."""
    body = json.dumps(value).encode()
    found = (
        phone.client.get_cookie("session"),
        phone.client.get_cookie(f"submit-{phone.account}", path="/sync/v1/"),
    )
    headers = {
        **HEADERS,
        "Content-Type": "application/json",
        "Content-Digest": content_digest(body),
        "Cookie": "; ".join(f"{cookie.key}={cookie.value}" for cookie in found if cookie),
    }
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as link:
        link.request(method, f"/sync/v1/{path}", body, headers)
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())


def put_item(server: Server, phone: Phone, item: dict[str, Any]) -> Answer:
    """Send one item as a phone of this account does it."""
    kind = "acts" if "act" in item else "complaints"
    return exchange(server, phone, "PUT", f"{kind}/{item['id']}", item)


@pytest.fixture
def send(server: Server, phone: Phone) -> Send:
    """Return the send of this account's phone."""
    return lambda item: put_item(server, phone, item)
