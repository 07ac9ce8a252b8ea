"""The public door: start page, tracking by slip, language, health."""

from flask import Flask

from intermediary.public import health_views


def init_app(app: Flask) -> None:
    """Add the public pages."""
    app.register_blueprint(health_views.blueprint)
