"""Phones and their submit credential: what lets a queue drain weeks after the last sign-in.

Separate from web sessions: it reads nothing, it only sends, and it is revoked per phone
(SYNC.md 2).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intermediary import ledger
from intermediary.accounts.models import Device, User
from intermediary.accounts.session import end_sessions_of
from intermediary.core.db import db, insert_new

CREDENTIAL_SECONDS = 180 * 24 * 3600
RENEW_AFTER = timedelta(days=1)  # a renewal is a write; once a day is enough
DEVICE_COOKIE = "device"


@dataclass(frozen=True)
class Sender:
    """An account and the phone that speaks for it, with the token that proved it."""

    user: User
    #: Kept beside the row, which a commit expires: asking it again would begin another transaction.
    account_id: str
    device_id: str
    token: str
    is_revoked: bool = False


def cookie_name(account_id: str) -> str:
    """Return the name of an account's submit credential cookie."""
    return f"submit-{account_id}"


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def bind_device(user: User, device_id: str, at: datetime) -> Sender:
    """Bind a phone to an account with a fresh credential; a revoked phone is bound anew."""
    token = secrets.token_urlsafe(32)
    credential = {
        "credential_hash": _hash(token),
        "expires_at": at + timedelta(seconds=CREDENTIAL_SECONDS),
    }
    key = {"account_id": user.id, "device_id": device_id}
    if not insert_new(Device, key | credential | {"bound_at": at}):  # two tabs may do so at once
        device = db.session.get_one(Device, (user.id, device_id), with_for_update=True)
        for name, value in (credential | {"revoked_at": None}).items():
            setattr(device, name, value)
    ledger.append(
        "account:device_bound", subject=user.id, actor=user.id, at=at, content={"device": device_id}
    )
    return Sender(user, user.id, device_id, token)


def sender_of(account_id: str, token: str, at: datetime) -> Sender | None:
    """Return who a credential speaks for, or None when it is unknown or has expired.

    A revoked phone is returned as such, so that its owner is told.
    """
    device = db.session.execute(
        select(Device)
        .where(Device.account_id == account_id, Device.credential_hash == _hash(token))
        .options(joinedload(Device.user))
    ).scalar_one_or_none()
    if device is None or device.expires_at <= at:
        return None
    if device.expires_at - at < timedelta(seconds=CREDENTIAL_SECONDS) - RENEW_AFTER:
        device.expires_at = at + timedelta(seconds=CREDENTIAL_SECONDS)
    is_revoked = device.revoked_at is not None
    return Sender(device.user, account_id, device.device_id, token, is_revoked)


def is_known(device_id: str) -> bool:
    """Tell whether any account was ever bound to a phone with this id."""
    query = select(Device.device_id).where(Device.device_id == device_id).limit(1)
    return is_device_id(device_id) and db.session.execute(query).first() is not None


def is_bound(user: User, device_id: str) -> bool:
    """Tell whether this phone is bound to the account and not revoked."""
    query = select(Device.account_id).where(
        Device.account_id == user.id, Device.device_id == device_id, Device.revoked_at.is_(None)
    )
    return is_device_id(device_id) and db.session.execute(query).first() is not None


def is_device_id(value: str) -> bool:
    """Tell whether a text from a cookie can be a device id at all."""
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def devices_of(user: User) -> Sequence[Device]:
    """Return the phones of an account, the newest first."""
    query = select(Device).where(Device.account_id == user.id).order_by(Device.bound_at.desc())
    return db.session.scalars(query).all()


def revoke_device(user: User, device_id: str, at: datetime, actor: str) -> bool:
    """Take a phone off an account, at once, and return whether it was on it.

    All sign-ins of the account end, so that only a new one can bind the phone again; other
    accounts on the phone go on.
    """
    device = db.session.get(Device, (user.id, device_id), with_for_update=True)
    if device is None or device.revoked_at is not None:
        return False
    device.revoked_at = at
    end_sessions_of(user)
    ledger.append(
        "account:device_revoked",
        subject=user.id,
        actor=actor,
        at=at,
        content={"device": device_id},
    )
    return True
