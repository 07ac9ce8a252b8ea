"""The forms of acts and of the public page: answer, feedback, confirm, dispute, withdraw ..."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.widgets import TextArea

from intermediary.complaints import vocabulary as words
from intermediary.complaints.answers import FeedbackGiven
from intermediary.complaints.fields import (
    ChoiceField,
    MaxLength,
    ScopeField,
    TextField,
    as_choices,
    number_field,
)
from intermediary.complaints.forms import TEXT_LENGTH, require
from intermediary.core.forms import BaseForm

__all__ = ["FORMS", "feedback_from"]

YES_NO = {"no": _l("No"), "yes": _l("Yes"), "unsaid": _l("Not said")}


def words_field(label: Any) -> Any:
    """Return a box for several lines of a person's own words."""
    return TextField(label, [MaxLength(TEXT_LENGTH)], widget=TextArea())


class AnswerForm(BaseForm):
    """The answer to an officer's question."""

    text = words_field(_l("Your answer"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there are words."""
        return bool(super().validate(extra_validators)) and require(self.text)


class FeedbackForm(BaseForm):
    """How it went."""

    outcome = ChoiceField(_l("Is it really solved?"), words.FEEDBACK_OUTCOMES)
    days = number_field(_l("How many days did it take?"), 0, 3660)
    conduct = ChoiceField(
        _l("How did the officials treat you?"), words.CONDUCT, blank=_l("Not said")
    )
    money_asked = ChoiceField(_l("Did anybody ask for money?"), words.MONEY_ASKED, default="unsaid")
    evidence_seen = ChoiceField(
        _l("Did you see the work yourself?"), words.EVIDENCE_SEEN, blank=_l("Not said")
    )
    text = words_field(_l("Anything else, in your own words"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there is an outcome."""
        return super().validate(extra_validators) and require(self.outcome)


class DecisionForm(FeedbackForm):
    """Confirm or dispute, with feedback when it is told."""

    reason = ChoiceField(_l("Why?"), words.REOPEN_REASONS, blank=_l("Not said"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields; nothing is needed beyond the decision itself."""
        return bool(BaseForm.validate(self, extra_validators))


class ReopenForm(DecisionForm):
    """Open a closed complaint again."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there is a reason."""
        return super().validate(extra_validators) and require(self.reason)


class WithdrawForm(BaseForm):
    """Take a complaint back."""

    reason = ChoiceField(_l("Why do you take it back?"), words.WITHDRAW_REASONS)
    pressed = ChoiceField(_l("Were you pressed?"), YES_NO, default="unsaid")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there is a reason."""
        return super().validate(extra_validators) and require(self.reason)


class ConsentScopeForm(BaseForm):
    """What may still be shared."""

    scope = ScopeField(_l("What may be shared?"), choices=as_choices(words.CONSENT_SCOPES))


#: Kind of act to its form; `repair` is checked by the registration form itself.
FORMS: dict[str, type[BaseForm]] = {
    "answer": AnswerForm,
    "repair": BaseForm,
    "feedback": FeedbackForm,
    "confirm": DecisionForm,
    "dispute": DecisionForm,
    "reopen": ReopenForm,
    "withdraw": WithdrawForm,
    "consent": ConsentScopeForm,
}


def feedback_from(form: FeedbackForm, lang: str | None) -> FeedbackGiven | None:
    """Return what was told, or None when no outcome was."""
    if not form.outcome.data:
        return None
    return FeedbackGiven(
        outcome=form.outcome.data,
        days=form.days.data,
        conduct=form.conduct.data,
        money_asked=form.money_asked.data or "unsaid",
        evidence_seen=form.evidence_seen.data,
        text=form.text.data,
        lang=lang,
    )
