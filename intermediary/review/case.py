"""What an office's page of a case shows (DOMAIN.md 7, L1).

Summary, category, tehsil, due date, and of the resident only what the consent shares: an office
never gets a complaint itself into its templates, so no template can show more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from intermediary.complaints.lifecycle import State
from intermediary.complaints.models import Complaint
from intermediary.complaints.vocabulary import CLAIM_OUTCOMES, KINDS
from intermediary.directory import queries as directory
from intermediary.review.lists import Due, due_of
from intermediary.review.sheet import Fact


@dataclass(frozen=True)
class Case:
    """A complaint as its office may see it."""

    id: str
    reference: str
    state: str
    summary: str | None
    summary_lang: str | None
    category: str
    tehsil: str
    due: Due | None


def case_of(complaint: Complaint, now: datetime, language: str) -> Case:
    """Return what an office may see of a complaint."""
    place = complaint.tehsil_code or complaint.district_code
    return Case(
        complaint.id,
        complaint.reference,
        complaint.state,
        complaint.summary,
        complaint.summary_lang,
        directory.category_name(complaint.category_code, language),
        directory.place_name(place, language),
        due_of(complaint, now, language),
    )


def cases_of(complaints: Collection[Complaint], now: datetime, language: str) -> list[Case]:
    """Return the rows of a worklist."""
    return [case_of(complaint, now, language) for complaint in complaints]


def case_facts(complaint: Complaint, language: str) -> list[Fact]:
    """Return the facts of a case; name and phone number where the consent shares them.

    Who took the complaint back shares nothing any more.
    """
    case = case_of(complaint, complaint.received_at, language)
    is_withdrawn = complaint.state == State.WITHDRAWN
    shared = set() if is_withdrawn else set(complaint.consent.scope)
    resident = complaint.resident
    name = None if resident.is_unnamed or "name" not in shared else resident.name
    facts: list[tuple[Any, Any, str | None]] = [
        (_l("Kind"), KINDS.get(complaint.kind), None),
        (_l("Category"), case.category or _l("Not sure"), None),
        (_l("Tehsil"), case.tehsil, None),
        (_l("Outcome"), CLAIM_OUTCOMES.get(complaint.claim_outcome or ""), None),
        (_l("Name of the resident"), name, "und"),
        (_l("Phone number"), resident.phone if "phone" in shared else None, "en"),
    ]
    return [Fact(*fact) for fact in facts if fact[1]]
