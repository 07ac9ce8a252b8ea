"""The command group `intermediary directory`."""

import click
from flask.cli import AppGroup

from intermediary.core.db import db
from intermediary.directory.operations import load_directory

directory_group = AppGroup("directory", help="Places, offices and categories.")


@directory_group.command("load")
def load_directory_command() -> None:
    """Bring places, offices, categories and holidays up to the data of this release."""
    version = load_directory()
    db.session.commit()
    click.echo(f"The directory is loaded: version {version}.")
