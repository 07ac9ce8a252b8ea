"""The append-only, hash-chained log of everything that happened; it knows no complaint.

Separate because trust rests on it: every feature appends, none can change (DOMAIN.md 4).
"""

from intermediary.ledger.chain import append
from intermediary.ledger.models import Event, EventContent
from intermediary.ledger.queries import RecordedEvent, events_of
from intermediary.ledger.verify import VerifyResult, verify_chain

__all__ = [
    "Event",
    "EventContent",
    "RecordedEvent",
    "VerifyResult",
    "append",
    "events_of",
    "verify_chain",
]
