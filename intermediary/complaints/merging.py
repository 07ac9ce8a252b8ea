"""Merging a complaint into the case about the same matter, and separating it again.

Separate because a merge concerns every resident in the case: each keeps slip and say.
"""

from datetime import datetime

from intermediary.complaints.hearing import accounts_hearing_of
from intermediary.complaints.history import Actor, hold, keep_clock, lock_account, move, record
from intermediary.complaints.lifecycle import Action, NotPossibleNow, State, require_possible
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import merged_members
from intermediary.core.db import db

#: Nobody decides that a case without its main complaint falls apart; it follows.
BY_ITSELF = Actor(None, "clock", "clock")


def merge_complaints(member: Complaint, main: Complaint, actor: Actor, at: datetime) -> None:
    """Merge a complaint into the main case about the same matter; its resident keeps the slip.

    Raises:
        NotPossibleNow: a case cannot be merged into itself, nor into one that is itself merged.

    """
    for account_id in sorted({*accounts_hearing_of(member), *accounts_hearing_of(main)}):
        lock_account(account_id)
    hold(member)
    db.session.refresh(main)
    if member.id == main.id or main.state in {State.MERGED, State.WITHDRAWN}:
        raise NotPossibleNow
    before = move(member, Action.MERGE, actor, at)
    member.merged_into_id, member.state_before_merge = main.id, before.value
    member.closed_at = at
    record(member, "complaint:merged", actor, at, before=before, into=main.reference)


def unmerge_complaint(member: Complaint, actor: Actor, at: datetime) -> None:
    """Separate a merged complaint again, back to the state it had.

    Raises:
        WrongSide, NotPossibleNow.

    """
    hold(member)
    require_possible(member.state, Action.UNMERGE, actor.side)
    _separate(member, actor, at)


def separate_members(main: Complaint, at: datetime) -> None:
    """Let every complaint stand alone again whose main case was taken back; `main` is held."""
    for member in merged_members(main):
        if member.state == State.MERGED:
            db.session.refresh(member, with_for_update={"of": Complaint})
            _separate(member, BY_ITSELF, at)


def _separate(member: Complaint, actor: Actor, at: datetime) -> None:
    if member.state_before_merge is None:
        raise NotPossibleNow
    member.state = member.state_before_merge
    member.merged_into_id = member.state_before_merge = member.closed_at = None
    keep_clock(member, State(member.state), at)
    record(member, "complaint:unmerged", actor, at, before=State.MERGED)
