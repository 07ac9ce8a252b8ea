"""The verbs of a complaint on a real database: one change, one event, and the right side only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from intermediary import ledger
from intermediary.complaints import operations as ops
from intermediary.complaints.answers import ClaimNotAccepted, FeedbackGiven
from intermediary.complaints.codes import check_slip_code, group_slip_code, new_slip_code
from intermediary.complaints.conflict import OfficeIsAccused
from intermediary.complaints.history import RESIDENT_BY_SLIP, Actor, ChangedMeanwhile, hold
from intermediary.complaints.lifecycle import NotPossibleNow, WrongSide
from intermediary.complaints.models import Feedback
from intermediary.complaints.queries import complaint_by_slip, timeline
from intermediary.complaints.triage import SecondOfficerNeeded, WordsMissing
from intermediary.complaints.verify import altered_complaints
from intermediary.core.db import db, utc_now
from intermediary.core.forms import Fault
from intermediary.core.keys import keys
from tests import factories
from tests.complaints.cases import Case
from tests.factories import HEALTH_KARAK, Person


@pytest.fixture
def case(app: Flask, people: Callable[..., Person]) -> Case:
    return Case(app, people)


def test_a_complaint_goes_from_the_teacher_to_a_confirmed_end(app: Flask, case: Case) -> None:
    with app.app_context():
        case.claim()
        ops.confirm_complaint(
            case.complaint, RESIDENT_BY_SLIP, utc_now(), feedback=FeedbackGiven("solved", days=9)
        )
        db.session.commit()
        assert case.complaint.state == "confirmed"
        assert [event.type for event in timeline(case.complaint)] == [
            "complaint:received",
            "complaint:review_started",
            "complaint:assigned",
            "complaint:accepted",
            "complaint:claimed",
            "complaint:confirmed",
            "complaint:feedback_given",
        ]
        assert db.session.query(Feedback).one().channel == "slip"
        assert ledger.verify_chain().is_intact
        assert altered_complaints() == []


def test_words_changed_behind_our_back_are_named_by_verify(app: Flask, case: Case) -> None:
    with app.app_context():
        case.complaint.text = "all is well"
        db.session.commit()
        assert ledger.verify_chain().is_intact
        assert altered_complaints() == [case.given["reference"]]


def test_no_officer_can_confirm_or_dispute(app: Flask, case: Case) -> None:
    with app.app_context():
        case.claim()
        for actor in (case.officer, case.office):
            with pytest.raises(WrongSide):
                ops.confirm_complaint(case.complaint, actor, utc_now())
            with pytest.raises(WrongSide):
                ops.dispute_complaint(case.complaint, actor, utc_now())


def test_a_question_stops_the_clock_and_the_answer_starts_it(app: Flask, case: Case) -> None:
    with app.app_context():
        case.review()
        due, now = case.complaint.due_at, utc_now()
        ops.return_complaint(case.complaint, case.officer, now, question="Which day?", lang="en")
        assert (case.complaint.state, case.complaint.paused_at) == ("returned", now)
        later = now + timedelta(days=4)
        ops.answer_question(case.complaint, case.intermediary, later, text="Monday", lang="en")
        assert case.complaint.state == "under_review"
        assert case.complaint.due_at == due + timedelta(days=4)


def test_an_assignment_needs_a_summary_and_never_goes_to_the_accused(
    app: Flask, people: Callable[..., Person]
) -> None:
    case = Case(app, people, accused={"office": HEALTH_KARAK})
    with app.app_context():
        case.review()
        with pytest.raises(OfficeIsAccused):
            ops.assign_complaint(
                case.complaint, case.officer, utc_now(),
                office_code=HEALTH_KARAK, summary="s", lang="en",
            )  # fmt: skip
        with pytest.raises(WordsMissing):
            ops.assign_complaint(
                case.complaint, case.officer, utc_now(),
                office_code="PHE-PK512", summary="  ", lang="en",
            )  # fmt: skip


def test_a_serious_claim_waits_for_a_second_officer(
    app: Flask, people: Callable[..., Person]
) -> None:
    case = Case(app, people, category="HEALTH_NEGLIGENCE")
    with app.app_context():
        case.claim()
        with pytest.raises(ClaimNotAccepted):
            ops.confirm_complaint(case.complaint, RESIDENT_BY_SLIP, utc_now())
        claimant = Actor(case.office.user_id, "district_officer", "desk")
        with pytest.raises(SecondOfficerNeeded):
            ops.accept_claim(case.complaint, claimant, utc_now())
        ops.accept_claim(case.complaint, case.second, utc_now())
        ops.confirm_complaint(case.complaint, RESIDENT_BY_SLIP, utc_now())
        assert case.complaint.state == "confirmed"


def test_only_a_serious_claim_is_accepted_and_only_once(
    app: Flask, people: Callable[..., Person]
) -> None:
    ordinary, serious = Case(app, people), Case(app, people, category="HEALTH_NEGLIGENCE")
    with app.app_context():
        ordinary.claim()
        with pytest.raises(NotPossibleNow):
            ops.accept_claim(ordinary.complaint, ordinary.second, utc_now())
        serious.claim()
        ops.accept_claim(serious.complaint, serious.second, utc_now())
        with pytest.raises(NotPossibleNow):
            ops.accept_claim(serious.complaint, serious.officer, utc_now())


def test_a_dispute_of_a_merged_case_disputes_the_main_case(
    app: Flask, people: Callable[..., Person]
) -> None:
    main, member = Case(app, people), Case(app, people)
    with app.app_context():
        main.claim()
        member.review()
        ops.merge_complaints(member.complaint, main.complaint, member.officer, utc_now())
        ops.dispute_complaint(member.complaint, RESIDENT_BY_SLIP, utc_now())
        db.session.commit()
        assert (member.complaint.state, main.complaint.state) == ("merged", "disputed")
        ops.unmerge_complaint(member.complaint, member.officer, utc_now())
        assert member.complaint.state == "under_review"


def test_a_declined_case_that_is_assigned_after_all_is_open_again(app: Flask, case: Case) -> None:
    with app.app_context():
        case.review()
        ops.decline_complaint(
            case.complaint, case.officer, utc_now(), reason="court", text=None, lang="en"
        )
        assert case.complaint.closed_at is not None
        ops.assign_complaint(
            case.complaint, case.officer, utc_now(),
            office_code=HEALTH_KARAK, summary="The doctor is absent.", lang="en",
        )  # fmt: skip
        assert (case.complaint.state, case.complaint.closed_at) == ("assigned", None)


def test_a_year_later_a_closed_case_cannot_be_reopened(app: Flask, case: Case) -> None:
    with app.app_context():
        case.claim()
        ops.confirm_complaint(case.complaint, RESIDENT_BY_SLIP, utc_now())
        with pytest.raises(NotPossibleNow):
            ops.reopen_complaint(
                case.complaint, RESIDENT_BY_SLIP, utc_now() + timedelta(days=400), reason="no_work"
            )
        ops.reopen_complaint(case.complaint, RESIDENT_BY_SLIP, utc_now(), reason="not_lasting")
        assert case.complaint.state == "disputed"


def test_two_officers_cannot_overwrite_each_other(app: Flask, case: Case) -> None:
    with app.app_context():
        seen = case.complaint.version
        case.review()
        with pytest.raises(ChangedMeanwhile):
            hold(case.complaint, seen)


def test_consent_can_be_narrowed_but_never_widened(
    app: Flask, people: Callable[..., Person]
) -> None:
    consent = factories.payload()["consent"] | {"scope": ["name", "phone"]}
    case = Case(app, people, consent=consent)
    with app.app_context():
        ops.change_consent(case.complaint, RESIDENT_BY_SLIP, utc_now(), scope=["phone", "voice"])
        assert case.complaint.consent.scope == ["phone"]


def test_a_slip_opens_the_newest_complaint_that_stands(
    app: Flask, people: Callable[..., Person]
) -> None:
    first = Case(app, people)
    again = Case(app, people, slip=first.given["slip"])
    with app.app_context():
        slip_hash = keys().slip_hash(first.given["slip"])
        assert complaint_by_slip(slip_hash).id == again.given["id"]
        ops.withdraw_complaint(
            again.complaint, again.intermediary, utc_now(), reason="changed_mind"
        )
        db.session.flush()
        assert complaint_by_slip(slip_hash).id == first.given["id"]


def test_references_of_a_district_have_no_gaps(app: Flask, people: Callable[..., Person]) -> None:
    teacher = people("intermediary")
    made = [factories.make_complaint(app, teacher)["reference"] for _ in range(3)]
    assert [reference[-1] for reference in made] == ["1", "2", "3"]
    assert all(reference.startswith("KRK-") for reference in made)


@given(st.integers(0, 16), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(place: int, shift: int) -> None:
    code = new_slip_code()
    assert check_slip_code(group_slip_code(code)) == code
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    with pytest.raises(Fault) as caught:
        check_slip_code(wrong)
    assert caught.value.code == "check-digit"


def test_a_slip_code_is_read_however_it_is_written() -> None:
    code = new_slip_code()
    arabic = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert check_slip_code(f" {arabic[:4]}-{arabic[4:8]} {arabic[8:]} ") == code
