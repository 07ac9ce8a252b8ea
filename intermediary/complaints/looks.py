"""Looks at what the desk keeps folded: each is an event, and moves nothing (DOMAIN.md 7).

Separate from history.record, because a look is no news for the phone of the intermediary.
"""

from datetime import datetime

from intermediary import ledger
from intermediary.complaints.history import Actor
from intermediary.complaints.models import Complaint

IDENTITY_LOOKED = "complaint:identity_looked"
LOOKS = frozenset({IDENTITY_LOOKED})


def record_identity_look(complaint: Complaint, actor: Actor, at: datetime) -> str:
    """Write that somebody opened the masked identity; return the event's id."""
    return ledger.append(
        IDENTITY_LOOKED,
        subject=complaint.id,
        actor=actor.user_id,
        at=at,
        content={"state": complaint.state, "role": actor.role, "channel": actor.channel},
    )
