"""The database handle, its column types and its transaction rules.

Separate because both engines must behave alike: SQLAlchemy's SQLite defaults lose
updates silently, so every transaction that may write begins IMMEDIATE (SECURITY.md 6.1-6.3).
"""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask import Flask, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from intermediary.core import paths

try:
    from pysqlite3 import dbapi2 as sqlite_module
except ImportError:  # only Linux has the wheel; elsewhere the interpreter's own SQLite serves
    sqlite_module = sqlite3

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# SQLite before 3.51.3 can corrupt a WAL database with several connections (sqlite.org/changes).
SQLITE_SAFE_VERSION = (3, 51, 3)
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged complaint survives a power cut
    "foreign_keys=ON",
    "busy_timeout=15000",  # ms
    "trusted_schema=OFF",
    "secure_delete=ON",
)
POSTGRES_OPTIONS = (
    "-c timezone=UTC -c statement_timeout=30000 -c lock_timeout=15000"
    " -c idle_in_transaction_session_timeout=60000"
)


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
    """Insert a row unless its key is taken; return whether it was inserted (one statement)."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model).values(**values).on_conflict_do_nothing()
    return bool(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]


def database_options(url: str) -> dict[str, Any]:
    """Return SQLAlchemy engine options for a database URL."""
    if url.startswith("sqlite"):
        return {"module": sqlite_module, "hide_parameters": True, "connect_args": {"timeout": 15}}
    return {
        "hide_parameters": True,  # errors must not carry a resident's words into the log
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "connect_args": {"options": POSTGRES_OPTIONS},
    }


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite_module.Connection | sqlite3.Connection):
        return
    connection.isolation_level = None  # we write BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    reads_only = has_request_context() and request.method in SAFE_METHODS
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def init_app(app: Flask) -> None:
    """Connect the database named by the configuration.

    Raises:
        RuntimeError: production on an SQLite that can corrupt a WAL database.

    """
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    is_old = sqlite_module.sqlite_version_info < SQLITE_SAFE_VERSION
    if url.startswith("sqlite") and is_old and app.config["MODE"] == "production":
        raise RuntimeError(
            f"SQLite {sqlite_module.sqlite_version} can corrupt a database used by several"
            " workers; install the pysqlite3 wheel or use PostgreSQL."
        )
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", database_options(url))
    db.init_app(app)
    migrate.init_app(app, db, directory=str(paths.MIGRATIONS))
