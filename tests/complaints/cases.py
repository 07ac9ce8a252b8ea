"""One complaint with everybody who has a say in it, for tests of the verbs."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.complaints.changes import changes_since
from intermediary.complaints.history import Actor
from intermediary.complaints.models import Complaint
from intermediary.core.db import db, utc_now
from tests import factories
from tests.factories import HEALTH_KARAK, Person


class Case:
    """A complaint with everybody who has a say in it; inside an app context."""

    def __init__(self, app: Flask, people: Callable[..., Person], **changes: object) -> None:
        self.teacher = people("intermediary")
        self.given = factories.make_complaint(app, self.teacher, **changes)
        self.officer = self.actor(people("district_officer"), "desk")
        self.second = self.actor(people("district_officer"), "desk")
        self.office = self.actor(people("department_officer"), "desk")
        self.intermediary = self.actor(self.teacher, "intermediary")

    @staticmethod
    def actor(person: Person, channel: str) -> Actor:
        return Actor(person.id, person.role, channel)

    @property
    def complaint(self) -> Complaint:
        return db.session.get_one(Complaint, self.given["id"])

    def review(self) -> None:
        ops.start_review(self.complaint, self.officer, utc_now())

    def assign(self) -> None:
        self.review()
        ops.assign_complaint(
            self.complaint, self.officer, utc_now(),
            office_code=HEALTH_KARAK, summary="The doctor is absent.", lang="en",
        )  # fmt: skip

    def claim(self) -> None:
        self.assign()
        ops.accept_complaint(self.complaint, self.office, utc_now())
        ops.claim_complaint(
            self.complaint, self.office, utc_now(), outcome="done", text="He is back.", lang="en"
        )

    def merge_into(self, main: "Case") -> None:
        ops.merge_complaints(self.complaint, main.complaint, self.officer, utc_now())

    def news(self) -> list[dict[str, Any]]:
        """Return the lines of the teacher's feed, oldest first."""
        db.session.commit()
        return changes_since(self.teacher.id, None, 50).changes
