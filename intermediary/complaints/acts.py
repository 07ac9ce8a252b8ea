"""Acts: what an intermediary does about a complaint on the phone, offline, sent later.

An act is never refused for the state of the case: what came too late is kept as a note that the
officer sees (SYNC.md 3). Separate from the verbs, because here a refusal must not lose anything.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from intermediary.accounts.models import User
from intermediary.complaints import answers
from intermediary.complaints.act_forms import FORMS, FeedbackForm, feedback_from
from intermediary.complaints.codes import slip_hash
from intermediary.complaints.forms import TEXT_LENGTH
from intermediary.complaints.history import Actor, record
from intermediary.complaints.members import lock_accounts_of
from intermediary.complaints.models import Act, Complaint
from intermediary.complaints.receipts import sign_receipt
from intermediary.complaints.registration import IdReused, Provenance
from intermediary.complaints.repair import repair_complaint
from intermediary.core.db import db, insert_new
from intermediary.core.errors import DomainError
from intermediary.core.forms import faults_of, flatten
from intermediary.core.text import clean_text


class ActUnknown(DomainError):
    """This server does not know this kind of act."""

    code = "act-unknown"
    retry = "after-update"
    message = _l("This cannot be sent yet. It stays on the phone until the service knows it.")


class ComplaintUnknown(DomainError):
    """The act came before its complaint, or speaks of somebody else's."""

    code = "complaint-unknown"
    status = 409
    retry = "later"
    message = _l("The complaint itself has not arrived yet. Send the complaint first.")


class SlipMismatch(DomainError):
    """The slip code does not belong to this complaint."""

    code = "slip-mismatch"
    message = _l("This slip code belongs to another complaint. Please look at the digits again.")


@dataclass(frozen=True)
class ActRequest:
    """An act as it came from the phone."""

    id: str
    kind: str
    complaint_id: str | None
    fields: dict[str, Any]
    payload_sha256: bytes
    lang: str | None = None
    slip_code: str | None = None
    provenance: Provenance = field(default_factory=Provenance)


NEEDS_SLIP = frozenset({"confirm", "dispute", "reopen"})


def record_act(account: User, request: ActRequest, at: datetime) -> tuple[Act, bool]:
    """Store an act, carry it out if the case allows, and return it with whether it is new.

    Raises:
        IdReused, ActUnknown, ComplaintUnknown, SlipMismatch.

    """
    locked = lock_accounts_of(account, [request.complaint_id])
    existing = db.session.get(Act, request.id)
    if existing is not None:
        same = existing.payload_sha256 == request.payload_sha256
        if existing.account_id != account.id or not same:
            raise IdReused
        return existing, False
    if request.kind not in FORMS:
        raise ActUnknown
    complaint = _complaint_of(locked, request)
    _check_slip(complaint, request)
    act = _store(locked, request, at)
    if complaint is not None:
        _carry_out(act, complaint, request, at)
    elif request.kind == "withdraw":
        act.is_applied = True  # a tombstone: the complaint is withdrawn on arrival
    return act, True


def _complaint_of(account: User, request: ActRequest) -> Complaint | None:
    complaint = db.session.get(Complaint, request.complaint_id) if request.complaint_id else None
    if complaint is not None and complaint.intermediary_id == account.id:
        return complaint
    if request.kind == "withdraw" and complaint is None and request.complaint_id:
        return None
    raise ComplaintUnknown


def _check_slip(complaint: Complaint | None, request: ActRequest) -> None:
    if request.kind not in NEEDS_SLIP or complaint is None:
        return
    if request.slip_code is None or not hmac.compare_digest(
        slip_hash(request.slip_code), complaint.slip_hash
    ):
        raise SlipMismatch


def _store(account: User, request: ActRequest, at: datetime) -> Act:
    key_id, signature = sign_receipt(request.id, "", request.payload_sha256, at)
    values = {
        "id": request.id,
        "complaint_id": request.complaint_id,
        "account_id": account.id,
        "device_id": request.provenance.device_id,
        "kind": request.kind,
        "is_applied": False,
        "fields": {k: v for k, v in request.fields.items() if k != "slip"},
        "lang": request.lang,
        "done_at": request.provenance.captured_at,
        "received_at": at,
        "payload_sha256": request.payload_sha256,
        "receipt_key_id": key_id,
        "receipt_signature": signature,
    }
    if not insert_new(Act, values):  # another account was quicker with this id
        raise IdReused
    return db.session.get_one(Act, request.id)


def _carry_out(act: Act, complaint: Complaint, request: ActRequest, at: datetime) -> None:
    actor = Actor(act.account_id, "intermediary", "intermediary")
    try:
        with db.session.begin_nested():
            faults = _perform(complaint, request, actor, at)
    except DomainError as refusal:
        db.session.refresh(complaint)
        _keep_as_note(act, complaint, actor, at, refusal.code)
        return
    if faults:
        act.code = "needs-attention"
        act.fields = {**act.fields, "faults": faults}
        if request.kind != "repair":
            _keep_as_note(act, complaint, actor, at, "needs-attention")
            return
    act.is_applied = True


def _keep_as_note(act: Act, complaint: Complaint, actor: Actor, at: datetime, code: str) -> None:
    act.code = code
    text = act.fields.get("text")
    record(
        complaint,
        "complaint:act_noted",
        actor,
        at,
        act=act.kind,
        code=code,
        text=clean_text(text)[:TEXT_LENGTH] if isinstance(text, str) else None,
        text_lang=act.lang,
    )


def _perform(
    complaint: Complaint, request: ActRequest, actor: Actor, at: datetime
) -> list[dict[str, str]]:
    """Carry the act out; return the faults of fields that could not be understood."""
    if request.kind == "repair":
        return repair_complaint(complaint, request.fields, actor, at)
    form = FORMS[request.kind](formdata=MultiDict(flatten(request.fields)), meta={"csrf": False})
    if not form.validate():
        return faults_of(form)
    told = feedback_from(form, request.lang) if isinstance(form, FeedbackForm) else None
    match request.kind:
        case "answer":
            answers.answer_question(complaint, actor, at, text=form.text.data, lang=request.lang)
        case "feedback" if told is not None:
            answers.record_feedback(complaint, actor, at, told)
        case "confirm":
            answers.confirm_complaint(complaint, actor, at, feedback=told)
        case "dispute":
            answers.dispute_complaint(complaint, actor, at, reason=form.reason.data, feedback=told)
        case "reopen":
            answers.reopen_complaint(complaint, actor, at, reason=form.reason.data, feedback=told)
        case "withdraw":
            answers.withdraw_complaint(
                complaint, actor, at, reason=form.reason.data, pressed=form.pressed.data
            )
        case "consent":
            answers.change_consent(complaint, actor, at, scope=form.scope.data)
    return []
