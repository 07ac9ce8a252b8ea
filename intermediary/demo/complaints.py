"""The demo complaints: what the paper's residents said, moved by the product's own verbs.

Separate from the people, because everything here happens in time: each step is done with the
moment of some day in the past weeks, all in their true order, so that the history reads well.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import rfc8785
from sqlalchemy import select

from intermediary.accounts.models import User
from intermediary.accounts.operations import find_user
from intermediary.complaints import operations
from intermediary.complaints.answers import FeedbackGiven
from intermediary.complaints.forms import form_from_json
from intermediary.complaints.history import RESIDENT_BY_SLIP, Actor
from intermediary.complaints.models import Complaint
from intermediary.complaints.registration import Provenance, Registration
from intermediary.core.db import db
from intermediary.directory import queries

SOURCE = Path(__file__).parent / "data" / "complaints.json"
RESIDENT = "resident"
SHOWN = ("p01", "u02", "p12", "p03", "p13")  # their slips are printed: five states to look at


@dataclass(frozen=True)
class Slip:
    """A slip to try, with the state of its complaint."""

    code: str
    state: str


def read_samples() -> list[dict[str, Any]]:
    """Return the sample complaints: answers, slip code, who registered them, and what happened."""
    found: list[dict[str, Any]] = json.loads(SOURCE.read_text("utf-8"))
    return found


def load_complaints(now: datetime) -> int:
    """Register the sample complaints and do what happened to them; return how many, 0 when there.

    All in the caller's one transaction: a broken load leaves nothing behind.
    """
    samples = read_samples()
    if db.session.get(Complaint, samples[0]["id"]) is not None:
        return 0
    by_source = {sample["source"]: sample for sample in samples}
    steps: list[tuple[datetime, Callable[[datetime], object]]] = []
    for sample in samples:
        steps.append((_days_before(now, sample), partial(_register, sample)))
        for step in sample["steps"]:
            steps.append((_days_before(now, step), partial(_do, sample, step, by_source)))
    for at, do in sorted(steps, key=lambda step: step[0]):
        do(at)
        db.session.flush()
    return len(samples)


def slips_to_show() -> list[Slip]:
    """Return the slips that visitors are invited to try, as far as they are loaded."""
    codes = {s["id"]: s["slip"] for s in read_samples() if s["source"] in SHOWN}
    rows = db.session.execute(
        select(Complaint.id, Complaint.state).where(Complaint.id.in_(codes))
    ).all()
    return [Slip(codes[id_], state) for id_, state in rows]


def _days_before(now: datetime, item: dict[str, Any]) -> datetime:
    return now - timedelta(days=item["days_ago"])


def _register(sample: dict[str, Any], at: datetime) -> None:
    user = _user(sample["by"])
    payload = _payload(sample, user, at)
    form = form_from_json(payload)
    form.validate()
    digest = hashlib.sha256(rfc8785.dumps(payload)).digest()
    came = Provenance(captured_at=at - timedelta(minutes=40))
    operations.register_complaint(
        user, Registration(sample["id"], form, sample["slip"], digest, provenance=came), at
    )


def _payload(sample: dict[str, Any], user: User, at: datetime) -> dict[str, Any]:
    """Return the complaint as a phone would have sent it."""
    return {
        "kind": sample["kind"],
        "resident": {**sample["resident"], "affected_count": sample.get("affected")},
        "text": sample["text"],
        "lang": sample["lang"],
        "category": sample["category"],
        "money_asked": sample.get("money_asked", "unsaid"),
        "place": {key: sample[key] for key in ("district", "tehsil", "village")},
        "school": next(p.school_code for p in user.postings),
        "sensitive": sample.get("sensitive", False),
        "consent": {
            "method": "witness",
            "witness": user.display_name,
            "scope": sample.get("scope", []),
            "wording_version": "demo",
            "lang": sample["lang"],
            "at": at.isoformat(),
        },
    }


def _do(
    sample: dict[str, Any], step: dict[str, Any], by_source: dict[str, Any], at: datetime
) -> None:
    complaint = db.session.get_one(Complaint, sample["id"])
    actor = _actor(step["by"])
    if step["verb"] == "merge_complaints":
        main = db.session.get_one(Complaint, by_source[step["into"]]["id"])
        operations.merge_complaints(complaint, main, actor, at)
        return
    details = dict(step.get("words", {}))
    if "department" in step:
        office = queries.office_for(step["department"], sample["district"])
        details["office_code"] = office.code if office else ""
    if "feedback" in step:
        details["feedback"] = FeedbackGiven(**step["feedback"])
    getattr(operations, step["verb"])(complaint, actor, at, **details)


def _actor(name: str) -> Actor:
    if name == RESIDENT:
        return RESIDENT_BY_SLIP
    user = _user(name)
    return Actor(user.id, user.postings[0].role, "desk")


def _user(name: str) -> User:
    user = find_user(name)
    if user is None:
        raise LookupError(f"the demo account {name} is missing")
    return user
