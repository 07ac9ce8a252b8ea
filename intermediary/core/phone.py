"""What a phone keeps for offline use, by language: rendered once per version, kept compressed.

Separate because field renders the shell, wording the catalogue, directory its lists, and sync
names and serves them: a door never imports a door, so each offers its part here.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import brotli
from flask import Flask, Response, current_app, request, session

EXTENSION = "intermediary_phone_parts"
IMMUTABLE = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Part:
    """One finished file of the phone with its digest (hex SHA-256) and compressed forms."""

    content: bytes
    content_type: str
    sha256: str
    brotli: bytes
    gzip: bytes


@dataclass
class _Offer:
    content_type: str
    render: Callable[[str], bytes]
    version: Callable[[], str]
    #: language → (version, part); replaced whole, so threads never see half of it.
    made: dict[str, tuple[str, Part]]


def offer_part(
    app: Flask,
    name: str,
    *,
    content_type: str,
    render: Callable[[str], bytes],
    version: Callable[[], str],
) -> None:
    """Offer a part: `render(language)` gives its bytes, which change only when `version()` does."""
    app.extensions.setdefault(EXTENSION, {})[name] = _Offer(content_type, render, version, {})


def make_part(content: bytes, content_type: str) -> Part:
    """Return finished bytes with their digest and compressed forms."""
    return Part(
        content,
        content_type,
        hashlib.sha256(content).hexdigest(),
        brotli.compress(content, quality=11, mode=brotli.MODE_TEXT),
        gzip.compress(content, mtime=0),
    )


def part(name: str, language: str) -> Part:
    """Return a part in one language, rendered at most once per version and worker."""
    offer: _Offer = current_app.extensions[EXTENSION][name]
    version = offer.version()
    kept = offer.made.get(language)
    if kept is not None and kept[0] == version:
        return kept[1]
    made = make_part(offer.render(language), offer.content_type)
    offer.made = {**offer.made, language: (version, made)}
    return made


def respond(made: Part, *, cache_control: str = "no-cache") -> Response:
    """Answer with a part in the best encoding the client takes, with its ETag (304 when known)."""
    accepted = request.accept_encodings
    body, encoding = made.content, None
    if accepted["br"]:
        body, encoding = made.brotli, "br"
    elif accepted["gzip"]:
        body, encoding = made.gzip, "gzip"
    response = Response(body, content_type=made.content_type)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    session.accessed = False  # the same for everybody: no `Vary: Cookie`, or caches ask again
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = cache_control
    response.set_etag(made.sha256)
    return response.make_conditional(request)  # type: ignore[return-value]  # it is this response


def make_version(digests: Iterable[str]) -> str:
    """Return a short name (16 hex digits) of a set of parts."""
    return hashlib.sha256("|".join(digests).encode()).hexdigest()[:16]
