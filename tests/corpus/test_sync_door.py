"""The corpus at the phone's door: the right code, never a 5xx, and good items go through."""

import json
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from intermediary.complaints.models import Complaint
from intermediary.core.db import db
from tests.corpus.reading import bytes_of, changed, rows_of
from tests.sync.phone import HEADERS, Phone, content_digest, packed

POSTS = ("sync", "receipts/query", "device")


def count_complaints(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(Complaint)).scalar_one()


def test_no_body_of_the_corpus_passes_any_endpoint(app: Flask, phone: Phone) -> None:
    wrong = []
    for row in rows_of("bodies"):
        body = bytes_of(row["body"])
        headers = {**HEADERS, "Content-Digest": content_digest(body)}
        places = [("PUT", f"{kind}/{phone.complaint()['id']}") for kind in ("complaints", "acts")]
        for method, place in places + [("POST", place) for place in POSTS]:
            answer = phone.client.open(
                f"/sync/v1/{place}", method=method, data=body, headers=headers,
                content_type="application/json",
            )  # fmt: skip
            said = (answer.status_code, (answer.get_json() or {}).get("code"))
            if said not in {(422, row["code"]), (413, "too-large"), (411, "length-required")}:
                wrong.append(f"{row['name']} at {place}: {said}")
    assert wrong == []
    assert count_complaints(app) == 0


def sendable(item: dict[str, Any]) -> bytes:
    """Return an item's bytes; lone surrogates travel escaped, as a phone would send them."""
    return json.dumps(item).encode()


def test_a_wrong_envelope_is_refused_alone_and_in_a_batch(phone: Phone) -> None:
    known = phone.complaint()
    phone.put(known)
    wrong = []
    for row in rows_of("envelopes"):
        for whole in (phone.complaint(), phone.act("answer", known["id"], text="x")):
            item = changed(whole, row["set"])
            answer = phone.put_bytes(whole, sendable(item))
            said = (answer.status_code, answer.get_json()["code"])
            statuses = batch_statuses(phone, packed(item) | {"id": whole["id"]})
            if said != (row["status"], row["code"]) or statuses[1] not in {401, 403, 422}:
                wrong.append(f"{row['name']}: {said}, in a batch {statuses[1]}")
            assert statuses[::2] == [201, 201]
    assert wrong == []


def batch_statuses(phone: Phone, odd: Any) -> list[int]:
    """Send an odd item between two good ones, and return the status of each."""
    put = [packed(phone.complaint()), odd, packed(phone.complaint())]
    answer = phone.client.post(
        "/sync/v1/sync",
        data=sendable({"account": phone.account, "put": put}),
        content_type="application/json",
        headers=HEADERS,
    )
    results = answer.get_json()["results"]
    assert [result["id"] for result in results[::2]] == [item["id"] for item in put[::2]]
    return [result["status"] for result in results]


def test_what_is_no_complaint_is_refused(phone: Phone) -> None:
    wrong = []
    for row in rows_of("not_complaints"):
        whole = phone.complaint()
        answer = phone.put_bytes(whole, sendable(changed(whole, row["set"])))
        said = (answer.status_code, answer.get_json()["code"])
        if said != (row["status"], row["code"]):
            wrong.append(f"{row['name']}: {said}")
    assert wrong == []


ODD_ITEMS: list[Any] = [
    None, 5, "x", [], {}, {"type": ["x"]}, {"type": {}}, {"type": "complaint", "bytes": 5},
    {"type": "complaint", "bytes": "***", "sha256": "0"}, {"type": "complaint", "bytes": "\ud800"},
    {"type": "complaint", "id": {"a": "\ud800"}, "bytes": "e30=", "sha256": "\ud800"},
    {"type": "complaint", "id": "\ud800", "bytes": "", "sha256": None, "sealed": True},
]  # fmt: skip


def test_an_item_of_no_shape_never_stops_the_others(phone: Phone) -> None:
    for odd in ODD_ITEMS:
        statuses = batch_statuses(phone, odd)
        assert statuses[::2] == [201, 201], odd
        assert 400 <= statuses[1] < 500, odd
