"""Sentences out to a translator as a table, and the translations back in, checked.

Separate because it is the translators' tool: one row a sentence, tab-separated UTF-8, a backslash
before n, t or a backslash stands for a new line, a tab or itself. What breaks a rule stays out.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog

from intermediary.wording.checks import Finding, check
from intermediary.wording.extraction import as_bytes, write_if_changed
from intermediary.wording.messages import (
    Sentence,
    key_of,
    list_sentences,
    po_path,
    read_catalog,
    template_path,
)  # fmt: skip

#: `text` is the translation (of the singular where there are two), `text_plural` the second form.
COLUMNS = ("key", "english", "english_plural", "files", "text", "text_plural")
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}


class TableUnreadable(Exception):
    """The table has no header, or a row has too few columns."""


@dataclass
class Filling:
    """What came of a table: counts, and every finding by key of its sentence."""

    filled: int = 0
    unchanged: int = 0
    empty: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    warned: list[tuple[str, str]] = field(default_factory=list)


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(character, character) for character in text)


def _unescaped(text: str) -> str:
    parts = text.split("\\\\")
    return "\\".join(part.replace("\\n", "\n").replace("\\t", "\t") for part in parts)


def sentences_of(language: str) -> tuple[Catalog, dict[str, Sentence]]:
    """Return a language's catalogue and all sentences with what it says, fresh from the files."""
    catalog = read_catalog(po_path(language), language)
    return catalog, list_sentences({language: catalog}, read_catalog(template_path(), None))


def missing_sentences(language: str) -> list[Sentence]:
    """Return the sentences that a language does not say yet."""
    _catalog, known = sentences_of(language)
    return [sentence for sentence in known.values() if not sentence.shipped_in(language)]


def as_table(sentences: Iterable[Sentence], language: str) -> str:
    """Return sentences as a table with a header; what is translated already is filled in."""
    lines = ["\t".join(COLUMNS)]
    for sentence in sentences:
        english = [*sentence.forms, ""][:2]
        text = [*sentence.shipped_in(language), "", ""][:2]
        cells = (sentence.key, *english, " ".join(sentence.files), *text)
        lines.append("\t".join(_escaped(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def read_table(text: str) -> list[dict[str, str]]:
    """Return the rows of a table; columns are found by the header, further ones do no harm.

    Raises:
        TableUnreadable: `text` or what names the sentence is missing.

    """
    lines = [line for line in text.lstrip("\ufeff").replace("\r\n", "\n").split("\n") if line]
    header = lines[0].split("\t") if lines else []
    if "text" not in header or not {"key", "english"} & set(header):
        raise TableUnreadable(f"The first line must name the columns: {', '.join(COLUMNS)}.")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = [_unescaped(cell) for cell in line.split("\t")]
        if len(cells) > len(header):
            raise TableUnreadable(f"Line {number} has more columns than the first line.")
        rows.append(dict(zip(header, [*cells, *[""] * len(header)], strict=False)))
    return rows


def fill_catalog(
    language: str, rows: Iterable[dict[str, str]], *, only_check: bool = False
) -> Filling:
    """Write the translations of a table into a language's PO file; repeated runs do nothing.

    A row that breaks a rule is left out and named; the others are written.
    """
    catalog, known = sentences_of(language)
    result = Filling()
    for row in rows:
        _fill_row(catalog, known, language, row, result)
    if result.filled and not only_check:
        write_if_changed(po_path(language), as_bytes(catalog))
    return result


def _fill_row(
    catalog: Catalog,
    known: dict[str, Sentence],
    language: str,
    row: dict[str, str],
    result: Filling,
) -> None:
    key = row.get("key") or key_of(None, row.get("english", ""))
    sentence = known.get(key)
    if sentence is None or row.get("english", sentence.msgid) != sentence.msgid:
        result.refused.append((key, "unknown-sentence"))
        return
    texts = (row["text"], row.get("text_plural", ""))[: len(sentence.forms)]
    strings = tuple(unicodedata.normalize("NFC", text).strip() for text in texts)
    if not any(strings):
        result.empty += 1
        return
    if len(sentence.forms) == 1 and row.get("text_plural", "").strip():
        result.refused.append((key, "forms"))
        return
    findings = check(sentence.forms, strings, language)
    result.warned += [(key, _said(found)) for found in findings if found.level == "warning"]
    errors = [(key, _said(found)) for found in findings if found.level == "error"]
    if errors:
        result.refused += errors
    elif strings == sentence.shipped_in(language):
        result.unchanged += 1
    elif (message := catalog.get(sentence.msgid, sentence.context)) is not None:
        message.string = strings[0] if len(strings) == 1 else strings
        message.flags.discard("fuzzy")
        result.filled += 1


def _said(found: Finding) -> str:
    form = " (2 and more)" if found.form else ""
    return f"{found.code}{form} {found.detail}".strip()
