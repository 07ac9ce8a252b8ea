"""Cleaning and folding of what people type in Pashto, Urdu and English.

Separate because every field, file name and translation passes here, and because
static/js/lib/fold.js must give the same keys on the phone (LANGUAGES.md 2.1, SECURITY.md 6.25).
"""

import re
import unicodedata

#: Longest run of combining marks that a word of the three languages needs; more is an attack.
MAX_MARKS = 5
ZWNJ, ZWJ = "\u200c", "\u200d"
#: Format characters (Cf) that are kept: joiners carry spelling, number signs are visible.
KEPT_FORMATS = frozenset(f"{ZWNJ}{ZWJ}\u0600\u0601\u0602\u0603\u0604\u0605\u06dd")
#: Not in category Cf, but invisible: a name made of these looks empty.
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\u0085")
_SPACES = re.compile(" +")


class TextTooLong(ValueError):
    """The cleaned text is longer than its field; a WTForms filter reports it as a field error."""


class _CleanTable(dict[int, str | None]):
    """Character by character: kept, dropped (None) or made a space; learns as it meets them."""

    def __missing__(self, point: int) -> str | None:
        char = chr(point)
        category = unicodedata.category(char)
        is_control = category in {"Cc", "Cs"} or (category == "Cf" and char not in KEPT_FORMATS)
        is_nothing = (point & 0xFFFE) == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
        result: str | None = char
        if char in "\t\v\f":
            result = " "
        elif char != "\n" and (is_control or is_nothing or char in INVISIBLE):
            result = None
        self[point] = result
        return result


_CLEAN = _CleanTable()


def _cap_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def clean_text(text: str, max_length: int | None = None) -> str:
    """Return the text in NFC without control, bidi, tag and invisible characters; idempotent.

    ZWNJ, ZWJ and newlines stay: they are spelling and paragraphs. Space at both ends goes.

    Raises:
        TextTooLong: more than `max_length` characters remain after cleaning.

    """
    cleaned = _NEWLINES.sub("\n", text).translate(_CLEAN)
    cleaned = unicodedata.normalize("NFC", cleaned)
    if len(cleaned) > MAX_MARKS and not cleaned.isascii():
        cleaned = unicodedata.normalize("NFC", _cap_marks(cleaned))
    cleaned = cleaned.strip()
    if max_length is not None and len(cleaned) > max_length:
        raise TextTooLong(len(cleaned))
    return cleaned


def ascii_digits(text: str) -> str:
    """Return the text with Arabic and Persian digits written 0-9; run before any number check."""
    return text.translate(ASCII_DIGITS)


#: Letters that one key family writes in different ways on Pashto, Urdu and Arabic keyboards.
FAMILIES = {
    "ی": "يىېۍئےۓ",
    "ه": "ہھۀۂۃةە",
    "ک": "كڪ",
    "گ": "ګ",
    "ٹ": "ټ",
    "ڈ": "ډ",
    "ڑ": "ړ",
    "ن": "ڼں",
    "ا": "أإآٱ",
    "و": "ؤ",
    "": "ء\u0640",
}
_FAMILY_OF = {letter: head for head, letters in FAMILIES.items() for letter in letters}


def _fold_one(char: str) -> str:
    """Return what one NFKC character becomes in the search key."""
    if char in _FAMILY_OF:
        return _FAMILY_OF[char]
    category = unicodedata.category(char)
    if char == ZWNJ:
        return " "
    if category[0] == "M" or category == "Cf" or char in INVISIBLE:
        return ""
    if category[0] in "LN":
        return ascii_digits(char)
    return " "


class _FoldTable(dict[int, str]):
    def __missing__(self, point: int) -> str:
        lowered = unicodedata.normalize("NFKC", chr(point).lower())
        result = "".join(_fold_one(char) for char in lowered)
        self[point] = result
        return result


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Return the search key: lower-case letters and digits, one per key family; idempotent.

    Words are separated by single spaces. Never shown: the typed text is evidence and stays.
    """
    key = unicodedata.normalize("NFKC", text).translate(_FOLD)
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", key)).strip()
