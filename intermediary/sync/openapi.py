"""The contract with the phone as OpenAPI 3.1: one table of its operations.

Separate because outside clients are generated from it; a test compares the table with the routes
and real answers with the shapes.
"""

from dataclasses import dataclass, field

from intermediary.sync.schemas import SCHEMAS, Schema, ref

JSON, PROBLEM = "application/json", "application/problem+json"
CREDENTIAL, SESSION, OPEN = "credential", "session", ""


@dataclass(frozen=True)
class Operation:
    """One endpoint: who may ask, what it takes, what it answers, and which refusals."""

    endpoint: str
    method: str
    path: str
    summary: str
    who: str
    answer: str
    body: str = ""
    statuses: tuple[int, ...] = (200,)
    refusals: tuple[int, ...] = ()
    query: tuple[str, ...] = field(default_factory=tuple)


ITEM = (400, 401, 403, 409, 411, 413, 415, 422, 503)
BODY = (400, 401, 403, 411, 413, 415, 422, 503)
OPERATIONS = (
    Operation("ping", "get", "/ping", "Is this the server", OPEN, "Ping", query=("n",)),
    Operation("device", "post", "/device", "Bind this phone", SESSION, "Profile", "Device",
              refusals=BODY),
    Operation("device_session", "delete", "/device/session", "End the web session", OPEN, "Any",
              refusals=(400, 403)),
    Operation("complaint", "put", "/complaints/{id_}", "Send a complaint", CREDENTIAL, "Stored",
              "Complaint", (200, 201), ITEM),
    Operation("act", "put", "/acts/{id_}", "Send an act", CREDENTIAL, "Stored", "Act",
              (200, 201), ITEM),
    Operation("receipts", "post", "/receipts/query", "Which items the server has", CREDENTIAL,
              "Known", "Query", refusals=BODY),
    Operation("changes", "get", "/changes", "What happened since", SESSION, "Changes",
              refusals=(400, 401, 403, 410), query=("cursor", "limit", "account")),
    Operation("sync", "post", "/sync", "Send a batch and hear what is new", CREDENTIAL, "Synced",
              "Sync", refusals=(*BODY, 410)),
    Operation("directory", "get", "/directory", "Categories, places, offices, schools", OPEN,
              "Any", query=("lang", "keywords")),
    Operation("wording_manifest", "get", "/wording/manifest", "The current wording", OPEN,
              "Manifest"),
    Operation("wording_catalogue", "get", "/wording/{language}.{digest}.json",
              "A catalogue by its digest", OPEN, "Any", refusals=(404,)),
    Operation("openapi", "get", "/openapi.json", "This document", OPEN, "Any"),
)  # fmt: skip


def document(origin: str) -> Schema:
    """Return the whole document for a server's address."""
    paths: dict[str, Schema] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wasila sync", "version": "1"},
        "servers": [{"url": f"{origin}/sync/v1"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                CREDENTIAL: {
                    "type": "apiKey", "in": "cookie", "name": "submit-{account}",
                    "description": "One cookie per account, set by POST /device.",
                },
                SESSION: {"type": "apiKey", "in": "cookie", "name": "session"},
            },
        },
    }  # fmt: skip


def _described(operation: Operation) -> Schema:
    responses = {str(s): _content("Done", JSON, operation.answer) for s in operation.statuses}
    responses |= {str(s): _content("Refused", PROBLEM, "Problem") for s in operation.refusals}
    described: Schema = {
        "operationId": operation.endpoint,
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": responses,
        "security": [{operation.who: []}] if operation.who else [],
    }
    if operation.body:
        described["requestBody"] = {"required": True} | _content("", JSON, operation.body)
    return described


def _content(description: str, media_type: str, schema: str) -> Schema:
    said = {"description": description} if description else {}
    return {**said, "content": {media_type: {"schema": ref(schema)}}}


def _parameters(operation: Operation) -> list[Schema]:
    named = [part.partition("}")[0] for part in operation.path.split("{")[1:]]
    found = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in named
    ] + [{"name": name, "in": "query", "schema": {"type": "string"}} for name in operation.query]
    is_public_get = operation.who == OPEN and operation.method == "get"
    if not is_public_get:
        found.append(
            {"name": "X-Proto", "in": "header", "required": True, "schema": {"const": "1"}}
        )
    if operation.statuses == (200, 201):
        digest = {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/=]{44}:$"}
        found.append({"name": "Content-Digest", "in": "header", "required": True, "schema": digest})
    return found
