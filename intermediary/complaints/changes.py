"""The change feed of an account: what its phone has not heard of yet (SYNC.md 3, changes)."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from intermediary import ledger
from intermediary.complaints.lifecycle import ANSWERED_BY_MEMBERS, State
from intermediary.complaints.members import main_case
from intermediary.complaints.models import Change, Complaint
from intermediary.complaints.receipts import moment
from intermediary.core.dates import KARACHI
from intermediary.core.db import db
from intermediary.core.errors import DomainError

CURSOR_PREFIX = "1."  # version of the cursor's form
ASKS = {
    "returned": ["answer"],
    "needs_attention": ["repair"],
    "claimed": ["visit"],
    "unconfirmed": ["visit"],
    "confirmed": ["feedback"],
}
#: What the resident says here is not for the teacher who sent the complaint (DOMAIN.md 7).
PAST_THE_TEACHER = frozenset({"slip", "sms", "call_back"})
#: Events of a main case whose words are meant for every resident in it.
SAID_TO_ALL = frozenset({"complaint:claimed", "complaint:declined"})
CONTENT_KEYS = ("text", "text_lang", "reason", "outcome", "code", "act")


class CursorExpired(DomainError):
    """The phone's place in the feed is not known here: it must start again."""

    code = "cursor-expired"
    status = 410
    retry = "now"
    message = _l("The list is read again from the beginning.")


@dataclass(frozen=True)
class Feed:
    """A part of the feed; `next_cursor` goes on behind it."""

    changes: list[dict[str, Any]]
    next_cursor: str
    has_more: bool


def changes_since(account_id: str, cursor: str | None, limit: int) -> Feed:
    """Return what happened to an account's complaints after the cursor, in order of its counter.

    Guarantee: nothing is skipped, for the counter is taken under the account's row lock in the
    transaction that writes the change (FAULTS.md F43).

    Raises:
        CursorExpired: the cursor is not one of ours.

    """
    after = _read_cursor(cursor)
    rows = db.session.execute(
        select(Change, Complaint)
        .join(Complaint, Complaint.id == Change.complaint_id)
        .where(Change.account_id == account_id, Change.seq > after)
        .order_by(Change.seq)
        .limit(limit + 1)
    ).all()
    page = rows[:limit]
    events = {e.id: e for e in ledger.events_of(ids=[change.event_id for change, _ in page])}
    lines = [_line(change, complaint, events[change.event_id]) for change, complaint in page]
    last = page[-1][0].seq if page else after
    return Feed(lines, f"{CURSOR_PREFIX}{last}", len(rows) > limit)


def _read_cursor(cursor: str | None) -> int:
    if not cursor:
        return 0
    number = cursor.removeprefix(CURSOR_PREFIX)
    is_ours = cursor.startswith(CURSOR_PREFIX) and number.isascii() and number.isdigit()
    if not is_ours or len(number) > 18:
        raise CursorExpired
    return int(number)


def _line(change: Change, complaint: Complaint, event: ledger.RecordedEvent) -> dict[str, Any]:
    main = main_case(complaint)
    is_shared = event.subject != complaint.id
    state = event.content.get("state", complaint.state)
    is_merged = main is not None and (is_shared or state == State.MERGED)
    case = main if main is not None and is_merged else complaint
    if is_merged and state == State.MERGED:
        state = case.state  # a merged complaint stands where its main case does
    line: dict[str, Any] = {
        "seq": change.seq,
        "id": complaint.id,
        "state": state,
        "at": moment(event.at),
        "due_on": (case.due_at.astimezone(KARACHI).date().isoformat() if case.due_at else None),
        "event": event.type,
        "by_role": event.content.get("role"),
        "card": card_of(complaint),
    }
    if state in ASKS and (state in ANSWERED_BY_MEMBERS or not is_merged):
        line["asks"] = ASKS[state]
    if state == "needs_attention" and not is_merged and event.content.get("faults"):
        line["fields"] = event.content["faults"]
    line |= {name: True for name, is_so in (("merged", is_merged), ("shared", is_shared)) if is_so}
    return line | _words(event, is_shared)


def _words(event: ledger.RecordedEvent, is_shared: bool) -> dict[str, Any]:
    """Return what was said with an event, as far as it is for the phone.

    Of a main case everybody hears what an office says, and nobody what another resident said.
    """
    if event.content.get("channel") in PAST_THE_TEACHER:
        return {}
    if is_shared and event.type not in SAID_TO_ALL:
        return {}
    return {key: event.content[key] for key in CONTENT_KEYS if event.content.get(key) is not None}


def card_of(complaint: Complaint) -> dict[str, Any]:
    """Return what the phone keeps of a complaint after its receipt: no narrative, no name."""
    return {
        "reference": complaint.reference,
        "kind": complaint.kind,
        "category": complaint.category_code,
        "district": complaint.district_code,
        "village": complaint.village,
        "received_at": moment(complaint.received_at),
    }
