"""Places, schools, offices, categories and holidays: what a complaint points to, as data."""

from flask import Flask

from intermediary.directory.cli import directory_group


def init_app(app: Flask) -> None:
    """Add the command group `intermediary directory`."""
    app.cli.add_command(directory_group)
