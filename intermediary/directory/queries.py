"""Finding directory entries by what they are, for forms, lists and rules."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select

from intermediary.core.dates import local_date
from intermediary.core.db import db, utc_now
from intermediary.directory.models import (
    Category,
    Department,
    DirectoryEdition,
    Office,
    Place,
    School,
)
from intermediary.directory.snapshot import find, snapshot

WEEKEND = frozenset({5, 6})  # Saturday and Sunday


def today() -> date:
    """Return the calendar day in Pakistan."""
    return local_date(utc_now())


def directory_version() -> str:
    """Return the version of the loaded directory; empty when nothing is loaded."""
    newest = select(DirectoryEdition.version).order_by(DirectoryEdition.id.desc()).limit(1)
    return db.session.scalar(newest) or ""


def place(code: str) -> Place | None:
    """Return the place with this code, also one that is no longer in use."""
    return find(Place, code)


def district(code: str) -> Place | None:
    """Return the district with this code, also one that is no longer in use."""
    found = place(code)
    return found if found is not None and found.level == "district" else None


def tehsil(code: str) -> Place | None:
    """Return the tehsil with this code, also one that is no longer in use."""
    found = place(code)
    return found if found is not None and found.level == "tehsil" else None


def districts(day: date | None = None) -> Sequence[Place]:
    """Return the districts that may be chosen on a day (today), by their English name."""
    return _usable_places(day, Place.level == "district")


def tehsils(district: str, day: date | None = None) -> Sequence[Place]:
    """Return the tehsils of a district that may be chosen on a day (today)."""
    return _usable_places(day, Place.level == "tehsil", Place.parent_code == district)


def _usable_places(day: date | None, *conditions: object) -> Sequence[Place]:
    day = day or today()
    found = db.session.scalars(select(Place).where(*conditions).order_by(Place.name_en))  # type: ignore[arg-type]  # column expressions
    return [entry for entry in found if entry.is_valid_on(day)]


def school(code: str) -> School | None:
    """Return the school with this EMIS code."""
    return find(School, code)


def schools(district: str | None = None) -> Sequence[School]:
    """Return the schools of a district, or all."""
    query = select(School).order_by(School.name_en)
    if district:
        query = query.where(School.district_code == district)
    return db.session.scalars(query).all()


def department(code: str) -> Department | None:
    """Return the department with this code."""
    return find(Department, code)


def departments() -> Sequence[Department]:
    """Return all departments, by their English name."""
    return db.session.scalars(select(Department).order_by(Department.name_en)).all()


def office(code: str) -> Office | None:
    """Return the office with this code."""
    return find(Office, code)


def offices(district: str | None) -> Sequence[Office]:
    """Return the offices that serve a district: its own, then those of the whole province."""
    query = select(Office).where(
        or_(Office.district_code == district, Office.district_code.is_(None))
        if district
        else Office.district_code.is_(None)
    )
    found = db.session.scalars(query.order_by(Office.name_en))
    usable = [entry for entry in found if entry.is_valid_on(today())]
    return sorted(usable, key=lambda entry: entry.district_code is None)


def all_offices() -> Sequence[Office]:
    """Return every office in use, by code."""
    found = db.session.scalars(select(Office).order_by(Office.code))
    return [entry for entry in found if entry.is_valid_on(today())]


def office_for(department_code: str, district: str | None) -> Office | None:
    """Return the office of a department that serves a district, or the whole province."""
    query = select(Office).where(Office.department_code == department_code)
    by_district = {entry.district_code: entry for entry in db.session.scalars(query)}
    return by_district.get(district) or by_district.get(None)


def category(code: str) -> Category | None:
    """Return the category with this code, also one that is no longer in use."""
    return find(Category, code)


def categories() -> Sequence[Category]:
    """Return all categories in the order of lists: each top one, then those below it."""
    return db.session.scalars(select(Category).order_by(Category.position)).all()


def category_name(code: str | None, language: str) -> str:
    """Return the category's name; an unknown code is shown as it is, none as nothing."""
    found = category(code) if code else None
    return found.name(language) if found else code or ""


def place_name(code: str | None, language: str) -> str:
    """Return the place's name; an unknown code is shown as it is, none as nothing."""
    found = place(code) if code else None
    return found.name(language) if found else code or ""


def office_name(code: str | None, language: str) -> str:
    """Return the office's name; an unknown code is shown as it is, none as nothing."""
    found = office(code) if code else None
    return found.name(language) if found else code or ""


def school_name(code: str | None, language: str) -> str:
    """Return the school's name; an unknown code is shown as it is, none as nothing."""
    found = school(code) if code else None
    return found.name(language) if found else code or ""


def holidays() -> frozenset[date]:
    """Return the public holidays, for clocks that count working days."""
    return snapshot().holidays


def add_working_days(start: date, days: int, free: frozenset[date]) -> date:
    """Return the day that lies this many working days after the start; pure."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() not in WEEKEND and day not in free:
            days -= 1
    return day
