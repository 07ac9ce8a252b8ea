"""What a resident does by slip: each sheet is one verb of complaints/operations.py."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from intermediary.complaints import operations
from intermediary.complaints.act_forms import feedback_from
from intermediary.complaints.history import RESIDENT_BY_SLIP
from intermediary.complaints.models import Complaint
from intermediary.public.forms import told_in

#: What the page says after each act.
THANKS = {
    "confirm": _l("Thank you. You said that it is solved."),
    "dispute": _l("Thank you. You said that it is not solved. The officer looks at it again."),
    "reopen": _l("The complaint is open again. The officer looks at it again."),
    "feedback": _l("Thank you. What you told us is kept with the complaint."),
    "consent": _l("Your consent is changed. This counts from now on."),
    "withdraw": _l("The complaint is taken back. Nobody works on it any more."),
}


def perform(kind: str, complaint: Complaint, form: Any, at: datetime) -> None:
    """Carry a valid sheet out; the complaint is held and the act is possible now."""
    resident = replace(RESIDENT_BY_SLIP, sheet=form.sheet.data)
    match kind:
        case "confirm":
            operations.confirm_complaint(complaint, resident, at, feedback=told_in(form))
        case "dispute":
            operations.dispute_complaint(
                complaint, resident, at, reason=form.reason.data, feedback=told_in(form)
            )
        case "reopen":
            operations.reopen_complaint(
                complaint, resident, at, reason=form.reason.data, feedback=told_in(form)
            )
        case "feedback":
            told = feedback_from(form, form.lang.data)
            if told is not None:  # always: the form needs an outcome
                operations.record_feedback(complaint, resident, at, told)
        case "consent":
            operations.change_consent(complaint, resident, at, scope=form.scope.data)
        case "withdraw":
            operations.withdraw_complaint(
                complaint, resident, at, reason=form.reason.data, pressed=form.pressed.data
            )
