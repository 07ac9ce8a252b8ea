"""The command group `intermediary wording`: collect, translate, build."""

import sys
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from intermediary.core import paths
from intermediary.wording import exchange, extraction
from intermediary.wording.messages import TRANSLATED

wording_group = AppGroup("wording", help="The sentences of the product and their translations.")
language_option = click.option(
    "--language", type=click.Choice(TRANSLATED), required=True, help="ps or ur."
)


@wording_group.command("extract", with_appcontext=False)
def extract_command() -> None:
    """Collect the sentences from the code into translations/; nothing is translated or lost."""
    with extraction.translations_locked():
        try:
            files = extraction.extracted_files()
        except extraction.SourcesMissing as error:
            sys.exit(str(error))
        for path, content in files.items():
            changed = extraction.write_if_changed(path, content)
            name = path.relative_to(paths.TRANSLATIONS)
            click.echo(f"{name}: {'changed' if changed else 'as it was'}")


@wording_group.command("compile", with_appcontext=False)
def compile_command() -> None:
    """Build what the server reads (.mo) from the translations."""
    with extraction.translations_locked():
        for path, count in extraction.compile_catalogs().items():
            click.echo(f"{path.relative_to(paths.TRANSLATIONS)}: {count} sentences")


@wording_group.command("missing", with_appcontext=False)
@click.option("--language", type=click.Choice(TRANSLATED), help="Only this language.")
@click.option("--format", "shape", type=click.Choice(["count", "tsv"]), default="count")
@click.option("--all", "everything", is_flag=True, help="Translated ones, too (to read again).")
def missing_command(language: str | None, shape: str, everything: bool) -> None:
    """Count what is not translated yet, or print it as a table for `fill`."""
    for code in [language] if language else TRANSLATED:
        _catalog, known = exchange.sentences_of(code)
        wanted = list(known.values()) if everything else exchange.missing_sentences(code)
        if shape == "count":
            click.echo(f"{code}: {len(wanted)} of {len(known)}")
        else:
            click.echo(exchange.as_table(wanted, code), nl=False)


@wording_group.command("fill", with_appcontext=False)
@click.argument("table", type=click.File(encoding="utf-8"))
@language_option
@click.option("--check", "only_check", is_flag=True, help="Look only; write nothing.")
def fill_command(table: TextIO, language: str, only_check: bool) -> None:
    """Take a translated table back; rows that break a rule are named and left out."""
    try:
        rows = exchange.read_table(table.read())
    except exchange.TableUnreadable as error:
        sys.exit(f"{Path(table.name).name}: {error}")
    with extraction.translations_locked():
        result = exchange.fill_catalog(language, rows, only_check=only_check)
    for key, what in result.warned:
        click.echo(f"look again  {key}  {what}")
    for key, what in result.refused:
        click.echo(f"REFUSED     {key}  {what}")
    click.echo(
        f"{language}: {result.filled} {'would be ' if only_check else ''}filled,"
        f" {result.unchanged} as before, {result.empty} empty, {len(result.refused)} refused"
    )
    sys.exit(1 if result.refused else 0)
