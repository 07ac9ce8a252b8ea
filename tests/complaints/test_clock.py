"""Due dates: whole days of Karachi, working days where the law counts them so, and pauses."""

from datetime import UTC, date, datetime, timedelta

from intermediary.complaints import clock

FRIDAY_NOON = datetime(2026, 11, 20, 7, tzinfo=UTC)


def test_calendar_days_end_with_the_last_day_in_karachi() -> None:
    due = clock.due_at(FRIDAY_NOON, 3, is_working_days=False)
    assert due == datetime(2026, 11, 23, 18, 59, 59, tzinfo=UTC)
    assert clock.days_left(due, FRIDAY_NOON) == 3


def test_working_days_leave_out_weekends_and_holidays() -> None:
    monday = date(2026, 11, 23)
    due = clock.due_at(FRIDAY_NOON, 2, is_working_days=True, holidays={monday})
    assert due.date() == date(2026, 11, 25)


def test_late_at_night_in_utc_is_the_next_day_in_karachi() -> None:
    late = datetime(2026, 11, 20, 20, tzinfo=UTC)
    assert clock.due_at(late, 1, is_working_days=False).date() == date(2026, 11, 22)


def test_a_pause_moves_the_due_date_on() -> None:
    due = clock.due_at(FRIDAY_NOON, 3, is_working_days=False)
    resumed = FRIDAY_NOON + timedelta(days=5)
    assert clock.after_pause(due, FRIDAY_NOON, resumed) == due + timedelta(days=5)


def test_a_question_answered_within_the_day_moves_nothing() -> None:
    due = clock.due_at(FRIDAY_NOON, 3, is_working_days=False)
    for hours in (0, 1, 23):
        assert clock.after_pause(due, FRIDAY_NOON, FRIDAY_NOON + timedelta(hours=hours)) == due
    assert clock.after_pause(due, FRIDAY_NOON, FRIDAY_NOON - timedelta(hours=1)) == due


def test_a_dispute_gives_at_least_half_of_the_days_again() -> None:
    due, now = FRIDAY_NOON, FRIDAY_NOON + timedelta(days=2)
    assert clock.after_dispute(due, 15, now) == now + timedelta(days=8)


def test_a_clock_that_stands_still_is_not_overdue() -> None:
    later = FRIDAY_NOON + timedelta(days=9)
    assert clock.is_overdue(FRIDAY_NOON, None, later)
    assert not clock.is_overdue(FRIDAY_NOON, FRIDAY_NOON, later)
    assert not clock.is_overdue(None, None, later)
