"""What an office decides about a case: accept it, hand it back, claim it resolved."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import Permission, requires
from intermediary.complaints import operations
from intermediary.complaints.history import Actor
from intermediary.complaints.lifecycle import Side
from intermediary.complaints.models import Complaint
from intermediary.review import blueprint
from intermediary.review.decision_views import decide
from intermediary.review.views import ONE, find_complaint


@blueprint.post(f"{ONE}/acceptance")
@requires(Permission.COMPLAINT_HANDLE, of=find_complaint)
def acceptance(complaint: Complaint) -> AnyResponse:
    """Take a case on."""

    def carry_out(_form: Any, actor: Actor, at: datetime) -> None:
        operations.accept_complaint(complaint, actor, at)

    return decide(complaint, Side.OFFICE, "acceptance", carry_out, _("The work has begun."))


@blueprint.post(f"{ONE}/hand-back")
@requires(Permission.COMPLAINT_HANDLE, of=find_complaint)
def hand_back(complaint: Complaint) -> AnyResponse:
    """Hand a case back to the district officer."""

    def carry_out(form: Any, actor: Actor, at: datetime) -> None:
        operations.hand_back_complaint(
            complaint, actor, at, text=form.text.data, lang=form.lang.data
        )

    done = _("The case went back to the district officer.")
    return decide(complaint, Side.OFFICE, "hand-back", carry_out, done)


@blueprint.post(f"{ONE}/claim")
@requires(Permission.COMPLAINT_CLAIM, of=find_complaint)
def claim(complaint: Complaint) -> AnyResponse:
    """Claim a case resolved; it is a claim until the resident confirms."""

    def carry_out(form: Any, actor: Actor, at: datetime) -> None:
        operations.claim_complaint(
            complaint,
            actor,
            at,
            outcome=form.outcome.data,
            text=form.text.data,
            lang=form.lang.data,
        )

    done = _("The claim is recorded. The resident will be asked whether it is solved.")
    return decide(complaint, Side.OFFICE, "claim", carry_out, done)
