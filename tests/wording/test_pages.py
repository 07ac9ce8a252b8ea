"""The pages of the desk: for whom they are open, every text, the filters, the search."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from intermediary.wording.explanations import pieces
from intermediary.wording.messages import key_of, sentences
from tests.factories import csrf
from tests.wording.conftest import TITLE, Desk

UNKNOWN = key_of(None, "No page says this.")


@pytest.mark.parametrize(
    "role",
    ["intermediary", "headmaster", "district_officer", "department_officer", "auditor"],
)
def test_the_desk_is_closed_to_others(role: str, open_desk: Callable[..., Desk]) -> None:
    client = open_desk(role).client
    token = {"csrf_token": csrf(client, "/accounts/change")}
    for path in ("/wording/", f"/wording/strings/{TITLE}", "/wording/releases"):
        assert client.get(path).status_code == 403
    for path in (f"/wording/strings/{TITLE}", "/wording/releases", "/wording/releases/0/return"):
        assert client.post(path, data=token).status_code == 403


def test_a_stranger_signs_in_first(client: FlaskClient) -> None:
    answer = client.get("/wording/")
    assert answer.status_code in (302, 401)


def test_an_unknown_text_is_not_found(desk: Desk) -> None:
    assert desk.client.get(f"/wording/strings/{UNKNOWN}").status_code == 404
    assert desk.client.get("/wording/releases/7").status_code == 404


def test_every_text_has_a_page(desk: Desk) -> None:
    for key in sentences():
        assert desk.client.get(f"/wording/strings/{key}").status_code == 200


def test_the_filters_show_what_they_say(desk: Desk) -> None:
    everything = desk.shows("/wording/?show=all", "en")
    assert f"{len(sentences())} texts found" in everything
    desk.write(TITLE, "ps", "د کلمو میز")
    changed = desk.shows("/wording/?show=changed", "en")
    assert "1 text found" in changed
    assert f"/wording/strings/{TITLE}" in changed
    missing = sum(
        1 for s in sentences().values() if not (s.shipped_in("ps") and s.shipped_in("ur"))
    )
    count = "1 text" if missing == 1 else f"{missing} texts"
    assert f"{count} found" in desk.shows("/wording/?show=missing", "en")
    assert "0 texts found" in desk.shows("/wording/?show=errors", "en")
    assert "No text fits." in desk.shows("/wording/?show=errors", "en")


def test_the_search_folds_letters_in_all_languages(desk: Desk) -> None:
    desk.write(TITLE, "ps", "شکايت ليکل")
    for words in ("شکایت لیکل", "WORDING"):
        assert f"/wording/strings/{TITLE}" in desk.shows(f"/wording/?q={words}", "en")


@pytest.mark.parametrize(
    "query", ["page=0", "page=-5", "page=999999999999", "page=x", "show=nothing", "q=%00%F0%9F%98"]
)
def test_odd_addresses_of_the_list_still_show_it(desk: Desk, query: str) -> None:
    assert desk.client.get(f"/wording/?{query}").status_code == 200


def test_placeholders_stand_apart_from_pashto_and_urdu() -> None:
    assert pieces("%(done)s د %(total)s") == [
        ("", False),
        ("%(done)s", True),
        (" د ", False),
        ("%(total)s", True),
        ("", False),
    ]
    assert pieces("سم") == [("سم", False)]
