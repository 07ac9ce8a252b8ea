"""Binding a phone to an account after sign-in, and signing out from it."""

import base64
from typing import Any

from flask import Response, current_app, jsonify, request

from intermediary.accounts import devices
from intermediary.accounts.models import User
from intermediary.accounts.permissions import Permission, current_user_or_none, public, requires
from intermediary.accounts.session import end_session
from intermediary.core.db import db, utc_now
from intermediary.core.keys import keys
from intermediary.directory import queries as directory_queries
from intermediary.sync import blueprint
from intermediary.sync.body import read_body
from intermediary.sync.items import LoginNeeded
from intermediary.sync.payload import device_of
from intermediary.sync.protocol_views import renew_credential

DEVICE_COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep


@blueprint.post("/device")
@requires(Permission.COMPLAINT_REGISTER)
def device() -> Response:
    """Bind this phone to the account, and give it what it needs to work offline."""
    at = utc_now()
    user = current_user_or_none()
    if user is None:
        raise LoginNeeded
    device_id = device_of(read_body(request).value)
    sender = devices.bind_device(user, device_id, at)
    answer = _profile(user) | {
        "device_secret": _device_secret(user.id, device_id),
        "key": {"id": keys().key_id, "ed25519": base64.b64encode(keys().public_key).decode()},
    }
    db.session.commit()
    response = renew_credential(jsonify(answer), sender, at)
    response.set_cookie(
        devices.DEVICE_COOKIE,
        device_id,
        max_age=DEVICE_COOKIE_SECONDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _profile(user: User) -> dict[str, Any]:
    school_code = next((p.school_code for p in user.postings if p.school_code), None)
    school = directory_queries.school(school_code or "")
    profile = {
        "account": user.id,
        "name": user.display_name,
        "roles": sorted({posting.role for posting in user.postings}),
        "language": user.language,
    }
    if school is not None:
        profile |= {
            "school": school.code,
            "district": school.district_code,
            "tehsil": school.tehsil_code,
        }
    return profile


def _device_secret(account_id: str, device_id: str) -> str:
    """Return the phone's own secret; derived, so that the database holds nothing to steal."""
    return keys().derive(f"device|{account_id}|{device_id}").hex()


@blueprint.delete("/device/session")
@public  # ending one's own session needs no permission
def device_session() -> Response:
    """End the web session; the submit credential stays, so that unsent work still leaves."""
    end_session()
    db.session.commit()
    return jsonify({})
