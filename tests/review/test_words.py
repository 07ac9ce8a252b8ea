"""What the desk calls things: one name for one thing, in whole sentences."""

from collections.abc import Callable

from flask import Flask

from intermediary.complaints import operations as ops
from intermediary.complaints.answers import FeedbackGiven
from intermediary.complaints.history import RESIDENT_BY_SLIP
from intermediary.complaints.models import Complaint
from intermediary.complaints.vocabulary import STATES
from intermediary.core.db import db, utc_now
from tests.review.conftest import Desk
from tests.review.test_life import reference_of, to_office

Make = Callable[..., Desk]
Tell = Callable[..., str]
NAME = "Needs a correction"


def test_what_needs_a_correction_has_one_name(desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell(place={"district": "nowhere"})
    assert str(STATES["needs_attention"]) == NAME
    assert NAME in officer.see("/review/queue").partition("<h2")[0]
    page = officer.see(f"/review/complaints/{id_}")
    assert f'<h2 id="faults">{NAME}</h2>' in page


def test_a_complaint_that_was_merged_itself_is_refused_in_a_whole_sentence(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, main, member, other = desk("district_officer"), tell(), tell(), tell()
    officer.decide(member, "merge", reference=reference_of(app, main))
    answer = officer.send(other, "merge", reference=reference_of(app, member))
    assert "That complaint has itself been merged or withdrawn." in answer.get_data(as_text=True)


def test_labels_of_consent_and_feedback_say_what_they_mean(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, office, id_ = desk("district_officer"), desk("department_officer"), tell()
    to_office(officer, id_)
    office.decide(id_, "acceptance")
    office.decide(id_, "claim", outcome="done", text="He is back.")
    with app.app_context():
        told = FeedbackGiven("not_solved")
        complaint = db.session.get_one(Complaint, id_)
        ops.dispute_complaint(
            complaint, RESIDENT_BY_SLIP, utc_now(), reason="no_work", feedback=told
        )
        db.session.commit()
    page = officer.see(f"/review/complaints/{id_}")
    assert "<dt>When the resident agreed</dt>" in page
    assert '<h2 id="origin">Through whom it came</h2>' in page
    assert "<dt>Through whom it came</dt><dd>with the slip</dd>" in page
    assert "Agreed at" not in page
    assert "How it came" not in page
