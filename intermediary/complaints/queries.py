"""Reading complaints: by slip, for a district's queue, for an office's worklist, near one another."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select

from intermediary import ledger
from intermediary.complaints.lifecycle import OPEN, State
from intermediary.complaints.models import Complaint
from intermediary.core.db import db
from intermediary.core.text import fold

PAGE_ROWS = 25
DUPLICATE_DAYS = 30
CANDIDATES = 10


@dataclass(frozen=True)
class Filter:
    """What an officer wants to see; empty means all. `text` is as typed, in any script."""

    states: Collection[str] = tuple(state.value for state in OPEN)
    tehsil: str | None = None
    category: str | None = None
    kind: str | None = None
    school: str | None = None
    lang: str | None = None
    text: str | None = None
    overdue_at: datetime | None = None


@dataclass(frozen=True)
class Page:
    """One page of complaints and the cursor of the next one, None at the end."""

    rows: list[Complaint]
    next_cursor: str | None


def complaint_by_slip(slip_hash: bytes) -> Complaint | None:
    """Return the newest complaint of a slip that is not withdrawn, else the newest withdrawn one."""
    rows = db.session.execute(
        select(Complaint)
        .where(Complaint.slip_hash == slip_hash)
        .order_by(Complaint.received_at.desc())
        .limit(10)
    ).scalars()
    found = list(rows)
    standing = [row for row in found if row.state != State.WITHDRAWN]
    return (standing or found or [None])[0]


def complaint_by_reference(reference: str) -> Complaint | None:
    """Return the complaint of an office's reference, or None."""
    return db.session.execute(
        select(Complaint).where(Complaint.reference == reference.strip().upper())
    ).scalar_one_or_none()


def district_page(districts: Collection[str], wanted: Filter, cursor: str | None = None) -> Page:
    """Return a page of the queue of some districts, due first; keyset paging by (due, id)."""
    query = select(Complaint).where(Complaint.district_code.in_(districts))
    return _page(_narrowed(query, wanted), cursor)


def office_page(offices: Collection[str], wanted: Filter, cursor: str | None = None) -> Page:
    """Return a page of the worklist of some offices, due first."""
    query = select(Complaint).where(
        Complaint.office_code.in_(offices),
        or_(
            Complaint.accused_office_code.is_(None),
            Complaint.accused_office_code.not_in(offices),
        ),
    )
    return _page(_narrowed(query, wanted), cursor)


def _narrowed(query: Select[tuple[Complaint]], wanted: Filter) -> Select[tuple[Complaint]]:
    query = query.where(Complaint.state.in_(wanted.states))
    for column, value in (
        (Complaint.tehsil_code, wanted.tehsil),
        (Complaint.category_code, wanted.category),
        (Complaint.kind, wanted.kind),
        (Complaint.school_code, wanted.school),
        (Complaint.lang, wanted.lang),
    ):
        if value:
            query = query.where(column == value)
    if wanted.overdue_at is not None:
        query = query.where(Complaint.due_at < wanted.overdue_at, Complaint.paused_at.is_(None))
    for word in fold(wanted.text or "").split():
        query = query.where(Complaint.search_fold.contains(word, autoescape=True))
    return query


def _page(query: Select[tuple[Complaint]], cursor: str | None) -> Page:
    after = _read_cursor(cursor)
    if after is not None:
        due, id_ = after
        query = query.where(
            or_(Complaint.due_at > due, and_(Complaint.due_at == due, Complaint.id > id_))
        )
    rows = list(
        db.session.execute(
            query.order_by(Complaint.due_at, Complaint.id).limit(PAGE_ROWS + 1)
        ).scalars()
    )
    if len(rows) <= PAGE_ROWS:
        return Page(rows, None)
    last = rows[PAGE_ROWS - 1]
    moment = last.due_at.isoformat() if last.due_at else ""
    return Page(rows[:PAGE_ROWS], f"{moment}_{last.id}")


def _read_cursor(cursor: str | None) -> tuple[datetime, str] | None:
    """Return the place to go on from; a cursor that cannot be read starts at the beginning."""
    moment, _, id_ = (cursor or "").partition("_")
    try:
        due = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (due, id_) if due.tzinfo is not None and id_ else None


def counts_by_state(
    *, districts: Collection[str] | None = None, offices: Collection[str] | None = None
) -> dict[str, int]:
    """Return how many open complaints stand in each state."""
    query = select(Complaint.state, func.count()).where(
        Complaint.state.in_([s.value for s in OPEN])
    )
    if districts is not None:
        query = query.where(Complaint.district_code.in_(districts))
    if offices is not None:
        query = query.where(Complaint.office_code.in_(offices))
    return {state: count for state, count in db.session.execute(query.group_by(Complaint.state))}


def count_overdue(
    now: datetime,
    *,
    districts: Collection[str] | None = None,
    offices: Collection[str] | None = None,
) -> int:
    """Return how many open complaints are past their due date with a running clock."""
    query = select(func.count()).where(
        Complaint.state.in_([s.value for s in OPEN]),
        Complaint.due_at < now,
        Complaint.paused_at.is_(None),
    )
    if districts is not None:
        query = query.where(Complaint.district_code.in_(districts))
    if offices is not None:
        query = query.where(Complaint.office_code.in_(offices))
    return db.session.execute(query).scalar_one()


def near_complaints(complaint: Complaint) -> list[Complaint]:
    """Return open complaints that may tell the same: same place, sub-category, within 30 days.

    Text similarity is no part of it: it finds noise (LANGUAGES.md 0.8). An officer decides.
    """
    if complaint.category_code is None:
        return []
    place = (
        Complaint.tehsil_code == complaint.tehsil_code
        if complaint.tehsil_code
        else Complaint.district_code == complaint.district_code
    )
    span = timedelta(days=DUPLICATE_DAYS)
    rows = db.session.execute(
        select(Complaint)
        .where(
            place,
            Complaint.district_code == complaint.district_code,
            Complaint.category_code == complaint.category_code,
            Complaint.received_at.between(
                complaint.received_at - span, complaint.received_at + span
            ),
            Complaint.id != complaint.id,
            Complaint.state.in_([s.value for s in OPEN]),
        )
        .order_by(Complaint.received_at)
        .limit(CANDIDATES)
    )
    return list(rows.scalars())


def timeline(complaint: Complaint) -> list[ledger.RecordedEvent]:
    """Return everything that happened to a complaint, oldest first."""
    return ledger.events_of(subject=complaint.id)
