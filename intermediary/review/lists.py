"""The lists of the desk: their tabs, and what one row shows of a complaint.

Separate from the views, so that the queue and the worklist are built alike, and so that one page
shows what an office may see in a list: summary, category, tehsil and due date (DOMAIN.md 7, L1).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from intermediary.accounts.models import User
from intermediary.complaints import clock
from intermediary.complaints.lifecycle import OPEN, State
from intermediary.complaints.models import Complaint
from intermediary.complaints.queues import COUNTED, OVERDUE, RUNNING
from intermediary.core.dates import format_days_left
from intermediary.core.db import db
from intermediary.directory import queries as directory

LINE_LENGTH = 160  # characters of a narrative's first line in a row
ALL = "all"

#: Tab → its states; a tab's name stands in the address.
DISTRICT_TABS: dict[str, tuple[Any, Collection[State]]] = {
    ALL: (_l("All open"), OPEN),
    "new": (_l("New"), {State.RECEIVED}),
    "repair": (_l("Needs a correction"), {State.NEEDS_ATTENTION}),
    "review": (_l("Under review"), {State.UNDER_REVIEW}),
    "returned": (_l("Returned"), {State.RETURNED}),
    "office": (_l("With an office"), {State.ASSIGNED, State.IN_PROGRESS}),
    "judge": (_l("To judge"), {State.CLAIMED, State.DISPUTED}),
    OVERDUE: (_l("Overdue"), RUNNING),
}
AT_OFFICE = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.CLAIMED, State.DISPUTED})
OFFICE_TABS: dict[str, tuple[Any, Collection[State]]] = {
    ALL: (_l("All open"), AT_OFFICE),
    "new": (_l("New"), {State.ASSIGNED}),
    "work": (_l("In progress"), {State.IN_PROGRESS}),
    "claimed": (_l("Claimed resolved"), {State.CLAIMED}),
    "disputed": (_l("Disputed"), {State.DISPUTED}),
    OVERDUE: (_l("Overdue"), AT_OFFICE & RUNNING),
}


@dataclass(frozen=True)
class Tab:
    """A tab with its live count; `is_more` when counting stopped early."""

    name: str
    label: Any
    count: int
    is_more: bool


@dataclass(frozen=True)
class Row:
    """One complaint in a list."""

    complaint: Complaint
    category: str
    place: str
    first_line: str
    intermediary: str
    due: "Due | None"


@dataclass(frozen=True)
class Due:
    """How much of the term is used (per cent), and what is left in words."""

    percent: int
    is_overdue: bool
    is_paused: bool
    left: str


def due_of(complaint: Complaint, now: datetime, language: str) -> Due | None:
    """Return where a complaint's clock stands; None when nothing is due any more."""
    if complaint.due_at is None or State(complaint.state) not in OPEN:
        return None
    until = complaint.paused_at or now
    term = max((complaint.due_at - complaint.received_at).total_seconds(), 1)
    used = (until - complaint.received_at).total_seconds() / term
    return Due(
        percent=min(max(int(used * 100), 0), 100),
        is_overdue=clock.is_overdue(complaint.due_at, complaint.paused_at, now),
        is_paused=complaint.paused_at is not None,
        left=format_days_left(clock.days_left(complaint.due_at, until), language),
    )


def tabs_of(tabs: Mapping[str, tuple[Any, Collection[State]]], counts: dict[str, int]) -> list[Tab]:
    """Return the tabs with their counts."""
    shown = []
    for name, (label, states) in tabs.items():
        found = [counts[OVERDUE]] if name == OVERDUE else [counts[state] for state in states]
        shown.append(Tab(name, label, sum(found), any(count >= COUNTED for count in found)))
    return shown


def rows_of(complaints: Collection[Complaint], now: datetime, language: str) -> list[Row]:
    """Return what a list shows, with everybody's name read at once."""
    people = {complaint.intermediary_id for complaint in complaints}
    query = select(User.id, User.display_name).where(User.id.in_(people))
    names = {row.id: row.display_name for row in db.session.execute(query)}
    return [
        Row(
            complaint,
            directory.category_name(complaint.category_code, language),
            complaint.village or directory.place_name(complaint.tehsil_code, language),
            (complaint.text or "").partition("\n")[0][:LINE_LENGTH],
            names.get(complaint.intermediary_id, ""),
            due_of(complaint, now, language),
        )
        for complaint in complaints
    ]
