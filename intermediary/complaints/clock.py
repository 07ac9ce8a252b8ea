"""Due dates and pauses: pure functions of dates, days and holidays (DOMAIN.md 5).

Separate so that the promise on the slip and the officer's bar are computed on one page.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from intermediary.core.dates import KARACHI

SATURDAY = 5  # date.weekday(): offices of the province are closed on Saturday and Sunday


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Tell whether offices are open on a day."""
    return day.weekday() < SATURDAY and day not in holidays


def due_at(
    start: datetime, days: int, *, is_working_days: bool, holidays: Collection[date] = ()
) -> datetime:
    """Return the end (UTC) of the last day of a term that begins the day after `start`.

    Days are days of Karachi; a term of calendar days may end on a holiday.
    """
    day = start.astimezone(KARACHI).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        if not is_working_days or is_working_day(day, holidays):
            left -= 1
    end = datetime.combine(day + timedelta(days=1), time(), KARACHI) - timedelta(seconds=1)
    return end.astimezone(UTC)


def after_pause(due: datetime, paused_at: datetime, resumed_at: datetime) -> datetime:
    """Return the due moment moved on by the whole days of a pause.

    A question that is answered within the hour moves nothing: terms end with a day, and a minute
    would make it the next one.
    """
    return due + timedelta(days=max((resumed_at - paused_at).days, 0))


def after_dispute(due: datetime, days: int, now: datetime) -> datetime:
    """Return the due moment after a dispute: at least half of the days again from now."""
    return max(due, now + timedelta(days=(days + 1) // 2))


def is_overdue(due: datetime | None, paused_at: datetime | None, now: datetime) -> bool:
    """Tell whether the term is over; a clock that stands still is not overdue."""
    return due is not None and paused_at is None and now > due


def days_left(due: datetime, now: datetime) -> int:
    """Return whole days of Karachi until the due day; negative when it is past."""
    return (due.astimezone(KARACHI).date() - now.astimezone(KARACHI).date()).days
