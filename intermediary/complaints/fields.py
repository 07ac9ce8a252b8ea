"""The form fields of a complaint and how each typed text is understood.

Separate from the forms, so that one page holds all rules about text, numbers, dates and codes.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from stdnum.exceptions import ValidationError as NumberError
from stdnum.pk import cnic
from wtforms import SelectChoice, SelectMultipleField, StringField
from wtforms.fields.choices import Choice, SelectFieldBase
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, NumberInput, Select

from intermediary.core.dates import KARACHI
from intermediary.core.db import utc_now
from intermediary.core.forms import Fault, ParsedField
from intermediary.core.text import ascii_digits, clean_text

EARLIEST_YEAR = 1947  # nothing that people still complain of happened before the country existed
PHONE = re.compile(r"(?:\+92|0092|92|0)(\d{9,10})", re.ASCII)
MOST_PEOPLE = 1_000_000
CODE = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)  # anything else never reaches the database


class MaxLength:
    """At most `limit` characters, counted after cleaning."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Any, field: Any) -> None:
        """Raise Fault `too-long` when the text is longer."""
        if field.data and len(field.data) > self.limit:
            raise Fault("too-long", _l("This is too long. Please say it more shortly."))


class TextField(StringField):
    """Words that a person typed: cleaned, empty is None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the typed text, cleaned."""
        self.data = clean_text(str(valuelist[0])) if valuelist else None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Store nothing rather than an empty text."""
        self.data = self.data or None


class ChoiceField(ParsedField, SelectFieldBase):
    """One of a closed list; shown as a list to choose from."""

    widget = Select()

    def __init__(self, label: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        self.blank = kwargs.pop("blank", None)
        super().__init__(label, parse=self._known, **kwargs)
        self.choices = choices

    def _known(self, typed: str) -> str:
        if typed not in self.choices:
            raise Fault("unknown", _l("Please choose from the list."))
        return typed

    def iter_choices(self) -> Iterable[Choice]:
        """Yield what the widget shows."""
        if self.blank is not None:
            yield Choice("", self.blank, not self.raw, {})
        for value, label in self.choices.items():
            yield Choice(value, label, self.raw == value, {})


def as_choices(words: dict[str, Any]) -> list[Any]:
    """Return a closed list in the form that WTForms shows."""
    return [SelectChoice(value, label) for value, label in words.items()]


class ScopeField(SelectMultipleField):
    """Ticks of a closed list; unknown ones are a fault."""

    data: list[str] | None
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """Raise Fault `unknown` for a tick that is not on the list."""
        known = {choice.value for choice in self.choices}
        ticked = list(dict.fromkeys(self.data or ()))
        self.data = ticked
        if set(ticked) - known:
            raise Fault("unknown", _l("Please choose from the list."))


def number_field(label: Any, low: int, high: int, **kwargs: Any) -> Any:
    """Return a field for a whole number between two bounds."""

    def parse(typed: str) -> int:
        digits = ascii_digits(typed)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise Fault("format", _l("Please write a number."))
        if not low <= int(digits) <= high:
            raise Fault("format", _l("This number cannot be right. Please look at it again."))
        return int(digits)

    return ParsedField(label, parse=parse, widget=NumberInput(min=low, max=high), **kwargs)


def parse_past_date(typed: str) -> date:
    """Return a date in the Karachi calendar that is not in the future.

    Raises:
        Fault: `format` or `future`.

    """
    try:
        day = date.fromisoformat(ascii_digits(typed))
    except ValueError:
        raise Fault("format", _l("Please write the date as day, month and year.")) from None
    if day > utc_now().astimezone(KARACHI).date():
        raise Fault("future", _l("This date lies in the future. Please look at it again."))
    if day.year < EARLIEST_YEAR:
        raise Fault("format", _l("This date is too long ago. Please look at it again."))
    return day


def date_field(label: Any, **kwargs: Any) -> Any:
    """Return a field for a day in the past or today."""
    return ParsedField(label, parse=parse_past_date, widget=DateInput(), **kwargs)


def parse_moment(typed: str) -> datetime:
    """Return the moment in an ISO 8601 text with its zone.

    Raises:
        Fault: `format`.

    """
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 < moment.year < 2200:
        raise Fault("format", _l("The time cannot be read. Please save the complaint again."))
    return moment


def parse_phone(typed: str) -> str:
    """Return a Pakistani number as 03001234567; +92, 0092, spaces and dashes are forgiven.

    Raises:
        Fault: `format`.

    """
    digits = re.sub(r"[\s().\-–—]", "", ascii_digits(typed))
    match = PHONE.fullmatch(digits)
    if match is None:
        raise Fault("format", _l("A phone number looks like 03001234567. Please look at it again."))
    return f"0{match[1]}"


def parse_cnic(typed: str) -> str:
    """Return a CNIC as 17301-1234567-1.

    Raises:
        Fault: `format`.

    """
    digits = re.sub(r"[\s.\-–—]", "", ascii_digits(typed))
    try:
        return str(cnic.format(cnic.validate(digits)))
    except NumberError:
        raise Fault(
            "format", _l("An identity card number has 13 digits. Please look at it again.")
        ) from None


def code_field(label: Any, find: Callable[[str], Any], **kwargs: Any) -> Any:
    """Return a field whose text must be a code that `find` knows; find returns None otherwise."""

    def parse(typed: str) -> str:
        if not CODE.fullmatch(typed) or find(typed) is None:
            raise Fault("unknown", _l("Please choose from the list."))
        return typed

    return ParsedField(label, parse=parse, **kwargs)
