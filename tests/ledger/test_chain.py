"""The append-only log: what is in it cannot be changed unnoticed, on either database."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from intermediary import ledger
from intermediary.core.db import db, utc_now


def append(number: int) -> None:
    ledger.append(
        "test:happened", subject="s", actor=None, content={"number": number}, at=utc_now()
    )


def append_and_fail(number: int) -> None:
    append(number)
    raise ValueError("no")


def commit_events(count: int) -> None:
    for number in range(count):
        append(number)
    db.session.commit()


def tamper(statement: str) -> None:
    """Change rows with the database owner's own powers: no trigger, no foreign key stops them."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET session_replication_role = replica"))
        db.session.execute(text(statement))
        db.session.commit()
        return
    driver: Any = db.engine.dialect.dbapi
    with driver.connect(db.engine.url.database) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)


def test_events_are_chained_in_the_order_of_commits(app: Flask) -> None:
    with app.app_context():
        commit_events(3)
        assert ledger.verify_chain().count == 3
        assert ledger.verify_chain().is_intact
        assert [e.content["number"] for e in ledger.events_of(subject="s")] == [0, 1, 2]


def test_a_transaction_that_is_rolled_back_leaves_no_event(app: Flask) -> None:
    with app.app_context():
        append(1)
        db.session.rollback()
        commit_events(1)
        assert ledger.verify_chain().count == 1


def test_a_rolled_back_savepoint_takes_only_its_own_events(app: Flask) -> None:
    with app.app_context():
        with db.session.begin_nested():
            append(1)
        with pytest.raises(ValueError, match="no"), db.session.begin_nested():
            append_and_fail(2)
        with db.session.begin_nested():
            append(3)
        db.session.commit()
        assert [e.content["number"] for e in ledger.events_of(subject="s")] == [1, 3]
        assert ledger.verify_chain().is_intact


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET type = 'other'",
        "DELETE FROM event",
        "DELETE FROM event_content",
        "UPDATE event_content SET content = '{}'",
        "UPDATE event_content SET salt = NULL, content = '{\"number\": 9}'",
    ],
)
def test_the_database_refuses_to_rewrite_the_log(app: Flask, statement: str) -> None:
    with app.app_context():
        commit_events(2)
        with pytest.raises(DatabaseError):
            db.session.execute(text(statement))
        db.session.rollback()
        assert ledger.verify_chain().is_intact


def test_legal_erasure_empties_words_and_the_chain_still_verifies(app: Flask) -> None:
    with app.app_context():
        commit_events(2)
        db.session.execute(text("UPDATE event_content SET salt = NULL, content = NULL"))
        db.session.commit()
        assert ledger.verify_chain().is_intact
        assert [e.content for e in ledger.events_of(subject="s")] == [{}, {}]


@pytest.mark.parametrize(
    ("tampering", "seen"),
    [
        ("UPDATE event SET type = 'other' WHERE seq = 2", 2),
        ("UPDATE event SET actor = 'somebody' WHERE seq = 3", 3),
        ("DELETE FROM event WHERE seq = 2", 3),
        ("DELETE FROM event_content WHERE event_id = (SELECT id FROM event WHERE seq = 2)", 2),
        (
            "UPDATE event_content SET content = '{\"number\": 9}'"
            " WHERE event_id = (SELECT id FROM event WHERE seq = 2)",
            2,
        ),
        ("DELETE FROM event WHERE seq = 4", 3),
        ("UPDATE event SET previous_hash = hash WHERE seq = 3", 3),
    ],
)
def test_verify_names_what_a_database_owner_tampered_with(
    app: Flask, tampering: str, seen: int
) -> None:
    with app.app_context():
        commit_events(4)
        db.session.remove()
        tamper(tampering)
        result = ledger.verify_chain()
        assert not result.is_intact
        assert result.broken_at == seen
