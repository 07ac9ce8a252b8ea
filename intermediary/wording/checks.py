"""Whether a translation may be shown: errors refuse it, warnings ask for a second look.

Separate because the desk, publishing, loading and the translators' commands must judge alike
(SECURITY.md A11): a sentence from outside can break every page or carry a tag.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intermediary.core.text import ascii_digits, clean_text, fold

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")
TAG = re.compile(r"<[^<>]*>")
MARKUP = '<>&"'
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
LENGTH_FACTOR = 3  # SECURITY.md A11
SHORT_LENGTH = 40  # characters always allowed: "No" may need more than six in Pashto
COUNT = "%(num)d"

PASHTO_ONLY = frozenset("ټځڅډړږښګڼېۍ")
URDU_ONLY = frozenset("ٹڈڑےگںہھۂ")
ARABIC_ONLY = {"ur": frozenset("يكىه"), "ps": frozenset("ك")}
LATIN_MARKS = re.compile(r"[\u0600-\u06ff]\s*[,;?]")
END_MARKS = {".": ".۔", "?": "؟?", "!": "!", ":": ":", "…": "…"}
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[A-Za-z]{3}")
LONG_FACTOR, LONG_FROM = 2.2, 12  # much longer than English, where that tells anything


@dataclass(frozen=True)
class Finding:
    """One thing that a check found: which form of the sentence (from 0), what, and the detail."""

    level: str
    code: str
    form: int = 0
    detail: str = ""


def check(english: Sequence[str], strings: Sequence[str], language: str) -> list[Finding]:
    """Return what is wrong with a translation of a sentence (all its forms); errors first."""
    if len(strings) != len(english):
        return [Finding("error", "forms")]
    found: list[Finding] = []
    for form, string in enumerate(strings):
        errors = [
            Finding("error", code, form, detail) for code, detail in _errors(english, string, form)
        ]
        found += errors
        if not errors:
            found += [
                Finding("warning", code, form, detail)
                for code, detail in _warnings(english[form], string, language)
            ]
    return sorted(found, key=lambda finding: finding.level)


def errors_of(english: Sequence[str], strings: Sequence[str], language: str) -> list[Finding]:
    """Return only what forbids showing a translation."""
    return [found for found in check(english, strings, language) if found.level == "error"]


Found = Iterator[tuple[str, str]]


def _errors(english: Sequence[str], string: str, form: int) -> Found:
    msgid = english[form]
    if not string.strip() or (fold(msgid) and not fold(PLACEHOLDER.sub("x", string))):
        yield "empty", ""
        return
    yield from _placeholder_errors(english, string, form)
    yield from _character_errors(msgid, string)
    if len(string) > max(LENGTH_FACTOR * len(msgid), SHORT_LENGTH):
        yield "too-long", f"{len(string)}/{max(LENGTH_FACTOR * len(msgid), SHORT_LENGTH)}"
    if string.count("\n") > msgid.count("\n"):
        yield "newline", ""


def _placeholder_errors(english: Sequence[str], string: str, form: int) -> Found:
    wanted = Counter(PLACEHOLDER.findall(english[form]))
    given = Counter(PLACEHOLDER.findall(string))
    if len(english) > 1 and form == 0:  # "one day" needs no number, and may carry it
        number = Counter(PLACEHOLDER.findall(english[1]))[COUNT]
        if given[COUNT] <= max(number, wanted[COUNT]):
            wanted[COUNT] = given[COUNT] = 0
    missing, extra = wanted - given, given - wanted
    if missing:
        yield "placeholder-missing", " ".join(sorted(missing))
    if extra:
        yield "placeholder-extra", " ".join(sorted(extra))
    if "%" in PLACEHOLDER.sub("", string).replace("%%", ""):
        yield "percent", ""
    if Counter(BRACES.findall(english[form])) != Counter(BRACES.findall(string)):
        yield "braces", ""


def _character_errors(msgid: str, string: str) -> Found:
    own, given = (Counter(c for c in text if c in MARKUP) for text in (msgid, string))
    tags = Counter(TAG.findall(msgid)) != Counter(TAG.findall(string))
    if given - own or (("<" in msgid or ">" in msgid) and tags):
        yield "markup", " ".join(sorted(given - own))
    if BIDI & set(string):
        yield "bidi", _names(BIDI & set(string))
    elif clean_text(string) != unicodedata.normalize("NFC", string).strip():
        yield "invisible", _names(set(string) - set(clean_text(string)))
    if PRESENTATION.search(string):
        yield "presentation", ""


def _names(characters: set[str] | frozenset[str]) -> str:
    return " ".join(sorted(f"U+{ord(character):04X}" for character in characters))


def _warnings(msgid: str, string: str, language: str) -> Found:
    ends = END_MARKS.get(msgid[-1:])
    if ends is not None and string[-1:] not in ends:
        yield "end-mark", msgid[-1:]
    if string != " ".join(string.split(" ")).strip() or "  " in string:
        yield "spaces", ""
    if len(msgid) >= LONG_FROM and len(string) > LONG_FACTOR * len(msgid):
        yield "long", f"{len(string)}/{len(msgid)}"
    if _numbers(msgid) != _numbers(string):
        yield "numbers", ""
    if language in ARABIC_ONLY:
        yield from _letter_warnings(msgid, string, language)


def _numbers(text: str) -> Counter[str]:
    return Counter(NUMBER.findall(ascii_digits(PLACEHOLDER.sub("", text))))


def _letter_warnings(msgid: str, string: str, language: str) -> Found:
    letters = set(string)
    if LATIN_MARKS.search(string):
        yield "latin-marks", "، ؛ ؟"
    if "ـ" in letters:
        yield "tatweel", ""
    strangers = letters & (PASHTO_ONLY if language == "ur" else URDU_ONLY)
    strangers |= letters & ARABIC_ONLY[language]
    if strangers:
        yield "letters", " ".join(sorted(strangers))
    if string == msgid and WORD.search(PLACEHOLDER.sub("", msgid)):
        yield "unchanged", ""
