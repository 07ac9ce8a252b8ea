"""`intermediary people`: enrol, list, post, close accounts from the command line."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from intermediary.accounts import devices, operations
from intermediary.accounts.models import User
from intermediary.core.db import db, utc_now
from intermediary.core.errors import DomainError
from intermediary.core.languages import LANGUAGES

people_group = AppGroup("people", help="Enrol people and look after their accounts.")


def _known(username: str) -> User:
    user = operations.find_user(username)
    if user is None:
        raise click.ClickException(f"There is no account named {username}.")
    return user


@people_group.command("enrol")
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as others see it.")
@click.option("--role", required=True, type=click.Choice(operations.ROLES))
@click.option("--language", type=click.Choice(["ps", "ur", "en"]), default="ur")
@click.option("--school", help="EMIS code.")
@click.option("--office", help="Office code.")
@click.option("--district", help="District code.")
@click.option(
    "--edits",
    multiple=True,
    type=click.Choice(list(LANGUAGES)),
    help="Language whose wording a translator edits; give it once for each.",
)
@click.option("--head", is_flag=True, help="Heads the school, office or district.")
@click.password_option()
def enrol(
    username: str, name: str, role: str, language: str,
    school: str | None, office: str | None, district: str | None, edits: tuple[str, ...],
    head: bool, password: str,
) -> None:  # fmt: skip
    """Make an account with one posting."""
    if (role == "translator") != bool(edits):
        raise click.UsageError("A translator, and nobody else, needs --edits.")
    at = utc_now()
    try:
        user = operations.enrol_user(username, name, password, language, at)
        operations.add_posting(
            user, role, at,
            school_code=school, office_code=office, district_code=district,
            languages=list(edits), is_head=head,
        )  # fmt: skip
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    db.session.commit()
    click.echo(f"Enrolled {username} as {role}.")


@people_group.command("list")
def list_people() -> None:
    """List the accounts with their postings."""
    for user in db.session.execute(select(User).order_by(User.username)).scalars():
        roles = ", ".join(sorted(posting.role for posting in user.postings)) or "no posting"
        click.echo(f"{user.username}\t{roles}\t{'open' if user.active else 'closed'}")


@people_group.command("set-password")
@click.argument("username")
@click.password_option()
def set_password(username: str, password: str) -> None:
    """Give a new password; the person is signed out everywhere."""
    operations.set_password(_known(username), password, utc_now())
    db.session.commit()
    click.echo("The password was changed.")


@people_group.command("close")
@click.argument("username")
def close(username: str) -> None:
    """Close an account at once; its complaints stay."""
    operations.close_account(_known(username), utc_now())
    db.session.commit()
    click.echo("The account is closed.")


@people_group.command("devices")
@click.argument("username")
def list_devices(username: str) -> None:
    """List the phones of an account."""
    for device in devices.devices_of(_known(username)):
        click.echo(f"{device.device_id}\t{'revoked' if device.revoked_at else 'bound'}")


@people_group.command("revoke-device")
@click.argument("username")
@click.argument("device")
def revoke_device(username: str, device: str) -> None:
    """Take a phone off an account at once; its unsent work stays on it."""
    user = _known(username)
    is_id = devices.is_device_id(device)
    if not is_id or not devices.revoke_device(user, device, utc_now(), operations.OPERATOR):
        raise click.ClickException(f"{username} has no such phone.")
    db.session.commit()
    click.echo("The phone is taken off the account, and the person is signed out everywhere.")
