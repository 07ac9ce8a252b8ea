"""Repairing a complaint: what could not be understood at first is filled in later.

Separate from registering, because only here are stored answers read back into the form.
"""

from datetime import datetime, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from intermediary.complaints.forms import RegistrationForm
from intermediary.complaints.history import Actor, hold, move, record, record_digest
from intermediary.complaints.lifecycle import Action, State, next_state
from intermediary.complaints.models import Complaint
from intermediary.complaints.rows import search_key, set_promise, write_form
from intermediary.core.db import db


def repair_complaint(
    complaint: Complaint, values: dict[str, Any], actor: Actor, at: datetime
) -> list[dict[str, str]]:
    """Fill in fields that could not be understood, and return those still to repair.

    Only faulty fields change; everything else the resident said stays as it was. Filling in a
    part keeps the state, and is a change all the same: an officer's open page is old by then.

    Raises:
        WrongSide. NotPossibleNow: the complaint needs no repair, or no longer.

    """
    hold(complaint)
    next_state(complaint.state, Action.REPAIR, actor.side)  # refuses before anything is written
    faulty = {fault["name"] for fault in complaint.faults}
    pairs = [(n, v) for n, v in stored_pairs(complaint) if n not in faulty]
    for name in faulty:
        given = values.get(name, complaint.given.get(name))
        for item in given if isinstance(given, list) else [given]:
            pairs.append((name, "" if item is None else str(item)))
    form = RegistrationForm(formdata=MultiDict(pairs), meta={"csrf": False})
    form.has_voice = bool(complaint.attachments)
    form.validate()
    _write_and_promise(complaint, form)
    before = State(complaint.state)
    if not complaint.faults:
        move(complaint, Action.REPAIR, actor, at)  # adds the pause to the new due date
    complaint.search_fold = search_key(complaint)
    db.session.flush()
    record(
        complaint,
        "complaint:repaired",
        actor,
        at,
        before=before,
        record_sha256=record_digest(complaint, complaint.resident, complaint.consent),
        faults=complaint.faults or None,
    )
    return list(complaint.faults)


def _write_and_promise(complaint: Complaint, form: RegistrationForm) -> None:
    """Write the answers and promise anew; pauses that are over still count (DOMAIN.md 5)."""
    promised = complaint.due_at
    set_promise(complaint)  # as before this repair, without pauses
    paused = promised - complaint.due_at if promised and complaint.due_at else timedelta()
    write_form(complaint, complaint.resident, complaint.consent, form)
    set_promise(complaint)
    if complaint.due_at is not None:
        complaint.due_at += max(paused, timedelta())


def stored_pairs(complaint: Complaint) -> list[tuple[str, str]]:
    """Return the stored answers as form pairs, for repair and for showing them again."""
    resident, consent = complaint.resident, complaint.consent
    values: dict[str, Any] = {
        "kind": complaint.kind,
        "text": complaint.text,
        "lang": complaint.lang,
        "category": complaint.category_code,
        "happened_on": complaint.happened_on,
        "money_asked": complaint.money_asked,
        "accused.text": complaint.accused_text,
        "accused.office": complaint.accused_office_code,
        "accused.school": complaint.accused_school_code,
        "place.district": complaint.district_code,
        "place.tehsil": complaint.tehsil_code,
        "place.village": complaint.village,
        "school": complaint.school_code,
        "sensitive": "y" if complaint.is_sensitive else None,
        "resident.unnamed": "y" if resident.is_unnamed else None,
        "consent.at": consent.given_at.isoformat() if consent.given_at else None,
    }
    for name in ("name", "parent_name", "gender", "phone", "call_time", "alternative", "cnic"):
        values[f"resident.{name}"] = getattr(resident, name)
    values["resident.affected_count"] = resident.affected_count
    for name in ("method", "lang", "witness", "wording_version"):
        values[f"consent.{name}"] = getattr(consent, name)
    pairs = [(name, str(value)) for name, value in values.items() if value is not None]
    return pairs + [("consent.scope", tick) for tick in consent.scope]
