"""The demo accounts: every role, and enough officers that each journey can be walked."""

from dataclasses import dataclass, field
from typing import Any

from intermediary.accounts.operations import add_posting, enrol_user, find_user
from intermediary.accounts.permissions import PROVINCE
from intermediary.core.db import utc_now
from intermediary.demo.mark import mark_database
from intermediary.directory import queries

KARAK, LAKKI_MARWAT = "Karak", "Lakki Marwat"
PASSWORD_PREFIX = "demo-"  # noqa: S105  # public passwords: that is why demo mode never leaves loopback


@dataclass(frozen=True)
class Sample:
    """One demo account; `where` names its posting."""

    username: str
    display_name: str
    role: str
    language: str
    where: dict[str, Any] = field(default_factory=dict)


def samples() -> list[Sample]:
    """Return the demo accounts, posted in Karak, where it all began, and next door."""
    codes = {place.name_en: place.code for place in queries.districts()}
    here, there = codes[KARAK], codes[LAKKI_MARWAT]
    at_school = {"school_code": queries.schools(here)[0].code}
    in_lakki = {"school_code": queries.schools(there)[0].code}
    province = {"district_code": PROVINCE, "is_head": True}
    return [
        Sample("teacher", "سلیم خټک", "intermediary", "ps", at_school),
        Sample("teacher2", "ناہید بی بی", "intermediary", "ur", at_school),
        Sample("teacher3", "رحمان مروت", "intermediary", "ps", in_lakki),
        Sample("headmaster", "عبدالرحمٰن", "headmaster", "ur", {**at_school, "is_head": True}),
        Sample("officer", "Farzana Khattak", "district_officer", "en", {"district_code": here}),
        Sample("officer2", "Kamran Marwat", "district_officer", "en", {"district_code": there}),
        Sample("province", "Rukhsana Bangash", "district_officer", "en", province),
        Sample("department", "Dr Naveed Iqbal", *_office("HEALTH", here)),
        Sample("department2", "Engr Shahid Wazir", *_office("PHE", here)),
        Sample("department3", "Arif Hussain", *_office("DC", here)),
        Sample("department4", "Noreen Akhtar", *_office("DC", there)),
        Sample("translator", "ګلالۍ یوسفزۍ", "translator", "ps", {"languages": ["ps", "ur"]}),
        Sample("admin", "Adnan Shah", "administrator", "en"),
        Sample("auditor", "Shazia Afridi", "auditor", "en", {"district_code": PROVINCE}),
    ]


def _office(department: str, district: str) -> tuple[str, str, dict[str, Any]]:
    """Return role, language and posting of an office's head."""
    office = queries.office_for(department, district)
    where = {"office_code": office.code if office else None, "is_head": True}
    return "department_officer", "en", where


def load_people() -> list[str]:
    """Make the demo accounts that are missing, and return their names; idempotent.

    The database is marked as the demo's, before the first public password is in it.
    """
    mark_database(utc_now())
    made = []
    for sample in samples():
        if find_user(sample.username) is not None:
            continue
        at = utc_now()
        password = PASSWORD_PREFIX + sample.username
        user = enrol_user(sample.username, sample.display_name, password, sample.language, at)
        add_posting(user, sample.role, at, **sample.where)
        made.append(sample.username)
    return made
