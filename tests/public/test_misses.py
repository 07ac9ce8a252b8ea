"""What an unknown code is told: always the same, after the same work, and not too often."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from intermediary.complaints.codes import new_slip_code
from intermediary.core import misses
from intermediary.core.db import db, utc_now
from intermediary.public import track_views
from tests.public.journey import Journey, Resident, count, text

Maker = Callable[..., Journey]
TOKENS = re.compile(r'value="[A-Za-z0-9_.-]{60,}"')  # CSRF tokens carry the time


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect what is asked of complaints and misses; wording is looked up now and then."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if re.search(r"\b(?:complaint|miss)\b", statement):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_every_unknown_code_gets_the_same_answer_after_the_same_work(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    journey()
    pages, work = [], []
    for _ in range(3):
        with statements(app) as seen:
            answer = resident.ask(new_slip_code())
        pages.append((answer.status_code, TOKENS.sub("", text(answer))))
        work.append(list(seen))
    assert pages[0][0] == 404
    assert pages[0] == pages[1] == pages[2]
    assert work[0] == work[1] == work[2]
    assert len(work[0]) == 4, "look up, count, forget the old, remember"
    assert "No complaint has this slip code." in pages[0][1]


def test_misses_of_an_address_are_limited_but_a_right_code_is_answered(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    case = journey()
    answers = [resident.ask(new_slip_code()).status_code for _ in range(12)]
    assert answers == [404] * track_views.MISSES_PER_CLIENT + [429] * 2
    limited = resident.ask(new_slip_code())
    assert "Please wait a few minutes" in text(limited)
    assert limited.headers["Retry-After"] == "3600"
    assert resident.ask(case.slip).status_code == 200
    assert count(app, misses.Miss) == 2 * track_views.MISSES_PER_CLIENT


def test_another_address_is_not_limited_and_none_is_kept(app: Flask, resident: Resident) -> None:
    for _ in range(11):
        resident.ask(new_slip_code())
    token_page = resident.client.get("/track").get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', token_page)
    assert token
    answer = resident.client.post(
        "/track", data={"slip": new_slip_code(), "csrf_token": token[1]},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )  # fmt: skip
    assert answer.status_code == 404
    with app.app_context():
        kept = db.session.query(misses.Miss).all()
        assert not any(b"203.0.113.9" in miss.key_hash for miss in kept)


def test_after_a_wait_a_limited_address_is_answered_again(app: Flask, resident: Resident) -> None:
    for _ in range(11):
        resident.ask(new_slip_code())
    with app.app_context():
        for miss in db.session.query(misses.Miss):
            miss.at -= timedelta(hours=1, minutes=1)
        db.session.commit()
    assert resident.ask(new_slip_code()).status_code == 404


def test_misses_from_everywhere_are_limited_too(
    app: Flask, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(track_views, "MISSES_IN_ALL", 3)
    answers = [resident.ask(new_slip_code()).status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]


def test_misses_are_forgotten_after_a_day(app: Flask) -> None:
    with app.app_context():
        now = utc_now()
        misses.count_miss({"a": 1}, now - timedelta(days=2))
        misses.count_miss({"b": 1}, now)
        assert db.session.query(misses.Miss).count() == 1
        assert misses.is_braked({"b": 1}, now)
        assert not misses.is_braked({"a": 1, "b": 2}, now)
