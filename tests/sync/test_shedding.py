"""When all places are taken: the phone keeps its work and comes back, and nobody waits unheard."""

from flask import Flask

from intermediary.sync.shedding_views import EXTENSION
from tests.sync.phone import HEADERS, Phone


def test_a_phone_that_finds_all_places_taken_is_told_to_come_back(app: Flask, phone: Phone) -> None:
    item, places = phone.complaint(), app.extensions[EXTENSION]
    for _ in range(app.config["SYNC_AT_ONCE"]):
        assert places.acquire(blocking=False)
    waits = set()
    for _ in range(20):
        refused = phone.put_bytes(item, b"never read")
        assert (refused.status_code, refused.get_json()["code"]) == (503, "unavailable")
        waits.add(int(refused.headers["Retry-After"]))
    assert len(waits) > 1
    assert all(30 <= wait <= 300 for wait in waits)
    assert phone.sync([item]).status_code == 503
    assert phone.client.get("/sync/v1/ping", headers=HEADERS).status_code == 200
    places.release()
    assert phone.put(item).status_code == 201


def test_refused_requests_give_their_places_back(app: Flask, phone: Phone) -> None:
    for _ in range(app.config["SYNC_AT_ONCE"] + 1):
        assert phone.put_bytes(phone.complaint(), b"no JSON").status_code == 422
    assert phone.put(phone.complaint()).status_code == 201
