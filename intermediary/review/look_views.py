"""Looking at the masked identity: a logged act, never a mere page view (DOMAIN.md 7)."""

from flask import redirect, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import Permission, can, current_identity, requires
from intermediary.complaints.history import Actor
from intermediary.complaints.looks import record_identity_look
from intermediary.complaints.models import Complaint
from intermediary.core.db import db, utc_now
from intermediary.review import blueprint
from intermediary.review.looks import begin_look, has_look
from intermediary.review.views import ONE, find_complaint


@blueprint.post(f"{ONE}/identity")
@requires(Permission.COMPLAINT_READ, of=find_complaint)
def identity(complaint: Complaint) -> AnyResponse:
    """Write the look down and show the masked identity; a look that stands is not written twice."""
    now = utc_now()
    if not has_look(session, complaint.id, now):
        role = "district_officer" if can(Permission.COMPLAINT_TRIAGE, complaint) else "auditor"
        record_identity_look(complaint, Actor(current_identity().user_id, role, "desk"), now)
        db.session.commit()
        begin_look(session, complaint.id, now)
    return redirect(url_for("review.complaint", complaint_id=complaint.id, _anchor="resident"))
