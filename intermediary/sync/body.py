"""Reading a request body that must be whole: length, encoding, digest, then strict JSON.

Separate because gunicorn hands over truncated bodies as complete (FAULTS.md F6), and because
Python's JSON reader accepts NaN, doubled keys and endless nesting.
"""

import base64
import hashlib
import hmac
import json
import math
import re
import zlib
from dataclasses import dataclass
from typing import Any

from flask import Request
from flask_babel import lazy_gettext as _l

from intermediary.core.errors import DomainError

MAX_BYTES = 256 * 1024  # of a body, after decompression
MAX_RATIO = 20  # of decompression
MAX_DEPTH = 8  # a complaint nests three deep
DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]{44}):", re.ASCII)


class BodyTruncated(DomainError):
    """Fewer bytes came than were announced."""

    code = "body-truncated"
    status = 400
    retry = "now"
    message = _l("Not everything arrived. The phone sends it again by itself.")


class DigestMismatch(DomainError):
    """The bytes that came are not the bytes that were sent."""

    code = "digest-mismatch"
    status = 400
    retry = "now"
    message = _l("It arrived damaged. The phone sends it again by itself.")


class LengthRequired(DomainError):
    """No length was announced, so a cut could not be noticed."""

    code = "length-required"
    status = 411
    retry = "later"
    message = _l("The length of the message is missing.")


class TooLarge(DomainError):
    """More than this service takes in one piece."""

    code = "too-large"
    status = 413
    message = _l("This is too large to send.")


class WrongType(DomainError):
    """The body is of a type that this address does not take."""

    code = "type"
    status = 415
    message = _l("This kind of message is not known here.")


class NotAComplaint(DomainError):
    """What came has not the shape of a complaint, an act or a query."""

    code = "not-a-complaint"
    status = 422
    message = _l("This message cannot be read. Open the complaint and save it again as a copy.")


@dataclass(frozen=True)
class Body:
    """A whole body: its bytes as frozen by the phone (decompressed) and what they say."""

    data: bytes
    value: dict[str, Any]

    @property
    def sha256(self) -> bytes:
        """The digest of the frozen bytes, by which repeats are known."""
        return hashlib.sha256(self.data).digest()


def read_body(request: Request, *, limit: int = MAX_BYTES, needs_digest: bool = False) -> Body:
    """Return the JSON object of a request, whole and undamaged.

    Raises:
        LengthRequired, TooLarge, BodyTruncated, WrongType, DigestMismatch, NotAComplaint.

    """
    if request.mimetype != "application/json":
        raise WrongType
    announced = request.content_length
    if announced is None or "chunked" in request.headers.get("Transfer-Encoding", ""):
        raise LengthRequired
    if announced > limit:
        raise TooLarge
    raw = request.get_data(cache=False)
    if len(raw) != announced:
        raise BodyTruncated
    _check_digest(request.headers.get("Content-Digest"), raw, is_needed=needs_digest)
    data = _decoded(raw, request.headers.get("Content-Encoding", ""), limit)
    return Body(data, parse_object(data))


def _check_digest(header: str | None, raw: bytes, *, is_needed: bool) -> None:
    if header is None and not is_needed:
        return
    match = DIGEST.search(header or "")
    if match is None:
        raise DigestMismatch
    try:
        sent = base64.b64decode(match[1], validate=True)
    except ValueError:
        raise DigestMismatch from None
    # RFC 9530: the digest is over the body as sent, before decompression.
    if not hmac.compare_digest(sent, hashlib.sha256(raw).digest()):
        raise DigestMismatch


def _decoded(raw: bytes, encoding: str, limit: int) -> bytes:
    if encoding in {"", "identity"}:
        return raw
    if encoding != "gzip":
        raise WrongType
    cap = min(limit, max(1, len(raw)) * MAX_RATIO)
    inflater = zlib.decompressobj(wbits=31)
    try:
        data = inflater.decompress(raw, cap + 1)
    except zlib.error:
        raise DigestMismatch from None
    if len(data) > cap or inflater.unconsumed_tail:
        raise TooLarge
    if not inflater.eof:
        raise BodyTruncated
    return data


def parse_object(data: bytes) -> dict[str, Any]:
    """Return the object in strict JSON bytes.

    Raises:
        NotAComplaint: no UTF-8, no JSON, NaN, doubled keys, too deep, or no object.

    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique_keys,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except (ValueError, RecursionError):
        raise NotAComplaint from None
    if not isinstance(value, dict) or not _is_flat(value, MAX_DEPTH):
        raise NotAComplaint
    return value


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is doubled")
    return found


def _no_constant(_name: str) -> Any:
    raise ValueError("NaN and Infinity are not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _is_flat(value: Any, levels: int) -> bool:
    """Tell whether a value nests at most so many levels; looks no deeper than that."""
    if not isinstance(value, dict | list):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_flat(part, levels - 1) for part in inside)
