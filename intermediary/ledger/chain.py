"""Appending to the log: events wait in the session and are sealed into the chain at commit.

Separate so that the chain head is always the last lock of a transaction: sealing earlier would
let two officers wait for each other (DOMAIN.md 4, lock order).
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy import event as sa_event
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, SessionTransaction
from uuid_utils import uuid7

from intermediary.core.db import db
from intermediary.ledger.models import ChainHead, Event, EventContent

PENDING = "ledger_pending"
MARKS = "ledger_marks"
SALT_BYTES = 16


@dataclass(frozen=True)
class PendingEvent:
    """An event that is not yet in the chain."""

    type: str
    subject: str | None
    actor: str | None
    at: datetime
    content: dict[str, Any]
    id: str = field(default_factory=lambda: str(uuid7()))


def append(
    type_: str,
    *,
    subject: str | None,
    actor: str | None,
    content: dict[str, Any],
    at: datetime,
) -> str:
    """Append an event in the current transaction and return its id.

    Guarantee: the event is in the chain if and only if the transaction commits; a savepoint that
    is rolled back takes its events with it. `content` is plain JSON.
    """
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that a rollback before any query is heard of
    pending = PendingEvent(type_, subject, actor, at, content)
    session.info.setdefault(PENDING, []).append(pending)
    return pending.id


def commitment_of(salt: bytes, content: dict[str, Any]) -> bytes:
    """Return the salted commitment to an event's content: SHA-256(salt | RFC 8785 JSON)."""
    return hashlib.sha256(salt + rfc8785.dumps(content)).digest()


def hash_of(
    previous: bytes,
    *,
    seq: int,
    id_: str,
    type_: str,
    subject: str | None,
    actor: str | None,
    at: datetime,
    commitment: bytes,
) -> bytes:
    """Return the chain hash of an event: SHA-256(previous hash | RFC 8785 JSON of its row)."""
    row: dict[str, Any] = {
        "seq": seq,
        "id": id_,
        "type": type_,
        "subject": subject,
        "actor": actor,
        "at": at.isoformat(timespec="microseconds"),
        "commitment": commitment.hex(),
    }
    return hashlib.sha256(previous + rfc8785.dumps(row)).digest()


def _seal(session: Session) -> None:
    pending: list[PendingEvent] = session.info.get(PENDING, [])
    if session.in_nested_transaction() or not pending:
        return
    session.flush()
    # Chain head last: every other row lock of this transaction is already held.
    head = session.execute(
        select(ChainHead.seq, ChainHead.hash).where(ChainHead.id == 1).with_for_update()
    ).one()
    seq, previous = head.seq, head.hash
    rows, contents = [], []
    for waiting in pending:
        seq += 1
        salt = secrets.token_bytes(SALT_BYTES)
        commitment = commitment_of(salt, waiting.content)
        chained = hash_of(
            previous,
            seq=seq,
            id_=waiting.id,
            type_=waiting.type,
            subject=waiting.subject,
            actor=waiting.actor,
            at=waiting.at,
            commitment=commitment,
        )
        rows.append(
            {
                "seq": seq,
                "id": waiting.id,
                "type": waiting.type,
                "subject": waiting.subject,
                "actor": waiting.actor,
                "at": waiting.at,
                "commitment": commitment,
                "previous_hash": previous,
                "hash": chained,
            }
        )
        contents.append({"event_id": waiting.id, "salt": salt, "content": waiting.content})
        previous = chained
    session.execute(insert(Event), rows)
    session.execute(insert(EventContent), contents)
    session.execute(
        update(ChainHead).where(ChainHead.id == 1).values(seq=seq, hash=previous),
        execution_options={"synchronize_session": False},
    )
    session.info[PENDING] = []


def _mark_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(MARKS, {})[transaction] = len(session.info.get(PENDING, []))


def _drop_rolled_back(session: Session, transaction: SessionTransaction) -> None:
    mark = session.info[MARKS][transaction] if transaction.nested else 0
    del session.info.setdefault(PENDING, [])[mark:]


def _forget_marks(session: Session, transaction: SessionTransaction) -> None:
    # Not with the savepoint itself: SQLAlchemy ends it before it tells that it was rolled back.
    if transaction.parent is None:
        session.info[MARKS] = {}


sa_event.listen(db.session, "before_commit", _seal)
sa_event.listen(db.session, "after_transaction_create", _mark_savepoint)
sa_event.listen(db.session, "after_soft_rollback", _drop_rolled_back)
sa_event.listen(db.session, "after_transaction_end", _forget_marks)
