"""People at the desk, who read forms from pages and send them back."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import factories
from tests.factories import Person

FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
INPUT = re.compile(r"<input([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
AREA = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)
SELECT = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option[^>]*value="([^"]*)"')


def fields_of(body: str) -> dict[str, str]:
    """Return what a browser would send of a form that nobody touched."""
    fields = {}
    for tag in INPUT.findall(body):
        found = dict(ATTRIBUTE.findall(tag))
        if found.get("type") in {"radio", "checkbox"} and "checked" not in tag:
            continue
        if "name" in found:
            fields[found["name"]] = html.unescape(found.get("value", ""))
    for name, text in AREA.findall(body):
        fields[name] = html.unescape(text).lstrip("\r\n")
    for name, options in SELECT.findall(body):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(
            r'<option value="([^"]*)" selected', options
        )
        first = OPTION.search(options)
        fields[name] = chosen[1] if chosen else first[1] if first else ""
    return fields


class Desk:
    """The desk as one signed-in person uses it."""

    def __init__(self, app: Flask, person: Person) -> None:
        self.person = person
        self.client: FlaskClient = factories.sign_in(app.test_client(), person)
        self.client.set_cookie("language", "en")

    def see(self, path: str, status: int = 200) -> str:
        """Open a page and return it."""
        answer = self.client.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return answer.get_data(as_text=True)

    def forms(self, path: str) -> dict[str, dict[str, str]]:
        """Return the decisions that a page offers: noun → fields."""
        found = {}
        for action, body in FORM.findall(self.see(path)):
            if action.startswith("/review/") and not action.endswith("/identity"):
                found[action.rpartition("/")[2]] = fields_of(body)
        return found

    def send(self, id_: str, noun: str, **typed: Any) -> TestResponse:
        """Fill in the form of a decision as it stands on the page, and send it."""
        fields = self.forms(self.page_of(id_))[noun]
        return self.client.post(f"/review/complaints/{id_}/{noun}", data=fields | typed)

    def decide(self, id_: str, noun: str, **typed: Any) -> None:
        """Take a decision that is accepted."""
        answer = self.send(id_, noun, **typed)
        assert answer.status_code == 302, answer.get_data(as_text=True)

    def look(self, id_: str) -> None:
        """Open the masked identity."""
        path = f"/review/complaints/{id_}"
        assert f'action="{path}/identity"' in self.see(path)
        data = {"csrf_token": factories.csrf(self.client, path)}
        assert self.client.post(f"{path}/identity", data=data).location == f"{path}#resident"

    def page_of(self, id_: str) -> str:
        """Return the address of a complaint for this person."""
        case = "/case" if self.person.role == "department_officer" else ""
        return f"/review/complaints/{id_}{case}"

    def listed(self, path: str) -> list[str]:
        """Return the ids in a list, in its order."""
        return re.findall(r'card-link" href="/review/complaints/([0-9a-f-]{36})', self.see(path))


@pytest.fixture
def desk(app: Flask, people: Callable[..., Person]) -> Callable[..., Desk]:
    """Return the maker of signed-in people: `desk("district_officer", district_code=…)`."""
    return lambda role, **where: Desk(app, people(role, **where))


@pytest.fixture
def teacher(people: Callable[..., Person]) -> Person:
    """Return an intermediary at a school of Karak."""
    return people("intermediary")


@pytest.fixture
def tell(app: Flask, teacher: Person) -> Callable[..., str]:
    """Return the maker of complaints: `tell(text=…)` gives the id."""
    return lambda **changes: factories.make_complaint(app, teacher, **changes)["id"]
