"""The public door: start page, language, tracking by slip, health."""

from importlib import import_module

from flask import Blueprint, Flask

from intermediary.public import health_views

blueprint = Blueprint("public", __name__)
VIEWS = ("views", "track_views")


def init_app(app: Flask) -> None:
    """Add the public pages."""
    for module in VIEWS:
        import_module(f"{__name__}.{module}")
    app.register_blueprint(blueprint)
    app.register_blueprint(health_views.blueprint)
