"""The command `intermediary`: every feature adds its own group in its `init_app`."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import FlaskGroup

from intermediary import create_app
from intermediary.config import ConfigError, load_config
from intermediary.core.keys import KeysMissing, make_keys
from intermediary.serve import serve_command
from intermediary.wording.cli import wording_group


def _create_app() -> Flask:
    try:
        return create_app()
    except (ConfigError, KeysMissing) as error:
        sys.exit(f"Cannot start: {error}")


main = FlaskGroup(
    name="intermediary",
    create_app=_create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
    help="Wasila, the go-between: run and look after it.",
)


main.add_command(serve_command)
main.add_command(wording_group)  # builds need it before there is a key or a database


@main.group("keys")
def keys_group() -> None:
    """Make the server's secrets."""


@keys_group.command("make")
def make_keys_command() -> None:
    """Write the key files that are missing; existing ones stay as they are."""
    folder = Path(load_config()["KEYS"])
    made = make_keys(folder)
    click.echo(f"Made: {', '.join(made)}." if made else "All keys are there; nothing was changed.")
    click.echo(f"They lie in {folder}. Keep a copy elsewhere, never beside the database backup.")


if __name__ == "__main__":
    main()
