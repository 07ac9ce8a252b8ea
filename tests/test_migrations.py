"""Migrations on both databases: step by step with rows in the tables, down again, and the locks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import DatabaseError

from intermediary import ledger
from intermediary.complaints.verify import altered_complaints
from intermediary.core.db import db
from intermediary.core.paths import MIGRATIONS
from tests import factories
from tests.conftest import Databases, make_app
from tests.factories import Person

REVISIONS = [
    step.revision for step in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))
]
#: The first revision whose tables hold a whole complaint with its history.
WITH_LEDGER = "0002"


@pytest.fixture
def empty(engine: str, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """Return an app on a database without a single table."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if engine == "postgresql":
        url = databases.empty()
    made = make_app(databases.folder, url)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def tables() -> dict[str, sa.Table]:
    """Return the tables as the database has them now, not as the models say."""
    found = sa.MetaData()
    found.reflect(db.engine)
    return dict(found.tables)


def sample_of(column: sa.Column[Any], serial: int) -> Any:
    """Return a value that fits a column, different for each serial number."""
    kind = column.type
    if isinstance(kind, sa.Uuid):
        return f"01890000-0000-7000-8000-{serial:012d}"
    samples: list[tuple[type[Any], Any]] = [
        (sa.Boolean, True),
        (sa.Integer, serial),
        (sa.DateTime, sa.func.current_timestamp()),
        (sa.Date, sa.func.current_date()),
        (sa.LargeBinary, bytes([serial % 256]) * 32),
        (sa.JSON, []),
    ]
    for type_, value in samples:
        if isinstance(kind, type_):
            return value
    return f"{serial:032d}"[-(getattr(kind, "length", None) or 32) :]


def fill(serial: int) -> set[str]:
    """Put one row into every table that lets us, parents first; return the tables' names."""
    filled: set[str] = set()
    found = sa.MetaData()
    found.reflect(db.engine)
    for table in found.sorted_tables:
        values = {
            column.name: sample_of(column, serial)
            for column in table.columns
            if not (column.nullable and not column.primary_key)
        }
        if table.name in {"alembic_version", "chain_head"}:
            continue
        try:
            with db.engine.begin() as connection:
                connection.execute(table.insert().values(values))
        except DatabaseError as error:
            raise AssertionError(f"no row for {table.name}: {error.orig}") from error
        filled.add(table.name)
    return filled


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in tables().items()
            if name != "alembic_version"
        }


def test_every_step_keeps_the_rows_that_are_there(empty: Flask) -> None:
    with empty.app_context():
        for serial, revision in enumerate(REVISIONS, start=1):
            before = counts()
            upgrade(revision=revision)
            after = counts()
            kept = {name: after[name] for name in before if name in after}
            expected = {name: before[name] for name in kept}
            expected |= {name: kept[name] for name in kept if name == "chain_head"}
            assert kept == expected, revision
            assert fill(serial)


def test_the_models_say_what_the_migrations_made(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_every_step_goes_back_and_forth_to_the_same_tables(empty: Flask) -> None:
    with empty.app_context():
        seen: dict[str, set[str]] = {}
        for revision in REVISIONS:
            upgrade(revision=revision)
            seen[revision] = columns()
        for revision in reversed(REVISIONS[:-1]):
            downgrade(revision=revision)
            assert columns() == seen[revision], revision
        downgrade(revision="base")
        assert columns() == set()
        upgrade()
        assert columns() == seen[REVISIONS[-1]]


def columns() -> set[str]:
    """Return table.column of everything but Alembic's own table."""
    return {
        f"{name}.{column.name} {column.nullable}"
        for name, table in tables().items()
        if name != "alembic_version"
        for column in table.columns
    }


def test_a_complaint_and_its_history_survive_down_to_the_ledger_and_up_again(
    app: Flask, people: Callable[..., Person]
) -> None:
    teacher = people("intermediary")
    made = factories.make_complaint(app, teacher)
    with app.app_context():
        db.session.remove()
        downgrade(revision=WITH_LEDGER)
        upgrade()
        assert ledger.verify_chain().is_intact
        assert altered_complaints() == []
        kept = ledger.events_of(subject=made["id"])
        assert [event.type for event in kept] == ["complaint:received"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET type = 'other'",
        "DELETE FROM event",
        "DELETE FROM event_content",
        "UPDATE event_content SET content = '{}'",
    ],
)
def test_the_database_itself_refuses_to_rewrite_history(
    app: Flask, people: Callable[..., Person], statement: str
) -> None:
    factories.make_complaint(app, people("intermediary"))
    with app.app_context():
        with pytest.raises(DatabaseError, match=r"append-only|only be erased"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
        assert ledger.verify_chain().is_intact
