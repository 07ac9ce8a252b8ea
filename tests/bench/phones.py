"""Teachers with phones for the benchmark, and the complaints that they send.

The texts are the real-looking ones of tests/data/complaints.jsonl, so that sizes are true.
"""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from uuid_utils import uuid4

from intermediary.accounts import devices
from intermediary.accounts.models import User
from intermediary.core.db import db, utc_now
from intermediary.directory import queries as directory
from tests import factories
from tests.bench.load import Request
from tests.sync.phone import HEADERS, content_digest, packed

TEXTS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "complaints.jsonl").read_text().splitlines()
]
DISTRICT_COUNT = 12  # each phone files in its own district, as teachers do
CATEGORIES = ("HEALTH_STAFF", "", "HEALTH_STAFF")


@dataclass(frozen=True)
class BenchPhone:
    """One teacher's phone with its submit credential."""

    account: str
    device: str
    token: str
    district: str

    def complaint(self, number: int) -> dict[str, Any]:
        """Return the complaint of a number: another text, district and slip each time."""
        told = TEXTS[number % len(TEXTS)]
        return factories.payload(
            account=self.account,
            device=self.device,
            text=told["text"],
            lang=told["lang"],
            category=CATEGORIES[number % len(CATEGORIES)],
            place={
                "district": self.district,
                "village": f"Kali {number % 97}",
            },
        )

    def headers(self) -> dict[str, str]:
        """Return what every request of this phone carries."""
        cookie = f"{devices.cookie_name(self.account)}={self.token}"
        return {**HEADERS, "Content-Type": "application/json", "Cookie": cookie}

    def put(self, number: int) -> Request:
        """Return one complaint as a request of its own."""
        value = self.complaint(number)
        body = json.dumps(value, ensure_ascii=False).encode()
        headers = self.headers() | {"Content-Digest": content_digest(body)}
        return Request("PUT", f"/sync/v1/complaints/{value['id']}", headers, body)

    def batch(self, numbers: range) -> Request:
        """Return complaints as one batch."""
        value = {"account": self.account, "put": [packed(self.complaint(n)) for n in numbers]}
        body = json.dumps(value, ensure_ascii=False).encode()
        return Request("POST", "/sync/v1/sync", self.headers(), body)


def make_phones(app: Flask, count: int) -> list[BenchPhone]:
    """Enrol teachers in twelve districts, each with a phone bound to the account."""
    with app.app_context():
        others = [d.code for d in directory.districts() if d.code != factories.KARAK]
    districts = [factories.KARAK, *others][:DISTRICT_COUNT]
    made = []
    for number in range(count):
        district = districts[number % len(districts)]
        where = {"school_code": None, "district_code": district}
        person = factories.make_person(app, "intermediary", **where)
        with app.app_context():
            user = db.session.get_one(User, person.id)
            sender = devices.bind_device(user, str(uuid4()), utc_now())
            db.session.commit()
            made.append(BenchPhone(person.id, sender.device_id, sender.token, district))
    return made


def taking_turns(phones: list[BenchPhone]) -> Iterator[BenchPhone]:
    """Return the phones in turn, for ever."""
    return itertools.cycle(phones)
