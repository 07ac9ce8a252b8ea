"""The one plain page, as a teacher uses it without JavaScript."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from intermediary.complaints.codes import slip_hash
from intermediary.complaints.models import Complaint
from intermediary.core.db import db
from tests.factories import Person, sign_in

PATH = "/field/complaints/new"
INPUT = re.compile(r'<input[^>]*type="hidden"[^>]*>')
SLIP = re.compile(r'class="code slip-code">([0-9 ]+)<')


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the page."""
    found = {}
    for tag in INPUT.findall(page):
        name, value = (re.search(rf'{what}="([^"]*)"', tag) for what in ("name", "value"))
        found[name[1] if name else ""] = value[1] if value else ""
    return found


def answers(page: str, **changes: str) -> dict[str, str]:
    """Return a filled sheet."""
    return {
        **hidden(page),
        "kind": "complaint",
        "resident.name": "Gul Bibi",
        "text": "د ښوونځي اوبه نشته",
        "lang": "ps",
        "category": "",
        "money_asked": "no",
        "place.district": "PK512",
        "consent.method": "witness",
        "consent.witness": "Zarin Khan",
        **changes,
    }


@pytest.fixture
def teacher(client: FlaskClient, people: Callable[..., Person]) -> FlaskClient:
    return sign_in(client, people("intermediary"))


def count_of(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count(Complaint.id))).scalar_one()


def test_teacher_saves_a_complaint_and_sees_the_slip_once(app: Flask, teacher: FlaskClient) -> None:
    sheet = teacher.get(PATH).get_data(as_text=True)
    answer = teacher.post(PATH, data=answers(sheet))
    page = answer.get_data(as_text=True)
    shown = SLIP.search(page)
    assert answer.status_code == 200, "the slip comes as the answer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert shown, "the code stands on the slip"
    with app.app_context():
        complaint = db.session.execute(select(Complaint)).scalar_one()
        assert complaint.slip_hash == slip_hash(shown[1].replace(" ", ""))
        assert complaint.text == "د ښوونځي اوبه نشته"
        assert complaint.state == "received"
        assert complaint.reference in page


def test_posting_twice_is_one_complaint(app: Flask, teacher: FlaskClient) -> None:
    data = answers(teacher.get(PATH).get_data(as_text=True))
    first, second = (teacher.post(PATH, data=data) for _ in range(2))
    assert SLIP.findall(first.get_data(as_text=True)) == SLIP.findall(second.get_data(as_text=True))
    assert count_of(app) == 1


def test_the_same_sheet_with_other_words_is_refused(app: Flask, teacher: FlaskClient) -> None:
    data = answers(teacher.get(PATH).get_data(as_text=True))
    teacher.post(PATH, data=data)
    assert teacher.post(PATH, data={**data, "text": "another"}).status_code == 409
    assert count_of(app) == 1


def test_errors_stand_at_the_fields_and_nothing_typed_is_lost(
    app: Flask, teacher: FlaskClient
) -> None:
    sheet = teacher.get(PATH).get_data(as_text=True)
    data = answers(sheet, **{"resident.phone": "12", "consent.witness": "", "resident.cnic": "1-2"})
    answer = teacher.post(PATH, data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Gul Bibi" in page
    assert 'value="12"' in page
    assert 'value="1-2"' in page
    assert "د ښوونځي اوبه نشته" in page
    for name in ("resident.phone", "consent.witness", "resident.cnic"):
        assert f'href="#{name}"' in page, name
    assert hidden(page)["slip"] == hidden(sheet)["slip"]
    assert count_of(app) == 0


def test_changed_hidden_numbers_are_a_bad_request(app: Flask, teacher: FlaskClient) -> None:
    data = answers(teacher.get(PATH).get_data(as_text=True))
    for name, value in (("id", "x"), ("slip", "12345678901234567"), ("slip", "")):
        assert teacher.post(PATH, data={**data, name: value}).status_code == 400
    assert count_of(app) == 0


def test_own_district_and_tehsil_are_preset(teacher: FlaskClient) -> None:
    page = teacher.get(PATH).get_data(as_text=True)
    assert '<option value="PK512" selected>' in page


def test_an_officer_cannot_register(client: FlaskClient, people: Callable[..., Person]) -> None:
    sign_in(client, people("district_officer"))
    assert client.get(PATH).status_code == 403
    assert client.get("/field/").status_code == 403
