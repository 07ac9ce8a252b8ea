"""Queues of complaints: those of districts, of offices or of the province, due first.

Separate from single look-ups, because a page must cost the same among a thousand complaints and
among millions: every arm of a query is one range of one index, and it stops after one page.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, or_, select, tuple_, union_all

from intermediary.complaints.lifecycle import OPEN, PAUSED
from intermediary.complaints.models import Complaint
from intermediary.core.db import db
from intermediary.core.text import fold

PAGE_ROWS = 25
#: Complaints counted in one state; beyond it a tab says "and more" (an exact count reads them all).
COUNTED = 1000
#: Open states with a running clock: entering any other stops it (history.keep_clock).
RUNNING = OPEN - PAUSED
OVERDUE = "overdue"


@dataclass(frozen=True)
class Scope:
    """Whose complaints: of these districts, or of these offices; neither is the whole province.

    `not_of` is the account whose own complaints are left out: nobody decides what they lodged.
    Complaints against the scope's own offices, or against those of `not_against`, are left out.
    """

    districts: Collection[str] | None = None
    offices: Collection[str] | None = None
    not_of: str | None = None
    not_against: Collection[str] = ()


@dataclass(frozen=True)
class Filter:
    """What an officer wants to see; empty means all. `text` is as typed, in any script."""

    states: Collection[str] = tuple(state.value for state in OPEN)
    district: str | None = None
    tehsil: str | None = None
    categories: Collection[str] = ()
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


def queue_page(scope: Scope, wanted: Filter, cursor: str | None = None) -> Page:
    """Return a page of a queue, due first; keyset paging by (due, id), so that nothing repeats."""
    states = [s for s in wanted.states if wanted.overdue_at is None or s in RUNNING]
    narrowed = _narrowing(wanted) + _after(cursor)
    arms = [
        select(Complaint.id, Complaint.due_at)
        .where(*arm, *narrowed)
        .order_by(Complaint.due_at, Complaint.id)
        .limit(PAGE_ROWS + 1)
        .subquery()
        for arm in _arms(scope, states)
    ]
    if not arms:
        return Page([], None)
    nearest = union_all(*(select(arm.c.id, arm.c.due_at) for arm in arms)).subquery()
    query = select(nearest.c.id).order_by(nearest.c.due_at, nearest.c.id).limit(PAGE_ROWS + 1)
    ids = list(db.session.scalars(query))
    found = db.session.scalars(select(Complaint).where(Complaint.id.in_(ids[:PAGE_ROWS])))
    by_id = {complaint.id: complaint for complaint in found}
    rows = [by_id[id_] for id_ in ids[:PAGE_ROWS]]
    if len(ids) <= PAGE_ROWS or rows[-1].due_at is None:
        return Page(rows, None)
    return Page(rows, f"{rows[-1].due_at.isoformat()}_{rows[-1].id}")


def queue_counts(scope: Scope, now: datetime) -> dict[str, int]:
    """Return how many open complaints stand in each state, and under `overdue` how many are late.

    Counting stops at COUNTED in each state of each district or office.
    """
    counts: dict[str, int] = dict.fromkeys([*OPEN, OVERDUE], 0)
    late = (Complaint.due_at < now,)
    for anchor in _anchors(scope):
        arms = [(s.value, (*anchor, Complaint.state == s)) for s in OPEN]
        arms += [(OVERDUE, (*anchor, Complaint.state == s, *late)) for s in RUNNING]
        for name, count in db.session.execute(union_all(*(_count(*arm) for arm in arms))):
            counts[name] += count
    return counts


def _count(name: str, arm: Collection[ColumnElement[bool]]) -> Any:
    some = select(literal(1).label("one")).select_from(Complaint).where(*arm).limit(COUNTED)
    return select(literal(name).label("name"), func.count()).select_from(some.subquery())


def has_lodged(account_id: str) -> bool:
    """Tell whether an account registered any complaint."""
    query = select(Complaint.id).where(Complaint.intermediary_id == account_id).limit(1)
    return db.session.scalar(query) is not None


def _anchors(scope: Scope) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Yield the beginning of each index range: one district, one office, or everything."""
    visible = tuple(_visible(scope))
    if scope.offices is not None:
        for office in sorted(scope.offices):
            yield (Complaint.office_code == office, *visible)
    elif scope.districts is not None:
        for district in sorted(scope.districts):
            yield (Complaint.district_code == district, *visible)
    else:
        yield visible


def _visible(scope: Scope) -> Iterator[ColumnElement[bool]]:
    """Yield what keeps a person's own complaints and those against their offices out of sight."""
    if scope.not_of is not None:
        yield Complaint.intermediary_id != scope.not_of
    offices = {*(scope.offices or ()), *scope.not_against}
    if offices:
        accused = Complaint.accused_office_code
        yield or_(accused.is_(None), accused.not_in(offices))


def _arms(scope: Scope, states: Collection[str]) -> Iterator[tuple[ColumnElement[bool], ...]]:
    for anchor in _anchors(scope):
        for state in sorted(states):
            yield (*anchor, Complaint.state == state)


def _narrowing(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (Complaint.district_code, wanted.district),
            (Complaint.tehsil_code, wanted.tehsil),
            (Complaint.kind, wanted.kind),
            (Complaint.school_code, wanted.school),
            (Complaint.lang, wanted.lang),
        )
        if value
    ]
    if wanted.categories:
        found.append(Complaint.category_code.in_(wanted.categories))
    if wanted.overdue_at is not None:
        found.append(Complaint.due_at < wanted.overdue_at)
    words = fold(wanted.text or "").split()
    found += [Complaint.search_fold.contains(word, autoescape=True) for word in words]
    return found


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    """Return the condition to go on behind a cursor; one that cannot be read starts anew."""
    moment, _, id_ = (cursor or "").partition("_")
    try:
        due, last = datetime.fromisoformat(moment), str(UUID(id_))
    except ValueError:
        return []
    if due.tzinfo is None:
        return []
    behind = tuple_(literal(due, Complaint.due_at.type), literal(last, Complaint.id.type))
    return [tuple_(Complaint.due_at, Complaint.id) > behind]
