"""The forms of the desk: every decision with the words that it needs.

Each carries the `version` of the complaint that its officer saw, so that nobody decides on
something that has changed meanwhile.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.widgets import ListWidget, RadioInput

from intermediary.complaints import vocabulary
from intermediary.complaints.act_forms import words_field
from intermediary.complaints.fields import ChoiceField, MaxLength, TextField
from intermediary.complaints.forms import REQUIRED, require
from intermediary.complaints.hearing import accounts_hearing_of
from intermediary.complaints.lifecycle import State
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import complaint_by_reference
from intermediary.core.forms import BaseForm, Fault
from intermediary.review.words import LANGUAGE_NAMES

REFERENCE_LENGTH = 20


class DecisionForm(BaseForm):
    """What every decision carries; its fields are named apart on a page with several forms."""

    version = HiddenField()

    #: What the page calls it, the fields it shows in their order, and those that may stay empty.
    title: Any = None
    hint: Any = None
    shown: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()

    def __init__(self, noun: str, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.noun, self.complaint = noun, complaint
        self.seen = self.version.data
        self.version.data = str(complaint.version)
        for field in self:
            field.id = field.label.field_id = f"{noun}-{field.short_name}"

    def account_ids(self) -> set[str]:
        """Return the accounts to lock before the decision: of everybody who hears of it."""
        return set(accounts_hearing_of(self.complaint))

    def is_stale(self) -> bool:
        """Tell whether the complaint is another by now than the one that the officer saw."""
        return bool(self.seen != str(self.complaint.version))

    def typed(self) -> list[str]:
        """Return the words that were typed, to show them again when the form is gone."""
        return [field.data for field in self if isinstance(field, TextField) and field.data]

    def forget_field_errors(self) -> None:
        """Keep what is wrong with the step alone: a page without its fields cannot lead to them."""
        for field in self:
            field.errors = []


class StepForm(DecisionForm):
    """A step that needs no words: the button is the decision."""


class WordsForm(DecisionForm):
    """A step that must be explained."""

    shown: tuple[str, ...] = ("text", "lang")
    text = words_field(_l("Your words"))
    lang = ChoiceField(_l("Language of these words"), LANGUAGE_NAMES)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there are words and their language."""
        is_valid = super().validate(extra_validators)
        return all([require(self.text), require(self.lang), is_valid])


class QuestionForm(WordsForm):
    """Return with a question."""

    title = _l("Return with a question")
    hint = _l("The clock stands still until the intermediary answers.")
    text = words_field(_l("Your question to the intermediary"))


class ReasonForm(WordsForm):
    """Why something goes back."""

    text = words_field(_l("Why?"))


class ClaimReturnForm(ReasonForm):
    """Send a weak claim back to its office."""

    title = _l("Send the claim back")
    hint = _l("The office reads your reason and works on.")


class StartReviewForm(StepForm):
    """Start the review."""

    title = _l("Start the review")


class UnmergeForm(StepForm):
    """Separate a merged complaint again."""

    title = _l("Separate it again")


class ClaimAcceptanceForm(StepForm):
    """Accept a claim on a serious case."""

    title = _l("Accept the claim")
    hint = _l("This case is serious: the resident is asked only after you accept the claim.")


class AssignmentForm(WordsForm):
    """Assign to an office, with a summary."""

    title = _l("Assign to an office")
    hint = _l(
        "The office reads your summary and the category, never the resident's words."
        " Write no name, no phone number and no village."
    )
    shown = ("office", "text", "lang")
    office = ChoiceField(_l("Office"), {}, blank=_l("Please choose an office from the list."))
    text = words_field(_l("Summary in your own words"))

    def __init__(self, *args: Any, offices: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = offices

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that an office of the list is chosen."""
        return all([super().validate(extra_validators), require(self.office)])


class DeclineForm(WordsForm):
    """Decline with a reason of the list; words may be added."""

    title = _l("Decline")
    hint = _l("The resident sees the reason and what you write here.")
    shown = ("reason", "text", "lang")
    optional = frozenset({"text"})
    reason = ChoiceField(
        _l("Reason"), vocabulary.DECLINE_REASONS, blank=_l("Please choose a reason from the list.")
    )
    text = words_field(_l("What the resident should know besides"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that there is a reason."""
        return BaseForm.validate(self, extra_validators) and require(self.reason)


class MergeForm(DecisionForm):
    """Merge into another case: one near it, or one whose reference is typed."""

    title = _l("Merge with another complaint")
    hint = _l("The resident keeps the slip and sees how the main case goes on.")
    near = ChoiceField(
        _l("Complaints near this one"),
        {},
        widget=ListWidget(prefix_label=False),
        option_widget=RadioInput(),
    )
    reference = TextField(_l("Reference of the main case"), [MaxLength(REFERENCE_LENGTH)])

    def __init__(self, *args: Any, near: dict[str, str], may_read: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near.choices, self.may_read = near, may_read
        self.shown = ("near", "reference") if near else ("reference",)
        self.optional = frozenset(self.shown[1:] if near else ())
        self.main: Complaint | None = None

    def account_ids(self) -> set[str]:
        """Return the accounts of both cases."""
        both = super().account_ids()
        return both.union(accounts_hearing_of(self.main)) if self.main else both

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that the main case is one of this officer's, and can take the complaint in."""
        if not super().validate(extra_validators):
            return False
        wanted = self.reference.data or self.near.data
        if not wanted:
            self.reference.errors = [Fault("required", REQUIRED).args[0]]
            return False
        found = complaint_by_reference(wanted)
        if found is None or not self.may_read(found):
            self._refuse(_l("No complaint of your district has this reference."))
        elif found.id == self.complaint.id:
            self._refuse(_l("A complaint cannot be merged into itself."))
        elif found.state in {State.MERGED, State.WITHDRAWN}:
            self._refuse(_l("That complaint has itself been merged or withdrawn. Choose another."))
        else:
            self.main = found
        return self.main is not None

    def _refuse(self, sentence: Any) -> None:
        self.reference.errors = [Fault("unknown", sentence).args[0]]
