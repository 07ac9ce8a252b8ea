"""What the teacher's phone hears, and what the resident said past the teacher."""

from collections.abc import Callable

import pytest
from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.complaints.answers import FeedbackGiven
from intermediary.complaints.history import RESIDENT_BY_SLIP, Actor
from intermediary.core.db import utc_now
from tests.complaints.cases import Case
from tests.factories import Person

BY_CALL = Actor(None, "auditor", "call_back")
SAID = {"text", "text_lang", "reason", "outcome"}
ACCUSATION = "The teacher took 500 rupees"


@pytest.mark.parametrize("resident", [RESIDENT_BY_SLIP, BY_CALL], ids=["slip", "call"])
def test_what_a_resident_says_past_the_teacher_never_reaches_the_teachers_phone(
    app: Flask, people: Callable[..., Person], resident: Actor
) -> None:
    case = Case(app, people)
    told = FeedbackGiven("not_solved", text=ACCUSATION, lang="en")
    with app.app_context():
        case.claim()
        ops.dispute_complaint(
            case.complaint, resident, utc_now(), reason="nobody_came", feedback=told
        )
        ops.withdraw_complaint(case.complaint, resident, utc_now(), reason="changed_mind")
        heard = case.news()[-3:]
    assert [line["event"] for line in heard] == [
        "complaint:disputed",
        "complaint:feedback_given",
        "complaint:withdrawn",
    ]
    assert [line["state"] for line in heard] == ["disputed", "disputed", "withdrawn"]
    assert not any(SAID & line.keys() for line in heard)


def test_what_the_teacher_wrote_and_what_offices_say_stays_in_the_feed(
    app: Flask, people: Callable[..., Person]
) -> None:
    case = Case(app, people)
    told = FeedbackGiven("partly", text="Half of it", lang="en")
    with app.app_context():
        case.claim()
        ops.confirm_complaint(case.complaint, case.intermediary, utc_now(), feedback=told)
        heard = {line["event"]: line for line in case.news()}
    assert heard["complaint:claimed"]["text"] == "He is back."
    assert heard["complaint:feedback_given"]["text"] == "Half of it"
