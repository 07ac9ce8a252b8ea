"""The forms of the slip page: the code itself, and the sheets by which a resident acts.

The rules of every act are those of complaints/act_forms.py; here only slip and sheet are added.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from uuid_utils import uuid4
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from intermediary.complaints import vocabulary as words
from intermediary.complaints.act_forms import (
    ConsentScopeForm,
    DecisionForm,
    FeedbackForm,
    ReopenForm,
    WithdrawForm,
    feedback_from,
)
from intermediary.complaints.answers import FeedbackGiven
from intermediary.complaints.codes import check_slip_code
from intermediary.complaints.fields import ChoiceField, as_choices
from intermediary.complaints.forms import require
from intermediary.core.forms import BaseForm, ParsedField
from intermediary.core.languages import current_language

WRITTEN_IN = {"ps": _l("Pashto"), "ur": _l("Urdu"), "en": _l("English")}
#: Answers of a feedback that make it worth keeping, beside the outcome that the act itself says.
TOLD = ("days", "conduct", "evidence_seen", "text")


class SlipForm(BaseForm):
    """The slip code, as a resident types it."""

    slip = ParsedField(_l("Slip code"), parse=check_slip_code)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there is a code and that its check digit is right."""
        return super().validate(extra_validators) and require(self.slip)


class SheetForm(BaseForm):
    """What every act carries: the code, the complaint that was shown, and the sheet's number."""

    slip = ParsedField("", parse=check_slip_code, widget=HiddenInput())
    reference = HiddenField()
    sheet = HiddenField()


class TellingForm(SheetForm):
    """A sheet with room for own words."""

    lang = ChoiceField(
        _l("Language of these words"), WRITTEN_IN, default=lambda: current_language().code
    )


class ConfirmSheet(DecisionForm, TellingForm):
    """It is solved."""

    reason = None  # type: ignore[assignment]  # how WTForms leaves a field out
    outcome = ChoiceField("", words.FEEDBACK_OUTCOMES, default="solved", widget=HiddenInput())


class DisputeSheet(DecisionForm, TellingForm):
    """It is not solved."""

    outcome = ChoiceField("", words.FEEDBACK_OUTCOMES, default="not_solved", widget=HiddenInput())


class ReopenSheet(ReopenForm, TellingForm):
    """It is open again."""

    outcome = ChoiceField("", words.FEEDBACK_OUTCOMES, default="not_solved", widget=HiddenInput())


class FeedbackSheet(FeedbackForm, TellingForm):
    """How it went."""

    outcome = ChoiceField(
        _l("Is it really solved?"), words.FEEDBACK_OUTCOMES, blank=_l("Please choose")
    )


class WithdrawSheet(WithdrawForm, SheetForm):
    """Take it back; corrections are sent by the teacher, not from here."""

    reason = ChoiceField(
        _l("Why do you take it back?"),
        {code: word for code, word in words.WITHDRAW_REASONS.items() if code != "corrected"},
        blank=_l("Please choose"),
    )


class ConsentSheet(ConsentScopeForm, SheetForm):
    """What may still be shared."""


#: Kind of act to its sheet, in the order in which the page shows them.
SHEETS: dict[str, type[SheetForm]] = {
    "confirm": ConfirmSheet,
    "dispute": DisputeSheet,
    "reopen": ReopenSheet,
    "feedback": FeedbackSheet,
    "consent": ConsentSheet,
    "withdraw": WithdrawSheet,
}


def posted_sheet(kind: str) -> SheetForm:
    """Return the sheet of this request; its fields are named by kind, for the page has several."""
    return SHEETS[kind](prefix=f"{kind}-")


def fresh_sheet(kind: str, *, slip: str, reference: str, scope: list[str]) -> SheetForm:
    """Return an empty sheet for a complaint; consent shows only what can be taken back."""
    data = {"slip": slip, "reference": reference, "sheet": str(uuid4())}
    form = SHEETS[kind](formdata=None, prefix=f"{kind}-", data={**data, "scope": scope})
    offer_scope(form, scope)
    return form


def offer_scope(form: SheetForm, scope: list[str]) -> None:
    """Offer in a consent's sheet what is shared now, and nothing else."""
    if isinstance(form, ConsentSheet):
        form.scope.choices = as_choices({tick: words.CONSENT_SCOPES[tick] for tick in scope})


def told_in(form: Any) -> FeedbackGiven | None:
    """Return the feedback of a decision, or None when nothing but the decision was said."""
    is_told = any(form[name].data for name in TOLD) or form.money_asked.data in {"yes", "no"}
    return feedback_from(form, form.lang.data) if is_told else None
