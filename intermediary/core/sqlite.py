"""SQLite's part of the transaction rules: its pragmas, and one writer at a time, taken fairly.

Separate because SQLAlchemy's defaults lose updates silently (SECURITY.md 6.1-6.3), and because
SQLite's own way of waiting lets one of many writers starve: it looks again ever more rarely.
"""

import random
import sqlite3
import threading
import time
from collections import defaultdict
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

try:
    from pysqlite3 import dbapi2 as _module
except ImportError:  # only Linux has the wheel; elsewhere the interpreter's own SQLite serves
    _module = sqlite3

driver: Any = _module
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# SQLite before 3.51.3 can corrupt a WAL database with several connections (sqlite.org/changes).
SAFE_VERSION = (3, 51, 3)
WAIT_SECONDS = 15.0  # for the turn to write; then the phone is told to come back
LOOK_AGAIN_SECONDS = (0.0005, 0.003)  # while another process writes
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged complaint survives a power cut
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
)
#: In milliseconds: a reader waits while a killed writer's log is recovered; a writer asks again.
READER_PATIENCE, WRITER_PATIENCE = "busy_timeout=15000", "busy_timeout=0"
TURN = "intermediary_turn"

#: The turn of this process's threads, by database file.
_turns: defaultdict[str | None, threading.Lock] = defaultdict(threading.Lock)


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    if not isinstance(connection, driver.Connection | sqlite3.Connection):
        return
    connection.isolation_level = None  # we write BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in (READER_PATIENCE, *PRAGMAS):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if has_request_context() and request.method in SAFE_METHODS:
        connection.exec_driver_sql("BEGIN")
        return
    deadline = time.monotonic() + WAIT_SECONDS
    if TURN not in connection.info:
        turn = _turns[connection.engine.url.database]
        if turn.acquire(timeout=WAIT_SECONDS):
            connection.info[TURN] = turn
    connection.exec_driver_sql(f"PRAGMA {WRITER_PATIENCE}")
    try:
        _begin_writing(connection, deadline)
    finally:
        connection.exec_driver_sql(f"PRAGMA {READER_PATIENCE}")


def _begin_writing(connection: Connection, deadline: float) -> None:
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(random.uniform(*LOOK_AGAIN_SECONDS))  # noqa: S311 - jitter, no secret
        else:
            return


@event.listens_for(Engine, "checkin")
def _give_turn_back(_connection: Any, record: Any) -> None:
    turn = record.info.pop(TURN, None)
    if turn is not None:
        turn.release()
