"""Reading the log back, in order, with what each event says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from intermediary.core.db import db
from intermediary.ledger.models import Event, EventContent


@dataclass(frozen=True)
class RecordedEvent:
    """One event with its content; `content` is empty after legal erasure."""

    seq: int
    id: str
    type: str
    subject: str | None
    actor: str | None
    at: datetime
    content: dict[str, Any]


def events_of(*, subject: str | None = None, ids: Collection[str] = ()) -> list[RecordedEvent]:
    """Return the events of one subject, or those with the given ids, oldest first."""
    query = (
        select(Event, EventContent.content)
        .join(EventContent, EventContent.event_id == Event.id)
        .order_by(Event.seq)
    )
    query = query.where(Event.subject == subject if subject is not None else Event.id.in_(ids))
    return [
        RecordedEvent(e.seq, e.id, e.type, e.subject, e.actor, e.at, content or {})
        for e, content in db.session.execute(query)
    ]
