"""The published contract is the one that is kept: every route, and the shape of real answers."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intermediary.sync.openapi import document
from tests import factories
from tests.sync.json_schema import faults
from tests.sync.phone import HEADERS, Phone, packed

CONTRACT = document("https://wasila.example")
SHAPES: dict[str, Any] = CONTRACT["components"]["schemas"]


def described(path: str, method: str, status: int) -> dict[str, Any]:
    """Return the shape that the contract promises for an answer."""
    content = CONTRACT["paths"][path][method]["responses"][str(status)]["content"]
    (media,) = content.values()
    return media["schema"]  # type: ignore[no-any-return]


def assert_kept(answer: TestResponse, path: str, method: str) -> None:
    """Check an answer against its description."""
    schema = described(path, method, answer.status_code)
    assert faults(answer.get_json(), schema, SHAPES) == []


def assert_sendable(value: dict[str, Any], shape: str) -> None:
    """Check what our own phone sends against the described shape."""
    assert faults(value, SHAPES[shape], SHAPES) == []


def test_every_route_is_described_and_nothing_else(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/sync/v1")), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("sync.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, item in CONTRACT["paths"].items() for method in item}
    assert told == routes
    endpoints = {r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith("sync.")}
    ids = {op["operationId"] for item in CONTRACT["paths"].values() for op in item.values()}
    assert {f"sync.{name}" for name in ids} == endpoints


def test_anybody_can_read_the_contract(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/sync/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.get_json() == document(app.config["ORIGIN"])
    assert answer.get_json()["openapi"] == "3.1.0"


def test_every_reference_leads_somewhere() -> None:
    wanted = set(re.findall(r"#/components/schemas/(\w+)", str(CONTRACT)))
    assert wanted == set(SHAPES)


def test_items_and_their_answers_have_the_described_shape(phone: Phone) -> None:
    complaint = phone.complaint()
    assert_sendable(complaint, "Complaint")
    for status in (201, 200):
        answer = phone.put(complaint)
        assert answer.status_code == status
        assert_kept(answer, "/complaints/{id_}", "put")
    act = phone.act("withdraw", complaint["id"], reason="other", pressed="no")
    assert_sendable(act, "Act")
    for _ in range(2):
        assert_kept(phone.put(act), "/acts/{id_}", "put")


def test_a_complaint_with_faults_answers_in_the_described_shape(phone: Phone) -> None:
    answer = phone.put(phone.complaint(category="NOTHING", resident={"phone": "1"}))
    assert answer.get_json()["fields"]
    assert_kept(answer, "/complaints/{id_}", "put")


def test_batches_and_feeds_have_the_described_shape(phone: Phone, client: FlaskClient) -> None:
    good, bad = phone.complaint(), phone.complaint() | {"schema": 9}
    body = {
        "account": phone.account,
        "put": [packed(good), packed(bad)],
        "ask": [good["id"]],
        "cursor": None,
        "pending": {"n": 2, "oldest": None},
    }
    assert_sendable(body, "Sync")
    answer = phone.client.post("/sync/v1/sync", json=body, headers=HEADERS)
    assert [result["status"] for result in answer.get_json()["results"]] == [201, 422]
    assert_kept(answer, "/sync", "post")
    feed = phone.client.get("/sync/v1/changes", headers=HEADERS)
    assert feed.get_json()["changes"]
    assert_kept(feed, "/changes", "get")
    query = {"account": phone.account, "ids": [good["id"]]}
    assert_sendable(query, "Query")
    known = phone.client.post("/sync/v1/receipts/query", json=query, headers=HEADERS)
    assert_kept(known, "/receipts/query", "post")


def test_a_batch_without_a_session_has_the_described_shape(phone: Phone) -> None:
    phone.client.delete_cookie("session")
    answer = phone.sync([])
    assert answer.get_json()["changes"] is None
    assert_kept(answer, "/sync", "post")


def test_public_answers_and_the_profile_have_the_described_shape(
    app: Flask, client: FlaskClient, people: Any, sign_in: Any
) -> None:
    for path in ("/ping", "/directory", "/wording/manifest"):
        assert_kept(client.get(f"/sync/v1{path}?n=x"), path, "get")
    manifest = client.get("/sync/v1/wording/manifest").get_json()
    catalogue = client.get(manifest["languages"]["ps"]["catalogue"]["url"])
    assert_kept(catalogue, "/wording/{language}.{digest}.json", "get")
    signed_in = sign_in(app.test_client(), people("intermediary"))
    body = {"device": factories.device_id()}
    assert_sendable(body, "Device")
    profile = signed_in.post("/sync/v1/device", json=body, headers=HEADERS)
    assert_kept(profile, "/device", "post")
    assert_kept(signed_in.delete("/sync/v1/device/session", headers=HEADERS), "/device/session",
                "delete")  # fmt: skip


REFUSED = [
    ("get", "/changes", {}, None),
    ("get", "/changes", HEADERS, None),
    ("post", "/sync", HEADERS, {"account": "x"}),
    ("post", "/receipts/query", HEADERS, {"account": "00000000-0000-4000-8000-000000000000"}),
    ("post", "/device", HEADERS, {}),
    ("get", "/wording/xx.0.json", {}, None),
]


@pytest.mark.parametrize(("method", "path", "headers", "body"), REFUSED)
def test_refusals_have_the_described_shape(
    client: FlaskClient, method: str, path: str, headers: dict[str, str], body: Any
) -> None:
    answer = client.open(f"/sync/v1{path}", method=method.upper(), headers=headers, json=body)
    assert answer.status_code >= 400
    assert answer.mimetype == "application/problem+json"
    told = "/wording/{language}.{digest}.json" if path.startswith("/wording/xx") else path
    assert_kept(answer, told, method)


def test_a_wrong_answer_is_noticed() -> None:
    receipt = {"id": "x", "reference": 5}
    assert faults(receipt, SHAPES["Receipt"], SHAPES) == [
        "$: required", "$.id: pattern", "$.reference: type",
    ]  # fmt: skip
