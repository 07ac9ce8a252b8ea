"""The start page and the language switch."""

import pytest
from flask.testing import FlaskClient

from tests.factories import csrf


@pytest.mark.parametrize(("code", "direction"), [("ps", "rtl"), ("ur", "rtl"), ("en", "ltr")])
def test_the_start_page_speaks_the_visitors_language(
    client: FlaskClient, code: str, direction: str
) -> None:
    page = client.get("/", headers={"Accept-Language": code})
    assert page.status_code == 200
    assert f'<html lang="{code}" dir="{direction}">' in page.get_data(as_text=True)


def test_the_start_page_has_a_door_for_each(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    for door in ("/track", "/field/", "/accounts/login"):
        assert f'class="door" href="{door}"' in page


def test_the_language_is_remembered_and_the_page_comes_back(client: FlaskClient) -> None:
    token = csrf(client, "/track")
    data = {"language": "ps", "next": "/track", "csrf_token": token}
    answer = client.post("/language", data=data)
    assert (answer.status_code, answer.location) == (303, "/track")
    assert '<html lang="ps"' in client.get("/track").get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "track", "", "javascript:x",
     "/a\r\nSet-Cookie: x=1", "/\tx", "http:/track", "///x", "/ټ"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(client: FlaskClient, address: str) -> None:
    token = csrf(client, "/track")
    data = {"language": "ps", "next": address, "csrf_token": token}
    answer = client.post("/language", data=data)
    assert answer.status_code == 400
    assert "language=" not in answer.headers.get("Set-Cookie", "")


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    token = csrf(client, "/track")
    data = {"language": "xx", "next": "/", "csrf_token": token}
    assert client.post("/language", data=data).status_code == 400


def test_the_switch_needs_its_token(client: FlaskClient) -> None:
    assert client.post("/language", data={"language": "ps", "next": "/"}).status_code == 400


def test_the_switch_after_an_act_leads_back_to_the_code(client: FlaskClient) -> None:
    answer = client.get("/track/confirmation")
    assert (answer.status_code, answer.location) == (302, "/track")
