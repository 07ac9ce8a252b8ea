"""What a district officer does: review, ask, assign, decline, judge a claim.

One verb is one change and one event (DOMAIN.md 4).
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from intermediary.complaints.conflict import OfficeIsAccused, is_accused_office
from intermediary.complaints.hearing import all_merged_into
from intermediary.complaints.history import Actor, hold, move, record
from intermediary.complaints.lifecycle import Action, NotPossibleNow
from intermediary.complaints.models import Complaint
from intermediary.complaints.vocabulary import DECLINE_REASONS
from intermediary.core.errors import DomainError
from intermediary.directory import queries as directory


class WordsMissing(DomainError):
    """A step that must be explained came without words."""

    code = "required"
    status = 422
    message = _l("Please write a few words, so that the others understand this step.")


class UnknownOffice(DomainError):
    """The office does not exist, or no longer."""

    code = "unknown"
    status = 422
    message = _l("Please choose an office from the list.")


class SecondOfficerNeeded(DomainError):
    """Who made the claim cannot accept it."""

    code = "second-officer"
    status = 409
    message = _l("Another officer than the one who made the claim must accept it.")


def words(text: str | None) -> str:
    """Return the text; raise WordsMissing when there is none."""
    if not text or not text.strip():
        raise WordsMissing
    return text.strip()


def is_serious(complaint: Complaint) -> bool:
    """Tell whether a second officer must accept a claim before the resident confirms.

    A case is as serious as the most serious complaint that was merged into it.
    """
    cases = [complaint, *all_merged_into(complaint)]
    return any(case.priority == "urgent" or case.is_sensitive for case in cases)


def start_review(complaint: Complaint, actor: Actor, at: datetime) -> None:
    """Begin the review of a received complaint."""
    hold(complaint)
    before = move(complaint, Action.START_REVIEW, actor, at)
    record(complaint, "complaint:review_started", actor, at, before=before)


def return_complaint(
    complaint: Complaint, actor: Actor, at: datetime, *, question: str, lang: str
) -> None:
    """Return a complaint to its intermediary with a question; the clock stops."""
    hold(complaint)
    asked = words(question)
    before = move(complaint, Action.RETURN, actor, at)
    complaint.question, complaint.question_lang = asked, lang
    record(complaint, "complaint:returned", actor, at, before=before, text=asked, text_lang=lang)


def assign_complaint(
    complaint: Complaint, actor: Actor, at: datetime, *, office_code: str, summary: str, lang: str
) -> None:
    """Assign a complaint to an office, with a summary in the officer's own words.

    Until redaction exists the office reads the summary and the category, never the narrative.

    Raises:
        WordsMissing: no summary. UnknownOffice. OfficeIsAccused: never to the accused.

    """
    hold(complaint)
    office = directory.office(office_code)
    if office is None or not office.is_valid_on(directory.today()):
        raise UnknownOffice
    if is_accused_office(complaint, office_code):
        raise OfficeIsAccused
    summarised = words(summary)
    before = move(complaint, Action.ASSIGN, actor, at)
    complaint.office_code, complaint.officer_id = office_code, None
    complaint.closed_at = None  # a declined complaint is open again
    complaint.summary, complaint.summary_lang = summarised, lang
    record(
        complaint,
        "complaint:assigned",
        actor,
        at,
        before=before,
        office=office_code,
        text=summarised,
        text_lang=lang,
    )


def decline_complaint(
    complaint: Complaint, actor: Actor, at: datetime, *, reason: str, text: str | None, lang: str
) -> None:
    """Decline a complaint with a reason from the translated list; the resident sees it."""
    hold(complaint)
    if reason not in DECLINE_REASONS:
        raise WordsMissing(_l("Please choose a reason from the list."))
    before = move(complaint, Action.DECLINE, actor, at)
    complaint.closed_at = at
    record(
        complaint,
        "complaint:declined",
        actor,
        at,
        before=before,
        reason=reason,
        text=(text or "").strip() or None,
        text_lang=lang,
    )


def accept_claim(complaint: Complaint, actor: Actor, at: datetime) -> None:
    """Accept a claim on a serious case, as its second officer, before the resident is asked.

    Raises:
        NotPossibleNow: the case is not serious, or its claim is accepted already.
        SecondOfficerNeeded.

    """
    hold(complaint)
    if not is_serious(complaint) or complaint.claim_accepted_at is not None:
        raise NotPossibleNow
    if complaint.officer_id is not None and complaint.officer_id == actor.user_id:
        raise SecondOfficerNeeded
    before = move(complaint, Action.ACCEPT_CLAIM, actor, at)
    complaint.claim_accepted_at = at
    record(complaint, "complaint:claim_accepted", actor, at, before=before)


def send_back_claim(
    complaint: Complaint, actor: Actor, at: datetime, *, text: str, lang: str
) -> None:
    """Send a weak claim back to the office, with a reason."""
    hold(complaint)
    reason = words(text)
    before = move(complaint, Action.SEND_BACK_CLAIM, actor, at)
    complaint.claimed_at = complaint.claim_outcome = complaint.claim_accepted_at = None
    record(
        complaint,
        "complaint:claim_sent_back",
        actor,
        at,
        before=before,
        text=reason,
        text_lang=lang,
    )
