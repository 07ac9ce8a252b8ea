"""Dates, distances, numbers and lists: one set of tables for server and phone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from intermediary.core import dates

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
LANGUAGES = ("ps", "ur", "en")
DISTANCES = [
    timedelta(seconds=seconds)
    for seconds in (
        0, 59, 60, 119, 3599, 3600, 7200, 86399, 86400, 172800, 13 * 86400, 14 * 86400,
        29 * 86400, 30 * 86400, 364 * 86400, 365 * 86400, 800 * 86400,
        -5, -60, -7300, -86400, -3 * 86400, -40 * 86400,
    )
]  # fmt: skip
NUMBERS = [0, 7, 12, 999, 1000, 38750, 1234567, 0.5, 1234.25]
DAYS_LEFT = [-3, -1, 0, 1, 2, 15]
LISTS = [[], ["a"], ["a", "b"], ["a", "b", "$& c"]]
MOMENTS = [NOW, datetime(2026, 1, 1, 18, 59, tzinfo=UTC), datetime(2026, 12, 31, 19, 5, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ps", "9 جولایي 2025"), ("ur", "9 جولائی 2025"), ("en", "9 July 2025")],
)
def test_a_reader_sees_the_day_in_words(language: str, shown: str) -> None:
    assert dates.format_date(date(2025, 7, 9), language) == shown


def test_moments_are_shown_in_pakistans_time() -> None:
    moment = datetime(2025, 7, 9, 20, 4, tzinfo=UTC)
    assert dates.format_datetime(moment, "en") == "10 July 2025, 1:04"
    assert dates.format_datetime(moment, "ur") == "10 جولائی 2025، 1:04"
    assert dates.format_date(moment, "ps") == "10 جولایي 2025"


def test_distances_have_one_and_many_in_every_language() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert dates.format_ago(NOW - hour, "ps", NOW) == "یو ساعت مخکې"
    assert dates.format_ago(NOW - 5 * hour, "ps", NOW) == "5 ساعته مخکې"
    assert dates.format_ago(NOW - 3 * day, "ur", NOW) == "3 دن پہلے"
    assert dates.format_ago(NOW + 2 * day, "en", NOW) == "in 2 days"
    assert dates.format_ago(NOW, "ur", NOW) == "ابھی"


def test_what_remains_of_a_promise_is_counted_in_days() -> None:
    assert dates.format_days_left(3, "en") == "3 days left"
    assert dates.format_days_left(1, "ps") == "یوه ورځ پاتې ده"
    assert dates.format_days_left(0, "ur") == "آج"
    assert dates.format_days_left(-2, "en") == "2 days ago"


def test_numbers_and_lists_read_alike_in_all_languages() -> None:
    assert {dates.format_number(38750, language) for language in LANGUAGES} == {"38,750"}
    assert dates.format_number(1234.5, "ps") == "1,234.5"
    assert dates.format_list(["کرک", "سوات", "ټانک"], "ps") == "کرک، سوات او ټانک"
    assert dates.format_list(["a", "b"], "en", "or") == "a or b"


def test_pashto_names_sort_in_the_pashto_alphabet() -> None:
    letters = list("ټتښشځجڅچ")
    assert sorted(letters, key=lambda c: dates.sort_key(c, "ps")) == list("تټجځچڅشښ")


def test_every_language_has_the_same_tables() -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shape(item) for key, item in value.items()}
        return len(value) if isinstance(value, list) else type(value)

    tables = {
        language: {
            key: value
            for key, value in table.items()
            if key not in {"alphabet", "key_bar", "weekdays_alt_from_sunday"}
        }
        for language, table in dates.TABLES.items()
    }
    assert shape(tables["ps"]) == shape(tables["ur"]) == shape(tables["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phone_prints_what_the_server_prints(in_chromium: Any, language: str) -> None:
    printed = in_chromium(
        """async (given) => {
          const f = await import('/js/lib/format.js');
          f.loadFormats(given.formats);
          return {
            ago: given.moments.map((moment) => f.formatAgo(moment, given.now)),
            dates: given.days.map((day) => f.formatDate(day)),
            datetimes: given.days.map((day) => f.formatDateTime(day)),
            numbers: given.numbers.map((number) => f.formatNumber(number)),
            left: given.left.map((days) => f.formatDaysLeft(days)),
            lists: given.lists.map((list) => f.formatList(list)),
            day: f.formatDate('2025-07-09'),
          };
        }""",
        {
            "formats": dates.format_tables(language),
            "now": NOW.timestamp() * 1000,
            "moments": [(NOW - distance).isoformat() for distance in DISTANCES],
            "days": [moment.isoformat() for moment in MOMENTS],
            "numbers": NUMBERS,
            "left": DAYS_LEFT,
            "lists": LISTS,
        },
    )
    assert printed == {
        "ago": [dates.format_ago(NOW - distance, language, NOW) for distance in DISTANCES],
        "dates": [dates.format_date(moment, language) for moment in MOMENTS],
        "datetimes": [dates.format_datetime(moment, language) for moment in MOMENTS],
        "numbers": [dates.format_number(number, language) for number in NUMBERS],
        "left": [dates.format_days_left(days, language) for days in DAYS_LEFT],
        "lists": [dates.format_list(values, language) for values in LISTS],
        "day": dates.format_date(date(2025, 7, 9), language),
    }
