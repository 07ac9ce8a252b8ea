"""The directory's entries by code, kept in each worker until another version is published.

Separate because every complaint asks for five of them, and a question to the database costs more
than all of the form's own work.
"""

import time
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from flask import current_app
from sqlalchemy import select

from intermediary.core.db import db
from intermediary.directory.models import (
    Category,
    Department,
    DirectoryEdition,
    Holiday,
    Named,
    Office,
    Place,
    School,
)

Entry = TypeVar("Entry", bound=Named)
EXTENSION = "intermediary_directory_snapshot"
MODELS: tuple[type[Named], ...] = (Place, School, Department, Office, Category)
TRUST_SECONDS = 1.0  # how long a worker goes on without asking for the version


@dataclass(frozen=True)
class Snapshot:
    """All entries of one version; rows are detached and only read."""

    version: str
    checked_at: float
    entries: dict[type[Named], dict[str, Named]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()


def snapshot() -> Snapshot:
    """Return the entries of the published version, at most a second old."""
    kept: Snapshot | None = current_app.extensions.get(EXTENSION)
    now = time.monotonic()
    if kept is not None and now - kept.checked_at < TRUST_SECONDS:
        return kept
    newest = select(DirectoryEdition.version).order_by(DirectoryEdition.id.desc()).limit(1)
    version = db.session.scalar(newest) or ""
    if kept is not None and kept.version == version:
        fresh = Snapshot(version, now, kept.entries, kept.holidays)
    else:
        fresh = _read(version, now)
    current_app.extensions[EXTENSION] = fresh  # replaced whole: threads never see half of it
    return fresh


def _read(version: str, now: float) -> Snapshot:
    entries: dict[type[Named], dict[str, Named]] = {}
    if version:  # an unpublished directory is never kept
        for model in MODELS:
            rows: list[Named] = list(db.session.scalars(select(model)))
            for row in rows:
                db.session.expunge(row)
            entries[model] = {row.code: row for row in rows}
    holidays = frozenset(db.session.scalars(select(Holiday.falls_on)))
    return Snapshot(version, now, entries, holidays)


def find(model: type[Entry], code: str) -> Entry | None:
    """Return the entry with a code; one added since the version was published is found as well."""
    kept = snapshot().entries.get(model, {}).get(code)
    if kept is not None:
        return kept  # type: ignore[return-value]  # kept by its own type
    return db.session.get(model, code) if code else None
