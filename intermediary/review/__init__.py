"""The desk: the officer's queue, the office's worklist, one complaint, and every decision."""

from flask import Blueprint, Flask

blueprint = Blueprint("review", __name__, url_prefix="/review")


def init_app(app: Flask) -> None:
    """Add the pages."""
    from intermediary.review import (  # noqa: F401  # routes hang on them
        decision_views,
        look_views,
        office_views,
        views,
    )

    app.register_blueprint(blueprint)
