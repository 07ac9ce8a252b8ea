"""From a phone's JSON to a registration or an act: identity must be right, content never must.

Separate because this page alone decides what is refused (`not-a-complaint`) and what is received
with faults to repair (SYNC.md 3).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from intermediary.complaints.acts import ActRequest
from intermediary.complaints.codes import check_slip_code
from intermediary.complaints.fields import parse_moment
from intermediary.complaints.forms import form_from_json
from intermediary.complaints.registration import Provenance, Registration
from intermediary.core.forms import Fault
from intermediary.core.text import clean_text
from intermediary.sync.body import Body, NotAComplaint

SCHEMAS = {1}
SHORT = 80  # characters of builds, releases and time zones
MAX_ATTACHMENTS = 12
MAX_ASKED = 200
ATTACHMENT_KEYS = ("id", "purpose", "type", "size", "sha256", "duration_ms")
MAX_ELAPSED_MS = 10**13


def text_id(value: Any) -> str:
    """Return an id in its one canonical form, a lower-case UUID.

    Raises:
        NotAComplaint: it is none.

    """
    try:
        found = str(UUID(value)) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        found = None
    if found is None:
        raise NotAComplaint
    return found


def read_ids(value: Any) -> list[str]:
    """Return a list of at most 200 ids; raise NotAComplaint for anything else."""
    if not isinstance(value, list) or len(value) > MAX_ASKED:
        raise NotAComplaint
    return [text_id(item) for item in value]


def account_of(value: dict[str, Any]) -> str:
    """Return the account that a body speaks for."""
    return text_id(value.get("account"))


def device_of(value: dict[str, Any]) -> str:
    """Return the device that an item was made on."""
    return text_id(value.get("device"))


def registration_of(body: Body, complaint_id: str) -> Registration:
    """Return the registration in a complaint's frozen bytes.

    Raises:
        NotAComplaint: schema, id or slip code are not those of a complaint.

    """
    value = body.value
    _check_envelope(value, complaint_id)
    form = form_from_json(value)
    form.validate()
    return Registration(
        id=complaint_id,
        form=form,
        slip_code=_slip(value.get("slip")),
        payload_sha256=body.sha256,
        provenance=_provenance(value),
        attachments=_attachments(value.get("attachments")),
    )


def act_of(body: Body, act_id: str) -> ActRequest:
    """Return the act in its frozen bytes.

    Raises:
        NotAComplaint: schema, id, kind or fields are not those of an act.

    """
    value = body.value
    _check_envelope(value, act_id)
    fields = value.get("fields", {})
    kind = value.get("act")
    if not isinstance(fields, dict) or not isinstance(kind, str):
        raise NotAComplaint
    complaint = value.get("complaint")
    lang = value.get("lang")
    return ActRequest(
        id=act_id,
        kind=kind,
        complaint_id=text_id(complaint) if complaint is not None else None,
        fields=fields,
        payload_sha256=body.sha256,
        lang=lang if lang in {"ps", "ur", "en"} else None,
        slip_code=_slip_or_none(fields.get("slip")),
        provenance=_provenance(value),
    )


def _check_envelope(value: dict[str, Any], id_: str) -> None:
    schema = value.get("schema")
    is_known = isinstance(schema, int) and not isinstance(schema, bool) and schema in SCHEMAS
    if not is_known or text_id(value.get("id")) != id_:
        raise NotAComplaint


def _slip(value: Any) -> str:
    code = _slip_or_none(value)
    if code is None:
        raise NotAComplaint
    return code


def _slip_or_none(value: Any) -> str | None:
    try:
        return check_slip_code(value) if isinstance(value, str) else None
    except Fault:
        return None


def _provenance(value: dict[str, Any]) -> Provenance:
    return Provenance(
        device_id=device_of(value),
        captured_at=_moment(value.get("device_time")),
        captured_zone=_short(value.get("device_tz")),
        elapsed_ms=_count(value.get("elapsed_ms")),
        app_build=_short(value.get("app_build")),
        wording_release=_short(value.get("wording_release")),
    )


def _count(value: Any) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value if is_count and 0 <= value < MAX_ELAPSED_MS else None


def _moment(value: Any) -> datetime | None:
    try:
        return parse_moment(value) if isinstance(value, str) else None
    except Fault:
        return None


def _short(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)[:SHORT]
    return clean_text(value)[:SHORT] or None if isinstance(value, str) else None


def _attachments(value: Any) -> list[dict[str, Any]]:
    """Return the announced attachments; what is not of their shape refuses the whole."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MAX_ATTACHMENTS:
        raise NotAComplaint
    found = []
    for item in value:
        if not isinstance(item, dict):
            raise NotAComplaint
        kept = {key: item[key] for key in ATTACHMENT_KEYS if _is_plain(item.get(key))}
        found.append({**kept, "id": text_id(item.get("id"))})
    return found


def _is_plain(value: Any) -> bool:
    is_count = isinstance(value, int) and abs(value) < 2**53
    return is_count or (isinstance(value, str) and len(value) <= SHORT and value.isprintable())
