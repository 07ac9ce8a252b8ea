"""Merged complaints and the case that they went into: one is read and held through the other.

Separate because the resident of a merged member keeps slip and say (DOMAIN.md 9).
"""

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
    """Hold a complaint and, if it is merged, its main case, which is returned; accounts first."""
    main = main_case(complaint)
    for account_id in accounts_hearing_of(main or complaint):
        lock_account(account_id)
    hold(complaint)
    if main is None or complaint.state != State.MERGED:
        return None
    hold(main)
    return main
