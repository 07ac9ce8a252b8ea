"""Looking up complaints: by slip, by reference, near one another, with their history."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from intermediary import ledger
from intermediary.complaints.lifecycle import OPEN, State
from intermediary.complaints.looks import LOOKS
from intermediary.complaints.models import Act, Complaint, Feedback
from intermediary.core.db import db
from intermediary.core.text import fold

DUPLICATE_DAYS = 30
CANDIDATES_READ = 100
CANDIDATES = 10


def complaint_by_slip(slip_hash: bytes) -> Complaint | None:
    """Return the newest complaint of a slip that stands, else the newest withdrawn one."""
    found = db.session.scalars(
        select(Complaint)
        .where(Complaint.slip_hash == slip_hash)
        .order_by(Complaint.received_at.desc())
        .limit(10)
    ).all()
    standing = [row for row in found if row.state != State.WITHDRAWN]
    return next(iter([*standing, *found]), None)


def complaint_by_reference(reference: str) -> Complaint | None:
    """Return the complaint of an office's reference, or None."""
    query = select(Complaint).where(Complaint.reference == reference.strip().upper())
    return db.session.scalar(query)


def near_complaints(complaint: Complaint) -> list[Complaint]:
    """Return open complaints that may tell the same: same place, sub-category, within 30 days.

    Those of the same village come first, then the nearest in time. Text similarity is no part of
    it: it finds noise (LANGUAGES.md 0.8). An officer decides.
    """
    if complaint.category_code is None:
        return []
    span = timedelta(days=DUPLICATE_DAYS)
    query = select(Complaint).where(
        Complaint.district_code == complaint.district_code,
        Complaint.category_code == complaint.category_code,
        Complaint.received_at.between(complaint.received_at - span, complaint.received_at + span),
        Complaint.id != complaint.id,
        Complaint.state.in_([state.value for state in OPEN]),
    )
    if complaint.tehsil_code:
        query = query.where(Complaint.tehsil_code == complaint.tehsil_code)
    newest = query.order_by(Complaint.received_at.desc()).limit(CANDIDATES_READ)
    village = fold(complaint.village or "")
    return sorted(
        db.session.scalars(newest),
        key=lambda other: (
            not village or fold(other.village or "") != village,
            abs(other.received_at - complaint.received_at),
        ),
    )[:CANDIDATES]


def merged_members(complaint: Complaint) -> Sequence[Complaint]:
    """Return the complaints that were merged into this one, oldest first."""
    query = select(Complaint).where(Complaint.merged_into_id == complaint.id)
    return db.session.scalars(query.order_by(Complaint.received_at)).all()


def timeline(complaint: Complaint) -> list[ledger.RecordedEvent]:
    """Return everything that happened to a complaint, oldest first; looks at it change nothing."""
    return [event for event in watched_timeline(complaint) if event.type not in LOOKS]


def watched_timeline(complaint: Complaint) -> list[ledger.RecordedEvent]:
    """Return the timeline with the looks at it, for those who watch over looks."""
    return ledger.events_of(subject=complaint.id)


def notes_of(complaint: Complaint) -> Sequence[Act]:
    """Return what the complainant's side did too late to change the case, oldest first."""
    query = select(Act).where(Act.complaint_id == complaint.id, Act.is_applied.is_(False))
    return db.session.scalars(query.order_by(Act.received_at)).all()


def feedback_of(complaint: Complaint) -> Sequence[Feedback]:
    """Return what was told about the outcome, oldest first."""
    query = select(Feedback).where(Feedback.complaint_id == complaint.id)
    return db.session.scalars(query.order_by(Feedback.at)).all()
