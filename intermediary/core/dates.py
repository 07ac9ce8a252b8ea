"""Dates, times, numbers and lists as people read them, from our own tables.

Separate because browsers and Babel have almost no Pashto (LANGUAGES.md 0.1-0.3): phone
(static/js/lib/format.js) and server print the same strings from the same tables. Digits are
0-9 in all three languages; moments are shown in Pakistan's time.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

#: Asia/Karachi: five hours east, no summer time since 2009.
KARACHI = timezone(timedelta(hours=5), "PKT")

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
#: Unit of a distance in time: (from this many seconds on, seconds of one unit, name).
STEPS = (
    (365 * DAY, 365 * DAY, "year"),
    (30 * DAY, 30 * DAY, "month"),
    (14 * DAY, 7 * DAY, "week"),  # up to two weeks people count days
    (DAY, DAY, "day"),
    (HOUR, HOUR, "hour"),
    (MINUTE, MINUTE, "minute"),
)


def _read_tables() -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = json.loads(
        (Path(__file__).parent / "formats.json").read_text("utf-8")
    )
    return tables


TABLES = _read_tables()
#: What static/js/lib/format.js prints from; the rest of a table stays on the server.
PHONE_WORDS = (
    "months", "date", "datetime", "comma", "group", "decimal", "and", "or", "now", "today",
    "past", "future", "remaining", "key_bar",
)  # fmt: skip


def _table(language: str) -> dict[str, Any]:
    return TABLES.get(language, TABLES["en"])


def format_tables(language: str) -> dict[str, Any]:
    """Return the words that the phone needs to print dates as we do, and its key bar."""
    table = _table(language)
    return {name: table[name] for name in PHONE_WORDS}


def local_date(moment: datetime) -> date:
    """Return the calendar day in Pakistan of an aware moment."""
    return moment.astimezone(KARACHI).date()


def _fill_date(pattern: str, day: date, table: dict[str, Any]) -> str:
    return (
        pattern.replace("{d}", str(day.day))
        .replace("{MMMM}", table["months"][day.month - 1])
        .replace("{y}", str(day.year))
    )


def format_date(value: date | datetime, language: str) -> str:
    """Return the day in words: 9 July 2025."""
    table = _table(language)
    day = local_date(value) if isinstance(value, datetime) else value
    return _fill_date(table["date"], day, table)


def format_datetime(value: datetime, language: str) -> str:
    """Return the moment in Pakistan's time: 9 July 2025, 15:04."""
    table = _table(language)
    local = value.astimezone(KARACHI)
    text = _fill_date(table["datetime"], local.date(), table)
    return text.replace("{H}", str(local.hour)).replace("{mm}", f"{local.minute:02}")


def _counted(forms: Sequence[str], number: int) -> str:
    return forms[0] if number == 1 else forms[1].replace("{n}", str(number))


def format_ago(value: datetime, language: str, now: datetime | None = None) -> str:
    """Return the distance to an aware moment, past or coming: 3 days ago, in 2 hours."""
    table = _table(language)
    seconds = int(((now or datetime.now(UTC)) - value).total_seconds())
    words = table["past" if seconds >= 0 else "future"]
    for least, unit_seconds, unit in STEPS:
        if abs(seconds) >= least:
            return _counted(words[unit], abs(seconds) // unit_seconds)
    return str(table["now"])


def format_days_left(days: int, language: str) -> str:
    """Return what remains of a promise: 3 days left, today; a missed one: 2 days ago."""
    table = _table(language)
    if days == 0:
        return str(table["today"])
    return _counted(table["remaining" if days > 0 else "past"]["day"], abs(days))


def format_number(value: float, language: str) -> str:
    """Return the number with its thousands marked: 38,750; at most two decimals."""
    table = _table(language)
    whole, _dot, rest = f"{value:,.2f}".partition(".")
    rest = rest.rstrip("0")
    whole = whole.replace(",", table["group"])
    return f"{whole}{table['decimal']}{rest}" if rest else whole


def format_list(values: Sequence[object], language: str, word: str = "and") -> str:
    """Return the values in one phrase: a, b and c; `word` is "and" or "or"."""
    table = _table(language)
    texts = [str(value) for value in values]
    if len(texts) < 2:
        return "".join(texts)
    first = table["comma"].join(texts[:-1])
    return str(table[word]).replace("{0}", first).replace("{1}", texts[-1])


def sort_key(text: str, language: str) -> tuple[int, ...]:
    """Return a key that sorts in the alphabet of the language; other characters come last."""
    alphabet = _table(language)["alphabet"]
    return tuple(
        place if (place := alphabet.find(char)) >= 0 else len(alphabet) + ord(char)
        for char in text.casefold()
    )
