"""Every page of the product, opened by a person who may, in each language; none is forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from intermediary.complaints import operations as ops
from intermediary.complaints.history import Actor
from intermediary.complaints.models import Complaint
from intermediary.core.db import db, utc_now
from intermediary.core.languages import LANGUAGES
from intermediary.wording.messages import sentences
from tests import factories
from tests.factories import Person
from tests.page import visit

People = Callable[..., Person]


@dataclass(frozen=True)
class Place:
    """A page: its route, who opens it, and the address with its parts filled in."""

    route: str
    role: str | None
    #: Parts like {complaint} are filled with what stands in the database of the test.
    address: str


CASE = "/review/complaints/<id>/case"
PLACES = (
    Place("/", None, "/"),
    Place("/track", None, "/track"),
    Place("/accounts/login", None, "/accounts/login"),
    Place("/accounts/change", "auditor", "/accounts/change"),
    Place("/field/", "intermediary", "/field/"),
    Place("/field/shell/<language>", None, "/field/shell/{language}"),
    Place("/field/complaints/new", "intermediary", "/field/complaints/new"),
    Place("/field/complaints/new", "headmaster", "/field/complaints/new"),
    Place("/review/queue", "district_officer", "/review/queue"),
    Place("/review/queue", "auditor", "/review/queue"),
    Place("/review/worklist", "department_officer", "/review/worklist"),
    Place("/review/complaints/<id>", "district_officer", "/review/complaints/{complaint}"),
    Place("/review/complaints/<id>", "auditor", "/review/complaints/{complaint}"),
    Place(
        "/review/complaints/<id>/case", "department_officer", "/review/complaints/{complaint}/case"
    ),
    Place("/wording/", "translator", "/wording/"),
    Place("/wording/", "administrator", "/wording/?show=missing"),
    Place("/wording/strings/<key>", "translator", "/wording/strings/{sentence}"),
    Place("/wording/releases", "administrator", "/wording/releases"),
    Place("/wording/releases/<number>", "administrator", "/wording/releases/0"),
)
#: Answers to GET that are no page of our own: data, files, and redirects to a page of the table.
NO_PAGES = {
    "/healthz", "/readyz", "/field/manifest.webmanifest", "/field/service-worker.js",
    "/accounts/start", "/review/", "/track/<noun>", "/review/complaints/<id>/<noun>",
    "/accounts/fs-static/<filename>", "/accounts/verify",  # the library's own; nobody may use them
}  # fmt: skip
NO_PAGES_UNDER = ("/sync/v1/", "/static/")


def route_name(rule: Rule) -> str:
    """Return a route without its converters, so that a table of routes can be read."""
    parts = ((part if is_dynamic else None, part) for is_dynamic, part in rule._trace)
    names = {"complaint_id": "id"}
    text = "".join(f"<{names.get(name, name)}>" if name else part for name, part in parts)
    return text.removeprefix("|")


@pytest.fixture
def engine() -> str:
    """Return SQLite: what a page says does not depend on the database."""
    return "sqlite"


@pytest.fixture
def filled(app: Flask, people: People) -> dict[str, str]:
    """Return what stands in addresses: a complaint that an office works on, and a sentence."""
    made = factories.make_complaint(app, people("intermediary"))
    officer = Actor(people("district_officer").id, "district_officer", "desk")
    with app.app_context():
        complaint = db.session.get_one(Complaint, made["id"])
        ops.start_review(complaint, officer, utc_now())
        ops.assign_complaint(
            complaint, officer, utc_now(),
            office_code=factories.HEALTH_KARAK, summary="هلته ډاکټر نشته.", lang="ps",
        )  # fmt: skip
        db.session.commit()
        return {"complaint": made["id"], "sentence": min(sentences())}


def test_no_page_is_missing_from_the_table(app: Flask) -> None:
    routes = {route_name(r) for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    pages = {r for r in routes if r not in NO_PAGES and not r.startswith(NO_PAGES_UNDER)}
    assert pages == {place.route for place in PLACES}
    assert routes >= NO_PAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_everything_in_the_readers_language(
    app: Flask, people: People, sign_in: Any, filled: dict[str, str], language: str
) -> None:
    for place in PLACES:
        client = app.test_client()
        if place.role is not None:
            sign_in(client, people(place.role))
        visit(client, place.address.format(language=language, **filled), language)
