"""The forms of an office: accept a case, claim it resolved, hand it back."""

from typing import Any

from flask_babel import lazy_gettext as _l

from intermediary.complaints import vocabulary
from intermediary.complaints.act_forms import words_field
from intermediary.complaints.fields import ChoiceField
from intermediary.complaints.forms import require
from intermediary.review.forms import ReasonForm, StepForm, WordsForm


class AcceptanceForm(StepForm):
    """Take a case on."""

    title = _l("Accept the case")


class ClaimForm(WordsForm):
    """Claim a case resolved."""

    title = _l("Claim it resolved")
    hint = _l("It is a claim until the resident confirms it.")
    shown = ("outcome", "text", "lang")
    outcome = ChoiceField(
        _l("Outcome"),
        vocabulary.CLAIM_OUTCOMES,
        blank=_l("Please choose an outcome from the list."),
    )
    text = words_field(_l("What was done"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there are an outcome and words."""
        return all([super().validate(extra_validators), require(self.outcome)])


class HandBackForm(ReasonForm):
    """Hand a case back to the district officer."""

    title = _l("Hand the case back")
    hint = _l("The district officer reads your reason and chooses another way.")
