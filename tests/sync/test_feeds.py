"""What a phone reads: its own changes and nobody else's, and the directory for offline use."""

import gzip
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intermediary.core import phone as phone_parts
from intermediary.core.languages import LANGUAGES
from tests.sync.phone import HEADERS, Phone


def test_the_feed_tells_only_ones_own_complaints(phone: Phone, other_phone: Phone) -> None:
    mine, theirs = phone.complaint(), other_phone.complaint()
    phone.put(mine)
    other_phone.put(theirs)
    assert [line["id"] for line in phone.changes()["changes"]] == [mine["id"]]
    query = {"account": other_phone.account}
    answer = phone.client.get("/sync/v1/changes", query_string=query, headers=HEADERS)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "wrong-account")


def test_the_feed_brings_no_narrative_no_name_and_no_slip_back(phone: Phone) -> None:
    item = phone.complaint()
    phone.put(item)
    page = phone.client.get("/sync/v1/changes", headers=HEADERS).get_data(as_text=True)
    for secret in (item["text"], item["resident"]["name"], item["slip"], "03001234567"):
        assert secret not in page


@pytest.mark.parametrize("cursor", ["rubbish", "1.x", "2.5", "1." + "9" * 30, "1.۵", "-1"])
def test_a_cursor_that_is_not_ours_asks_for_a_full_pull(phone: Phone, cursor: str) -> None:
    answer = phone.client.get("/sync/v1/changes", query_string={"cursor": cursor}, headers=HEADERS)
    assert (answer.status_code, answer.get_json()["code"]) == (410, "cursor-expired")
    assert answer.get_json()["retry"] == "now"


@pytest.mark.parametrize("limit", ["0", "-5", "9999999999999999999999", "many", "۵"])
def test_an_odd_limit_is_no_error(phone: Phone, limit: str) -> None:
    phone.put(phone.complaint())
    answer = phone.client.get("/sync/v1/changes", query_string={"limit": limit}, headers=HEADERS)
    assert (answer.status_code, len(answer.get_json()["changes"])) == (200, 1)


def test_the_directory_is_sent_once_and_then_only_confirmed(client: FlaskClient) -> None:
    for language in LANGUAGES:
        first = client.get(f"/sync/v1/directory?lang={language}")
        assert first.status_code == 200
        assert first.get_json()["categories"]
        again = client.get(
            f"/sync/v1/directory?lang={language}", headers={"If-None-Match": first.headers["ETag"]}
        )
        assert (again.status_code, again.get_data()) == (304, b"")


def test_ping_echoes_the_nonce_and_knows_the_phone(phone: Phone, client: FlaskClient) -> None:
    assert client.get("/sync/v1/ping?n=abc").get_json()["device_known"] is False
    said = phone.client.get("/sync/v1/ping?n=abc").get_json()
    assert (said["n"], said["device_known"]) == ("abc", True)


def test_a_long_list_travels_compressed_and_in_plain_letters(phone: Phone) -> None:
    for _ in range(4):
        phone.put(phone.complaint())
    plain = phone.client.get("/sync/v1/changes", headers=HEADERS)
    packed = phone.client.get("/sync/v1/changes", headers={**HEADERS, "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data))["changes"] == plain.get_json()["changes"]
    assert len(packed.data) < len(plain.data) / 2
    assert "Sabirabad" in plain.get_data(as_text=True)


def test_letters_of_the_three_languages_are_not_written_as_escapes(phone: Phone) -> None:
    phone.put(phone.complaint(place={"district": "PK512", "village": "صابر آباد"}))
    answer = phone.client.get("/sync/v1/changes", headers=HEADERS)
    assert "صابر آباد" in answer.get_data(as_text=True)


def test_a_phone_that_asks_for_words_a_release_late_still_gets_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, release = app.test_client(), "0"
    for name in ("catalogue", "shell"):
        offer = app.extensions[phone_parts.EXTENSION][name]
        monkeypatch.setattr(offer, "version", lambda: release)
        monkeypatch.setattr(offer, "render", lambda language: f"{language} {release}".encode())
    urls: list[tuple[str, str]] = []
    for number in range(phone_parts.RELEASES_KEPT + 1):
        release = str(number)
        named = client.get("/sync/v1/wording/manifest").get_json()["languages"]["ps"]
        urls.append((named["catalogue"]["url"], named["shell"]["url"]))
    for number, pair in enumerate(urls[1:], start=1):
        for url in pair:
            answer = client.get(url)
            assert (answer.status_code, answer.get_data(as_text=True)) == (200, f"ps {number}")
    assert [client.get(url).status_code for url in urls[0]] == [404, 404]
