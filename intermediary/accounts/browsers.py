"""Known browsers: a mark that every sign-in leaves, so that guesses from elsewhere lock nobody out.

Separate from sessions: it opens nothing. It only says that this browser once knew the password, and
it is void as soon as the password is another one (SECURITY.md 6.14).
"""

import hashlib
import secrets

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from intermediary.accounts.models import User
from intermediary.core.keys import keys

MARK_SECONDS = 400 * 24 * 3600  # the longest that browsers keep
PURPOSE = "known-browser"


def _cookie_name(user: User) -> str:
    return f"known-{user.id}"  # one each: officers share computers


def _password_version(user: User) -> str:
    # Flask-Security renews the uniquifier with the password; it is nothing to hand out.
    return hashlib.sha256(user.fs_uniquifier.encode()).hexdigest()[:32]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(keys().derive(PURPOSE), salt=PURPOSE)


def remember_browser(response: Response, user: User) -> None:
    """Mark this browser as one that knew the account's password."""
    mark = [user.id, _password_version(user), secrets.token_urlsafe(12)]
    response.set_cookie(
        _cookie_name(user),
        _signer().dumps(mark),
        max_age=MARK_SECONDS,
        path="/accounts/",  # read by the sign-in page alone; phones pay for every byte
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def known_browser(user: User) -> str | None:
    """Return the random name of this browser if it is known to the account."""
    try:
        mark = _signer().loads(request.cookies.get(_cookie_name(user), ""), max_age=MARK_SECONDS)
    except BadData:
        return None
    account_id, version, name = mark
    if (account_id, version) != (user.id, _password_version(user)):
        return None
    return str(name)
