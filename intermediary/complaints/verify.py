"""Comparing stored complaints with the digests in their events: were any words changed?"""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intermediary import ledger
from intermediary.complaints.history import record_digest
from intermediary.complaints.models import Complaint
from intermediary.core.db import db

ROWS_AT_A_TIME = 500


def altered_complaints() -> list[str]:
    """Return the references of complaints whose stored words differ from their last digest."""
    altered: list[str] = []
    query = (
        select(Complaint)
        .options(joinedload(Complaint.resident), joinedload(Complaint.consent))
        .order_by(Complaint.id)
        .execution_options(yield_per=ROWS_AT_A_TIME)
    )
    for complaint in db.session.execute(query).scalars():
        digests = [
            event.content["record_sha256"]
            for event in ledger.events_of(subject=complaint.id)
            if event.content.get("record_sha256")
        ]
        now = record_digest(complaint, complaint.resident, complaint.consent)
        if digests and digests[-1] != now:
            altered.append(complaint.reference)
    return altered
