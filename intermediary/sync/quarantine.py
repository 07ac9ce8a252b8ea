"""What a phone sends after it was taken off its account: kept apart, never taken for a complaint.

Separate because nobody knows who holds that phone; if it is its owner after all, they sign in, and
the phone sends the same bytes again (SYNC.md 4).
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, func, select
from sqlalchemy.orm import Mapped, mapped_column

from intermediary.accounts import devices
from intermediary.core.db import Base, UuidText, db, insert_new
from intermediary.sync.body import Body

MOST_KEPT = 200  # bodies of one account: a thief must not fill the disk


class Quarantined(Base):
    """One body as it came, once however often it was sent."""

    __tablename__ = "quarantine"

    account_id: Mapped[str] = mapped_column(UuidText, ForeignKey("account.id"), primary_key=True)
    payload_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    device_id: Mapped[str] = mapped_column(UuidText)
    received_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)


def keep_apart(sender: devices.Sender, body: Body, at: datetime) -> None:
    """Keep a revoked phone's body, unless it is kept already or too many are."""
    query = select(func.count()).where(Quarantined.account_id == sender.user.id)
    if db.session.execute(query).scalar_one() >= MOST_KEPT:
        return
    values = {
        "account_id": sender.user.id,
        "payload_sha256": body.sha256,
        "device_id": sender.device_id,
        "received_at": at,
        "body": body.data,
    }
    insert_new(Quarantined, values)
