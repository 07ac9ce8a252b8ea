"""The far side of the network for the phone's modules: a server in a few lines, and every fault.

Separate from the real server (tests/phone/test_worker.py uses that one), because here the line
breaks at a chosen request.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Page, Route

Fault = Callable[[Route], None]
CUT = 40  # bytes of an answer that arrive before the line breaks


class FarSide:
    """Stores items by id, once; `faults` happen to the next requests, in order."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.stored: dict[str, bytes] = {}
        self.receipts: dict[str, dict[str, Any]] = {}
        self.requests: list[tuple[str, str, Any]] = []
        self.faults: list[str] = []
        self.refusals: dict[str, tuple[int, dict[str, Any]]] = {}
        self.changes: list[dict[str, Any]] = []
        self.lost_credentials: set[str] = set()
        self.session: str | None = None
        self.knows_cursor = True

    def listen(self, page: Page) -> None:
        """Answer this page's requests from now on."""
        page.route("**/sync/v1/**", self.handle)

    def handle(self, route: Route) -> None:
        """Answer one request, or let something go wrong with it."""
        request = route.request
        path = urlsplit(request.url).path.removeprefix("/sync/v1/")
        raw = request.post_data_buffer or b""
        if request.headers.get("content-encoding") == "gzip":
            raw = gzip.decompress(raw)
        body = json.loads(raw) if raw else None
        self.requests.append((request.method, path, body))
        fault = self.faults.pop(0) if self.faults else ""
        if fault and not fault.endswith("-after"):
            self._fail(route, fault)
            return
        status, answer = self._answer(request.method, path, raw, body)
        if fault:
            self._fail(route, fault, json.dumps(answer))
            return
        kind = "application/json" if status < 400 else "application/problem+json"
        headers = {"X-Proto": "1", "Content-Type": kind}
        route.fulfill(status=status, headers=headers, body=json.dumps(answer))

    def _fail(self, route: Route, fault: str, answer: str = "") -> None:
        ours = {"X-Proto": "1", "Content-Type": "application/json"}
        if fault == "portal":
            route.fulfill(status=200, content_type="text/html", body="<h1>Buy data</h1>")
        elif fault == "redirect":
            route.fulfill(status=302, headers={"Location": "/"})
        elif fault.startswith("cut"):
            route.fulfill(status=201, headers=ours, body=answer[:CUT])
        elif fault.startswith("drop"):
            route.abort("connectionreset")
        else:
            route.fulfill(status=int(fault), content_type="text/html", body="<h1>Gateway</h1>")

    def _answer(self, method: str, path: str, raw: bytes, body: Any) -> tuple[int, Any]:
        if path == "sync":
            return self._sync(body)
        if path == "device":
            if self.session is None:
                return self._problem(401, "login", "after-login")
            self.lost_credentials.discard(self.session)
            return 200, {"account": self.session, "name": self.session, "roles": ["intermediary"]}
        if path.startswith("ping"):
            public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            return 200, {"key": {"id": "k1", "ed25519": base64.b64encode(public).decode()}}
        if method == "PUT":
            if body["account"] in self.lost_credentials:
                return self._problem(401, "login", "after-login")
            return self._store(body["id"], raw)
        return 200, {}

    def _problem(self, status: int, code: str, retry: str) -> tuple[int, dict[str, Any]]:
        return status, {"code": code, "retry": retry, "status": status, "title": code}

    def _sync(self, body: Any) -> tuple[int, Any]:
        if body["account"] in self.lost_credentials:
            return self._problem(401, "login", "after-login")
        if body["cursor"] and not self.knows_cursor:
            return self._problem(410, "cursor-expired", "now")
        results = []
        for item in body["put"]:
            status, answer = self._store(item["id"], base64.b64decode(item["bytes"]))
            told = answer if status < 400 else {"problem": answer}
            results.append({"id": item["id"], "status": status, **told})
        is_own = body["account"] == self.session
        feed = {"changes": self.changes, "next": "1.9", "more": False}
        closed = {"changes": None, "next": None, "pull": "after-login"}
        return 200, {"results": results, "known": body["ask"], **(feed if is_own else closed)}

    def _store(self, id_: str, raw: bytes) -> tuple[int, dict[str, Any]]:
        if id_ in self.refusals:
            return self.refusals[id_]
        is_new = id_ not in self.stored
        if is_new:
            self.stored[id_] = raw
            self.receipts[id_] = self._receipt(id_, raw)
        if self.stored[id_] != raw:
            return self._problem(409, "id-reused", "user")
        return 201 if is_new else 200, {"receipt": self.receipts[id_], "state": "received"}

    def _receipt(self, id_: str, raw: bytes) -> dict[str, Any]:
        part = {
            "id": id_,
            "reference": f"KRK-26-{len(self.stored):06}",
            "payload_sha256": hashlib.sha256(raw).hexdigest(),
            "received_at": "2026-01-01T00:00:00.000000Z",
            "key_id": "k1",
        }
        return {**part, "sig": base64.b64encode(self.key.sign(rfc8785.dumps(part))).decode()}
