"""The shapes of what phones send and hear, as JSON Schema, for the description of the contract.

Separate from the operations, because most shapes stand in several of them. They say what a client
should send; the server takes more, and keeps what it cannot understand (docs/sync.md).
"""

from typing import Any

from intermediary.complaints import vocabulary as words
from intermediary.complaints.lifecycle import State
from intermediary.core.languages import LANGUAGES

RETRIES = ("now", "later", "after-login", "after-update", "user", "never")
FAULT_CODES = ("required", "unknown", "retired", "format", "check-digit", "too-long", "future")

Schema = dict[str, Any]


def _text(limit: int | None = None) -> Schema:
    return {"type": "string"} | ({"maxLength": limit} if limit else {})


def _one_of(values: Any) -> Schema:
    return {"type": "string", "enum": list(values)}


def _list(item: Schema, limit: int | None = None) -> Schema:
    return {"type": "array", "items": item} | ({"maxItems": limit} if limit else {})


def ref(name: str) -> Schema:
    """Return the reference to a shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(needed: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """Return the shape of an object; other members are allowed, for newer versions add some."""
    return {
        "type": "object",
        "required": list(needed),
        "properties": {**needed, **(optional or {})},
    }


UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
MOMENT = {"type": "string", "format": "date-time"}
COUNT = {"type": "integer", "minimum": 0}
LANGUAGE = _one_of(LANGUAGES)
STATE = _one_of(state.value for state in State)
SLIP = {"type": "string", "pattern": "^[0-9]{17}$", "description": "16 digits, one Damm digit"}
FAULTS = _list(_object({"name": _text(), "code": _one_of(FAULT_CODES)}))
#: What both kinds of item say about where they were made; the times are not proven.
ORIGIN: dict[str, Schema] = {
    "device_time": MOMENT,
    "device_tz": _text(80),
    "elapsed_ms": COUNT,
    "app_build": _text(80),
}
ENVELOPE: dict[str, Schema] = {
    "schema": {"type": "integer", "enum": [1]},
    "id": UUID,
    "account": UUID,
    "device": UUID,
}

SCHEMAS: dict[str, Schema] = {
    "Complaint": _object(
        ENVELOPE | {"slip": SLIP},
        ORIGIN
        | {
            "wording_release": _text(80),
            "kind": _one_of(words.KINDS),
            "resident": _object(
                {},
                {
                    "name": _text(120),
                    "unnamed": {"type": "boolean"},
                    "parent_name": _text(120),
                    "gender": _one_of(["", *words.GENDERS]),
                    "phone": _text(),
                    "call_time": _text(120),
                    "alternative": _text(200),
                    "cnic": _text(),
                    "affected_count": {"type": ["integer", "string"]},
                },
            ),
            "text": _text(10_000),
            "lang": LANGUAGE,
            "category": _text(),
            "happened_on": _text(),
            "money_asked": _one_of(words.MONEY_ASKED),
            "accused": _object({}, {"text": _text(300), "office": _text(), "school": _text()}),
            "place": _object({}, {"district": _text(), "tehsil": _text(), "village": _text(120)}),
            "school": _text(),
            "sensitive": {"type": "boolean"},
            "consent": _object(
                {},
                {
                    "method": _one_of(words.CONSENT_METHODS),
                    "scope": _list(_one_of(words.CONSENT_SCOPES)),
                    "wording_version": _text(80),
                    "lang": LANGUAGE,
                    "at": MOMENT,
                    "witness": _text(120),
                },
            ),
            "attachments": _list(_object({"id": UUID}), 12),
        },
    ),
    "Act": _object(
        ENVELOPE | {"act": _text(), "fields": {"type": "object"}},
        ORIGIN
        | {
            "complaint": _or_null(UUID),
            "lang": _or_null(LANGUAGE),
            "at": MOMENT,
            "attachments": _list(_object({"id": UUID}), 12),
        },
    ),
    "Receipt": _object(
        {
            "id": UUID,
            "reference": _text(),
            "payload_sha256": SHA256,
            "received_at": MOMENT,
            "key_id": _text(),
            "sig": _text(),
        }
    ),
    "Stored": _object(
        {
            "receipt": ref("Receipt"),
            "state": STATE,
            "attachments": _list(_object({"id": UUID, "state": _text(), "offset": COUNT})),
        },
        {"fields": FAULTS, "applied": {"type": "boolean"}, "code": _text()},
    ),
    "Problem": _object(
        {
            "type": _text(),
            "title": _text(),
            "status": COUNT,
            "detail": _text(),
            "code": _text(),
            "retry": _one_of(RETRIES),
            "instance": _text(),
        },
        {"fields": FAULTS, "retry_after_s": COUNT},
    ),
    "Change": _object(
        {
            "seq": COUNT,
            "id": UUID,
            "state": STATE,
            "at": MOMENT,
            "due_on": _or_null({"type": "string", "format": "date"}),
            "event": _text(),
            "by_role": _or_null(_text()),
            "card": _object(
                {
                    "reference": _text(),
                    "kind": _one_of(words.KINDS),
                    "category": _or_null(_text()),
                    "district": _or_null(_text()),
                    "village": _or_null(_text()),
                    "received_at": MOMENT,
                }
            ),
        },
        {
            "asks": _list(_one_of(["answer", "repair", "visit", "feedback"])),
            "fields": FAULTS,
            "text": _text(),
            "text_lang": _text(),
            "merged": {"type": "boolean"},
            "shared": {"type": "boolean"},
        },
    ),
    "Changes": _object(
        {
            "changes": _list(ref("Change"), 50),
            "next": _text(),
            "more": {"type": "boolean"},
            "now": MOMENT,
        }
    ),
    "Sync": _object(
        {"account": UUID},
        {
            "put": _list(
                _object(
                    {
                        "type": _one_of(["complaint", "act"]),
                        "id": UUID,
                        "sha256": SHA256,
                        "bytes": {"type": "string", "contentEncoding": "base64"},
                    },
                    {"sealed": {"const": False}},
                ),
                10,
            ),
            "ask": _list(UUID, 200),
            "cursor": _or_null(_text()),
            "pending": _object({}, {"n": COUNT, "oldest": _or_null(MOMENT)}),
        },
    ),
    "Synced": _object(
        {
            "results": _list(
                _object(
                    {"id": _or_null(UUID), "status": COUNT},
                    {
                        "receipt": ref("Receipt"),
                        "state": STATE,
                        "fields": FAULTS,
                        "problem": _object(
                            {"code": _text(), "retry": _one_of(RETRIES), "title": _text()}
                        ),
                    },
                ),
                10,
            ),
            "known": _list(UUID),
            "unknown": _list(UUID),
            "changes": _or_null(_list(ref("Change"), 50)),
            "next": _or_null(_text()),
            "wording": _text(),
            "directory": _text(),
            "device_known": {"type": "boolean"},
        },
        {"more": {"type": "boolean"}, "pull": _one_of(["after-login"])},
    ),
    "Ping": _object(
        {
            "n": _text(64),
            "now": MOMENT,
            "proto": _object({"min": COUNT, "max": COUNT}),
            "key": _object({"id": _text(), "ed25519": _text()}),
            "intake": _list(_object({"kid": _text(), "p256": _text()})),
            "limits": _object({"json": COUNT, "chunk_max": COUNT, "upload_max": COUNT}),
            "device_known": {"type": "boolean"},
        }
    ),
    "Profile": _object(
        {
            "account": UUID,
            "name": _text(),
            "roles": _list(_text()),
            "language": _or_null(LANGUAGE),
            "device_secret": SHA256,
        },
        {"school": _text(), "district": _text(), "tehsil": _or_null(_text())},
    ),
    "Manifest": _object(
        {
            "build": _text(),
            "release": _text(),
            "languages": {
                "type": "object",
                "additionalProperties": _object({"catalogue": ref("File"), "shell": ref("File")}),
            },
        }
    ),
    "File": _object({"url": _text(), "sha256": SHA256, "size": COUNT}),
    "Known": _object({"known": _list(UUID), "unknown": _list(UUID), "gone": _list(UUID)}),
    "Device": _object({"device": UUID}),
    "Query": _object({"account": UUID, "ids": _list(UUID, 200)}),
    "Any": {"type": "object"},
}
