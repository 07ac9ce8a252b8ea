"""What an office reads of a resident, and for how long."""

from collections.abc import Callable

from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.core.db import utc_now
from intermediary.review.case import case_facts
from tests import factories
from tests.complaints.cases import Case
from tests.factories import Person


def test_who_takes_a_complaint_back_shares_nothing_any_more(
    app: Flask, people: Callable[..., Person]
) -> None:
    consent = factories.payload()["consent"] | {"scope": ["name", "phone"]}
    case = Case(app, people, consent=consent)
    with app.test_request_context():
        case.assign()
        shown = {str(fact.value) for fact in case_facts(case.complaint, "en")}
        assert {"گل خان", case.complaint.resident.phone} <= shown
        ops.withdraw_complaint(case.complaint, case.intermediary, utc_now(), reason="other")
        left = {str(fact.value) for fact in case_facts(case.complaint, "en")}
        assert not {"گل خان", case.complaint.resident.phone} & left
