"""Places, schools, offices, categories and holidays: what a complaint points to, as data."""

from flask import Flask

from intermediary.core import phone
from intermediary.directory.cli import directory_group
from intermediary.directory.publishing import published_directory, published_names
from intermediary.directory.snapshot import snapshot


def init_app(app: Flask) -> None:
    """Add the commands `intermediary directory`, and the directory to what phones keep."""
    app.cli.add_command(directory_group)
    for name, render in (("directory", published_directory), ("directory-names", published_names)):
        phone.offer_part(
            app,
            name,
            content_type="application/json",
            render=render,
            version=lambda: snapshot().version,
        )
