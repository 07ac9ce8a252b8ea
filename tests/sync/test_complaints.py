"""One complaint through `PUT`: received once, whatever is repeated, damaged or raced."""

import base64
import gzip
import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from sqlalchemy import func, select

from intermediary.complaints.models import Complaint, Resident
from intermediary.core.db import db
from intermediary.sync.shedding_views import EXTENSION
from tests import factories
from tests.sync.phone import HEADERS, Phone, content_digest


def count_complaints(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(Complaint)).scalar_one()


def test_first_send_is_201_and_every_repeat_200_with_the_same_receipt(
    app: Flask, phone: Phone
) -> None:
    item = phone.complaint()
    first, second = phone.put(item), phone.put(item)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["receipt"] == second.get_json()["receipt"]
    assert first.get_json()["state"] == "received"
    assert count_complaints(app) == 1


def test_receipt_is_signed_with_the_key_that_ping_shows(phone: Phone) -> None:
    receipt = phone.put(phone.complaint()).get_json()["receipt"]
    shown = phone.client.get("/sync/v1/ping?n=1").get_json()["key"]
    assert shown["id"] == receipt["key_id"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(shown["ed25519"]))
    signed = {k: v for k, v in receipt.items() if k != "sig"}
    key.verify(base64.b64decode(receipt["sig"]), rfc8785.dumps(signed))


def test_what_the_teacher_typed_is_stored_word_for_word(app: Flask, phone: Phone) -> None:
    item = phone.complaint(text="جگہ‌جگہ پانی 🙂\nدوسری سطر", lang="ur")
    phone.put(item)
    with app.app_context():
        stored = db.session.get_one(Complaint, item["id"])
        assert stored.text == item["text"]
        assert stored.reference.startswith("KRK-")
        assert db.session.get_one(Resident, item["id"]).phone == "03001234567"


def test_the_slip_code_is_stored_nowhere(app: Flask, phone: Phone) -> None:
    item = phone.complaint()
    phone.put(item)
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                assert item["slip"] not in str(row)


def test_same_id_with_other_words_is_refused_without_showing_the_first(phone: Phone) -> None:
    item = phone.complaint()
    phone.put(item)
    answer = phone.put(item | {"text": "other words"})
    assert answer.status_code == 409
    assert answer.get_json()["code"] == "id-reused"
    assert "receipt" not in answer.get_json()


def test_another_account_cannot_claim_an_id(phone: Phone, other_phone: Phone) -> None:
    item = phone.complaint()
    phone.put(item)
    stolen = item | {"account": other_phone.account, "device": other_phone.device}
    assert other_phone.put(stolen).get_json()["code"] == "id-reused"


def test_twenty_identical_first_sends_at_once_make_one_complaint(app: Flask, phone: Phone) -> None:
    item = phone.complaint()
    body = json.dumps(item).encode()
    app.extensions[EXTENSION] = threading.BoundedSemaphore(20)  # nobody is told to come back
    cookie = phone.client.get_cookie(f"submit-{phone.account}", path="/sync/v1/")
    assert cookie is not None

    def send(_number: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value, path="/sync/v1/")
        answer = client.put(
            f"/sync/v1/complaints/{item['id']}", data=body, content_type="application/json",
            headers={**HEADERS, "Content-Digest": content_digest(body)},
        )  # fmt: skip
        return answer.status_code, json.dumps(answer.get_json()["receipt"])

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    assert sorted(status for status, _ in answers) == [200] * 19 + [201]
    assert len({receipt for _, receipt in answers}) == 1
    assert count_complaints(app) == 1


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"category": "NO_SUCH"}, [("category", "unknown")]),
        ({"category": ""}, []),
        ({"resident": {}}, [("resident.name", "required")]),
        ({"resident": {"unnamed": True}}, []),
        ({"happened_on": "2099-01-01"}, [("happened_on", "future")]),
        ({"happened_on": "2026-02-30"}, [("happened_on", "format")]),
        ({"text": ""}, [("text", "required")]),
        ({"text": "x" * 10_001}, [("text", "too-long")]),
        ({"place": {"district": "PK999"}}, [("place.district", "unknown")]),
        ({"lang": "fr"}, [("lang", "unknown")]),
        ({"kind": "poem"}, [("kind", "unknown")]),
    ],
)
def test_content_never_refuses_a_complaint_it_is_received_with_faults(
    phone: Phone, changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    answer = phone.put(phone.complaint(**changes))
    assert answer.status_code == 201
    found = [(f["name"], f["code"]) for f in answer.get_json().get("fields", [])]
    assert found == faults
    assert answer.get_json()["state"] == ("needs_attention" if faults else "received")


def test_a_fault_is_repaired_by_an_act(app: Flask, phone: Phone) -> None:
    item = phone.complaint(happened_on="2099-01-01", category="NO_SUCH")
    phone.put(item)
    half = phone.put(phone.act("repair", item["id"], happened_on="2026-01-01")).get_json()
    assert half["state"] == "needs_attention"
    assert half["fields"] == [{"name": "category", "code": "unknown"}]
    act = phone.act("repair", item["id"], category="HEALTH_STAFF")
    whole = phone.put(act).get_json()
    assert (whole["applied"], whole["state"]) == (True, "received")
    with app.app_context():
        stored = db.session.get_one(Complaint, item["id"])
        assert stored.category_code == "HEALTH_STAFF"
        assert stored.text == item["text"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"X-Proto": ""}, 400, "proto-missing"),
        ({"Content-Digest": ""}, 400, "digest-mismatch"),
        ({"Content-Digest": content_digest(b"other")}, 400, "digest-mismatch"),
        ({"Origin": "https://evil.example"}, 403, "origin"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "origin"),
        ({"Content-Encoding": "br"}, 415, "type"),
    ],
)
def test_a_request_that_is_not_the_phones_is_refused(
    app: Flask, phone: Phone, headers: dict[str, str], status: int, code: str
) -> None:
    answer = phone.put(phone.complaint(), **headers)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["X-Proto"] == "1"
    assert count_complaints(app) == 0


def test_a_body_of_another_type_is_refused(phone: Phone) -> None:
    answer = phone.client.put(
        f"/sync/v1/complaints/{phone.complaint()['id']}", data=b"text", headers=HEADERS
    )
    assert (answer.status_code, answer.get_json()["code"]) == (415, "type")


def test_gzip_is_taken_and_a_bomb_is_not(app: Flask, phone: Phone) -> None:
    item = phone.complaint()
    body = gzip.compress(json.dumps(item).encode())
    answer = phone.put_bytes(item, body, **{"Content-Encoding": "gzip"})
    assert answer.status_code == 201
    plain = hashlib.sha256(json.dumps(item).encode()).hexdigest()
    assert answer.get_json()["receipt"]["payload_sha256"] == plain
    bomb = gzip.compress(b'{"a":"' + b" " * 10_000_000 + b'"}')
    refused = phone.put_bytes(phone.complaint(), bomb, **{"Content-Encoding": "gzip"})
    assert (refused.status_code, refused.get_json()["code"]) == (413, "too-large")
    assert count_complaints(app) == 1


def test_without_the_accounts_own_cookie_nothing_is_stored(app: Flask, phone: Phone) -> None:
    item = phone.complaint()
    phone.client.delete_cookie(f"submit-{phone.account}", path="/sync/v1/")
    answer = phone.put(item)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "login")
    assert answer.get_json()["retry"] == "after-login"
    assert count_complaints(app) == 0


def test_an_item_of_another_phone_is_held_until_its_own_phone_signs_in(phone: Phone) -> None:
    answer = phone.put(phone.complaint() | {"device": factories.device_id()})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "login")


def test_the_submit_credential_works_long_after_signing_out(app: Flask, phone: Phone) -> None:
    phone.client.delete("/sync/v1/device/session", headers=HEADERS)
    assert phone.client.get("/sync/v1/changes", headers=HEADERS).status_code == 401
    assert phone.put(phone.complaint()).status_code == 201
    answer = phone.sync([phone.complaint()]).get_json()
    assert answer["results"][0]["status"] == 201
    assert (answer["changes"], answer["pull"]) == (None, "after-login")
