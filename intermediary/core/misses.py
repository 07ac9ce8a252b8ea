"""Counted misses: wrong passwords and unknown slip codes, so that guessing is slowed down.

Separate because several doors brake guesses in the same way. Neither the guess nor an address is
kept, only keyed hashes, and those for a day.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import LargeBinary
from uuid_utils import uuid7

from intermediary.core.db import Base, UuidText, db
from intermediary.core.keys import keys

WINDOW = timedelta(hours=1)
KEPT = timedelta(days=1)  # longer than any window, and no record of who asked when


class Miss(Base):
    """One wrong guess, under the hash of what it was counted for."""

    __tablename__ = "miss"

    id: Mapped[str] = mapped_column(UuidText, primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


def _key_hash(key: str) -> bytes:
    # Keyed: the four thousand million addresses of a plain hash are tried in minutes.
    return hmac.digest(keys().derive("misses"), key.encode(), "sha256")


def is_braked(limits: Mapping[str, int], at: datetime) -> bool:
    """Tell whether one of the keys has as many misses within the hour as its limit; one query."""
    hashes = {_key_hash(key): limit for key, limit in limits.items()}
    counts = db.session.execute(
        select(Miss.key_hash, func.count())
        .where(Miss.key_hash.in_(hashes), Miss.at > at - WINDOW)
        .group_by(Miss.key_hash)
    )
    return any(count >= hashes[key_hash] for key_hash, count in counts)


def count_miss(keys_: Mapping[str, int], at: datetime) -> None:
    """Count one miss under every key, and forget those older than a day."""
    db.session.execute(delete(Miss).where(Miss.at < at - KEPT))
    rows = [{"id": str(uuid7()), "key_hash": _key_hash(key), "at": at} for key in keys_]
    db.session.execute(insert(Miss), rows)
