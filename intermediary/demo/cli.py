"""`intermediary demo`: load sample people and complaints once, and show how to try them."""

import click
from flask import current_app
from flask.cli import AppGroup

from intermediary.complaints.codes import group_slip_code
from intermediary.complaints.vocabulary import STATES
from intermediary.core.db import db, utc_now
from intermediary.demo.complaints import load_complaints, slips_to_show
from intermediary.demo.people import PASSWORD_PREFIX, load_people, samples

demo_group = AppGroup("demo", help="Sample people and complaints for trying the product.")


@demo_group.command("load")
def load() -> None:
    """Make the demo accounts that are missing, and once the sample complaints."""
    made = load_people()
    count = load_complaints(utc_now())
    db.session.commit()
    click.echo(f"Demo accounts made: {', '.join(made)}." if made else "Demo accounts are there.")
    click.echo(f"Sample complaints made: {count}." if count else "Sample complaints are there.")


@demo_group.command("show")
def show() -> None:
    """Print the addresses, the demo accounts, and slip codes to try."""
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
    click.echo(f"\nSlip codes to try at {origin}/track:\n")
    for slip in slips_to_show():
        click.echo(f"  {group_slip_code(slip.code):<22}{STATES[slip.state]}")
    click.echo("")
