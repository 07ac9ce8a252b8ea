"""The base of every form, and errors that carry a code for the phone beside words for the person.

Separate because both doors show the same fault, the page as a sentence and sync as a code; and
because WTForms ships no Pashto and no Urdu: its sentences stand in our catalogue.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import Form, StringField, ValidationError
from wtforms.fields.core import Field
from wtforms.meta import DefaultMeta

from intermediary.core.languages import text_domain
from intermediary.core.text import clean_text


class _Messages:
    """What WTForms asks for; it fills in the values itself."""

    def gettext(self, string: str) -> str:
        return text_domain().unfilled(string)

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        return text_domain().unfilled(singular, plural, num)


class BaseForm(FlaskForm):
    """A form with CSRF protection that speaks the visitor's language."""

    class Meta(FlaskForm.Meta):
        """WTForms settings: messages through our catalogue."""

        def get_translations(self, _form: Any) -> _Messages:
            """Return our catalogue instead of WTForms' own."""
            return _Messages()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Take what a page posts; Flask-WTF would read JSON too, and fail on a list."""
            if formdata is _Auto and request.is_json:
                abort(415)
            return super().wrap_formdata(form, formdata)


class _NestedMeta(DefaultMeta):
    def get_translations(self, _form: Any) -> _Messages:
        return _Messages()


class NestedForm(Form):
    """A part of a form; it carries no token of its own."""

    Meta = _NestedMeta


class FaultText(str):
    """A fault's sentence that remembers its code (SYNC.md 3: required, unknown, format ...)."""

    code: str

    def __new__(cls, code: str, sentence: Any) -> "FaultText":
        """Return the sentence in the visitor's language."""
        text = super().__new__(cls, str(sentence))
        text.code = code
        return text


class Fault(ValidationError):
    """One field cannot be understood: a closed code, and a sentence that says what to do."""

    def __init__(self, code: str, sentence: Any) -> None:
        super().__init__(FaultText(code, sentence))
        self.code = code


class ParsedField(StringField):
    """A text field whose `data` is what `parse` makes of the typed text; empty text is None.

    `parse` raises Fault; the typed text stays in `raw` so that nothing a person wrote is lost.
    """

    def __init__(self, label: Any, parse: Callable[[str], Any], **kwargs: Any) -> None:
        self.parse = parse
        self.raw = ""
        super().__init__(label, **kwargs)

    def process_data(self, value: Any) -> None:
        """Take a value from code; it is shown as text."""
        self.data = value
        self.raw = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the typed text, cleaned; a field that was not sent keeps its default."""
        if valuelist:
            self.raw = clean_text(str(valuelist[0]))

    def pre_validate(self, form: Any) -> None:
        """Understand the typed text.

        Raises:
            Fault: it cannot be understood.

        """
        self.data = None
        self.data = self.parse(self.raw) if self.raw else None

    def _value(self) -> str:
        return self.raw


def faults_of(form: Form) -> list[dict[str, str]]:
    """Return all faults as [{name, code}], names joined by dots as in the page."""
    return [
        {"name": field.name, "code": getattr(field.errors[0], "code", "format")}
        for field in leaf_fields(form)
        if field.errors
    ]


def leaf_fields(form: Form) -> list[Field]:
    """Return all fields of a form, those of nested forms included, in page order."""
    leaves: list[Field] = []
    for field in form:
        nested = getattr(field, "form", None)
        if nested is not None:
            leaves.extend(leaf_fields(nested))
        else:
            leaves.append(field)
    return leaves


def flatten(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Return nested JSON as form pairs: names joined by dots, lists repeated, null left out."""
    pairs: list[tuple[str, str]] = []
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            pairs.extend(flatten(value, f"{name}."))
        elif isinstance(value, list):
            pairs.extend((name, _as_text(item)) for item in value)
        elif value is not None:
            pairs.append((name, _as_text(value)))
    return pairs


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "y" if value else ""
    return value if isinstance(value, str) else str(value)
