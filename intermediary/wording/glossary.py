"""The agreed words for the things of this product, in three languages.

Separate because a translator needs them beside the sentence, so that one thing has one name.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MOST_TERMS = 8  # beside one sentence


@dataclass(frozen=True)
class Term:
    """An English term with its agreed translations."""

    en: str
    ur: str
    ps: str
    note: str


@cache
def terms() -> tuple[Term, ...]:
    """Return all terms, longer ones first."""
    path = Path(__file__).parent / "data" / "glossary.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Term(r["en"], r["ur"], r["ps"], r["note"]) for r in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda term: (-len(term.en), term.en)))


def terms_in(text: str) -> list[Term]:
    """Return the terms that a sentence uses, longer ones first; a part of one is not repeated."""
    found = []
    rest = text.casefold()
    for term in terms():
        pattern = rf"\b{re.escape(term.en.casefold())}(?:s|es)?\b"
        if re.search(pattern, rest):
            found.append(term)
            rest = re.sub(pattern, "·", rest)
    return found[:MOST_TERMS]
