"""What the desk shows: every sentence with its words, draft and trouble in each language.

Separate from the views because searching and filtering are rules of their own.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from intermediary.core.languages import LANGUAGES
from intermediary.core.text import fold
from intermediary.wording import releases
from intermediary.wording.checks import errors_of
from intermediary.wording.explanations import ON_PHONE
from intermediary.wording.messages import Sentence, sentences
from intermediary.wording.models import Override

COLUMNS = ("en", "ur", "ps")
FILTERS = ("all", "missing", "changed", "phone", "errors")
PAGE_SIZE = 50


def mark_of(forms: Sequence[str]) -> str:
    """Return a short mark of a text, by which a change in the meantime is noticed."""
    return hashlib.sha256(rfc8785.dumps([text.strip() for text in forms])).hexdigest()[:16]


@dataclass(frozen=True)
class Cell:
    """One sentence in one language: what came with the release, what is live, what is planned."""

    language: str
    direction: str
    shipped: tuple[str, ...]
    live: tuple[str, ...]
    planned: tuple[str, ...]
    is_overridden: bool
    has_draft: bool
    has_errors: bool
    has_new_source: bool

    @property
    def is_missing(self) -> bool:
        """Tell whether people see English instead."""
        return not self.planned

    @property
    def mark(self) -> str:
        """Return the mark of what a page shows in the boxes of this language."""
        return mark_of(self.planned)


@dataclass(frozen=True)
class Row:
    """One sentence with its three languages, in the order of COLUMNS."""

    sentence: Sentence
    cells: tuple[Cell, ...]
    is_orphan: bool = False

    def cell(self, language: str) -> Cell:
        """Return the words in one language."""
        return next(cell for cell in self.cells if cell.language == language)

    @property
    def is_on_phone(self) -> bool:
        """Tell whether phones keep this sentence for use without a signal."""
        return any(name.startswith(ON_PHONE) for name in self.sentence.files)

    def fits(self, chosen: str) -> bool:
        """Tell whether a filter shows this row."""
        if chosen == "changed":
            return any(c.has_draft or c.is_overridden for c in self.cells)
        if self.is_orphan:
            return False
        if chosen == "missing":
            return any(c.is_missing for c in self.cells)
        if chosen == "errors":
            return any(c.has_errors or c.has_new_source for c in self.cells)
        return chosen != "phone" or self.is_on_phone

    def says(self, folded: str) -> bool:
        """Tell whether the folded words stand in the sentence, in any language."""
        texts = [*self.sentence.forms]
        for cell in self.cells:
            texts += [*cell.shipped, *cell.live, *cell.planned]
        return folded in fold(" ".join(texts))


class Desk:
    """All rows at one moment."""

    def __init__(self) -> None:
        self._live = releases.snapshot_of(releases.current_release())
        self._drafts = {(d.language, d.key): d for d in releases.drafts()}

    def rows(self) -> list[Row]:
        """Return every sentence; those that the code no longer says come last."""
        known = sentences()
        rows = [self.row(sentence) for sentence in known.values()]
        return rows + [self.row(gone, is_orphan=True) for gone in self._orphans(known)]

    def row(self, sentence: Sentence, *, is_orphan: bool = False) -> Row:
        """Return one sentence."""
        cells = tuple(self._cell(sentence, language) for language in COLUMNS)
        return Row(sentence, cells, is_orphan)

    def find(self, key: str) -> Row | None:
        """Return the row of a sentence by its key."""
        sentence = sentences().get(key)
        return self.row(sentence) if sentence else None

    def _orphans(self, known: dict[str, Sentence]) -> list[Sentence]:
        gone: dict[str, Sentence] = {}
        for entries in self._live.values():
            for key, entry in entries.items():
                gone[key] = Sentence(entry["context"], (entry["msgid"],))
        return [sentence for key, sentence in sorted(gone.items()) if key not in known]

    def _cell(self, sentence: Sentence, language: str) -> Cell:
        shipped = sentence.shipped_in(language)
        entry: dict[str, Any] | None = self._live[language].get(sentence.key)
        draft: Override | None = self._drafts.get((language, sentence.key))
        live = tuple(entry["strings"]) if entry else shipped
        planned = live if draft is None else tuple(draft.strings) or shipped
        source = draft.base if draft else entry["base"] if entry else None
        written = draft.strings if draft else live if entry else ()
        return Cell(
            language=language,
            direction=LANGUAGES[language].direction,
            shipped=shipped,
            live=live,
            planned=planned,
            is_overridden=entry is not None,
            has_draft=draft is not None,
            has_errors=bool(written and errors_of(sentence.forms, written, language)),
            has_new_source=source is not None and tuple(source) != shipped,
        )


def chosen_rows(rows: Sequence[Row], shown: str, query: str) -> list[Row]:
    """Return the rows of a filter that say the searched words."""
    folded = fold(query)
    return [row for row in rows if row.fits(shown) and (not folded or row.says(folded))]


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many rows each filter shows."""
    return {name: sum(1 for row in rows if row.fits(name)) for name in FILTERS}


def coverage(rows: Sequence[Row]) -> list[tuple[str, int, int]]:
    """Return (language, sentences translated, sentences in all)."""
    used = [row for row in rows if not row.is_orphan]
    return [
        (code, sum(1 for row in used if not row.cell(code).is_missing), len(used))
        for code in COLUMNS
    ]
