"""Merged complaints: their residents keep slip, news and say, whatever becomes of the main case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.complaints.answers import ClaimNotAccepted, FeedbackGiven
from intermediary.complaints.history import RESIDENT_BY_SLIP
from intermediary.complaints.lifecycle import NotPossibleNow, WrongSide
from intermediary.complaints.models import Complaint
from intermediary.core.db import db, utc_now
from intermediary.public.standing import standing_of
from tests import factories
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


def test_a_teacher_hears_where_the_main_case_stands_and_is_asked_to_visit(
    app: Flask, main: Case, member: Case
) -> None:
    with app.app_context():
        member.merge_into(main)
        main.claim()
        heard = member.news()[2:]
        assert [(line["event"], line["state"], line.get("asks")) for line in heard] == [
            ("complaint:review_started", "under_review", None),
            ("complaint:assigned", "assigned", None),
            ("complaint:accepted", "in_progress", None),
            ("complaint:claimed", "claimed", ["visit"]),
        ]
        assert {line["id"] for line in heard} == {member.given["id"]}
        assert heard[-1]["text"] == "He is back."
        assert all(line["merged"] and line["shared"] for line in heard)
        assert main.given["reference"] not in str(heard)
        assert [line["seq"] for line in member.news()] == list(range(1, 7))


def test_a_teacher_who_sent_both_hears_of_both_without_a_gap(app: Flask, main: Case) -> None:
    again = factories.make_complaint(app, main.teacher)
    with app.app_context():
        second = db.session.get_one(Complaint, again["id"])
        ops.merge_complaints(second, main.complaint, main.officer, utc_now())
        main.claim()
        lines = main.news()
        assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
        claimed = [line["id"] for line in lines if line["event"] == "complaint:claimed"]
        assert claimed == [main.given["id"], again["id"]]


def test_a_complaint_that_joins_late_stands_at_once_where_its_main_case_does(
    app: Flask, people: Callable[..., Person], main: Case, member: Case
) -> None:
    third = Case(app, people)
    with app.app_context():
        main.claim()
        third.merge_into(member)
        member.merge_into(main)
        for joined in (member, third):
            last = joined.news()[-1]
            assert (last["state"], last["asks"]) == ("claimed", ["visit"])


def test_nobody_hears_what_the_neighbours_said_nor_is_asked_their_questions(
    app: Flask, main: Case, member: Case
) -> None:
    told = FeedbackGiven("not_solved", text="They beat me", lang="en")
    with app.app_context():
        member.merge_into(main)
        main.review()
        ops.return_complaint(main.complaint, main.officer, utc_now(), question="Who?", lang="en")
        assert "asks" not in member.news()[-1]
        ops.answer_question(main.complaint, main.intermediary, utc_now(), text="Ali", lang="en")
        ops.record_feedback(main.complaint, main.intermediary, utc_now(), told)
        ops.change_consent(main.complaint, main.intermediary, utc_now(), scope=[])
        heard = member.news()[2:]
    assert [line["event"].removeprefix("complaint:") for line in heard] == [
        "review_started", "returned", "answered",
    ]  # fmt: skip
    assert not any({"text", "reason", "outcome"} & line.keys() for line in heard)


def test_a_dispute_is_heard_once_by_who_disputes_and_by_everybody_else(
    app: Flask, people: Callable[..., Person], main: Case, member: Case
) -> None:
    neighbour = Case(app, people)
    with app.app_context():
        member.merge_into(main)
        neighbour.merge_into(main)
        main.claim()
        ops.dispute_complaint(member.complaint, member.intermediary, utc_now(), reason="no_work")
        for case in (main, member, neighbour):
            lines = [line for line in case.news() if line["event"] == "complaint:disputed"]
            assert [line["state"] for line in lines] == ["disputed"]


def test_a_neighbour_stands_alone_again_when_the_main_case_is_taken_back(
    app: Flask, main: Case, member: Case
) -> None:
    with app.app_context():
        member.review()
        member.merge_into(main)
        ops.withdraw_complaint(main.complaint, main.intermediary, utc_now(), reason="other")
        complaint = member.complaint
        assert (complaint.state, complaint.merged_into_id) == ("under_review", None)
        assert complaint.closed_at is None
        last = member.news()[-1]
        assert (last["event"], last["state"]) == ("complaint:unmerged", "under_review")
        assert "merged" not in last
        assert standing_of(complaint, utc_now()).state == "under_review"


def test_who_took_back_their_own_complaint_stays_out_when_the_main_case_is_taken_back(
    app: Flask, main: Case, member: Case
) -> None:
    with app.app_context():
        member.merge_into(main)
        ops.withdraw_complaint(member.complaint, member.intermediary, utc_now(), reason="other")
        ops.withdraw_complaint(main.complaint, main.intermediary, utc_now(), reason="other")
        assert member.complaint.state == "withdrawn"


def test_a_serious_complaint_keeps_its_second_officer_in_an_ordinary_case(
    app: Flask, people: Callable[..., Person], main: Case
) -> None:
    serious = Case(app, people, category="HEALTH_NEGLIGENCE")
    with app.app_context():
        serious.merge_into(main)
        main.claim()
        for case in (main, serious):
            with pytest.raises(ClaimNotAccepted):
                ops.confirm_complaint(case.complaint, RESIDENT_BY_SLIP, utc_now())
        ops.accept_claim(main.complaint, main.second, utc_now())
        ops.confirm_complaint(serious.complaint, RESIDENT_BY_SLIP, utc_now())


def test_only_a_district_separates_what_is_merged(app: Flask, main: Case, member: Case) -> None:
    with app.app_context():
        with pytest.raises(NotPossibleNow):
            ops.unmerge_complaint(member.complaint, member.officer, utc_now())
        member.merge_into(main)
        for actor in (member.office, member.intermediary):
            with pytest.raises(WrongSide):
                ops.unmerge_complaint(member.complaint, actor, utc_now())
        ops.unmerge_complaint(member.complaint, member.officer, utc_now())
        assert member.complaint.state == "received"
