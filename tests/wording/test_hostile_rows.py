"""Rows that other hands wrote into the database: pages come out, and say the shipped words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from intermediary.core.db import db, utc_now
from intermediary.core.languages import text_domain
from intermediary.wording.messages import sentences
from tests.wording.conftest import PAGE, TITLE, WAITING, Desk

TEXTS = [
    "100% sure", "%", "%s", "%d", "%(", "%(page", "%(page)", "%(page)s", "%(page)d %(pages)d",
    "%(page)50000000s %(pages)s", "%(page)-9999999s%(pages)s", "%(page).1s %(pages)s",
    "%(page)s %(pages)s %(nobody)s", "%(page)r %(pages)r", "%(page)c %(pages)s",
    "%%(page)s %(pages)s", "%(page)*s %(pages)s", "%(num)99999999d",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "&lt;script&gt;", '" onmouseover="alert(1)', "\u202eevil\u202c", "\u2066x\u2069", "\u200fx",
    "\ufeff", "", "   ", "\n\n\n", "{{ 7*7 }}", "{% raw %}", "\ufdfa" * 200, "x" * 5_000,
    "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\u00ad", "x\u0007", "\U000e0041",
]  # fmt: skip
FORMS: list[Any] = [
    None, 7, True, "text", {}, [], [[]], [None], [1], ["a", 2], [{"a": "b"}], ["\ud800"],
    ["a", "b"], ["a", "b", "c"], [""], 1e308, [[["a"]]],
]  # fmt: skip


def entry(key: str, strings: Any, **changes: Any) -> dict[str, Any]:
    sentence = sentences()[key]
    return {
        "context": sentence.context,
        "msgid": sentence.msgid,
        "strings": strings,
        "base": [],
    } | changes


def write_release(app: Flask, snapshot: Any, raw: str | None = None) -> None:
    """Write the live release past the product."""
    with app.app_context():
        db.session.execute(
            text(
                "INSERT INTO wording_release (number, published_at, snapshot, change_count)"
                " SELECT coalesce(max(number), 0) + 1, :at, :snapshot, 1 FROM wording_release"
            ),
            {"at": utc_now().replace(tzinfo=None), "snapshot": raw or json.dumps(snapshot)},
        )
        db.session.commit()


PATHS = (
    "/wording/", "/wording/?page=2", "/wording/?show=errors", "/wording/?show=changed",
    "/wording/releases", "/wording/releases/0",
    f"/wording/strings/{TITLE}", f"/wording/strings/{PAGE}", f"/wording/strings/{WAITING}",
)  # fmt: skip


def everything_answers(desk: Desk) -> None:
    """Look at all pages of the desk, and at what phones take."""
    for path in PATHS:
        page = desk.shows(path, "ps")
        assert len(page) < 2_000_000, "no width was filled in"
    manifest = desk.client.get("/sync/v1/wording/manifest")
    assert manifest.status_code == 200
    url = manifest.get_json()["languages"]["ps"]["catalogue"]["url"]
    assert desk.client.get(url).status_code == 200


@pytest.fixture
def shipped(desk: Desk) -> Callable[[], None]:
    """Return the assertion that a page says the shipped words."""
    before = desk.shows("/wording/", "ps").split("<h1>")[1].split("</h1>")[0]

    def is_shown() -> None:
        assert f"<h1>{before}</h1>" in desk.shows("/wording/", "ps")

    return is_shown


def look_again(app: Flask) -> None:
    with app.app_context():
        text_domain().look_again()


def spread(values: list[Any], shift: int) -> dict[str, Any]:
    """Return a value for every sentence of the product, in turn, and the same for the title."""
    given = {key: values[(i + shift) % len(values)] for i, key in enumerate(sentences())}
    return given | {TITLE: values[shift % len(values)]}


@pytest.mark.parametrize("shift", range(0, len(TEXTS), 9))
def test_bad_text_in_a_release_falls_back(
    app: Flask, desk: Desk, shipped: Callable[[], None], shift: int
) -> None:
    rows = {
        key: entry(key, [bad] * len(sentences()[key].forms))
        for key, bad in spread(TEXTS, shift).items()
    }
    write_release(app, {"ps": rows})
    look_again(app)
    everything_answers(desk)
    shipped()


@pytest.mark.parametrize("place", ["strings", "base"])
def test_what_is_no_text_in_a_release_falls_back(
    app: Flask, desk: Desk, shipped: Callable[[], None], place: str
) -> None:
    rows = {
        key: entry(key, **{"strings": ["%"], place: bad}) for key, bad in spread(FORMS, 0).items()
    }
    write_release(app, {"ps": rows})
    look_again(app)
    everything_answers(desk)
    shipped()


@pytest.mark.parametrize(
    "snapshot",
    [
        None, 7, "text", [], {}, {"ps": None}, {"ps": []}, {"ps": {"k": None}}, {"xx": {"k": {}}},
        {"ps": {TITLE: {}}}, {"ps": {TITLE: []}}, {"ps": {TITLE: {"strings": ["x"]}}},
        {"ps": {"gone": {"context": None, "msgid": "Gone", "strings": ["x"], "base": []}}},
        {"ps": {TITLE: {"context": 5, "msgid": [], "strings": ["x"], "base": []}}},
    ],
)  # fmt: skip
def test_a_release_of_another_shape_falls_back(
    app: Flask, desk: Desk, shipped: Callable[[], None], snapshot: Any
) -> None:
    write_release(app, snapshot)
    look_again(app)
    everything_answers(desk)
    shipped()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("raw", ["no json", "", "[" * 100_000, '{"ps": NaN', "\x00"])
def test_a_release_that_is_no_json_falls_back(
    app: Flask, desk: Desk, shipped: Callable[[], None], raw: str
) -> None:
    write_release(app, None, raw=raw or " ")
    look_again(app)
    everything_answers(desk)
    shipped()


def test_bad_drafts_stop_publishing_and_can_be_written_anew(app: Flask, desk: Desk) -> None:
    desk.write(TITLE, "ps", "سم")
    desk.write(PAGE, "ps", "%(page)s / %(pages)s")
    for bad in [None, 7, ["%"], ["\ud800"], ["%(page)50000000s"], ["100%"]]:
        with app.app_context():
            db.session.execute(
                text("UPDATE wording_override SET strings = :bad"), {"bad": json.dumps(bad)}
            )
            db.session.commit()
        for path in PATHS:
            desk.shows(path, "ps")
    page = desk.shows("/wording/releases", "en")
    assert "A draft breaks a rule" in page
    assert "2 texts found" in desk.shows("/wording/?show=errors", "en")
    desk.write(TITLE, "ps", "سم")
    desk.write(PAGE, "ps", "%(page)s / %(pages)s")
    assert desk.publish().status_code == 302
    assert "<h1>سم</h1>" in desk.shows("/wording/")


def test_a_draft_in_a_language_that_we_do_not_have_is_left_alone(app: Flask, desk: Desk) -> None:
    desk.write(TITLE, "ps", "سم")
    with app.app_context():
        db.session.execute(text("UPDATE wording_override SET language = 'xx'"))
        db.session.commit()
    everything_answers(desk)


def test_a_visitor_without_an_account_gets_a_page_too(app: Flask, client: FlaskClient) -> None:
    rows = {key: entry(key, ["%(x)s <b>"] * len(s.forms)) for key, s in sentences().items()}
    write_release(app, {"ps": rows, "ur": rows, "en": rows})
    for language in ("ps", "ur", "en"):
        client.set_cookie("language", language)
        assert client.get("/accounts/login").status_code == 200
        assert client.get(f"/field/shell/{language}").status_code == 200
        assert client.get("/wording/nothing").status_code == 404
