"""`intermediary demo`: load the sample people once, and show how to sign in as them."""

import click
from flask import current_app
from flask.cli import AppGroup

from intermediary.core.db import db
from intermediary.demo.people import PASSWORD_PREFIX, load_people, samples

demo_group = AppGroup("demo", help="Sample people for trying the product.")


@demo_group.command("load")
def load() -> None:
    """Make the demo accounts that are missing."""
    made = load_people()
    db.session.commit()
    click.echo(f"Demo accounts made: {', '.join(made)}." if made else "Demo accounts are there.")


@demo_group.command("show")
def show() -> None:
    """Print the addresses and the demo accounts."""
    origin = current_app.config["ORIGIN"]
    click.echo(f"\nWasila is at {origin}/\n")
    for path, what in (
        ("/field/", "teachers and headmasters"),
        ("/review/", "officers and the auditor"),
        ("/wording/", "translators and the administrator"),
        ("/track", "residents, with their slip"),
    ):
        click.echo(f"  {origin}{path:<10} {what}")
    click.echo("\nDemo accounts (user name, password):\n")
    for sample in samples():
        click.echo(f"  {sample.username:<12} {PASSWORD_PREFIX}{sample.username:<14} {sample.role}")
    click.echo("")
