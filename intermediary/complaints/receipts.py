"""Receipts: the server's signed word that it has a complaint or an act (SYNC.md 3)."""

import base64
from datetime import UTC, datetime
from typing import Any

import rfc8785

from intermediary.complaints.models import Act, Complaint
from intermediary.core.keys import keys


def moment(at: datetime) -> str:
    """Return a moment as it stands in receipts and answers: UTC, microseconds, Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def signed_part(
    id_: str, reference: str, payload_sha256: bytes, received_at: datetime, key_id: str
) -> dict[str, str]:
    """Return the fields of a receipt that the signature covers."""
    return {
        "id": id_,
        "reference": reference,
        "payload_sha256": payload_sha256.hex(),
        "received_at": moment(received_at),
        "key_id": key_id,
    }


def sign_receipt(
    id_: str, reference: str, payload_sha256: bytes, received_at: datetime
) -> tuple[str, bytes]:
    """Return (key id, Ed25519 signature over the RFC 8785 form of the receipt)."""
    ring = keys()
    part = signed_part(id_, reference, payload_sha256, received_at, ring.key_id)
    return ring.key_id, ring.sign(rfc8785.dumps(part))


def receipt_of(item: Complaint | Act) -> dict[str, Any]:
    """Return the receipt that was given once and never changes; an act's reference is empty."""
    reference = item.reference if isinstance(item, Complaint) else ""
    part = signed_part(
        item.id, reference, item.payload_sha256, item.received_at, item.receipt_key_id
    )
    return {**part, "sig": base64.b64encode(item.receipt_signature).decode()}
