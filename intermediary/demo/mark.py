"""The mark of a database that holds the demo's accounts, whose passwords everybody can read.

Separate because production asks for it at every start: mode and database are set apart from each
other, and a copy of the demo must never be reached from outside.
"""

from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from intermediary import ledger
from intermediary.config import ConfigError
from intermediary.core.db import db
from intermediary.ledger.models import Event

#: The subject of the mark's event: the log is never rewritten, so the mark cannot be taken off.
DEMO = "demo"


def is_marked() -> bool:
    """Tell whether the demo's accounts were ever loaded into this database."""
    query = select(Event.seq).where(Event.subject == DEMO).limit(1)
    return db.session.execute(query).first() is not None


def mark_database(at: datetime) -> None:
    """Mark the database once, for ever."""
    if not is_marked():
        ledger.append("demo:loaded", subject=DEMO, actor=None, at=at, content={})


def refuse_marked(app: Flask) -> None:
    """Refuse to start on the demo's database.

    Raises:
        ConfigError: the demo's accounts were loaded into it.

    """
    with app.app_context():
        try:
            marked = is_marked()
        except DBAPIError:
            marked = False  # no tables yet, or no database: nobody can sign in either
        finally:
            db.session.remove()
            db.engine.dispose()  # the server forks, and shares no connection
    if marked:
        raise ConfigError(
            "This database holds the demo's accounts, whose passwords are public."
            " Production needs a database of its own: set INTERMEDIARY_DATABASE_URL, or"
            " INTERMEDIARY_DATA for another SQLite file, and run `intermediary db upgrade`."
        )
