"""One item from a phone: who sends it, is it whole, store it, and what to answer.

Separate from the views, so that `PUT` and `POST sync` treat an item in exactly the same way.
"""

from datetime import datetime
from typing import Any

from flask import Request
from flask_babel import lazy_gettext as _l

from intermediary.accounts import devices
from intermediary.accounts.models import User
from intermediary.complaints.acts import ActRequest
from intermediary.complaints.models import Act, Complaint
from intermediary.complaints.operations import record_act, register_complaint
from intermediary.complaints.receipts import receipt_of
from intermediary.complaints.registration import Registration
from intermediary.core.db import db
from intermediary.core.errors import DomainError
from intermediary.sync.body import Body
from intermediary.sync.payload import account_of, act_of, device_of, registration_of


class LoginNeeded(DomainError):
    """No valid submit credential of this account came with the request."""

    code = "login"
    status = 401
    retry = "after-login"
    message = _l("Please sign in once. Nothing is lost; everything stays on the phone until then.")


class WrongAccount(DomainError):
    """The item belongs to another account than the request speaks for."""

    code = "wrong-account"
    status = 403
    message = _l("This belongs to another person. It is sent when that person signs in.")


class AccountClosed(DomainError):
    """The account was closed."""

    code = "account-closed"
    status = 403
    message = _l("This account was closed. Ask your headmaster; your work stays on the phone.")


class DeviceRevoked(DomainError):
    """The phone was taken off the account."""

    code = "device-revoked"
    status = 403
    retry = "after-login"
    message = _l("This phone was taken off the account. Sign in again; your work stays on it.")

    def __init__(self, sender: devices.Sender) -> None:
        super().__init__()
        self.sender = sender


def sender_of(request: Request, account_id: str, at: datetime) -> devices.Sender:
    """Return the account and phone that a request speaks for, by that account's own cookie.

    Raises:
        LoginNeeded, AccountClosed, DeviceRevoked.

    """
    token = request.cookies.get(devices.cookie_name(account_id))
    sender = devices.sender_of(account_id, token, at) if token else None
    if sender is None:
        raise LoginNeeded
    if not sender.user.active:
        raise AccountClosed
    if sender.is_revoked:
        raise DeviceRevoked(sender)
    return sender


def read_item(
    type_: str, id_: str, body: Body, sender: devices.Sender
) -> ActRequest | Registration:
    """Return the complaint or the act in an item's frozen bytes.

    Raises:
        WrongAccount, LoginNeeded: it is not this account's, or not from this phone.
        NotAComplaint.

    """
    if account_of(body.value) != sender.user.id:
        raise WrongAccount
    if device_of(body.value) != sender.device_id:
        raise LoginNeeded
    return act_of(body, id_) if type_ == "act" else registration_of(body, id_)


def store_item(
    item: ActRequest | Registration, sender: devices.Sender, at: datetime
) -> tuple[dict[str, Any], bool]:
    """Store a complaint or an act, and return the answer with whether it is new.

    Raises:
        IdReused, ActUnknown, ComplaintUnknown, SlipMismatch.

    """
    if isinstance(item, ActRequest):
        act, is_new = record_act(sender.user, item, at)
        return act_answer(act), is_new
    complaint, is_new = register_complaint(sender.user, item, at)
    return complaint_answer(complaint), is_new


def complaint_answer(complaint: Complaint) -> dict[str, Any]:
    """Return the answer to a complaint: its frozen receipt, and what may change beside it."""
    answer: dict[str, Any] = {
        "receipt": receipt_of(complaint),
        "state": complaint.state,
        "attachments": [
            {"id": attachment["id"], "state": "waiting", "offset": 0}
            for attachment in complaint.attachments
        ],
    }
    if complaint.faults:
        answer["fields"] = complaint.faults
    return answer


def act_answer(act: Act) -> dict[str, Any]:
    """Return the answer to an act: its receipt, and whether it could be carried out."""
    complaint = db.session.get(Complaint, act.complaint_id) if act.complaint_id else None
    answer: dict[str, Any] = {
        "receipt": receipt_of(act),
        "state": complaint.state if complaint is not None else "withdrawn",
        "applied": act.is_applied,
        "attachments": [],
    }
    if act.code:
        answer["code"] = act.code
    if act.fields.get("faults"):
        answer["fields"] = act.fields["faults"]
    return answer


def known_ids(account: User, ids: list[str]) -> tuple[list[str], list[str]]:
    """Return which of an account's ids the server has, and which it has not."""
    found: set[str] = set()
    for model, owner in ((Complaint, Complaint.intermediary_id), (Act, Act.account_id)):
        rows = db.session.execute(
            db.select(model.id).where(model.id.in_(ids), owner == account.id)
        ).scalars()
        found.update(rows)
    return [i for i in ids if i in found], [i for i in ids if i not in found]
