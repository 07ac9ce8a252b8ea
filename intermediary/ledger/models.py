"""The tables of the log; triggers (migration 0002) refuse to rewrite them on both databases.

Separate content table, so that legal erasure can empty words while the chain still verifies.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from intermediary.core.db import Base, UuidText


class Event(Base):
    """One thing that happened: ids, type, time and a commitment to its content, chained."""

    __tablename__ = "event"

    #: Place in the chain, from 1 without gaps.
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(UuidText, unique=True)
    type: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str | None] = mapped_column(String(60), index=True)
    actor: Mapped[str | None] = mapped_column(String(60))
    at: Mapped[datetime]
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class EventContent(Base):
    """What an event says, with the salt of its commitment; both are emptied by legal erasure."""

    __tablename__ = "event_content"

    event_id: Mapped[str] = mapped_column(UuidText, ForeignKey("event.id"), primary_key=True)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    content: Mapped[dict[str, Any] | None]


class ChainHead(Base):
    """The single row that orders all appends: sequence number and hash of the newest event."""

    __tablename__ = "chain_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


GENESIS = bytes(32)
