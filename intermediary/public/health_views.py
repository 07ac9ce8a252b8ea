"""`/healthz` and `/readyz`: is the process alive, and can it take complaints?

Separate from the pages: machines ask, and they learn no detail (SECURITY.md 5.2 G13).
"""

import shutil

from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from intermediary.accounts.permissions import public
from intermediary.core import paths
from intermediary.core.db import db
from intermediary.core.keys import keys

blueprint = Blueprint("health", __name__)
DISK_FREE_SHARE = 0.1  # below this the server stops being ready, before it stops storing


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Tell that the process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Tell whether database, migrations, disk and keys are as they should be: 200 or 503."""
    checks = {
        "database": _has_database(),
        "migrations": _is_migrated(),
        "disk": _has_disk(),
        "key": len(keys().public_key) == 32,
    }
    response = jsonify({name: "ok" if fine else "failed" for name, fine in checks.items()})
    response.status_code = 200 if all(checks.values()) else 503
    return response


def _has_database() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def _is_migrated() -> bool:
    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars()
        present = set(found)
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return present == set(ScriptDirectory(str(paths.MIGRATIONS)).get_heads())


def _has_disk() -> bool:
    usage = shutil.disk_usage(current_app.config["DATA"])
    return usage.free / usage.total > DISK_FREE_SHARE
