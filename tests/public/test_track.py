"""Asking with a slip: what is shown, and what is never shown."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intermediary.complaints import operations as ops
from intermediary.complaints.codes import group_slip_code, new_slip_code
from intermediary.complaints.vocabulary import STATES
from intermediary.core import misses
from intermediary.core.db import db, utc_now
from tests.factories import payload
from tests.page import find_faults, visit
from tests.public.journey import Journey, Resident, chip, count, kinds, text

Maker = Callable[..., Journey]


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


def test_switching_the_language_keeps_the_complaint_on_the_page(
    journey: Maker, resident: Resident
) -> None:
    case = journey()
    page = text(resident.ask(case.slip))
    switch = page[page.index('action="/language"') :]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', switch))
    fields["language"] = "ps"
    sent_on = resident.client.post("/language", data=fields)
    assert (sent_on.status_code, sent_on.location) == (307, "/track"), "a browser posts it again"
    answer = resident.client.post("/track", data=fields)
    assert case.given["reference"] in text(answer)
    assert '<html lang="ps"' in text(answer)


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


def test_a_question_to_the_main_cases_resident_is_not_asked_of_the_neighbours(
    journey: Maker, resident: Resident
) -> None:
    main, member = journey(), journey()
    member.merge_into(main)
    main.ask()
    page = text(resident.ask(member.slip))
    assert chip(page) == "Returned with a question"
    assert "A district officer is looking at it." in page
    assert "tell your teacher the answer" not in page
    assert "tell your teacher the answer" in text(resident.ask(main.slip))


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
