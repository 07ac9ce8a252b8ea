"""The desk: the officer's queue, the office's worklist, one complaint, and every decision."""

from flask import Blueprint, Flask

blueprint = Blueprint("review", __name__, url_prefix="/review")


def init_app(app: Flask) -> None:
    """Add the pages."""
    from intermediary.review import decision_views, office_views, views  # noqa: F401  # routes hang on them

    app.register_blueprint(blueprint)
