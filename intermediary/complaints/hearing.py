"""Who hears of a change: the intermediary, and everybody whose complaint was merged into the case.

Separate because the accounts of all of them are locked, in one order, before anything is written.
"""

from sqlalchemy import select

from intermediary.complaints.lifecycle import State
from intermediary.complaints.models import Complaint
from intermediary.core.db import db

#: What moves a main case, and so every complaint that was merged into it.
HEARD_BY_MEMBERS = frozenset(
    {
        "complaint:repaired",
        "complaint:review_started",
        "complaint:returned",
        "complaint:answered",
        "complaint:lapsed",
        "complaint:assigned",
        "complaint:handed_back",
        "complaint:accepted",
        "complaint:claimed",
        "complaint:claim_accepted",
        "complaint:claim_sent_back",
        "complaint:confirmed",
        "complaint:disputed",
        "complaint:reopened",
        "complaint:declined",
        "complaint:merged",
        "complaint:unmerged",
    }
)


def all_merged_into(complaint: Complaint) -> list[Complaint]:
    """Return every complaint that stands where this one does, through every merge."""
    found: dict[str, Complaint] = {}
    newest = [complaint.id]
    while newest:
        query = select(Complaint).where(
            Complaint.merged_into_id.in_(newest), Complaint.state == State.MERGED
        )
        members = {row.id: row for row in db.session.scalars(query) if row.id not in found}
        found |= members
        newest = list(members)
    return sorted(found.values(), key=lambda member: member.received_at)


def accounts_hearing_of(complaint: Complaint) -> list[str]:
    """Return the intermediaries whose feeds a change writes to, in the order of their locks."""
    cases = [complaint, *all_merged_into(complaint)]
    return sorted({case.intermediary_id for case in cases})
