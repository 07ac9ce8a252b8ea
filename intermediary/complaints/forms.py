"""The registration form: the single validation of both doors (ARCHITECTURE.md, in one line).

The page posts it, the phone's JSON is flattened into it; names, limits and faults are the same.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FormField, HiddenField
from wtforms.widgets import HiddenInput, TelInput, TextArea

from intermediary.complaints import vocabulary as words
from intermediary.complaints.fields import (
    MOST_PEOPLE,
    ChoiceField,
    MaxLength,
    ScopeField,
    TextField,
    as_choices,
    code_field,
    date_field,
    number_field,
    parse_cnic,
    parse_moment,
    parse_phone,
)
from intermediary.core.forms import BaseForm, Fault, NestedForm, ParsedField, flatten
from intermediary.directory import queries as directory

NAME_LENGTH = 120
LINE_LENGTH = 200
TEXT_LENGTH = 10_000  # characters; the longest complaint of the corpus has 1,460
OFF_VALUES = (False, "false", "n", "no", "0", "")

REQUIRED = _l("This is needed. Please fill it in.")


def require(field: Any, *, raw: bool = False) -> bool:
    """Mark a field as missing when it is empty; return whether it holds something."""
    value = getattr(field, "raw", field.data) if raw else field.data
    if value or field.errors:
        return bool(value)
    field.errors = [*field.errors, Fault("required", REQUIRED).args[0]]
    return False


class ResidentForm(NestedForm):
    """The resident."""

    name = TextField(_l("Name of the resident"), [MaxLength(NAME_LENGTH)])
    unnamed = BooleanField(_l("The resident wishes to be unnamed"), false_values=OFF_VALUES)
    parent_name = TextField(_l("Name of the father or husband"), [MaxLength(NAME_LENGTH)])
    gender = ChoiceField(_l("Woman or man"), words.GENDERS, blank=_l("Not said"))
    phone = ParsedField(_l("Phone number"), parse=parse_phone, widget=TelInput())
    call_time = TextField(_l("Best time to call"), [MaxLength(NAME_LENGTH)])
    alternative = TextField(_l("Another person whom we may call"), [MaxLength(LINE_LENGTH)])
    cnic = ParsedField(_l("Identity card number (not needed)"), parse=parse_cnic, widget=TelInput())
    affected_count = number_field(_l("How many people are affected?"), 1, MOST_PEOPLE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there is a name, or the wish to be unnamed."""
        is_valid = super().validate(extra_validators)
        return (self.unnamed.data or require(self.name)) and is_valid


class AccusedForm(NestedForm):
    """The office, school or person complained of."""

    text = TextField(_l("Office or person complained of"), [MaxLength(300)])
    office = code_field(_l("Office complained of"), directory.office)
    school = code_field(_l("School complained of"), directory.school)


class PlaceForm(NestedForm):
    """Where it happened."""

    district = code_field(_l("District"), directory.district)
    tehsil = code_field(_l("Tehsil"), directory.tehsil)
    village = TextField(_l("Village or street"), [MaxLength(NAME_LENGTH)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that a district is named and that the tehsil lies in it."""
        is_valid = super().validate(extra_validators)
        is_valid = require(self.district) and is_valid
        tehsil = directory.tehsil(self.tehsil.data) if self.tehsil.data else None
        if tehsil is not None and self.district.data and tehsil.parent_code != self.district.data:
            wrong = Fault("unknown", _l("This tehsil is not in the district. Please choose again."))
            self.tehsil.errors = [wrong.args[0]]
            return False
        return is_valid


class ConsentForm(NestedForm):
    """What the resident agreed to."""

    method = ChoiceField(_l("How did the resident agree?"), words.CONSENT_METHODS)
    scope = ScopeField(_l("What may be shared?"), choices=as_choices(words.CONSENT_SCOPES))
    witness = TextField(_l("Name of the witness"), [MaxLength(NAME_LENGTH)])
    lang = ChoiceField(
        _l("Language of the statement"),
        dict.fromkeys(words.LANGUAGE_CHOICES, ""),
        widget=HiddenInput(),
    )
    wording_version = TextField("", [MaxLength(80)], widget=HiddenInput())
    at = ParsedField("", parse=parse_moment, widget=HiddenInput())

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that somebody saw the resident agree."""
        is_valid = super().validate(extra_validators)
        is_valid = require(self.method) and is_valid
        if self.method.data == "witness":
            is_valid = require(self.witness) and is_valid
        return is_valid


class RegistrationForm(BaseForm):
    """A complaint as a teacher registers it."""

    kind = ChoiceField(_l("What is it?"), words.KINDS, default="complaint")
    resident = FormField(ResidentForm, separator=".")
    text = TextField(
        _l("What happened? In the resident's own words"),
        [MaxLength(TEXT_LENGTH)],
        widget=TextArea(),
    )
    lang = ChoiceField(
        _l("Language of these words"),
        {"ps": _l("Pashto"), "ur": _l("Urdu"), "en": _l("English")},
    )
    category = code_field(_l("Category"), directory.category)
    happened_on = date_field(_l("When did it happen?"))
    money_asked = ChoiceField(_l("Did anybody ask for money?"), words.MONEY_ASKED, default="unsaid")
    accused = FormField(AccusedForm, separator=".")
    place = FormField(PlaceForm, separator=".")
    school = code_field(_l("Your school"), directory.school)
    sensitive = BooleanField(_l("This is dangerous for the resident"), false_values=OFF_VALUES)
    consent = FormField(ConsentForm, separator=".")
    slip = HiddenField()

    def __init__(self, *args: Any, has_voice: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_voice = has_voice

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields; words or a voice note must be there, a category need not."""
        is_valid = super().validate(extra_validators)
        if not self.has_voice:
            is_valid = require(self.text) and is_valid
        is_valid = require(self.lang) and is_valid
        return self._category_is_current() and is_valid

    def _category_is_current(self) -> bool:
        category = directory.category(self.category.data) if self.category.data else None
        if category is None or category.is_valid_on(directory.today()):
            return not self.category.errors
        retired = Fault("retired", _l("This category is no longer used. Please choose another."))
        self.category.errors = [retired.args[0]]
        return False


def form_from_json(payload: dict[str, Any]) -> RegistrationForm:
    """Return the form filled from a phone's JSON (SYNC.md 3, Complaint); it carries no token."""
    purposes = {a.get("purpose") for a in payload.get("attachments") or [] if isinstance(a, dict)}
    return RegistrationForm(
        formdata=MultiDict(flatten(payload)),
        meta={"csrf": False},
        has_voice="narrative" in purposes,
    )
