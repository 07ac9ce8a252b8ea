"""`POST sync`: up to ten items, questions and the change feed in one round trip on a slow line.

Each item stands in its own savepoint, so that a bad one never stops the others; one commit.
"""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.exc import DataError, IntegrityError

from intermediary.accounts import devices
from intermediary.accounts.models import User
from intermediary.accounts.permissions import public
from intermediary.complaints.acts import ActRequest
from intermediary.complaints.members import lock_accounts_of
from intermediary.complaints.registration import Registration, counter_of
from intermediary.core.db import db, retried, utc_now
from intermediary.core.errors import DomainError, Unavailable
from intermediary.sync import blueprint
from intermediary.sync.body import Body, DigestMismatch, NotAComplaint, parse_object, read_body
from intermediary.sync.feed_views import directory_version, feed_for, wording_version
from intermediary.sync.item_views import author_of
from intermediary.sync.items import known_ids, read_item, store_item
from intermediary.sync.payload import read_ids, text_id
from intermediary.sync.protocol_views import renew_credential

MAX_BATCH_BYTES = 64 * 1024
MAX_ITEMS = 10
ITEM_TYPES = frozenset({"complaint", "act"})
Item = ActRequest | Registration


@blueprint.post("/sync")
@public  # the submit credential decides, below
def sync() -> Response:
    """Store what the phone sends, and tell what it asks."""
    at = utc_now()
    body = read_body(request, limit=MAX_BATCH_BYTES)
    return retried(lambda: _exchange(body, at))


def _exchange(body: Body, at: datetime) -> Response:
    sender = author_of(body, at)
    value = body.value
    items = value.get("put", [])
    if not isinstance(items, list) or len(items) > MAX_ITEMS:
        raise NotAComplaint
    asked = read_ids(value.get("ask", []))
    results = _store_all(items, sender, at)
    known, unknown = known_ids(sender.user, asked)
    db.session.commit()  # events join the chain here; the feed below is read after them
    answer = {
        "results": results,
        "known": known,
        "unknown": unknown,
        **feed_for(sender.account_id, value.get("cursor")),
        "wording": wording_version(),
        "directory": directory_version(),
        "device_known": True,
    }
    return renew_credential(jsonify(answer), sender, at)


def _store_all(items: list[Any], sender: devices.Sender, at: datetime) -> list[dict[str, Any]]:
    """Return one result for each item, in the order in which they came."""
    results: list[dict[str, Any]] = [{} for _ in items]
    opened: list[tuple[int, Item]] = []
    for place, item in enumerate(items):
        try:
            opened.append((place, _open_item(item, sender)))
        except DomainError as refusal:
            results[place] = _refused(_id_of(item), refusal)
    spoken_of = [item.complaint_id for _, item in opened if isinstance(item, ActRequest)]
    account = lock_accounts_of(sender.user, spoken_of)
    for place, whole in sorted(opened, key=lambda pair: _lock_order(pair[1], account)):
        results[place] = _store(whole, sender, at)
    return results


def _lock_order(item: Item, account: User) -> tuple[bool, str]:
    """Return an item's place in the order of locks: acts last, complaints by what counts them.

    Acts may speak of a complaint of this batch. Every complaint counts in its district's row, and
    two batches that took those rows in different orders would wait for each other.
    """
    return (True, "") if isinstance(item, ActRequest) else (False, counter_of(account, item))


def _store(item: Item, sender: devices.Sender, at: datetime) -> dict[str, Any]:
    try:
        with db.session.begin_nested():
            answer, is_new = store_item(item, sender, at)
    except DomainError as refusal:
        return _refused(item.id, refusal)
    except (DataError, UnicodeError):
        return _refused(item.id, NotAComplaint())
    except IntegrityError:  # somebody else wrote the same row first; the next try finds it
        return _refused(item.id, Unavailable())
    return {"id": item.id, "status": 201 if is_new else 200, **answer}


def _id_of(item: Any) -> str | None:
    """Return an item's id if it is one: other words of a phone never come back in an answer."""
    try:
        return text_id(item.get("id")) if isinstance(item, dict) else None
    except NotAComplaint:
        return None


def _refused(id_: str | None, refusal: DomainError) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "code": refusal.code,
        "retry": refusal.retry,
        "title": str(refusal.message),
    }
    if refusal.fields is not None:
        problem["fields"] = refusal.fields
    return {"id": id_, "status": refusal.status, "problem": problem}


def _open_item(item: Any, sender: devices.Sender) -> Item:
    """Return what stands in an item's frozen bytes, their digest checked.

    Raises:
        NotAComplaint, DigestMismatch, WrongAccount, LoginNeeded.

    """
    if not isinstance(item, dict) or item.get("sealed"):
        raise NotAComplaint
    type_, encoded = item.get("type"), item.get("bytes")
    if not isinstance(type_, str) or type_ not in ITEM_TYPES or not isinstance(encoded, str):
        raise NotAComplaint
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NotAComplaint from None
    if item.get("sha256") != hashlib.sha256(data).hexdigest():
        raise DigestMismatch
    return read_item(type_, text_id(item.get("id")), Body(data, parse_object(data)), sender)
