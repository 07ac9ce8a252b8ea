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
RELEASES_KEPT = 5  # by each worker, for phones that are in the middle of fetching one
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
    #: language → (version, part), the newest first; replaced whole, so threads never see half.
    made: dict[str, tuple[tuple[str, Part], ...]]


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
    kept = offer.made.get(language, ())
    if kept and kept[0][0] == version:
        return kept[0][1]
    made = make_part(offer.render(language), offer.content_type)
    older = tuple(old for old in kept if old[1].sha256 != made.sha256)
    offer.made = {**offer.made, language: ((version, made), *older)[:RELEASES_KEPT]}
    return made


def part_named(name: str, language: str, digest: str) -> Part | None:
    """Return the part of a digest's first 16 digits: the newest, or one of the last before it.

    A phone on a slow line that read the manifest before a release still gets the whole of it.
    """
    newest = part(name, language)
    offer: _Offer = current_app.extensions[EXTENSION][name]
    found = (newest, *(old for _, old in offer.made.get(language, ())))
    return next((made for made in found if made.sha256[:16] == digest), None)


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
