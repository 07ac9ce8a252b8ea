"""A complaint with everybody who has a say in it, and a resident's browser with the slip."""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from intermediary.complaints import operations as ops
from intermediary.complaints.history import Actor
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import timeline
from intermediary.core.db import db, utc_now
from tests import factories
from tests.factories import HEALTH_KARAK, Person

HIDDEN = re.compile(r'<input[^>]*name="([^"]+)"[^>]*type="hidden"[^>]*value="([^"]*)"')
HIDDEN_TOO = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
CHIP = re.compile(r'class="chip chip-[a-z]+">([^<]+)<')
NOUNS = {
    "confirm": "confirmation", "dispute": "dispute", "reopen": "reopening",
    "feedback": "feedback", "consent": "consent", "withdraw": "withdrawal",
}  # fmt: skip


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    return dict([*HIDDEN.findall(page), *HIDDEN_TOO.findall(page)])


class Journey:
    """One complaint from the teacher to the end."""

    def __init__(self, app: Flask, people: Callable[..., Person], **changes: Any) -> None:
        self.app = app
        self.teacher = people("intermediary")
        self.given = factories.make_complaint(app, self.teacher, **changes)
        self.slip: str = self.given["slip"]
        self.officer = Actor(people("district_officer").id, "district_officer", "desk")
        self.office = Actor(people("department_officer").id, "department_officer", "desk")
        self.intermediary = Actor(self.teacher.id, "intermediary", "intermediary")

    @property
    def complaint(self) -> Complaint:
        """The complaint; inside an app context."""
        return db.session.get_one(Complaint, self.given["id"])

    def do(self, verb: str, actor: Actor, **details: Any) -> "Journey":
        """Do one verb of the product."""
        with self.app.app_context():
            getattr(ops, verb)(self.complaint, actor, utc_now(), **details)
            db.session.commit()
        return self

    def review(self) -> "Journey":
        return self.do("start_review", self.officer)

    def ask(self, question: str = "Which day?") -> "Journey":
        return self.review().do("return_complaint", self.officer, question=question, lang="en")

    def assign(self) -> "Journey":
        return self.review().do(
            "assign_complaint", self.officer, office_code=HEALTH_KARAK, summary="SUMMARY", lang="en"
        )

    def accept(self) -> "Journey":
        return self.assign().do("accept_complaint", self.office)

    def claim(self) -> "Journey":
        return self.accept().do(
            "claim_complaint", self.office, outcome="done", text="He is back.", lang="en"
        )

    def decline(self) -> "Journey":
        return self.review().do(
            "decline_complaint", self.officer, reason="court", text="See the court.", lang="en"
        )

    def merge_into(self, main: "Journey") -> "Journey":
        self.review()
        with self.app.app_context():
            ops.merge_complaints(self.complaint, main.complaint, self.officer, utc_now())
            db.session.commit()
        return self

    def state(self) -> str:
        with self.app.app_context():
            return self.complaint.state

    def events(self) -> list[str]:
        with self.app.app_context():
            return [event.type.removeprefix("complaint:") for event in timeline(self.complaint)]


class Resident:
    """A browser in somebody's hand, English, with a slip or a wrong number."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self.client = client
        client.set_cookie("language", language)

    def ask(self, slip: str) -> TestResponse:
        """Type a slip code."""
        token = factories.csrf(self.client, "/track")
        return self.client.post("/track", data={"slip": slip, "csrf_token": token})

    def act(
        self, page: str, kind: str, *, token: str | None = None, **answers: Any
    ) -> TestResponse:
        """Fill in a sheet of the page and send it."""
        found = hidden(page)
        sheet = {k: v for k, v in found.items() if k.startswith(f"{kind}-")}
        sheet["csrf_token"] = found["csrf_token"] if token is None else token
        given = {f"{kind}-{name}": value for name, value in answers.items()}
        return self.client.post(f"/track/{NOUNS[kind]}", data={**sheet, **given})


def text(answer: TestResponse) -> str:
    """Return a page as text."""
    return answer.get_data(as_text=True)


def kinds(page: str) -> list[str]:
    """Return which sheets a page offers, in its order."""
    return re.findall(r'<details class="card stack"[^>]* id="([a-z]+)"', page)


def chip(page: str) -> str:
    """Return the first state chip's word."""
    found = CHIP.search(page)
    assert found, "the page shows a state"
    return found[1]


def count(app: Flask, model: Any) -> int:
    """Return how many rows a table holds."""
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(model)).scalar_one()
