"""Alembic's entry: runs migrations on the app's own engine, in one transaction each."""

from alembic import context
from flask import current_app

import intermediary.ledger.models  # noqa: F401 - its tables belong to no feature's init_app
from intermediary.core.db import db


def run_migrations() -> None:
    """Run the wanted migrations online; SQLite changes tables by copying them (batch mode)."""
    configure = dict(current_app.extensions["migrate"].configure_args)
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            **configure,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
