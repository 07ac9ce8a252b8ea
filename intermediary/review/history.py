"""The timeline of a complaint in words: what happened, who did it, through which channel.

Separate, because the district reads all words of it, and an office only those of its own dealings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intermediary.complaints.vocabulary import (
    CLAIM_OUTCOMES,
    DECLINE_REASONS,
    EVENTS,
    FEEDBACK_OUTCOMES,
    REOPEN_REASONS,
    WITHDRAW_REASONS,
)
from intermediary.directory import queries as directory
from intermediary.ledger import RecordedEvent
from intermediary.review.words import CHANNELS, LOOKS, ROLES

#: Events whose words an office may read: what it and the district wrote, no resident's words.
OFFICE_WORDS = frozenset(
    {
        "complaint:assigned",
        "complaint:handed_back",
        "complaint:claimed",
        "complaint:claim_sent_back",
    }
)
#: Event → the list from which its reason or outcome comes.
LISTS: dict[str, dict[str, Any]] = {
    "complaint:claimed": CLAIM_OUTCOMES,
    "complaint:declined": DECLINE_REASONS,
    "complaint:disputed": REOPEN_REASONS,
    "complaint:reopened": REOPEN_REASONS,
    "complaint:withdrawn": WITHDRAW_REASONS,
    "complaint:feedback_given": FEEDBACK_OUTCOMES,
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    what: Any
    role: Any
    channel: Any
    chosen: Any
    office: str
    reference: str | None
    text: str | None
    lang: str | None


def entries_of(events: Iterable[RecordedEvent], language: str) -> list[Entry]:
    """Return the timeline as the district reads it."""
    return [_entry(event, language, has_words=True) for event in events]


def office_entries_of(events: Iterable[RecordedEvent], language: str) -> list[Entry]:
    """Return the timeline as an office reads it: steps, and no word of the resident."""
    return [_entry(event, language, has_words=event.type in OFFICE_WORDS) for event in events]


def _entry(event: RecordedEvent, language: str, *, has_words: bool) -> Entry:
    said = event.content
    chosen = said.get("reason") or said.get("outcome")
    return Entry(
        at=event.at,
        what=EVENTS.get(event.type) or LOOKS.get(event.type, ""),
        role=ROLES.get(said.get("role", "")),
        channel=CHANNELS.get(said.get("channel", "")),
        chosen=LISTS.get(event.type, {}).get(str(chosen)),
        office=directory.office_name(said.get("office"), language),
        reference=said.get("into") if has_words else None,
        text=said.get("text") if has_words else None,
        lang=said.get("text_lang"),
    )
