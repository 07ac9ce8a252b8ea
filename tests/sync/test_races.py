"""Many senders at once against the real server: gunicorn with two workers, on both databases."""

import json
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from intermediary import ledger
from intermediary.complaints.models import Complaint
from intermediary.core.db import db
from tests import factories
from tests.server import Server
from tests.sync.conftest import Send, exchange, put_item
from tests.sync.phone import Phone

SENDERS = 20


def count_complaints(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(Complaint)).scalar_one()


def test_twenty_identical_first_sends_at_once_make_one_complaint(
    app: Flask, phone: Phone, send: Send
) -> None:
    item = phone.complaint()
    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(send, [item] * SENDERS))
    assert sorted(status for status, _ in answers) == [200] * (SENDERS - 1) + [201]
    assert len({json.dumps(said["receipt"], sort_keys=True) for _, said in answers}) == 1
    assert count_complaints(app) == 1


def test_one_id_with_twenty_different_contents_keeps_one(
    app: Flask, phone: Phone, send: Send
) -> None:
    item = phone.complaint()
    versions = [item | {"text": f"version {number}"} for number in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(send, versions))
    assert sorted(status for status, _ in answers) == [201] + [409] * (SENDERS - 1)
    assert count_complaints(app) == 1


def test_many_complaints_at_once_get_each_a_reference_and_a_place_in_the_chain(
    app: Flask, phone: Phone, send: Send
) -> None:
    items = [phone.complaint() for _ in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(send, items))
    assert [status for status, _ in answers] == [201] * SENDERS
    numbers = sorted(said["receipt"]["reference"][-6:] for _, said in answers)
    assert numbers == [f"{number:06d}" for number in range(1, SENDERS + 1)]
    with app.app_context():
        assert ledger.verify_chain().is_intact
    lines = phone.changes()["changes"]
    assert [line["seq"] for line in lines] == list(range(1, SENDERS + 1))


def test_a_complaint_survives_the_servers_sudden_death(
    app: Flask, phone: Phone, send: Send, server: Server
) -> None:
    item = phone.complaint()
    status, first = send(item)
    server.kill()
    server.start()
    again, second = send(item)
    assert (status, again) == (201, 200)
    assert first["receipt"] == second["receipt"]


def test_one_id_from_two_people_at_once_is_the_quicker_ones(
    app: Flask, phone: Phone, other_phone: Phone, server: Server
) -> None:
    first, second = phone.complaint(), other_phone.complaint()
    for complaint, owner in ((first, phone), (second, other_phone)):
        assert put_item(server, owner, complaint)[0] == 201
    pairs = []
    for _ in range(SENDERS):
        complaint, act = phone.complaint(), phone.act("answer", first["id"], text="x")
        pairs += [
            (complaint, other_phone.complaint() | {"id": complaint["id"]}),
            (act, other_phone.act("answer", second["id"], text="x") | {"id": act["id"]}),
        ]
    with ThreadPoolExecutor(2) as pool:
        for ours, theirs in pairs:
            answers = pool.map(put_item, [server] * 2, [phone, other_phone], [ours, theirs])
            assert sorted(status for status, _ in answers) == [201, 409]
    assert count_complaints(app) == SENDERS + 2


def test_two_pages_that_bind_a_new_phone_at_once_both_succeed(phone: Phone, server: Server) -> None:
    with ThreadPoolExecutor(4) as pool:
        for _ in range(SENDERS // 2):
            value = {"device": factories.device_id()}
            answers = pool.map(lambda v: exchange(server, phone, "POST", "device", v), [value] * 4)
            assert [status for status, _ in answers] == [200] * 4
