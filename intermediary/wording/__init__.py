"""The translation desk: every sentence in three languages, changed without a restart."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
