"""The tables of the log, and the triggers that refuse to rewrite it.

Separate content table, so that legal erasure can empty words while the chain still verifies.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, text
from sqlalchemy.engine import Connection
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

SQLITE_TRIGGERS = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_content_no_delete BEFORE DELETE ON event_content"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_content_only_erased BEFORE UPDATE ON event_content"
    " WHEN NEW.event_id <> OLD.event_id OR NEW.salt IS NOT NULL"
    " OR json_type(NEW.content) IS NOT 'null' AND NEW.content IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'event content can only be erased'); END",
)
POSTGRES_TRIGGERS = (
    "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE FUNCTION only_erase() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF NEW.event_id <> OLD.event_id OR NEW.salt IS NOT NULL"
    " OR (NEW.content IS NOT NULL AND json_typeof(NEW.content) <> 'null')"
    " THEN RAISE EXCEPTION 'event content can only be erased'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER event_no_rewriting BEFORE UPDATE OR DELETE ON event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_content_no_delete BEFORE DELETE ON event_content"
    " FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_content_no_truncate BEFORE TRUNCATE ON event_content"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_content_only_erased BEFORE UPDATE ON event_content"
    " FOR EACH ROW EXECUTE FUNCTION only_erase()",
)


def create_triggers(connection: Connection) -> None:
    """Forbid UPDATE and DELETE on the log, and write the first chain head; for migrations."""
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if is_sqlite else POSTGRES_TRIGGERS:
        connection.execute(text(statement))
    connection.execute(
        ChainHead.__table__.insert().values(id=1, seq=0, hash=GENESIS)  # type: ignore[attr-defined]
    )
