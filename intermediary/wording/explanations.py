"""What the desk says in plain words: what a check found, where a sentence stands, a preview.

Separate because files and codes are for developers, and translators read neither.
"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from intermediary.core.placeholders import UNFILLABLE, fill
from intermediary.wording.checks import PLACEHOLDER, Finding

EXPLANATIONS = {
    "empty": _l("Please write something here, or leave all boxes of this language empty."),
    "forms": _l("Please write both: for 1, and for 2 and more."),
    "placeholder-missing": _l("Please copy this exactly from the English text: %(detail)s"),
    "placeholder-extra": _l("This is not in the English text. Please take it out: %(detail)s"),
    "percent": _l("Please write the percent sign twice."),
    "braces": _l("Please use curly brackets exactly as in the English text."),
    "markup": _l("These signs are not allowed here: %(detail)s"),
    "bidi": _l("There is a hidden sign for the direction: %(detail)s. Please type it again."),
    "invisible": _l("There is a hidden sign in the text: %(detail)s. Please type it again."),
    "presentation": _l("Some letters come from an old font. Please type them on the keyboard."),
    "too-long": _l("This is too long for its place: %(detail)s letters."),
    "newline": _l("Please write this on one line."),
    "end-mark": _l("The English text ends with “%(detail)s”. Should this end in the same way?"),
    "spaces": _l("There is a double space."),
    "long": _l("This is much longer than the English text. Will it fit?"),
    "numbers": _l("The numbers differ from the English text."),
    "latin-marks": _l("Please use the marks of your own language: %(detail)s"),
    "tatweel": _l("There is a stretching line (ـ) in a word."),
    "letters": _l("These letters belong to another language: %(detail)s"),
    "unchanged": _l("This is the same as the English text."),
}

#: Beginning of a file's path → where people meet the sentence; the first that fits.
PLACES = (
    ("templates/field/", _l("Teacher's app")),
    ("static/", _l("Teacher's app, while it runs")),
    ("templates/review/", _l("The desk of the offices")),
    ("templates/public/", _l("Public pages")),
    ("templates/wording/", _l("Wording desk")),
    ("templates/accounts/", _l("Account and sign-in")),
    ("templates/security/", _l("Account and sign-in")),
    ("templates/errors/", _l("Error page")),
    ("templates/", _l("Every page")),
    ("intermediary/wording/library_words.py", _l("Messages of forms")),
    ("intermediary/complaints/", _l("Complaints: forms, states, messages")),
    ("intermediary/field/", _l("Teacher's app")),
    ("intermediary/review/", _l("The desk of the offices")),
    ("intermediary/public/", _l("Public pages")),
    ("intermediary/wording/", _l("Wording desk")),
    ("intermediary/accounts/", _l("Account and sign-in")),
    ("intermediary/sync/", _l("Sending from the phone")),
    ("intermediary/", _l("Messages")),
)
#: Files whose sentences reach phones for use without a signal.
ON_PHONE = ("static/", "templates/field/", "intermediary/field/", "intermediary/complaints/")


def explain(finding: Finding) -> str:
    """Return a finding as a sentence for the translator."""
    sentence = str(EXPLANATIONS[finding.code])
    return fill(sentence, {"detail": finding.detail}) if "%" in sentence else sentence


def places_of(files: Sequence[str]) -> list[str]:
    """Return where people meet a sentence, each place once."""
    names = (
        next((str(name) for start, name in PLACES if file.startswith(start)), file)
        for file in files
    )
    return list(dict.fromkeys(names))


def pieces(string: str) -> list[tuple[str, bool]]:
    """Return a sentence in pieces, each with whether it is a placeholder.

    A placeholder is shown apart from its sentence: inside Pashto or Urdu its signs would change
    places.
    """
    found: list[tuple[str, bool]] = []
    end = 0
    for match in PLACEHOLDER.finditer(string):
        found += [(string[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [*found, (string[end:], False)]


def preview(string: str, form: int) -> str:
    """Return a sentence with sample values: 1 or 5 for numbers, the name in brackets for text."""
    values: dict[str, object] = {}
    for placeholder in PLACEHOLDER.findall(string):
        name = placeholder[2:-2]
        values[name] = (5 if form else 1) if placeholder.endswith("d") else f"[{name}]"
    try:
        return fill(string, values)
    except UNFILLABLE:
        return string
