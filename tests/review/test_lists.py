"""The queue: due first, page by page, searched in three scripts, filtered and counted."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask

from intermediary.complaints import queues
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import near_complaints
from intermediary.complaints.queues import Filter, Scope, queue_page
from intermediary.core.db import db, utc_now
from tests import factories
from tests.factories import KARAK, SWAT, Person
from tests.review.conftest import Desk

Make = Callable[..., Desk]
Tell = Callable[..., str]
TEHSIL = "PK512"


@pytest.fixture
def noise(tell: Tell) -> list[str]:
    """Complaints of another district, which no list of Karak may show."""
    return [tell(place={"district": SWAT, "village": "Noise"}, text="noise") for _ in range(3)]


def set_due(app: Flask, ids: list[str], days: list[int]) -> None:
    with app.app_context():
        for id_, left in zip(ids, days, strict=True):
            db.session.get_one(Complaint, id_).due_at = START + timedelta(days=left)
        db.session.commit()


START = utc_now()


@pytest.mark.usefixtures("noise")
def test_pages_show_everything_once_due_first(
    app: Flask, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PAGE_ROWS", 3)
    ids = [tell() for _ in range(10)]
    set_due(app, ids, [5, 1, 1, 1, 1, 9, 1, 3, 3, 2])  # more of one moment than fit on a page
    with app.app_context():
        for id_ in ids[:4]:
            db.session.get_one(Complaint, id_).state = "under_review"
        db.session.commit()
        scope, cursor, seen = Scope(districts={KARAK}), None, []
        while True:
            page = queue_page(scope, Filter(), cursor)
            seen += [(row.due_at, row.id) for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert sorted(id_ for _, id_ in seen) == sorted(ids)
    assert seen == sorted(seen)


def test_an_officer_goes_from_page_to_page(
    app: Flask, desk: Make, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "PAGE_ROWS", 2)
    ids = {tell() for _ in range(3)}
    officer = desk("district_officer")
    first = officer.see("/review/queue?kind=complaint")
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "kind=complaint" in following
    both = officer.listed("/review/queue?kind=complaint") + officer.listed(following)
    assert set(both) == ids
    assert len(both) == 3
    assert "Back to the first page" in officer.see(following)


def test_a_cursor_that_was_tampered_with_starts_at_the_beginning(desk: Make, tell: Tell) -> None:
    officer, id_ = desk("district_officer"), tell()
    for cursor in ("x", "_", "2026-01-01_x", "2026-01-01T00:00:00+00:00_'; --", "\x00", "9" * 999):
        assert officer.listed(f"/review/queue?after={quote(cursor)}") == [id_]


@pytest.mark.usefixtures("noise")
@pytest.mark.parametrize(
    ("text", "lang", "typed"),
    [
        ("زمونږ د کلي ښوونکی نه راځي", "ps", ["کلی", "ښوونکي", "كلي  ښوونكى", "زمونږ"]),
        ("ہسپتال میں ڈاکٹر نہیں ہے", "ur", ["هسپتال", "ہسپتال ڈاکٹر", "ډاکټر", "نهیں"]),
        ("The Doctor took Rs 2,500 on 12 May", "en", ["doctor", "DOCTOR", "۲ ۵۰۰", "2,500 may"]),
    ],
)
def test_words_are_found_however_they_are_typed(
    desk: Make, tell: Tell, text: str, lang: str, typed: list[str]
) -> None:
    wanted = tell(text=text, lang=lang)
    tell(text="something else 100%", lang="en")
    officer = desk("district_officer")
    for words in typed:
        assert officer.listed(f"/review/queue?q={quote(words)}") == [wanted], words
    for words in ("noise", "%", "_", "گل خان", "03001234567"):
        found = officer.listed(f"/review/queue?q={quote(words)}")
        assert wanted not in found or words in {"%", "_"}, words


def test_a_reference_and_a_village_are_found_but_never_a_name_or_a_number(
    app: Flask, desk: Make, tell: Tell
) -> None:
    officer, id_ = desk("district_officer"), tell()
    with app.app_context():
        reference = db.session.get_one(Complaint, id_).reference
    assert officer.listed(f"/review/queue?q={reference}") == [id_]
    assert officer.listed("/review/queue?q=sabirabad") == [id_]
    assert officer.listed(f"/review/queue?q={quote('گل')}") == []
    assert officer.listed("/review/queue?q=03001234567") == []


def test_filters_narrow_and_a_top_category_stands_for_all_below_it(desk: Make, tell: Tell) -> None:
    health, school = tell(), tell(category="EDU_TEACHER", kind="suggestion", lang="en", text="x")
    unsure = tell(category="", school=factories.KARAK_SCHOOL)
    officer = desk("district_officer")
    for query, wanted in (
        ("category=HEALTH", [health]),
        ("category=HEALTH_STAFF", [health]),
        ("category=EDU_TEACHER", [school]),
        ("kind=suggestion", [school]),
        ("lang=en", [school]),
        (f"school={factories.KARAK_SCHOOL}", [unsure]),
        ("category=HEALTH&kind=suggestion", []),
    ):
        assert officer.listed(f"/review/queue?{query}") == wanted, query
    for unknown in ("category=NONE", "kind=x", "lang=fr", "tehsil=PK999", "tab=none", "school='"):
        assert len(officer.listed(f"/review/queue?{unknown}")) == 3, unknown


def test_tabs_count_what_they_show(app: Flask, desk: Make, tell: Tell) -> None:
    officer = desk("district_officer")
    late, returned, fresh = tell(), tell(), tell()
    officer.decide(returned, "review")
    officer.decide(returned, "question", text="Which day?")
    set_due(app, [late, returned, fresh], [-2, -2, 5])
    page = officer.see("/review/queue")
    for told in ("All open <bdi>3<", "New <bdi>2<", "Returned <bdi>1<", "Overdue <bdi>1<"):
        assert told in page
    assert officer.listed("/review/queue?tab=overdue") == [late], "a clock at rest is never late"
    assert "Overdue. It was due: 2 days ago" in page
    assert "The clock stands still" in page


def test_counting_stops_and_says_so(
    desk: Make, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "COUNTED", 2)
    monkeypatch.setattr("intermediary.review.lists.COUNTED", 2)
    for _ in range(3):
        tell()
    assert "New <bdi>2+</bdi>" in desk("district_officer").see("/review/queue")


def test_the_same_village_comes_first_among_near_complaints(app: Flask, tell: Tell) -> None:
    this = tell(place={"district": KARAK, "village": "تخت نصرتي"})
    other = tell(place={"district": KARAK, "village": "Sabirabad"})
    same = tell(place={"district": KARAK, "village": "تخت  نصرتی"})
    tell(category="EDU_TEACHER")
    tell(place={"district": SWAT})
    with app.app_context():
        near = near_complaints(db.session.get_one(Complaint, this))
        assert [complaint.id for complaint in near] == [same, other]


def test_an_empty_list_says_what_comes_next(desk: Make) -> None:
    officer, office = desk("district_officer"), desk("department_officer")
    assert "as soon as a phone has a signal" in officer.see("/review/queue")
    assert "Clear the filters" in officer.see("/review/queue?q=nothing")
    assert "assigns cases to your office" in office.see("/review/worklist")


def test_rows_show_the_words_in_their_own_direction(
    desk: Make, tell: Tell, people: Callable[..., Person]
) -> None:
    tell(text="ښار\nدوهمه کرښه", lang="ps")
    tell(text="The road", lang="en")
    page = desk("district_officer").see("/review/queue")
    assert 'lang="ps" dir="rtl">ښار</p>' in page
    assert 'lang="en" dir="ltr">The road</p>' in page
    assert "دوهمه" not in page
