"""`PUT complaints/<id>` and `PUT acts/<id>`: one item, one transaction, one receipt."""

from datetime import datetime

from flask import Response, jsonify, request

from intermediary.accounts import devices
from intermediary.accounts.permissions import public
from intermediary.core.db import db, retried, utc_now
from intermediary.sync import blueprint
from intermediary.sync.body import Body, read_body
from intermediary.sync.items import DeviceRevoked, read_item, sender_of, store_item
from intermediary.sync.payload import account_of, text_id
from intermediary.sync.protocol_views import renew_credential
from intermediary.sync.quarantine import keep_apart


@blueprint.put("/complaints/<id_>")
@public  # the submit credential decides, below
def complaint(id_: str) -> Response:
    """Receive a complaint: 201 the first time, 200 for every repeat, with the same receipt."""
    return _receive("complaint", id_)


@blueprint.put("/acts/<id_>")
@public  # the submit credential decides, below
def act(id_: str) -> Response:
    """Receive an act: 201 the first time, 200 for every repeat, with the same receipt."""
    return _receive("act", id_)


def author_of(body: Body, at: datetime) -> devices.Sender:
    """Return who sends a body; what a revoked phone sends is kept apart before it is refused.

    Raises:
        LoginNeeded, AccountClosed, DeviceRevoked.

    """
    try:
        return sender_of(request, account_of(body.value), at)
    except DeviceRevoked as revoked:
        keep_apart(revoked.sender, body, at)
        db.session.commit()
        raise


def _receive(type_: str, id_: str) -> Response:
    at = utc_now()
    canonical_id = text_id(id_)
    body = read_body(request, needs_digest=True)

    def store() -> Response:
        sender = author_of(body, at)
        item = read_item(type_, canonical_id, body, sender)
        answer, is_new = store_item(item, sender, at)
        db.session.commit()
        response = jsonify(answer)
        response.status_code = 201 if is_new else 200
        return renew_credential(response, sender, at)

    return retried(store)
