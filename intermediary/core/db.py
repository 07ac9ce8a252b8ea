"""The database handle and its column types.

Separate because both engines must behave alike; SQLite's own rules stand in core/sqlite.py.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, MetaData, Uuid, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from intermediary.core import paths, sqlite

POSTGRES_OPTIONS = (
    "-c timezone=UTC -c statement_timeout=30000 -c lock_timeout=15000"
    " -c idle_in_transaction_session_timeout=60000"
)

T = TypeVar("T")
TRIES = 3
CROSSED = frozenset({"40P01", "40001"})  # deadlock, serialization failure
PAUSE_SECONDS = (0.02, 0.2)  # so that two do not cross again


class Base(DeclarativeBase):
    """Declarative base of all tables, with stable constraint names for migrations."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both engines; naive input is an error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; SQLite gets it naive.

        Raises:
            ValueError: the moment carries no zone.

        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the stored moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# update_type_annotation_map, because the map given to Base breaks under Flask-SQLAlchemy 3.1.1.
Base.registry.update_type_annotation_map(
    {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
    }
)

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
#: Column type of ids: a UUID on PostgreSQL, text on SQLite, always `str` in Python.
UuidText = Uuid(as_uuid=False)


def utc_now() -> datetime:
    """Return the present moment, aware, UTC."""
    return datetime.now(UTC)


def insert_new(model: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless its key is taken; return whether it was inserted (one statement).

    Waits for whoever inserts the same key at this moment.
    """
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite_dialect
    table = inspect(model).local_table
    # `returning`, because the number of rows is not told on PostgreSQL.
    statement = dialect.insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return db.session.execute(statement, values).first() is not None


def retried(work: Callable[[], T]) -> T:
    """Return what a whole transaction returns, begun anew when another one crossed it.

    `work` begins after the request's body was read, and ends with its own commit.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return work()
        except OperationalError as error:
            db.session.rollback()
            if not tries_left or getattr(error.orig, "sqlstate", None) not in CROSSED:
                raise
            time.sleep(random.uniform(*PAUSE_SECONDS))  # noqa: S311 - jitter, no secret
    raise AssertionError("the last try returns or raises")


def database_options(url: str) -> dict[str, Any]:
    """Return SQLAlchemy engine options for a database URL."""
    if url.startswith("sqlite"):
        return {"module": sqlite.driver, "hide_parameters": True}
    return {
        "hide_parameters": True,  # errors must not carry a resident's words into the log
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "connect_args": {"options": POSTGRES_OPTIONS},
    }


def init_app(app: Flask) -> None:
    """Connect the database named by the configuration.

    Raises:
        RuntimeError: production on an SQLite that can corrupt a WAL database.

    """
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    is_old = sqlite.driver.sqlite_version_info < sqlite.SAFE_VERSION
    if url.startswith("sqlite") and is_old and app.config["MODE"] == "production":
        raise RuntimeError(
            f"SQLite {sqlite.driver.sqlite_version} can corrupt a database used by several"
            " workers; install the pysqlite3 wheel or use PostgreSQL."
        )
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", database_options(url))
    db.init_app(app)
    migrate.init_app(app, db, directory=str(paths.MIGRATIONS))
