"""Merged complaints: their residents keep slip, news and say, whatever becomes of the main case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.complaints.history import RESIDENT_BY_SLIP
from intermediary.complaints.lifecycle import NotPossibleNow
from intermediary.core.db import utc_now
from intermediary.public.standing import standing_of
from tests.complaints.cases import Case
from tests.factories import Person


@pytest.fixture
def main(app: Flask, people: Callable[..., Person]) -> Case:
    return Case(app, people)


@pytest.fixture
def member(app: Flask, people: Callable[..., Person]) -> Case:
    return Case(app, people)


def test_a_neighbour_cannot_open_again_what_was_confirmed_more_than_a_year_ago(
    app: Flask, main: Case, member: Case
) -> None:
    with app.app_context():
        main.claim()
        member.merge_into(main)
        ops.confirm_complaint(main.complaint, RESIDENT_BY_SLIP, utc_now())
        late = utc_now() + timedelta(days=400)
        assert "dispute" in standing_of(member.complaint, utc_now()).kinds
        assert "dispute" not in standing_of(member.complaint, late).kinds
        with pytest.raises(NotPossibleNow):
            ops.dispute_complaint(member.complaint, RESIDENT_BY_SLIP, late)
        assert main.complaint.state == "confirmed"
        ops.dispute_complaint(member.complaint, RESIDENT_BY_SLIP, utc_now())
        assert main.complaint.state == "disputed"
