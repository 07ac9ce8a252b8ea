"""`intermediary verify`: walk the chain, then compare every complaint with what its event says."""

import sys

import click
from flask.cli import with_appcontext

from intermediary import ledger
from intermediary.complaints.verify import altered_complaints


@click.command("verify")
@with_appcontext
def verify_command() -> None:
    """Check that nobody changed the history, nor what a resident said."""
    result = ledger.verify_chain()
    if not result.is_intact:
        click.echo(f"BROKEN at event {result.broken_at}: {result.fault}.")
        sys.exit(1)
    click.echo(f"The chain is intact: {result.count} events.")
    altered = altered_complaints()
    for reference in altered:
        click.echo(f"ALTERED: {reference} no longer says what was received.")
    if altered:
        sys.exit(1)
    click.echo("Every complaint says what was received.")
