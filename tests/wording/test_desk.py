"""Writing at the desk: drafts, plural forms, English, checks, marks, own languages."""

import html
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from intermediary.core.db import db
from intermediary.ledger import events_of
from intermediary.wording.forms import box, seen
from intermediary.wording.messages import sentences
from intermediary.wording.models import Override
from tests.wording.conftest import PAGE, TITLE, WAITING, Desk


def drafts(app: Flask) -> dict[tuple[str, str], list[str]]:
    with app.app_context():
        return {(d.language, d.key): d.strings for d in db.session.scalars(select(Override))}


def test_a_draft_is_kept_and_nobody_sees_it_yet(app: Flask, desk: Desk) -> None:
    answer = desk.write(TITLE, "ps", "د کلمو میز")
    assert answer.status_code == 302
    assert drafts(app) == {("ps", TITLE): ["د کلمو میز"]}
    assert "The text is kept as a draft." in desk.shows(f"/wording/strings/{TITLE}", "en")
    assert "<h1>د کلمو میز</h1>" not in desk.shows("/wording/")
    with app.app_context():
        (event,) = events_of(subject="wording")
        assert event.type == "wording:drafted"
        assert event.content == {"language": "ps", "key": TITLE, "strings": ["د کلمو میز"]}


def test_typing_the_old_words_again_drops_the_draft(app: Flask, desk: Desk) -> None:
    before = desk.form(f"/wording/strings/{TITLE}")[box("ps", 0)]
    desk.write(TITLE, "ps", "بل")
    desk.write(TITLE, "ps", before)
    assert drafts(app) == {}


def test_sending_an_unchanged_page_changes_nothing(app: Flask, desk: Desk) -> None:
    for key in sentences():
        assert desk.send(key, desk.form(f"/wording/strings/{key}")).status_code == 302
    assert drafts(app) == {}


def test_both_plural_forms_are_written(app: Flask, desk: Desk) -> None:
    half = desk.write(WAITING, "ur", "ایک تبدیلی", "")
    assert half.status_code == 422
    assert "ایک تبدیلی" in half.text
    desk.write(WAITING, "ur", "ایک تبدیلی منتظر ہے", "%(num)d تبدیلیاں منتظر ہیں")
    assert drafts(app)["ur", WAITING] == ["ایک تبدیلی منتظر ہے", "%(num)d تبدیلیاں منتظر ہیں"]


def test_english_is_changed_like_the_others_and_empty_boxes_bring_it_back(
    app: Flask, desk: Desk
) -> None:
    desk.write(TITLE, "en", "Words")
    desk.publish()
    assert "<h1>Words</h1>" in desk.shows("/wording/", "en")
    desk.write(TITLE, "en", "")
    assert drafts(app) == {("en", TITLE): []}
    desk.publish()
    assert "<h1>Wording</h1>" in desk.shows("/wording/", "en")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("پاڼه %(page)s", "Please copy this exactly from the English text: %(pages)s"),
        ("%(page)s %(pages)s %(x)s", "This is not in the English text. Please take it out: %(x)s"),
        ("%(page)s%% %(pages)s % .", "Please write the percent sign twice."),
        ("<b>%(page)s</b> %(pages)s", "These signs are not allowed here: < >"),
        ("%(page)s\u202e %(pages)s", "There is a hidden sign for the direction: U+202E."),
    ],
)
def test_a_broken_text_is_refused_at_its_box_and_nothing_typed_is_lost(
    app: Flask, desk: Desk, typed: str, reason: str
) -> None:
    fields = desk.form(f"/wording/strings/{PAGE}")
    fields |= {box("ps", 0): typed, box("ur", 0): "%(pages)s / %(page)s"}
    answer = desk.send(PAGE, fields)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    at_the_box = page[page.index('id="ps-0-notes"') :].split("</div>")[0]
    assert reason in at_the_box
    assert 'href="#ps-0"' in page
    assert f">\r\n{typed}</textarea>" in page
    assert ">\r\n%(pages)s / %(page)s</textarea>" in page
    assert drafts(app) == {}


def test_a_remark_asks_for_a_second_look(app: Flask, desk: Desk) -> None:
    spaced = desk.write(TITLE, "ps", "د  کلمو میز")
    assert spaced.status_code == 422
    assert "There is a double space." in spaced.text
    assert desk.write(TITLE, "ps", "د  کلمو میز", accept="y").status_code == 302
    assert drafts(app) == {("ps", TITLE): ["د  کلمو میز"]}


def test_two_people_at_one_text_do_not_overwrite_each_other(
    app: Flask, desk: Desk, open_desk: Callable[..., Desk]
) -> None:
    path = f"/wording/strings/{TITLE}"
    other = open_desk("translator", languages=["ps"])
    first, second = desk.form(path), other.form(path)
    assert desk.send(TITLE, first | {box("ps", 0): "لومړی"}).status_code == 302
    late = other.send(TITLE, second | {box("ps", 0): "دویم"})
    assert late.status_code == 422
    assert "Somebody changed this text in the meantime." in late.text
    assert "دویم</textarea>" in late.text
    assert "لومړی" in late.text
    assert drafts(app)["ps", TITLE] == ["لومړی"]
    assert other.write(TITLE, "ps", "دویم").status_code == 302
    assert drafts(app)["ps", TITLE] == ["دویم"]


def test_two_people_at_two_languages_do_not_meet(app: Flask, desk: Desk) -> None:
    fields = desk.form(f"/wording/strings/{TITLE}")
    desk.send(TITLE, fields | {box("ps", 0): "پښتو"})
    assert desk.send(TITLE, fields | {box("ur", 0): "اردو"}).status_code == 302
    assert drafts(app) == {("ps", TITLE): ["پښتو"], ("ur", TITLE): ["اردو"]}


def test_translator_changes_only_own_languages(app: Flask, open_desk: Callable[..., Desk]) -> None:
    desk = open_desk("translator", languages=["ps"])
    fields = desk.form(f"/wording/strings/{TITLE}")
    assert box("ps", 0) in fields
    assert box("ur", 0) not in fields
    assert "Your account does not change this language." in desk.shows(
        f"/wording/strings/{TITLE}", "en"
    )
    desk.send(TITLE, fields | {box("ur", 0): "اردو", seen("ur"): fields[seen("ps")]})
    assert drafts(app) == {}
