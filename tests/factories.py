"""Making people and complaints for tests, through the product's own operations."""

import hashlib
import json
import re
from dataclasses import dataclass
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from uuid_utils import uuid4, uuid7

from intermediary.accounts.models import User
from intermediary.accounts.operations import add_posting, enrol_user
from intermediary.complaints.codes import new_slip_code
from intermediary.complaints.forms import form_from_json
from intermediary.complaints.operations import register_complaint
from intermediary.complaints.registration import Registration
from intermediary.core.db import db, utc_now

KARAK, KHYBER, SWAT = "PK512", "PK513", "PK519"
KARAK_SCHOOL = "90103"
HEALTH_KARAK = "HEALTH-PK512"
PASSWORD = "demo-password"
_numbers = count(1)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

DEFAULT_PLACES: dict[str, dict[str, Any]] = {
    "intermediary": {"school_code": KARAK_SCHOOL},
    "headmaster": {"school_code": KARAK_SCHOOL, "is_head": True},
    "district_officer": {"district_code": KARAK},
    "department_officer": {"office_code": HEALTH_KARAK, "is_head": True},
    "translator": {"languages": ["ps", "ur"]},
    "administrator": {},
    "auditor": {"district_code": "PK-KP"},
}


@dataclass(frozen=True)
class Person:
    """An account for tests, with its password."""

    id: str
    username: str
    role: str
    password: str = PASSWORD


def make_person(app: Flask, role: str, **where: Any) -> Person:
    """Enrol a person in a role; the posting is in Karak unless told otherwise."""
    with app.app_context():
        at = utc_now()
        username = f"{role}{next(_numbers)}"
        user = enrol_user(username, f"Name of {username}", PASSWORD, "en", at)
        add_posting(user, role, at, **{**DEFAULT_PLACES[role], **where})
        db.session.commit()
        return Person(user.id, username, role)


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Sign in as the sign-in page does it, and return the client."""
    page = client.get("/accounts/login").get_data(as_text=True)
    token = TOKEN.search(page)
    assert token, "the sign-in page carries a token"
    answer = client.post(
        "/accounts/login",
        data={"username": person.username, "password": person.password, "csrf_token": token[1]},
    )
    assert answer.status_code == 302, "the sign-in worked"
    return client


def csrf(client: FlaskClient, path: str) -> str:
    """Return the token of a page's form."""
    found = TOKEN.search(client.get(path).get_data(as_text=True))
    assert found, f"{path} carries a token"
    return found[1]


def payload(**changes: Any) -> dict[str, Any]:
    """Return a complaint as a phone sends it, without the sender's account and device."""
    value: dict[str, Any] = {
        "schema": 1,
        "id": str(uuid7()),
        "device_time": utc_now().isoformat(),
        "device_tz": "Asia/Karachi",
        "elapsed_ms": 60_000,
        "app_build": "test",
        "wording_release": "test",
        "kind": "complaint",
        "resident": {"name": "گل خان", "unnamed": False, "phone": "03001234567"},
        "text": "زمونږ د کلي ټرانسفارمر سوځېدلی دی.",
        "lang": "ps",
        "category": "HEALTH_STAFF",
        "money_asked": "unsaid",
        "place": {"district": KARAK, "village": "Sabirabad"},
        "sensitive": False,
        "consent": {
            "method": "witness",
            "witness": "حاجي صاحب",
            "scope": [],
            "wording_version": "test",
            "lang": "ps",
            "at": utc_now().isoformat(),
        },
        "slip": new_slip_code(),
        "attachments": [],
    }
    return value | changes


def make_complaint(app: Flask, person: Person, **changes: Any) -> dict[str, Any]:
    """Register a complaint of an intermediary and return its payload with the reference."""
    value = payload(**changes)
    with app.app_context():
        form = form_from_json(value)
        form.validate()
        digest = hashlib.sha256(json.dumps(value).encode()).digest()
        registration = Registration(value["id"], form, value["slip"], digest)
        user = db.session.get_one(User, person.id)
        complaint, _is_new = register_complaint(user, registration, utc_now())
        reference = complaint.reference
        db.session.commit()
    return value | {"reference": reference}


def device_id() -> str:
    """Return the id of a new phone."""
    return str(uuid4())
