"""The form of one sentence: a box for each form in each language that the person may change.

Separate because its fields are made from the sentence, and its checks from checks.py.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.widgets import TextArea

from intermediary.core.forms import BaseForm
from intermediary.wording.checks import Finding, check
from intermediary.wording.desk import Row, mark_of
from intermediary.wording.explanations import explain

MAX_LENGTH = 4000  # characters read from one box; the checks name the true limit
LANGUAGE_NAMES = {"en": _l("English"), "ur": _l("Urdu"), "ps": _l("Pashto")}
FORM_NAMES = (_l("1"), _l("2 and more"))
OVERTAKEN = _l("Somebody changed this text in the meantime. Please compare, then keep yours again.")


def box(language: str, form: int) -> str:
    """Return the name of the field for one form in one language."""
    return f"{language}-{form}"


def seen(language: str) -> str:
    """Return the name of the field that carries the mark of what the page showed."""
    return f"seen-{language}"


def _normal(text: str | None) -> str:
    """Return typed text as it is compared and kept; hidden signs stay, so that checks name them."""
    lines = (text or "")[:MAX_LENGTH].replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


class SentenceForm(BaseForm):
    """What every sentence has; the boxes come with `form_for`."""

    accept = BooleanField(_l("I looked at the remarks. Keep the text as it is."))

    row: Row
    languages: tuple[str, ...]
    remarks: dict[str, list[str]]

    def typed(self, language: str) -> list[str]:
        """Return the text of a language's boxes; all empty: no forms, the shipped words."""
        forms = range(len(self.row.sentence.forms))
        texts = [str(self[box(language, form)].data) for form in forms]
        return texts if any(texts) else []

    def changed(self) -> list[str]:
        """Return the languages whose text was changed: not as the page showed it, nor as it is."""
        marks = {code: mark_of(self.typed(code)) for code in self.languages}
        return [
            code
            for code, mark in marks.items()
            if mark not in (self[seen(code)].data, self.row.cell(code).mark)
        ]

    def overtaken(self) -> list[str]:
        """Return the changed languages that somebody else changed since the page was shown."""
        return [
            code for code in self.changed() if self[seen(code)].data != self.row.cell(code).mark
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was changed; errors refuse it, remarks ask for a tick."""
        is_valid: bool = super().validate(extra_validators)
        if self.overtaken():
            self.form_errors.append(OVERTAKEN)
            is_valid = False
        self.remarks = {}
        for language in self.changed():
            typed = self.typed(language)
            findings = check(self.row.sentence.forms, typed, language) if typed else []
            for finding in findings:
                is_valid = self._note(language, finding) and is_valid
        return is_valid and (bool(self.accept.data) or not self.remarks)

    def _note(self, language: str, finding: Finding) -> bool:
        name = box(language, finding.form)
        if finding.level == "error":
            self[name].errors = [*self[name].errors, explain(finding)]
            return False
        self.remarks.setdefault(name, []).append(explain(finding))
        return True


def form_for(row: Row, languages: Iterable[str]) -> SentenceForm:
    """Return the form of a sentence with boxes for these languages, filled with what is planned."""
    fields: dict[str, Any] = {}
    for language in languages:
        planned = row.cell(language).planned
        for form in range(len(row.sentence.forms)):
            fields[box(language, form)] = StringField(
                LANGUAGE_NAMES[language] if len(row.sentence.forms) == 1 else FORM_NAMES[form],
                filters=[_normal],
                default=planned[form] if form < len(planned) else "",
                widget=TextArea(),
            )
        fields[seen(language)] = StringField()
    made: SentenceForm = type("SentenceForm", (SentenceForm,), fields)()
    made.row, made.languages, made.remarks = row, tuple(languages), {}
    return made
