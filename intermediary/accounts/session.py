"""Web sessions: one row per sign-in, checked on every request, ended on the server.

Separate because Flask's signed cookie alone cannot be ended: a copy of it would work for a month
(SECURITY.md 6.4). The cookie carries a random `sid`; the table knows only its hash.
"""

import hashlib
import secrets
import time
from datetime import timedelta
from typing import Any

from flask import Flask, session
from flask_login import user_logged_in, user_logged_out
from flask_security import current_user, logout_user
from sqlalchemy import update

from intermediary import ledger
from intermediary.accounts.models import Session, User
from intermediary.core.db import db, utc_now

SESSION_DAYS = 7  # a teacher signs in once a week at most
DESK_SESSION_HOURS = 12
IDLE_SECONDS = 8 * 3600  # kept in the signed cookie, for a GET writes nothing
DESK_IDLE_SECONDS = 30 * 60
SEEN_EVERY_SECONDS = 60  # a cookie in every answer would cost phones half a kilobyte each
FIELD_ROLES = frozenset({"intermediary", "headmaster"})


def _hash(sid: str) -> bytes:
    return hashlib.sha256(sid.encode()).digest()


def _is_field_only(user: User) -> bool:
    return {posting.role for posting in user.postings} <= FIELD_ROLES


def begin_session(_app: Flask, user: User, **_kwargs: Any) -> None:
    """Write the row of a sign-in, under a fresh `sid`."""
    sid = secrets.token_urlsafe(32)
    now = utc_now()
    is_field = _is_field_only(user)
    life = timedelta(days=SESSION_DAYS) if is_field else timedelta(hours=DESK_SESSION_HOURS)
    db.session.add(
        Session(sid_hash=_hash(sid), user_id=user.id, created_at=now, expires_at=now + life)
    )
    _log("account:signed_in", user)
    session["sid"], session["seen"] = sid, int(time.time())
    session.permanent = True


def revoke_current(_app: Flask, user: User, **_kwargs: Any) -> None:
    """Mark this browser's row as ended."""
    sid = session.pop("sid", None)
    if sid:
        db.session.execute(
            update(Session).where(Session.sid_hash == _hash(sid)).values(revoked_at=utc_now())
        )
        _log("account:signed_out", user)


def _log(type_: str, user: User) -> None:
    ledger.append(type_, subject=user.id, actor=user.id, at=utc_now(), content={})


def end_session() -> None:
    """Sign out: on the server, and in this browser. Nothing stored on the phone is touched."""
    if current_user.is_authenticated:
        logout_user()
    session.clear()


def end_sessions_of(user: User) -> None:
    """End all sign-ins of an account, on every device, at once."""
    db.session.execute(
        update(Session)
        .where(Session.user_id == user.id, Session.revoked_at.is_(None))
        .values(revoked_at=utc_now())
    )


def check_session() -> None:
    """Forget a sign-in whose row is gone, ended, expired, idle too long, or another person's."""
    if not current_user.is_authenticated:
        return
    if _is_live(current_user._get_current_object()):
        if time.time() - session["seen"] > SEEN_EVERY_SECONDS:
            session["seen"] = int(time.time())
        return
    session.pop("sid", None)  # the row needs no ending any more, and a GET may not write
    logout_user()
    session.clear()


def _is_live(user: User) -> bool:
    sid, seen = session.get("sid"), session.get("seen", 0)
    idle = IDLE_SECONDS if _is_field_only(user) else DESK_IDLE_SECONDS
    if not sid or time.time() - seen > idle:
        return False
    row = db.session.get(Session, _hash(sid))
    return (
        row is not None
        and row.user_id == user.id
        and row.revoked_at is None
        and row.expires_at > utc_now()
        and user.active
    )


def init_app(app: Flask) -> None:
    """Follow sign-ins and sign-outs, and check every request."""
    user_logged_in.connect(begin_session, app)
    user_logged_out.connect(revoke_current, app)
    app.before_request(check_session)
