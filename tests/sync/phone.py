"""A phone in plain Python: what the field app sends, written against docs/sync.md alone."""

import base64
import hashlib
import json
from typing import Any

from flask.testing import FlaskClient
from uuid_utils import uuid7
from werkzeug.test import TestResponse

from tests import factories

HEADERS = {"X-Proto": "1"}


def content_digest(body: bytes) -> str:
    """Return the RFC 9530 digest of a body as sent."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


class Phone:
    """A phone that is bound to the account signed in on its client."""

    def __init__(self, client: FlaskClient, device: str | None = None) -> None:
        self.client = client
        self.device = device or factories.device_id()
        answer = client.post("/sync/v1/device", json={"device": self.device}, headers=HEADERS)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        self.profile = answer.get_json()
        self.account = self.profile["account"]

    def complaint(self, **changes: Any) -> dict[str, Any]:
        """Return a complaint of this phone."""
        return factories.payload(account=self.account, device=self.device, **changes)

    def act(self, kind: str, complaint: str | None, **fields: Any) -> dict[str, Any]:
        """Return an act of this phone."""
        return {
            "schema": 1,
            "id": str(uuid7()),
            "account": self.account,
            "device": self.device,
            "act": kind,
            "complaint": complaint,
            "lang": "ps",
            "fields": fields,
            "attachments": [],
        }

    def put(self, item: dict[str, Any], **headers: str) -> TestResponse:
        """Send one item."""
        return self.put_bytes(item, json.dumps(item, ensure_ascii=False).encode(), **headers)

    def put_bytes(self, item: dict[str, Any], body: bytes, **headers: str) -> TestResponse:
        """Send given bytes under an item's address."""
        kind = "acts" if "act" in item else "complaints"
        return self.client.put(
            f"/sync/v1/{kind}/{item['id']}",
            data=body,
            content_type="application/json",
            headers={**HEADERS, "Content-Digest": content_digest(body), **headers},
        )

    def sync(self, items: list[dict[str, Any]], **more: Any) -> TestResponse:
        """Send a batch."""
        value = {"account": self.account, "put": [packed(i) for i in items], "ask": []} | more
        return self.client.post("/sync/v1/sync", json=value, headers=HEADERS)

    def changes(self, cursor: str | None = None) -> dict[str, Any]:
        """Pull the change feed."""
        query = {"cursor": cursor} if cursor else {}
        answer = self.client.get("/sync/v1/changes", query_string=query, headers=HEADERS)
        assert answer.status_code == 200
        return answer.get_json()  # type: ignore[no-any-return]


def packed(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as it stands in a batch."""
    body = json.dumps(item, ensure_ascii=False).encode()
    return {
        "type": "act" if "act" in item else "complaint",
        "id": item["id"],
        "sha256": hashlib.sha256(body).hexdigest(),
        "sealed": False,
        "bytes": base64.b64encode(body).decode(),
    }
