"""What a district officer decides, each decision a noun of its own under the complaint.

All go one way: the form is checked, the complaint is locked and must still be the one that the
officer saw, one verb moves it, one event tells of it. A refused form shows the page again.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import Permission, can, current_identity, requires
from intermediary.complaints import operations
from intermediary.complaints.history import Actor, ChangedMeanwhile, hold, lock_account
from intermediary.complaints.lifecycle import NotPossibleNow, Side
from intermediary.complaints.models import Complaint
from intermediary.core.db import db, utc_now
from intermediary.review import blueprint
from intermediary.review.decisions import TABLES, form_of, forms_of
from intermediary.review.forms import DecisionForm
from intermediary.review.looks import has_look
from intermediary.review.pages import case_page, complaint_page
from intermediary.review.views import ONE, find_complaint

CarryOut = Callable[[Any, Actor, datetime], None]
ROLES = {Side.DISTRICT: "district_officer", Side.OFFICE: "department_officer"}
CONFLICT, UNPROCESSABLE = 409, 422


def decide(
    complaint: Complaint, side: Side, noun: str, carry_out: CarryOut, done: str
) -> AnyResponse:
    """Carry a decision out, or show the page again with what was typed.

    Raises:
        ChangedMeanwhile: the complaint has left this person's reach.

    """
    form = form_of(complaint, side, noun, request.form)
    is_valid = form.validate()
    for account_id in sorted(form.account_ids()):
        lock_account(account_id)
    hold(complaint)
    if not can(TABLES[side][noun].permission, complaint):
        raise ChangedMeanwhile
    if form.is_stale():
        form.form_errors.append(ChangedMeanwhile.message)
        return _again(complaint, side, form, CONFLICT)
    if not is_valid:
        return _again(complaint, side, form, UNPROCESSABLE)
    carry_out(form, Actor(current_identity().user_id, ROLES[side], "desk"), utc_now())
    is_still_mine = side is Side.DISTRICT or can(Permission.COMPLAINT_READ_CASE, complaint)
    db.session.commit()
    flash(done, "success")
    if not is_still_mine:
        return redirect(url_for("review.worklist"))
    page = "review.complaint" if side is Side.DISTRICT else "review.case"
    return redirect(url_for(page, complaint_id=complaint.id))


def _again(complaint: Complaint, side: Side, form: DecisionForm, status: int) -> Response:
    form.version.data = str(complaint.version)
    forms = forms_of(complaint, side)
    if form.noun in forms:
        forms[form.noun] = form
    else:
        form.forget_field_errors()
        form.form_errors = form.form_errors or [NotPossibleNow.message]
        status = CONFLICT
    if side is Side.OFFICE:
        page = case_page(complaint, forms, refused=form)
    else:
        is_looking = has_look(session, complaint.id, utc_now())
        page = complaint_page(complaint, forms, is_looking=is_looking, refused=form)
    return Response(page, status, mimetype="text/html")


@blueprint.post(f"{ONE}/review")
@requires(Permission.COMPLAINT_TRIAGE, of=find_complaint)
def review(complaint: Complaint) -> AnyResponse:
    """Begin the review."""

    def carry_out(_form: Any, actor: Actor, at: datetime) -> None:
        operations.start_review(complaint, actor, at)

    return decide(complaint, Side.DISTRICT, "review", carry_out, _("The review has begun."))


@blueprint.post(f"{ONE}/question")
@requires(Permission.COMPLAINT_TRIAGE, of=find_complaint)
def question(complaint: Complaint) -> AnyResponse:
    """Return it with a question."""

    def carry_out(form: Any, actor: Actor, at: datetime) -> None:
        operations.return_complaint(
            complaint, actor, at, question=form.text.data, lang=form.lang.data
        )

    done = _("The question is on its way to the intermediary.")
    return decide(complaint, Side.DISTRICT, "question", carry_out, done)


@blueprint.post(f"{ONE}/assignment")
@requires(Permission.COMPLAINT_ASSIGN, of=find_complaint)
def assignment(complaint: Complaint) -> AnyResponse:
    """Assign it to an office, with a summary."""

    def carry_out(form: Any, actor: Actor, at: datetime) -> None:
        operations.assign_complaint(
            complaint,
            actor,
            at,
            office_code=form.office.data,
            summary=form.text.data,
            lang=form.lang.data,
        )

    done = _("The complaint is with the office now.")
    return decide(complaint, Side.DISTRICT, "assignment", carry_out, done)


@blueprint.post(f"{ONE}/decline")
@requires(Permission.COMPLAINT_TRIAGE, of=find_complaint)
def decline(complaint: Complaint) -> AnyResponse:
    """Decline it with a reason."""

    def carry_out(form: Any, actor: Actor, at: datetime) -> None:
        operations.decline_complaint(
            complaint,
            actor,
            at,
            reason=form.reason.data,
            text=form.text.data,
            lang=form.lang.data,
        )

    done = _("The complaint is declined. The resident sees the reason.")
    return decide(complaint, Side.DISTRICT, "decline", carry_out, done)


@blueprint.post(f"{ONE}/merge")
@requires(Permission.COMPLAINT_TRIAGE, of=find_complaint)
def merge(complaint: Complaint) -> AnyResponse:
    """Merge it into the main case about the same matter."""

    def carry_out(form: Any, actor: Actor, at: datetime) -> None:
        operations.merge_complaints(complaint, form.main, actor, at)

    done = _("The complaint is merged. Its resident keeps the slip.")
    return decide(complaint, Side.DISTRICT, "merge", carry_out, done)


@blueprint.post(f"{ONE}/unmerge")
@requires(Permission.COMPLAINT_TRIAGE, of=find_complaint)
def unmerge(complaint: Complaint) -> AnyResponse:
    """Separate it again."""

    def carry_out(_form: Any, actor: Actor, at: datetime) -> None:
        operations.unmerge_complaint(complaint, actor, at)

    done = _("The complaint stands for itself again.")
    return decide(complaint, Side.DISTRICT, "unmerge", carry_out, done)


@blueprint.post(f"{ONE}/claim-acceptance")
@requires(Permission.COMPLAINT_JUDGE, of=find_complaint)
def claim_acceptance(complaint: Complaint) -> AnyResponse:
    """Accept the claim on a serious case, so that the resident can be asked."""

    def carry_out(_form: Any, actor: Actor, at: datetime) -> None:
        operations.accept_claim(complaint, actor, at)

    done = _("The claim is accepted. Now the resident is asked.")
    return decide(complaint, Side.DISTRICT, "claim-acceptance", carry_out, done)


@blueprint.post(f"{ONE}/claim-return")
@requires(Permission.COMPLAINT_JUDGE, of=find_complaint)
def claim_return(complaint: Complaint) -> AnyResponse:
    """Send a weak claim back to the office."""

    def carry_out(form: Any, actor: Actor, at: datetime) -> None:
        operations.send_back_claim(complaint, actor, at, text=form.text.data, lang=form.lang.data)

    done = _("The claim went back to the office.")
    return decide(complaint, Side.DISTRICT, "claim-return", carry_out, done)
