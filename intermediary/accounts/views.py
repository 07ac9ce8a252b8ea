"""Where a person lands after signing in, and the small duties around Flask-Security's pages."""

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.browsers import remember_browser
from intermediary.accounts.operations import password_changed
from intermediary.accounts.permissions import (
    Permission,
    current_identity,
    current_user_or_none,
    requires,
)
from intermediary.core.db import db, utc_now
from intermediary.core.languages import COOKIE, remember_language

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")

#: Role → first page, the first that fits.
STARTS = (
    ("intermediary", "/field/"),
    ("headmaster", "/field/"),
    ("district_officer", "/review/"),
    ("department_officer", "/review/"),
    ("auditor", "/review/"),
    ("translator", "/wording/"),
    ("administrator", "/wording/"),
)


@blueprint.get("/start")
@requires(Permission.ACCOUNT_USE)
def start() -> AnyResponse:
    """Go to the first page of this person's role, in the account's language on a new phone."""
    identity = current_identity()
    page = next((path for role, path in STARTS if identity.has_role(role)), "/")
    response = redirect(page)
    user = current_user_or_none()
    if COOKIE not in request.cookies and user is not None and user.language:
        remember_language(response, user.language)
    return response


@blueprint.before_app_request
def refuse_json() -> None:
    """Refuse JSON at the sign-in pages: they are forms; a list would be a 500 (SECURITY.md 5.4)."""
    if request.path.startswith("/accounts/") and request.is_json:
        abort(415)


@blueprint.after_app_request
def keep_failures(response: Response) -> Response:
    """Commit what the sign-in pages wrote: failures, ended sessions; mark a browser that knew."""
    if request.method != "POST" or request.blueprint != "security":
        return response
    user = current_user_or_none()
    if user is not None and response.status_code == 302:
        if request.endpoint == "security.change_password":
            password_changed(user, utc_now())
        remember_browser(response, user)
    db.session.commit()
    return response
