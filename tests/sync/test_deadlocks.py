"""Transactions that cross: none waits for another for ever, and what crossed is begun anew."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from intermediary.accounts.models import User
from intermediary.complaints.history import lock_account
from intermediary.complaints.models import Complaint
from intermediary.core import db as database
from intermediary.core.db import db, retried
from tests import factories
from tests.factories import Person
from tests.sync.phone import Phone

ROUNDS = 12


@pytest.fixture
def one_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be begun anew, so that the order of locks alone must do it."""
    monkeypatch.setattr(database, "TRIES", 1)


def at_once(*sends: Callable[[], Any]) -> list[Any]:
    """Return what several senders get who start together."""
    gate = threading.Barrier(len(sends))

    def start(send: Callable[[], Any]) -> Any:
        gate.wait()
        return send()

    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(start, sends))


@pytest.mark.usefixtures("one_try")
def test_batches_that_count_in_the_same_districts_never_wait_for_each_other(
    phone: Phone, other_phone: Phone
) -> None:
    nowhere: dict[str, Any] = {"place": {}}
    karak, swat = ({"place": {"district": code}} for code in (factories.KARAK, factories.SWAT))
    for _ in range(ROUNDS):
        # The other phone's posting is in Swat: what names no district is counted there.
        theirs = [other_phone.complaint(**place) for place in (nowhere, karak) * 3]
        ours = [phone.complaint(**place) for place in (karak, swat) * 3]
        answers = at_once(partial(other_phone.sync, theirs), partial(phone.sync, ours))
        assert [answer.status_code for answer in answers] == [200, 200]


def merged_pair(app: Flask, first: Phone, second: Phone) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a complaint of each phone; each is a member of a claimed case of the other's."""
    members = []
    for own, other in ((first, second), (second, first)):
        member, main = own.complaint(), other.complaint()
        assert own.put(member).status_code == other.put(main).status_code == 201
        with app.app_context():
            row = db.session.get_one(Complaint, member["id"])
            row.state, row.merged_into_id = "merged", main["id"]
            row.state_before_merge = "in_review"
            db.session.get_one(Complaint, main["id"]).state = "claimed"
            db.session.commit()
        members.append(member)
    return members[0], members[1]


@pytest.mark.usefixtures("one_try")
def test_neighbours_who_dispute_each_others_cases_never_wait_for_each_other(
    app: Flask, phone: Phone, other_phone: Phone
) -> None:
    for _ in range(ROUNDS):
        ours, theirs = merged_pair(app, phone, other_phone)
        first, second = (
            owner.act("dispute", item["id"], slip=item["slip"], reason="no_work")
            for owner, item in ((phone, ours), (other_phone, theirs))
        )
        put, batch = at_once(partial(phone.put, first), partial(other_phone.sync, [second]))
        assert (put.status_code, batch.status_code) == (201, 200)
        assert put.get_json()["applied"]
        assert batch.get_json()["results"][0]["applied"]


@pytest.mark.parametrize("engine", ["postgresql"])  # SQLite has one writer at a time
def test_transactions_that_cross_are_begun_anew(app: Flask, people: Callable[..., Person]) -> None:
    ids = [people("intermediary").id for _ in range(2)]
    crossing = threading.Barrier(2)

    def count_in(order: list[str]) -> int:
        tries = 0

        def work() -> None:
            nonlocal tries
            tries += 1
            lock_account(order[0]).seq += 1
            db.session.flush()
            if tries == 1:
                crossing.wait()
            lock_account(order[1]).seq += 1
            db.session.commit()

        with app.app_context():
            retried(work)
        return tries

    tries = at_once(lambda: count_in(ids), lambda: count_in(ids[::-1]))
    assert sorted(tries) == [1, 2]
    with app.app_context():
        seqs = db.session.scalars(select(User.seq).where(User.id.in_(ids))).all()
    assert list(seqs) == [2, 2]
