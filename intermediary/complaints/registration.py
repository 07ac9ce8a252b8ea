"""Registering a complaint: the one verb behind both doors.

Guarantee: one id is one complaint for ever, whatever is repeated, doubled or raced (SYNC.md 3).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select

from intermediary.accounts.models import User
from intermediary.complaints.codes import next_reference, slip_hash
from intermediary.complaints.forms import RegistrationForm
from intermediary.complaints.history import Actor, lock_account, record, record_digest
from intermediary.complaints.lifecycle import State
from intermediary.complaints.models import Act, Complaint, Consent, Resident
from intermediary.complaints.receipts import sign_receipt
from intermediary.complaints.rows import search_key, set_promise, write_form
from intermediary.core.db import db, insert_new
from intermediary.core.errors import DomainError
from intermediary.core.forms import faults_of
from intermediary.directory import queries as directory


class IdReused(DomainError):
    """The id belongs to other content or to another account; neither is shown."""

    code = "id-reused"
    status = 409
    retry = "user"
    message = _l("Another complaint has this number already. Open it as a copy and save it again.")


@dataclass(frozen=True)
class Provenance:
    """How a complaint came: times and device as the phone tells them, all unproven."""

    device_id: str | None = None
    captured_at: datetime | None = None
    captured_zone: str | None = None
    elapsed_ms: int | None = None
    app_build: str | None = None
    wording_release: str | None = None


@dataclass(frozen=True)
class Registration:
    """A complaint to register: the validated form (faults allowed), its identity and its proof."""

    id: str
    form: RegistrationForm
    slip_code: str
    payload_sha256: bytes
    channel: str = "intermediary"
    provenance: Provenance = field(default_factory=Provenance)
    attachments: list[dict[str, Any]] = field(default_factory=list)


def register_complaint(
    intermediary: User, registration: Registration, at: datetime
) -> tuple[Complaint, bool]:
    """Register a complaint and return it with whether it is new.

    A repeat of the same content by the same account returns the first one. Fields with faults do
    not refuse it: it is received as `needs_attention` and repaired later.

    Raises:
        IdReused: the id stands for other content, or for another account's complaint.

    """
    account = lock_account(intermediary.id)
    existing = db.session.get(Complaint, registration.id)
    if existing is not None:
        return _same_or_refused(existing, account, registration), False
    complaint, resident, consent = _rows_of(account, registration, at)
    if not insert_new(Complaint, _columns(complaint)):
        raise IdReused
    db.session.execute(insert(Resident), [_columns(resident)])
    db.session.execute(insert(Consent), [_columns(consent)])
    actor = Actor(account.id, "intermediary", registration.channel)
    record(
        complaint,
        "complaint:received",
        actor,
        at,
        account=account,
        reference=complaint.reference,
        payload_sha256=registration.payload_sha256.hex(),
        record_sha256=record_digest(complaint, resident, consent),
        faults=complaint.faults or None,
    )
    if complaint.state == State.WITHDRAWN.value:  # the withdrawal came before the complaint
        before = State.NEEDS_ATTENTION if complaint.faults else State.RECEIVED
        record(complaint, "complaint:withdrawn", actor, at, before=before, account=account)
    return complaint, True


def _same_or_refused(existing: Complaint, account: User, again: Registration) -> Complaint:
    is_same = existing.payload_sha256 == again.payload_sha256
    if existing.intermediary_id != account.id or not is_same:
        raise IdReused
    return existing


def _columns(row: Any) -> dict[str, Any]:
    return {k: v for k, v in vars(row).items() if not k.startswith("_")}


def _rows_of(
    account: User, registration: Registration, at: datetime
) -> tuple[Complaint, Resident, Consent]:
    form, came = registration.form, registration.provenance
    complaint = Complaint(
        id=registration.id,
        version=1,
        intermediary_id=account.id,
        device_id=came.device_id,
        captured_at=came.captured_at,
        captured_zone=came.captured_zone,
        elapsed_ms=came.elapsed_ms,
        app_build=came.app_build,
        wording_release=came.wording_release,
        received_at=at,
        attachments=registration.attachments,
        slip_hash=slip_hash(registration.slip_code),
        payload_sha256=registration.payload_sha256,
        level=0,
    )
    resident = Resident(complaint_id=registration.id)
    consent = Consent(complaint_id=registration.id)
    write_form(complaint, resident, consent, form)
    _place_and_promise(complaint, account, form, at)
    complaint.search_fold = search_key(complaint)
    complaint.receipt_key_id, complaint.receipt_signature = sign_receipt(
        complaint.id, complaint.reference, complaint.payload_sha256, at
    )
    return complaint, resident, consent


def _place_and_promise(
    complaint: Complaint, account: User, form: RegistrationForm, at: datetime
) -> None:
    complaint.district_code = counting_district(account, form)
    district = directory.district(complaint.district_code or "")
    complaint.reference = next_reference(district.short if district else None, at)
    has_faults = bool(complaint.faults)
    complaint.state = (State.NEEDS_ATTENTION if has_faults else State.RECEIVED).value
    complaint.paused_at = at if has_faults else None
    if _was_withdrawn_before(complaint.id, account.id):
        complaint.state = State.WITHDRAWN.value
        complaint.closed_at = at
    set_promise(complaint)


def counting_district(account: User, form: RegistrationForm) -> str | None:
    """Return the district whose row counts a complaint; else its posting's (DOMAIN.md 4)."""
    leaf = form.place.form.district
    is_faulty = any(fault["name"] == leaf.name for fault in faults_of(form))
    return (None if is_faulty else leaf.data) or _posting_district(account)


def counter_of(account: User, registration: Registration) -> str:
    """Return the name of the row that counts a complaint, for those who count several."""
    district = directory.district(counting_district(account, registration.form) or "")
    return (district.short if district else None) or ""


def _posting_district(account: User) -> str | None:
    for posting in account.postings:
        if posting.district_code:
            return str(posting.district_code)
        school = directory.school(posting.school_code or "")
        if school is not None:
            return school.district_code
    return None


def _was_withdrawn_before(complaint_id: str, account_id: str) -> bool:
    return (
        db.session.execute(
            select(Act.id).where(
                Act.complaint_id == complaint_id,
                Act.account_id == account_id,
                Act.kind == "withdraw",
            )
        ).first()
        is not None
    )
