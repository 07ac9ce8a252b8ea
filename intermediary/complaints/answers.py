"""What the complainant's side does: answer, confirm, dispute, reopen, withdraw, tell how it went.

By slip, or through the intermediary. A merged member keeps its slip: its words are events on the
member, and one dispute disputes the main case (DOMAIN.md 4).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from uuid_utils import uuid7

from intermediary.complaints import clock
from intermediary.complaints.history import Actor, hold, move, record
from intermediary.complaints.lifecycle import (
    ANSWERED_BY_MEMBERS,
    REOPEN_DAYS,
    Action,
    NotPossibleNow,
    Side,
    State,
    WrongSide,
)
from intermediary.complaints.members import hold_with_main
from intermediary.complaints.merging import separate_members
from intermediary.complaints.models import Complaint, Feedback
from intermediary.complaints.queries import timeline
from intermediary.complaints.rows import DEFAULT_DAYS
from intermediary.complaints.triage import WordsMissing, is_serious, words
from intermediary.complaints.vocabulary import (
    CONSENT_SCOPES,
    FEEDBACK_OUTCOMES,
    REOPEN_REASONS,
    WITHDRAW_REASONS,
)
from intermediary.core.db import db
from intermediary.directory import queries as directory


@dataclass(frozen=True)
class FeedbackGiven:
    """What was told about the outcome; only `outcome` is needed."""

    outcome: str
    days: int | None = None
    conduct: str | None = None
    money_asked: str = "unsaid"
    evidence_seen: str | None = None
    text: str | None = None
    lang: str | None = None


class ClaimNotAccepted(NotPossibleNow):
    """A serious case waits for the second officer before it can be confirmed."""

    message = _l("A second officer must look at this first. Please come back in a few days.")


def answer_question(
    complaint: Complaint, actor: Actor, at: datetime, *, text: str, lang: str | None
) -> None:
    """Answer the officer's question; the clock runs again."""
    hold(complaint)
    said = words(text)
    before = move(complaint, Action.ANSWER, actor, at)
    complaint.question = complaint.question_lang = None
    record(complaint, "complaint:answered", actor, at, before=before, text=said, text_lang=lang)


def confirm_complaint(
    complaint: Complaint, actor: Actor, at: datetime, *, feedback: FeedbackGiven | None = None
) -> None:
    """Confirm that it is solved; only the complainant's side can.

    Raises:
        ClaimNotAccepted: a serious case before its second officer.
        NotPossibleNow: nothing was claimed.

    """
    _require_complainant(actor)
    main = hold_with_main(complaint)
    claim = main or complaint
    if claim.state == State.CLAIMED and is_serious(claim) and claim.claim_accepted_at is None:
        raise ClaimNotAccepted
    if main is not None:
        if main.state not in ANSWERED_BY_MEMBERS:
            raise NotPossibleNow
        record(complaint, "complaint:confirmed", actor, at)
    else:
        before = move(complaint, Action.CONFIRM, actor, at)
        complaint.closed_at = at
        record(complaint, "complaint:confirmed", actor, at, before=before)
    if feedback is not None:
        _store_feedback(complaint, actor, at, feedback)


def dispute_complaint(
    complaint: Complaint,
    actor: Actor,
    at: datetime,
    *,
    reason: str | None = None,
    feedback: FeedbackGiven | None = None,
) -> None:
    """Say that it is not solved: the claim does not count and the clock runs again.

    One member's dispute disputes the main case, also when another resident confirmed it; once it
    is disputed, the others' disputes are events on their own complaints alone.

    Raises:
        NotPossibleNow: nothing was claimed, or another resident confirmed it more than a year ago.

    """
    _require_complainant(actor)
    main = hold_with_main(complaint)
    if main is not None:
        if main.state not in {*ANSWERED_BY_MEMBERS, State.DISPUTED}:
            raise NotPossibleNow
        record(complaint, "complaint:disputed", actor, at, reason=reason)
    case = main or complaint
    if main is None or main.state != State.DISPUTED:
        is_closed = main is not None and main.state == State.CONFIRMED
        if is_closed:
            _require_reopenable(case, at)
        before = move(case, Action.REOPEN if is_closed else Action.DISPUTE, actor, at)
        _open_again(case, at)
        record(
            case, "complaint:disputed", actor, at, before=before, teller=complaint, reason=reason
        )
    if feedback is not None:
        _store_feedback(complaint, actor, at, feedback)


def reopen_complaint(
    complaint: Complaint,
    actor: Actor,
    at: datetime,
    *,
    reason: str,
    feedback: FeedbackGiven | None = None,
) -> None:
    """Open a closed complaint again within a year, with a reason.

    Raises:
        WordsMissing: the reason is not on the list.
        NotPossibleNow: not closed by confirmation or silence, or longer ago than a year.

    """
    hold(complaint)
    if reason not in REOPEN_REASONS:
        raise WordsMissing(_l("Please choose a reason from the list."))
    _require_reopenable(complaint, at)
    before = move(complaint, Action.REOPEN, actor, at)
    _open_again(complaint, at)
    record(complaint, "complaint:reopened", actor, at, before=before, reason=reason)
    if feedback is not None:
        _store_feedback(complaint, actor, at, feedback)


def withdraw_complaint(
    complaint: Complaint, actor: Actor, at: datetime, *, reason: str, pressed: str | None = None
) -> None:
    """Withdraw a complaint; whether the resident was pressed is asked apart and kept.

    Complaints that were merged into it stand alone again: their residents took nothing back.
    """
    hold(complaint)
    if reason not in WITHDRAW_REASONS:
        raise WordsMissing(_l("Please choose a reason from the list."))
    before = move(complaint, Action.WITHDRAW, actor, at)
    complaint.closed_at = at
    record(
        complaint, "complaint:withdrawn", actor, at, before=before, reason=reason, pressed=pressed
    )
    separate_members(complaint, at)


def change_consent(complaint: Complaint, actor: Actor, at: datetime, *, scope: list[str]) -> None:
    """Narrow what may be shared, from now on; it can never be widened in this way."""
    hold(complaint)
    _require_complainant(actor)
    if set(scope) - set(CONSENT_SCOPES):
        raise WordsMissing(_l("Please choose from the list."))
    before = move(complaint, Action.CHANGE_CONSENT, actor, at)
    complaint.consent.scope = [tick for tick in complaint.consent.scope if tick in scope]
    record(
        complaint,
        "complaint:consent_changed",
        actor,
        at,
        before=before,
        scope=complaint.consent.scope,
    )


def record_feedback(
    complaint: Complaint, actor: Actor, at: datetime, feedback: FeedbackGiven
) -> None:
    """Record how it went, by whom and through which channel; possible in every state."""
    hold(complaint)
    _require_complainant(actor)
    _store_feedback(complaint, actor, at, feedback)


def _store_feedback(
    complaint: Complaint, actor: Actor, at: datetime, feedback: FeedbackGiven
) -> None:
    if feedback.outcome not in FEEDBACK_OUTCOMES:
        raise WordsMissing(_l("Please choose an outcome from the list."))
    db.session.add(
        Feedback(
            id=str(uuid7()),
            complaint_id=complaint.id,
            channel=actor.channel,
            account_id=actor.user_id,
            at=at,
            **vars(feedback),
        )
    )
    record(
        complaint,
        "complaint:feedback_given",
        actor,
        at,
        outcome=feedback.outcome,
        money_asked=feedback.money_asked,
        text=feedback.text,
        text_lang=feedback.lang,
    )


def _require_complainant(actor: Actor) -> None:
    if actor.side is not Side.COMPLAINANT:
        raise WrongSide


def was_posted(complaint: Complaint, sheet: str) -> bool:
    """Tell whether this sheet was posted before; the complaint must be held."""
    return any(event.content.get("sheet") == sheet for event in timeline(complaint))


def is_reopenable(complaint: Complaint, at: datetime) -> bool:
    """Tell whether a closed complaint can still be opened again: within a year."""
    closed = complaint.closed_at
    return closed is None or at - closed <= timedelta(days=REOPEN_DAYS)


def _require_reopenable(complaint: Complaint, at: datetime) -> None:
    if not is_reopenable(complaint, at):
        raise NotPossibleNow(
            _l("This was closed more than a year ago. Please make a new complaint.")
        )


def _open_again(complaint: Complaint, at: datetime) -> None:
    category = directory.category(complaint.category_code or "")
    days = category.days if category else DEFAULT_DAYS
    complaint.due_at = clock.after_dispute(complaint.due_at or at, days, at)
    complaint.closed_at = complaint.claimed_at = complaint.claim_accepted_at = None
    complaint.claim_outcome = None
