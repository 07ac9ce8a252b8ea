"""Walking the chain: does every event still say what it said when it was written?"""

from dataclasses import dataclass

from sqlalchemy import select

from intermediary.core.db import db
from intermediary.ledger.chain import commitment_of, hash_of
from intermediary.ledger.models import GENESIS, ChainHead, Event, EventContent

ROWS_AT_A_TIME = 2000


@dataclass(frozen=True)
class VerifyResult:
    """How many events were walked, and the first fault: its place and what is wrong there."""

    count: int
    broken_at: int | None = None
    fault: str | None = None

    @property
    def is_intact(self) -> bool:
        """Tell whether no fault was found."""
        return self.fault is None


def verify_chain() -> VerifyResult:
    """Walk all events in order; stop at the first that does not fit.

    Finds altered, deleted, inserted and reordered events and a head that does not match. A tail
    cut off together with its head needs an outside checkpoint to be seen.
    """
    previous, seq = GENESIS, 0
    query = (
        select(Event, EventContent)
        .outerjoin(EventContent, EventContent.event_id == Event.id)
        .order_by(Event.seq)
        .execution_options(yield_per=ROWS_AT_A_TIME)
    )
    with db.session.execute(query) as rows:
        for event, content in rows:
            seq += 1
            fault = _fault_of(event, content, seq, previous)
            if fault:
                return VerifyResult(seq, event.seq, fault)
            previous = event.hash
            db.session.expunge(event)
    head = db.session.execute(select(ChainHead).where(ChainHead.id == 1)).scalar_one_or_none()
    if head is None or head.seq != seq or head.hash != previous:
        return VerifyResult(seq, seq, "the chain's head does not match its last event")
    return VerifyResult(seq)


def _fault_of(event: Event, content: EventContent | None, seq: int, previous: bytes) -> str | None:
    if event.seq != seq:
        return "an event is missing before this one"
    if event.previous_hash != previous:
        return "it does not follow the event before it"
    expected = hash_of(
        previous,
        seq=event.seq,
        id_=event.id,
        type_=event.type,
        subject=event.subject,
        actor=event.actor,
        at=event.at,
        commitment=event.commitment,
    )
    if event.hash != expected:
        return "the event was altered"
    if content is None:
        return "its content row is missing"
    if (content.salt is None) != (content.content is None):
        return "its content was half erased"
    if content.content is not None and content.salt is not None:
        if commitment_of(content.salt, content.content) != event.commitment:
            return "its content was altered"
    return None
