"""What the phone reads: its changes, which receipts exist, the directory and the wording."""

from typing import Any

from flask import Response, current_app, jsonify, request
from flask_babel import lazy_gettext as _l

from intermediary.accounts.permissions import Permission, current_user_or_none, public, requires
from intermediary.complaints.changes import changes_since
from intermediary.complaints.receipts import moment
from intermediary.core import assets, phone
from intermediary.core.db import db, utc_now
from intermediary.core.errors import DomainError, NotFound
from intermediary.core.languages import LANGUAGES, select_locale
from intermediary.directory import queries as directory_queries
from intermediary.sync import blueprint
from intermediary.sync.body import read_body
from intermediary.sync.items import known_ids, sender_of
from intermediary.sync.payload import account_of, read_ids
from intermediary.sync.protocol_views import renew_credential

MOST_CHANGES = 50


class WrongReader(DomainError):
    """The feed of another account was asked for."""

    code = "wrong-account"
    status = 403
    message = _l("This list belongs to another person.")


@blueprint.get("/changes")
@requires(Permission.COMPLAINT_REGISTER)
def changes() -> Response:
    """Tell what happened to one's own complaints after a cursor."""
    user = current_user_or_none()
    wanted = request.args.get("account")
    if user is None or (wanted is not None and wanted != user.id):
        raise WrongReader
    limit = min(max(request.args.get("limit", MOST_CHANGES, int), 1), MOST_CHANGES)
    feed = changes_since(user.id, request.args.get("cursor"), limit)
    return jsonify(
        {
            "changes": feed.changes,
            "next": feed.next_cursor,
            "more": feed.has_more,
            "now": moment(utc_now()),
        }
    )


def feed_for(account_id: str, cursor: Any) -> dict[str, Any]:
    """Return the feed's part of a sync answer; without a session of this person only a hint."""
    user = current_user_or_none()
    if user is None or user.id != account_id:
        return {"changes": None, "next": None, "pull": "after-login"}
    feed = changes_since(account_id, cursor if isinstance(cursor, str) else None, MOST_CHANGES)
    return {"changes": feed.changes, "next": feed.next_cursor, "more": feed.has_more}


@blueprint.post("/receipts/query")
@public  # the submit credential decides, below
def receipts() -> Response:
    """Tell which of an account's items the server has; withdrawn ones are known too."""
    at = utc_now()
    value = read_body(request).value
    sender = sender_of(request, account_of(value), at)
    known, unknown = known_ids(sender.user, read_ids(value.get("ids")))
    db.session.commit()
    return renew_credential(jsonify({"known": known, "unknown": unknown, "gone": []}), sender, at)


def directory_version() -> str:
    """Return the version of the directory that phones should hold."""
    return directory_queries.directory_version()


def wording_version() -> str:
    """Return the version of build and wording that phones should hold."""
    parts = [phone.part(name, code) for name in ("catalogue", "shell") for code in LANGUAGES]
    return phone.make_version(part.sha256 for part in parts)


@blueprint.get("/directory")
@public
def directory() -> Response:
    """Send categories, places, offices and schools, in one language's names.

    With `keywords=no` without the words to find categories by, which are the same in all languages.
    """
    language = request.args.get("lang", "")
    if language not in LANGUAGES:
        language = select_locale()
    name = "directory-names" if request.args.get("keywords") == "no" else "directory"
    response = phone.respond(phone.part(name, language))
    response.headers.add("Vary", "Accept-Language")
    return response


@blueprint.get("/wording/manifest")
@public
def wording_manifest() -> Response:
    """Name the current wording of each language: catalogue and shell page, with their digests."""
    languages = {
        code: {
            "catalogue": _named(f"/sync/v1/wording/{code}.{{digest}}.json", "catalogue", code),
            "shell": _named(f"/field/shell/{code}?v={{digest}}", "shell", code),
        }
        for code in LANGUAGES
    }
    body = {
        "build": assets.manifest()["build"],
        "release": wording_version(),
        "languages": languages,
    }
    made = phone.make_part(current_app.json.dumps(body).encode(), "application/json")
    return phone.respond(made)


def _named(template: str, name: str, language: str) -> dict[str, Any]:
    made = phone.part(name, language)
    return {
        "url": template.format(digest=made.sha256[:16]),
        "sha256": made.sha256,
        "size": len(made.content),
    }


@blueprint.get("/wording/<language>.<digest>.json")
@public
def wording_catalogue(language: str, digest: str) -> Response:
    """Send a catalogue by its digest; it never changes under this address."""
    if language not in LANGUAGES:
        raise NotFound
    made = phone.part_named("catalogue", language, digest)
    if made is None:
        raise NotFound
    return phone.respond(made, cache_control=phone.IMMUTABLE)
