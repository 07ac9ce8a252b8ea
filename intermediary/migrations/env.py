"""Alembic's entry: runs migrations on the app's own engine, in one transaction each."""

from typing import Any

from alembic import context
from flask import current_app

import intermediary.ledger.models  # noqa: F401 - its tables belong to no feature's init_app
from intermediary.core.db import UtcDateTime, db


def render_item(type_: str, item: Any, _context: Any) -> str | bool:
    """Write our column types as plain ones: an old migration must not change with our code."""
    if type_ == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Run the wanted migrations online; SQLite changes tables by copying them (batch mode)."""
    with db.engine.connect() as connection:
        settings = current_app.extensions["migrate"].configure_args | {
            "connection": connection,
            "target_metadata": db.metadata,
            "render_as_batch": connection.dialect.name == "sqlite",
            "render_item": render_item,
            "compare_type": True,
        }
        context.configure(**settings)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
