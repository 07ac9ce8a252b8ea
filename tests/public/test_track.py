"""Asking with a slip: what is shown, what is never shown, and what an unknown code is told."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from intermediary.complaints import operations as ops
from intermediary.complaints.codes import group_slip_code, new_slip_code
from intermediary.complaints.vocabulary import STATES
from intermediary.core import misses
from intermediary.core.db import db, utc_now
from intermediary.public import track_views
from tests.factories import payload
from tests.page import find_faults, visit
from tests.public.journey import Journey, Resident, chip, count, kinds, text

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


def wrong_code(slip: str) -> str:
    return slip[:-1] + str((int(slip[-1]) + 1) % 10)


def test_a_slip_shows_state_days_and_reference(journey: Maker, resident: Resident) -> None:
    case = journey()
    answer = resident.ask(case.slip)
    page = text(answer)
    assert answer.status_code == 200
    assert chip(page) == "Received"
    assert case.given["reference"] in page
    assert re.search(r"\d+ days left", page)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["ps", "ur", "en"])
def test_the_pages_owe_nothing(
    app: Flask, client: FlaskClient, journey: Maker, language: str
) -> None:
    visit(client, "/", language)
    visit(client, "/track", language)
    resident = Resident(client, language)
    wrong, unknown = resident.ask("123"), resident.ask(new_slip_code())
    case = journey(category="HEALTH_NEGLIGENCE").claim()
    pages = [text(resident.ask(case.slip)) for _ in range(2)]
    refused = resident.act(pages[0], "dispute", days="x", reason="y")
    done = resident.act(pages[0], "dispute")
    late = resident.act(pages[1], "dispute")
    answers = {wrong: 422, unknown: 404, refused: 422, late: 409, done: 200}
    for answer, status in answers.items():
        assert answer.status_code == status
        assert find_faults(text(answer), language) == []


def test_a_code_is_read_however_it_is_written(journey: Maker, resident: Resident) -> None:
    case = journey()
    for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"):
        typed = group_slip_code(case.slip).translate(str.maketrans("0123456789", digits))
        for written in (typed, typed.replace(" ", "-"), f"\u200f {typed.replace(' ', '')} "):
            assert resident.ask(written).status_code == 200


def test_a_mistyped_digit_says_look_again_and_counts_no_miss(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    wrong = wrong_code(journey().slip)
    answer = resident.ask(wrong)
    assert answer.status_code == 422
    assert "Please look at the digits again." in text(answer)
    assert wrong in text(answer)  # nothing typed is lost
    assert count(app, misses.Miss) == 0


@pytest.mark.parametrize("typed", ["", "123", "abc", "1" * 18, "\x00", "<b>", "۱۲", "१" * 17])
def test_what_is_no_code_is_refused_at_the_field(resident: Resident, typed: str) -> None:
    answer = resident.ask(typed)
    assert answer.status_code == 422
    assert 'id="slip-error"' in text(answer)


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


def test_nothing_of_the_resident_or_the_teacher_is_ever_shown(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    marks = {name: f"MARKER{name}" for name in ("name", "parent_name", "call_time", "alternative")}
    marked = {
        "resident": {**marks, "unnamed": False, "phone": "03001112223", "cnic": "1730112345671"},
        "text": "MARKERnarrative",
        "accused": {"text": "MARKERaccused"},
        "place": {"district": "PK512", "village": "MARKERvillage"},
        "consent": payload()["consent"] | {"witness": "MARKERwitness", "scope": ["name", "phone"]},
    }
    main, member = journey(**marked), journey(**marked)
    seen = [text(resident.ask(main.slip))]
    main.ask("Which day?")
    seen.append(text(resident.ask(main.slip)))
    main.do("answer_question", main.intermediary, text="MARKERanswer", lang="en")
    main.do(
        "assign_complaint", main.officer, office_code="HEALTH-PK512", summary="MARKERsum", lang="en"
    )
    main.do("hand_back_complaint", main.office, text="MARKERback", lang="en")
    main.do(
        "assign_complaint", main.officer, office_code="HEALTH-PK512", summary="MARKERsum", lang="en"
    )
    main.do("accept_complaint", main.office)
    main.do("claim_complaint", main.office, outcome="partly", text="He is back.", lang="en")
    member.merge_into(main)
    seen += [text(resident.ask(main.slip)), text(resident.ask(member.slip))]
    seen.append(text(resident.act(seen[2], "dispute", text="MARKERtold", lang="en", conduct="bad")))
    seen.append(text(resident.act(seen[3], "withdraw", reason="other", pressed="yes")))
    seen.append(text(resident.act(seen[3], "withdraw", reason="other", pressed="yes")))
    assert "Which day?" in seen[1]
    assert "He is back." in seen[2]
    assert "Partly done" in seen[3]
    with app.app_context():
        teacher = main.complaint.intermediary_id
    for page in seen:
        for word in ("MARKER", "03001112223", "17301", "Name of ", teacher, main.given["id"]):
            assert word not in page


def test_the_code_stands_in_no_address_and_no_session(journey: Maker, resident: Resident) -> None:
    case = journey()
    page = text(resident.ask(case.slip))
    assert not re.search(rf'(?:href|action|src)="[^"]*{case.slip}', page)
    with resident.client.session_transaction() as session:
        assert case.slip not in str(dict(session))


def test_a_corrected_copy_is_shown_instead_of_the_withdrawn_one(
    journey: Maker, resident: Resident
) -> None:
    first = journey()
    copy = journey(slip=first.slip)
    first.do("withdraw_complaint", first.intermediary, reason="corrected")
    assert copy.given["reference"] in text(resident.ask(first.slip))
    copy.do("withdraw_complaint", copy.intermediary, reason="changed_mind")
    assert chip(text(resident.ask(first.slip))) == "Withdrawn"


def test_a_merged_complaint_shows_where_its_main_case_stands(
    journey: Maker, resident: Resident
) -> None:
    main, other, member = journey().claim(), journey(), journey()
    member.merge_into(other)
    other.do("start_review", other.officer)
    with main.app.app_context():
        ops.merge_complaints(other.complaint, main.complaint, main.officer, utc_now())
        db.session.commit()
    page = text(resident.ask(member.slip))
    assert chip(page) == "Claimed resolved"
    assert member.given["reference"] in page
    assert main.given["reference"] not in page
    assert "He is back." in page
    assert kinds(page)[:2] == ["confirm", "dispute"]


STANDINGS: dict[str, tuple[Callable[[Journey], object], list[str]]] = {
    "received": (lambda case: case, ["withdraw"]),
    "under_review": (Journey.review, ["withdraw"]),
    "returned": (Journey.ask, ["withdraw"]),
    "assigned": (Journey.assign, ["withdraw"]),
    "in_progress": (Journey.accept, ["withdraw"]),
    "claimed": (Journey.claim, ["confirm", "dispute", "withdraw"]),
    "confirmed": (
        lambda case: case.claim().do("confirm_complaint", case.intermediary),
        ["reopen", "feedback"],
    ),
    "disputed": (
        lambda case: case.claim().do("dispute_complaint", case.intermediary),
        ["feedback", "withdraw"],
    ),
    "declined": (Journey.decline, ["feedback"]),
    "withdrawn": (
        lambda case: case.do("withdraw_complaint", case.intermediary, reason="other"),
        [],
    ),
}


@pytest.mark.parametrize("state", STANDINGS)
def test_each_state_is_shown_with_what_can_be_done_now(
    journey: Maker, app: Flask, state: str
) -> None:
    lead, offered = STANDINGS[state]
    case = journey()
    lead(case)
    for language in ("en", "ps", "ur"):
        page = text(Resident(app.test_client(), language).ask(case.slip))
        assert kinds(page) == offered
        assert find_faults(page, language) == []
        if language == "en":
            assert chip(page) == str(STATES[state])


def test_a_complaint_with_a_fault_says_what_to_do(journey: Maker, resident: Resident) -> None:
    case = journey(resident={"name": "Gul", "unnamed": False, "phone": "12"})
    page = text(resident.ask(case.slip))
    assert chip(page) == "Needs a correction"
    assert "Please ask your teacher" in page


def test_a_silent_end_can_still_be_confirmed_or_disputed(
    app: Flask, journey: Maker, resident: Resident
) -> None:
    case = journey().claim()
    with app.app_context():
        case.complaint.state = "unconfirmed"
        db.session.commit()
    page = text(resident.ask(case.slip))
    assert kinds(page) == ["confirm", "dispute", "reopen", "feedback"]


def test_a_late_complaint_says_how_late(app: Flask, journey: Maker, resident: Resident) -> None:
    case = journey()
    with app.app_context():
        case.complaint.due_at = utc_now() - timedelta(days=3)
        db.session.commit()
    assert "3 days late" in text(resident.ask(case.slip))
