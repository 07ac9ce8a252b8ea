"""Merged complaints and the case that they went into: one is read and held through the other.

Separate because the resident of a merged member keeps slip and say (DOMAIN.md 9).
"""

from collections.abc import Iterable

from intermediary.accounts.models import User
from intermediary.complaints.hearing import accounts_hearing_of
from intermediary.complaints.history import hold, lock_account
from intermediary.complaints.lifecycle import State
from intermediary.complaints.models import Complaint
from intermediary.core.db import db


def main_case(complaint: Complaint) -> Complaint | None:
    """Return the case that a merged complaint went into, through every merge; else None."""
    case = complaint
    while case.state == State.MERGED and case.merged_into_id is not None:
        case = db.session.get_one(Complaint, case.merged_into_id)
    return case if case is not complaint else None


def hold_with_main(complaint: Complaint) -> Complaint | None:
    """Hold a complaint and, if it is merged, its main case, which is returned; accounts first.

    Which case that is, is read again once the complaint is held: a merge may have been quicker.
    """
    for account_id in accounts_hearing_of(main_case(complaint) or complaint):
        lock_account(account_id)
    hold(complaint)
    case = complaint
    while case.state == State.MERGED and case.merged_into_id is not None:
        case = db.session.get_one(Complaint, case.merged_into_id)
        hold(case)
    return case if case is not complaint else None


def lock_accounts_of(account: User, complaint_ids: Iterable[str | None]) -> User:
    """Lock every account that acts about these complaints concern; return the sender's, fresh.

    All of them in one order, before the first act: one about a merged complaint reaches the main
    case, which is another account's, and two such acts would wait for each other.
    """
    wanted = {account.id}
    for id_ in set(complaint_ids):
        complaint = db.session.get(Complaint, id_) if id_ else None
        if complaint is not None and complaint.intermediary_id == account.id:
            wanted.update(accounts_hearing_of(main_case(complaint) or complaint))
    return {account_id: lock_account(account_id) for account_id in sorted(wanted)}[account.id]
