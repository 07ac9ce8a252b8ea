"""The demo accounts: two teachers, a headmaster, officers, a translator, an administrator, an auditor."""

from dataclasses import dataclass, field
from typing import Any

from intermediary.accounts.operations import add_posting, enrol_user, find_user
from intermediary.core.db import utc_now
from intermediary.directory import queries

KARAK = "Karak"
PASSWORD_PREFIX = "demo-"  # public passwords: that is why demo mode never leaves loopback


@dataclass(frozen=True)
class Sample:
    """One demo account; `where` names its posting."""

    username: str
    display_name: str
    role: str
    language: str
    where: dict[str, Any] = field(default_factory=dict)


def samples() -> list[Sample]:
    """Return the demo accounts, posted in Karak, where the paper's cases happened."""
    district = next(d.code for d in queries.districts() if d.name_en == KARAK)
    school = queries.schools(district)[0].code
    health = queries.office_for("HEALTH", district)
    office = {"office_code": health.code if health else None, "is_head": True}
    at_school = {"school_code": school}
    return [
        Sample("teacher", "سلیم خټک", "intermediary", "ps", at_school),
        Sample("teacher2", "ناہید بی بی", "intermediary", "ur", at_school),
        Sample("headmaster", "عبدالرحمٰن", "headmaster", "ur", {**at_school, "is_head": True}),
        Sample("officer", "Farzana Khattak", "district_officer", "en", {"district_code": district}),
        Sample("department", "Dr Naveed Iqbal", "department_officer", "en", office),
        Sample("translator", "ګلالۍ یوسفزۍ", "translator", "ps", {"languages": ["ps", "ur"]}),
        Sample("admin", "Adnan Shah", "administrator", "en"),
        Sample("auditor", "Shazia Afridi", "auditor", "en", {"district_code": "PK-KP"}),
    ]


def load_people() -> list[str]:
    """Make the demo accounts that are missing, and return their names; idempotent."""
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
