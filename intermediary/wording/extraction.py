"""Collecting the wording from the code into translations/, and making .mo files of it.

Separate because only developers and builds run it: the running app reads what it made. Output is
the same on every machine (fixed dates, sorted, unwrapped), so that a second run changes nothing.
"""

import fcntl
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from intermediary.core import paths
from intermediary.wording.messages import TRANSLATED, po_path, read_catalog, template_path

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a true date would change the files at every run
HEADER = "# Wording of Wasila. Made by `intermediary wording extract`; English is the msgid."
WHO: dict[str, Any] = {
    "project": "Wasila",
    "version": "1",
    "msgid_bugs_address": "see README",
    "last_translator": "see git",
    "language_team": "see git",
}
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "_ln": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
SCRIPT_KEYWORDS = {"t": None, "tn": (1, 2)}  # static/js/lib/words.js
COMMENT_TAGS = ("Translators:",)


class SourcesMissing(Exception):
    """The code to collect from is not here; only a working copy has it."""


def _mappings(root: Path) -> list[dict[str, Any]]:
    path = root / "pyproject.toml"
    if not path.exists():
        raise SourcesMissing("Run this in a working copy: an installed one carries no sources.")
    table = tomllib.loads(path.read_text("utf-8"))
    mappings: list[dict[str, Any]] = table["tool"]["babel"]["mappings"]
    return mappings


def extract_template(root: Path = paths.PACKAGE.parent) -> Catalog:
    """Return the catalogue of all English sentences in the code.

    Raises:
        SourcesMissing: there is no working copy here.

    """
    found: list[tuple[Any, str | None, str, list[str]]] = []
    for mapping in _mappings(root):
        options = dict(mapping)
        method, pattern = options.pop("method"), options.pop("pattern")
        keywords = SCRIPT_KEYWORDS if method == "javascript" else KEYWORDS
        # Only the pattern's own folder: a walk through .venv would take a minute.
        top = pattern.split("/")[0]
        for name, _line, message, comments, context in extract_from_dir(
            root / top,
            method_map=[(pattern.removeprefix(f"{top}/"), method)],
            options_map={pattern.removeprefix(f"{top}/"): options},
            keywords=keywords,
            comment_tags=COMMENT_TAGS,
            strip_comment_tags=True,
        ):
            found.append((message, context, f"{top}/{name}", comments))
    catalog = Catalog(header_comment=HEADER, creation_date=EPOCH, revision_date=EPOCH, **WHO)
    for message, context, name, comments in sorted(found, key=_order):
        catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def _order(entry: tuple[Any, str | None, str, list[str]]) -> tuple[str, str, str]:
    message, context, name, _comments = entry
    return (message if isinstance(message, str) else message[0], context or "", name)


def merged(template: Catalog, language: str) -> Catalog:
    """Return a language's catalogue with exactly the template's sentences; nothing is guessed.

    What the code no longer says is kept as obsolete, and comes back when the code says it again.
    """
    catalog = read_catalog(po_path(language), language)
    for message in list(catalog.obsolete.values()):
        if catalog.get(message.id, message.context) is None:
            catalog[message.id] = message
    catalog.obsolete.clear()
    catalog.update(template, no_fuzzy_matching=True)
    for message in catalog.obsolete.values():
        message.locations = []
    for key in [key for key, message in catalog.obsolete.items() if not any(_text(message))]:
        del catalog.obsolete[key]
    catalog.header_comment = HEADER
    for name, value in WHO.items():
        setattr(catalog, name, value)
    catalog.creation_date = catalog.revision_date = EPOCH
    catalog.fuzzy = False
    return catalog


def _text(message: Any) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def as_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as a PO file: sorted, one line a sentence, files without line numbers."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def extracted_files() -> dict[Path, bytes]:
    """Return what `extract` would write, by path.

    Raises:
        SourcesMissing: there is no working copy here.

    """
    template = extract_template()
    files = {template_path(): as_bytes(template)}
    for language in TRANSLATED:
        files[po_path(language)] = as_bytes(merged(template, language))
    return files


@contextmanager
def translations_locked() -> Iterator[None]:
    """Let one command at a time change the files: two translators may work side by side."""
    paths.TRANSLATIONS.mkdir(exist_ok=True)
    folder = os.open(paths.TRANSLATIONS, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def write_if_changed(path: Path, content: bytes) -> bool:
    """Replace a file whole unless it holds this content already; return whether it changed."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(f"{path.suffix}.new")
    making.write_bytes(content)
    making.replace(path)
    return True


def compile_catalogs() -> dict[Path, int]:
    """Write a .mo beside every .po; return the number of translated sentences by path."""
    made = {}
    for language in TRANSLATED:
        catalog = read_catalog(po_path(language), language)
        buffer = BytesIO()
        write_mo(buffer, catalog)
        path = po_path(language).with_suffix(".mo")
        write_if_changed(path, buffer.getvalue())
        made[path] = sum(1 for message in catalog if message.id and any(_text(message)))
    return made
