"""What an office does with an assigned complaint: accept it, hand it back, claim it resolved."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from intermediary.complaints.history import Actor, hold, move, record
from intermediary.complaints.lifecycle import Action
from intermediary.complaints.models import Complaint
from intermediary.complaints.triage import WordsMissing, words
from intermediary.complaints.vocabulary import CLAIM_OUTCOMES


def accept_complaint(complaint: Complaint, actor: Actor, at: datetime) -> None:
    """Take an assigned complaint on: the office begins its work."""
    hold(complaint)
    before = move(complaint, Action.ACCEPT, actor, at)
    complaint.officer_id = actor.user_id
    record(complaint, "complaint:accepted", actor, at, before=before)


def hand_back_complaint(
    complaint: Complaint, actor: Actor, at: datetime, *, text: str, lang: str
) -> None:
    """Hand a complaint back to the district officer, with a reason."""
    hold(complaint)
    reason = words(text)
    office_code = complaint.office_code
    before = move(complaint, Action.HAND_BACK, actor, at)
    complaint.office_code = complaint.officer_id = None
    record(
        complaint,
        "complaint:handed_back",
        actor,
        at,
        before=before,
        office=office_code,
        text=reason,
        text_lang=lang,
    )


def claim_complaint(
    complaint: Complaint, actor: Actor, at: datetime, *, outcome: str, text: str, lang: str
) -> None:
    """Claim a complaint resolved: outcome and words; it is a claim until the resident confirms."""
    hold(complaint)
    if outcome not in CLAIM_OUTCOMES:
        raise WordsMissing(_l("Please choose an outcome from the list."))
    said = words(text)
    before = move(complaint, Action.CLAIM, actor, at)
    complaint.officer_id = actor.user_id
    complaint.claimed_at, complaint.claim_outcome = at, outcome
    complaint.claim_accepted_at = None
    record(
        complaint,
        "complaint:claimed",
        actor,
        at,
        before=before,
        outcome=outcome,
        office=complaint.office_code,
        text=said,
        text_lang=lang,
    )
