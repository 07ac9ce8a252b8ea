"""Loading the directory from the package's data files."""

import hashlib
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from intermediary.core.db import db
from intermediary.directory import publishing, queries, sources
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


def _put_rows(model: type[Named], rows: Sequence[sources.Row]) -> None:
    """Add what is new and update what changed; what the file lacks stays as it is."""
    known = {entry.code: entry for entry in db.session.scalars(select(model))}
    for row in rows:
        entry = known.get(row["code"])
        if entry is None:
            db.session.add(model(**row))
            continue
        for name, value in row.items():
            if getattr(entry, name) != value:
                setattr(entry, name, value)
    db.session.flush()


def load_directory() -> str:
    """Bring the tables up to the package's data and return the directory's version; idempotent.

    Schools in the package are invented, so they are loaded in demo mode only.
    """
    places = sources.read_places()
    departments = sources.read_departments()
    for level in ("province", "division", "district", "tehsil"):  # parents first
        _put_rows(Place, [place for place in places if place["level"] == level])
    _put_rows(Department, departments)
    _put_rows(Office, sources.offices_from(departments, places))
    categories = sources.read_categories()
    _put_rows(Category, [row for row in categories if row["parent_code"] is None])
    _put_rows(Category, [row for row in categories if row["parent_code"]])
    _put_rows(Holiday, sources.read_holidays())
    if current_app.config["MODE"] == "demo":
        _put_rows(School, sources.read_demo_schools())
    return publish_directory()


def publish_directory() -> str:
    """Give the present content a version, by which phones see that theirs is old; return it."""
    digest = hashlib.sha256()
    for language in sources.LANGUAGES:
        digest.update(publishing.compose(language, ""))
    version = digest.hexdigest()[:16]
    if queries.directory_version() != version:
        db.session.add(DirectoryEdition(version=version))
        db.session.flush()
    return version
