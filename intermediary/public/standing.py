"""Where a complaint stands, as anybody with the slip may see it.

Separate because this page alone decides what leaves: never the narrative, a name, a phone number
or the intermediary (DOMAIN.md 7, L0); templates get nothing else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from intermediary import ledger
from intermediary.complaints import clock
from intermediary.complaints import vocabulary as words
from intermediary.complaints.answers import ClaimNotAccepted, is_reopenable
from intermediary.complaints.lifecycle import (
    ANSWERED_BY_MEMBERS,
    CLOSED,
    Action,
    Side,
    State,
    possible_actions,
)
from intermediary.complaints.members import main_case
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import timeline
from intermediary.complaints.triage import is_serious
from intermediary.directory import queries as directory

#: What each state means for the resident, and what is asked of them.
MEANING = {
    State.RECEIVED: _l("The complaint has arrived. A district officer will look at it."),
    State.NEEDS_ATTENTION: _l("Something must be corrected. Please ask your teacher to do it."),
    State.UNDER_REVIEW: _l("A district officer is looking at it."),
    State.RETURNED: _l("The officer asks a question. Please tell your teacher the answer."),
    State.ASSIGNED: _l("An office was asked to deal with it."),
    State.IN_PROGRESS: _l("The office is working on it."),
    State.CLAIMED: _l("The office says that it is resolved. Only you can say whether it is true."),
    State.CONFIRMED: _l("It was confirmed that it is solved."),
    State.UNCONFIRMED: _l("The office says that it is resolved, but nobody has confirmed it."),
    State.DISPUTED: _l("It is not solved. A district officer looks at it again."),
    State.DECLINED: _l("The complaint was declined. The reason stands below."),
    State.WITHDRAWN: _l("The complaint was taken back."),
}
#: Events whose words are meant for the resident; all others show only what happened.
SAID_TO_RESIDENT = frozenset({"complaint:returned", "complaint:claimed", "complaint:declined"})
#: Events of a main case that a merged member's resident sees too: what offices did, nobody's words.
SHARED_BY_MEMBERS = frozenset(
    {
        "complaint:assigned",
        "complaint:accepted",
        "complaint:handed_back",
        "complaint:claimed",
        "complaint:claim_accepted",
        "complaint:claim_sent_back",
        "complaint:declined",
    }
)
REASONS = {
    "complaint:declined": words.DECLINE_REASONS,
    "complaint:disputed": words.REOPEN_REASONS,
    "complaint:reopened": words.REOPEN_REASONS,
}
FEEDBACK_STATES = frozenset({State.CONFIRMED, State.UNCONFIRMED, State.DISPUTED, State.DECLINED})


@dataclass(frozen=True)
class Entry:
    """One line of the history: what happened when, at which office, and words for the resident."""

    what: Any
    at: datetime
    office_code: str | None = None
    reason: Any = None
    text: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class Standing:
    """Everything that the page may show of a complaint."""

    reference: str
    state: State
    meaning: Any
    is_merged: bool
    category_code: str | None
    district_code: str | None
    received_at: datetime
    #: The promise, while somebody still owes an answer.
    due_at: datetime | None
    days_left: int | None
    is_paused: bool
    question: str | None
    question_lang: str | None
    #: Why the claim cannot be confirmed yet.
    wait: Any
    scope: list[str]
    kinds: list[str]
    entries: list[Entry] = field(default_factory=list)


def standing_of(complaint: Complaint, at: datetime) -> Standing:
    """Return where a complaint stands; a merged one stands where its main case does."""
    main = main_case(complaint)
    case = main or complaint
    state = State(case.state)
    is_open = state not in CLOSED
    return Standing(
        reference=complaint.reference,
        state=state,
        meaning=_meaning(state, is_merged=main is not None),
        is_merged=main is not None,
        category_code=complaint.category_code,
        district_code=complaint.district_code,
        received_at=complaint.received_at,
        due_at=case.due_at if is_open else None,
        days_left=clock.days_left(case.due_at, at) if is_open and case.due_at else None,
        is_paused=case.paused_at is not None,
        question=complaint.question if complaint.state == State.RETURNED else None,
        question_lang=complaint.question_lang,
        wait=ClaimNotAccepted.message if _waits_for_second_officer(case) else None,
        scope=list(complaint.consent.scope),
        kinds=possible_kinds(complaint, main, at),
        entries=_entries(complaint, main),
    )


def possible_kinds(complaint: Complaint, main: Complaint | None, at: datetime) -> list[str]:
    """Return what the resident can do now, in the order of the page."""
    case = main or complaint
    actions = set(possible_actions(complaint.state, Side.COMPLAINANT))
    if main is not None and main.state in ANSWERED_BY_MEMBERS:
        actions |= {Action.CONFIRM, Action.DISPUTE}
    if case.state == State.CONFIRMED and not is_reopenable(case, at):
        actions.discard(Action.DISPUTE)
    if not is_reopenable(complaint, at):
        actions.discard(Action.REOPEN)
    if _waits_for_second_officer(case):
        actions.discard(Action.CONFIRM)
    if not complaint.consent.scope:
        actions.discard(Action.CHANGE_CONSENT)
    kinds = {
        "confirm": Action.CONFIRM in actions,
        "dispute": Action.DISPUTE in actions,
        "reopen": Action.REOPEN in actions,
        "feedback": case.state in FEEDBACK_STATES,
        "consent": Action.CHANGE_CONSENT in actions,
        "withdraw": Action.WITHDRAW in actions,
    }
    return [kind for kind, is_possible in kinds.items() if is_possible]


def _meaning(state: State, *, is_merged: bool) -> Any:
    """Return what a state means; only the main case's own resident is asked for something."""
    is_asked = state in {State.RETURNED, State.NEEDS_ATTENTION}
    return MEANING[State.UNDER_REVIEW if is_asked and is_merged else state]


def _waits_for_second_officer(case: Complaint) -> bool:
    return case.state == State.CLAIMED and is_serious(case) and case.claim_accepted_at is None


def _entries(complaint: Complaint, main: Complaint | None) -> list[Entry]:
    events = timeline(complaint)
    if main is not None:
        events += [event for event in timeline(main) if event.type in SHARED_BY_MEMBERS]
    return [_entry(event) for event in sorted(events, key=lambda event: event.seq)]


def _entry(event: ledger.RecordedEvent) -> Entry:
    said = event.content
    is_said = event.type in SAID_TO_RESIDENT
    reason = said.get("reason") or ""
    if event.type == "complaint:claimed":
        reason_word = words.CLAIM_OUTCOMES.get(said.get("outcome") or "")
    else:
        reason_word = REASONS.get(event.type, {}).get(reason)
    return Entry(
        what=words.EVENTS.get(event.type, ""),
        at=event.at,
        office_code=said.get("office"),
        reason=reason_word,
        text=said.get("text") if is_said else None,
        lang=said.get("text_lang") if is_said else None,
    )


def office_names(standing: Standing, language: str) -> dict[str, str]:
    """Return the names of the offices in the history."""
    codes = {entry.office_code for entry in standing.entries if entry.office_code}
    return {code: directory.office_name(code, language) for code in codes}
