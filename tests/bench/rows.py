"""Filling a table to its size, and the same rows inserted raw, as the yardstick.

The fill goes through the product's own verb, form and history; only the commit is shared.
"""

import hashlib
import itertools
import json
import threading
import time
from functools import cache
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Connection

from intermediary.accounts.models import User
from intermediary.complaints.forms import form_from_json
from intermediary.complaints.operations import register_complaint
from intermediary.complaints.registration import Registration
from intermediary.config import load_config
from intermediary.core.db import database_options, db, utc_now
from tests.bench.phones import BenchPhone

COMMIT_EVERY = 500
#: table → column that names the complaint; parents first.
TABLES = {
    "complaint": "id",
    "resident": "complaint_id",
    "consent": "complaint_id",
    "event": "subject",
    "event_content": "event_id",
    "change": "complaint_id",
}
Rows = list[tuple[str, dict[str, Any]]]


def fill(app: Flask, phones: list[BenchPhone], first: int, last: int) -> None:
    """Register complaints number `first` to `last` - 1."""
    numbers = range(first, last)
    for start in range(0, len(numbers), COMMIT_EVERY):
        with app.test_request_context(method="POST"):
            for number in numbers[start : start + COMMIT_EVERY]:
                phone = phones[number % len(phones)]
                value = phone.complaint(number)
                form = form_from_json(value)
                form.validate()
                digest = hashlib.sha256(json.dumps(value).encode()).digest()
                registration = Registration(value["id"], form, value["slip"], digest)
                register_complaint(db.session.get_one(User, phone.account), registration, utc_now())
            db.session.commit()
            db.session.remove()


def read_rows(url: str, count: int) -> list[Rows]:
    """Return the stored rows of the newest complaints, one list for each complaint."""
    engine = _engine(url)
    with engine.connect() as connection:
        ids = [
            row.id
            for row in connection.execute(
                text("SELECT id FROM complaint ORDER BY received_at DESC, id LIMIT :n"),
                {"n": count},
            )
        ]
        found = [_rows_of(connection, id_) for id_ in ids]
    engine.dispose()
    return found


def _rows_of(connection: Connection, complaint_id: Any) -> Rows:
    rows: Rows = []
    for table, column in TABLES.items():
        if table == "event_content":
            query = (
                "SELECT c.* FROM event_content c JOIN event e ON e.id = c.event_id"
                " WHERE e.subject = :id"
            )
        else:
            query = f"SELECT * FROM {table} WHERE {column} = :id"
        # An event's subject is any text, a complaint's id the engine's own form of a UUID.
        wanted = str(UUID(str(complaint_id))) if table.startswith("event") else complaint_id
        for row in connection.execute(text(query), {"id": wanted}).mappings():
            rows.append((table, dict(row)))
    return rows


def insert_raw(url: str, complaints: list[Rows], threads: int) -> float:
    """Insert the rows with plain statements, one commit for each complaint; return them per second.

    No form, no lock, no chain, no signature, no HTTP: what the database alone can do.
    """
    engine = _engine(url)
    accounts = {
        row["intermediary_id"] for rows in complaints for name, row in rows if "slip_hash" in row
    }
    with engine.begin() as connection:
        _copy_accounts(connection, accounts)
    is_json = {
        (table, column["name"])
        for table in TABLES
        for column in inspect(engine).get_columns(table)
        if "JSON" in str(column["type"])
    }
    waiting = iter(complaints)
    lock = threading.Lock()

    def work() -> None:
        with engine.connect() as connection:
            while True:
                with lock:
                    rows = next(waiting, None)
                if rows is None:
                    return
                for table, row in rows:
                    connection.execute(_statement(table, tuple(row)), _values(table, row, is_json))
                connection.commit()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - start
    engine.dispose()
    return len(complaints) / seconds


def _engine(url: str) -> Any:
    address = load_config({"MODE": "demo", "DATABASE_URL": url})["SQLALCHEMY_DATABASE_URI"]
    return create_engine(address, **database_options(address))


def _copy_accounts(connection: Connection, ids: set[Any]) -> None:
    for number, id_ in zip(itertools.count(), sorted(ids, key=str), strict=False):
        connection.execute(
            text(
                "INSERT INTO account (id, username, username_fold, display_name, active,"
                " fs_uniquifier, created_at, seq)"
                " VALUES (:id, :name, :name, :name, true, :name, CURRENT_TIMESTAMP, 0)"
            ),
            {"id": id_, "name": f"raw{number}"},
        )


@cache
def _statement(table: str, columns: tuple[str, ...]) -> Any:
    names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    return text(f"INSERT INTO {table} ({names}) VALUES ({marks})")


def _values(table: str, row: dict[str, Any], is_json: set[tuple[str, str]]) -> dict[str, Any]:
    return {
        name: json.dumps(value)
        if (table, name) in is_json and not isinstance(value, str)
        else value
        for name, value in row.items()
    }
