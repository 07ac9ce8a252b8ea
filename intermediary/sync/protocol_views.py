"""What every request of the phone must carry, what every answer does; `ping` and the contract.

Separate because these rules hold for all endpoints of the door (SYNC.md 2 and 4).
"""

import base64
import gzip
from datetime import datetime
from urllib.parse import urlsplit

from flask import Response, current_app, jsonify, request
from flask_babel import lazy_gettext as _l

from intermediary.accounts import devices
from intermediary.accounts.permissions import public
from intermediary.complaints.receipts import moment
from intermediary.core.db import utc_now
from intermediary.core.errors import DomainError
from intermediary.core.keys import keys
from intermediary.sync import blueprint
from intermediary.sync.body import MAX_BYTES
from intermediary.sync.openapi import document

PROTO = 1
MAX_NONCE = 64  # characters
PLAIN_BYTES = 1024  # an answer up to this size fits one packet anyway
PUBLIC_GETS = frozenset(
    {
        "sync.ping",
        "sync.directory",
        "sync.wording_manifest",
        "sync.wording_catalogue",
        "sync.openapi",
    }
)


class ProtoMissing(DomainError):
    """The request does not say which version of the contract it speaks."""

    code = "proto-missing"
    status = 400
    retry = "later"
    message = _l("This request did not come from the app.")


class ForeignOrigin(DomainError):
    """The request comes from another site."""

    code = "origin"
    status = 403
    retry = "later"
    message = _l("This request came from another site and was not accepted.")


@blueprint.before_request
def check_protocol() -> None:
    """Refuse what is not the phone's, before anything is read."""
    if request.endpoint in PUBLIC_GETS:
        return
    if request.headers.get("X-Proto") != str(PROTO):
        raise ProtoMissing
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise ForeignOrigin
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise ForeignOrigin


@blueprint.after_request
def name_protocol(response: Response) -> Response:
    """Say the version on every answer: a page of some other gateway does not."""
    response.headers["X-Proto"] = str(PROTO)
    return response


@blueprint.after_request
def compress_lists(response: Response) -> Response:
    """Compress what grows with a teacher's work; single receipts stay below the threshold."""
    is_long = response.mimetype == "application/json" and len(response.data) > PLAIN_BYTES
    if is_long and "Content-Encoding" not in response.headers and request.accept_encodings["gzip"]:
        response.data = gzip.compress(response.data, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def renew_credential(response: Response, sender: devices.Sender, at: datetime) -> Response:
    """Give the submit credential another 180 days with every good answer."""
    response.set_cookie(
        devices.cookie_name(sender.account_id),
        sender.token,
        max_age=devices.CREDENTIAL_SECONDS,
        path="/sync/v1/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return response


@blueprint.get("/ping")
@public
def ping() -> Response:
    """Tell that this is the server and no gateway, with its time, keys and limits."""
    ring = keys()
    known = request.cookies.get(devices.DEVICE_COOKIE)
    return jsonify(
        {
            "n": request.args.get("n", "")[:MAX_NONCE],
            "now": moment(utc_now()),
            "proto": {"min": PROTO, "max": PROTO},
            "key": {"id": ring.key_id, "ed25519": base64.b64encode(ring.public_key).decode()},
            "intake": [],
            "limits": {"json": MAX_BYTES, "chunk_max": 0, "upload_max": 0},
            "device_known": bool(known and devices.is_known(known)),
        }
    )


@blueprint.get("/openapi.json")
@public
def openapi() -> Response:
    """Describe this door for those who write clients."""
    return jsonify(document(current_app.config["ORIGIN"]))
