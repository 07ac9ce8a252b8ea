"""The two pages of one complaint, as they are shown first and again after a refused decision."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import (
    feedback_of,
    merged_members,
    near_complaints,
    notes_of,
    timeline,
    watched_timeline,
)
from intermediary.core.db import db, utc_now
from intermediary.core.languages import current_language
from intermediary.directory import queries as directory
from intermediary.review import case, history, sheet
from intermediary.review.decisions import readable
from intermediary.review.forms import DecisionForm
from intermediary.review.lists import due_of, rows_of


def complaint_page(
    complaint: Complaint,
    forms: Mapping[str, DecisionForm],
    *,
    is_looking: bool,
    refused: DecisionForm | None = None,
) -> str:
    """Return the district's page; `refused` is a form that was not accepted.

    The masked identity is on it only while a logged look stands (`is_looking`).
    """
    language, now = current_language().code, utc_now()
    main = db.session.get(Complaint, complaint.merged_into_id) if complaint.merged_into_id else None
    return render_template(
        "review/complaint.html",
        complaint=complaint,
        forms=forms,
        refused=refused,
        kept=_kept(forms, refused),
        due=due_of(complaint, now, language),
        office=directory.office_name(complaint.office_code, language),
        is_conflicted=sheet.is_in_conflict(complaint),
        faults=sheet.fault_facts(complaint),
        sections=_sections(complaint, language, is_looking=is_looking),
        near=rows_of(readable(near_complaints(complaint)), now, language),
        main=main,
        members=rows_of(readable(merged_members(complaint)), now, language),
        entries=history.entries_of(watched_timeline(complaint), language),
        feedback=[sheet.feedback_facts(told, language) for told in feedback_of(complaint)],
        notes=[sheet.note_facts(act, language) for act in notes_of(complaint)],
    )


def _sections(complaint: Complaint, language: str, *, is_looking: bool) -> dict[str, Any]:
    return {
        "matter": sheet.matter_facts(complaint, language),
        "origin": sheet.origin_facts(complaint, language),
        "resident": sheet.resident_facts(complaint) if is_looking else None,
        "consent": sheet.consent_facts(complaint, language),
    }


def case_page(
    complaint: Complaint,
    forms: Mapping[str, DecisionForm],
    *,
    refused: DecisionForm | None = None,
) -> str:
    """Return the office's page: the case, never the complaint behind it."""
    language, now = current_language().code, utc_now()
    return render_template(
        "review/case.html",
        case=case.case_of(complaint, now, language),
        facts=case.case_facts(complaint, language),
        forms=forms,
        refused=refused,
        kept=_kept(forms, refused),
        entries=history.office_entries_of(timeline(complaint), language),
    )


def _kept(forms: Mapping[str, DecisionForm], refused: DecisionForm | None) -> list[str]:
    """Return typed words whose form is no longer on the page."""
    if refused is None or refused.noun in forms:
        return []
    return refused.typed()
