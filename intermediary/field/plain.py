"""The plain page's complaint: what is preset, and how its fields become one registration.

Separate from the view because the digest and the choices are pure and tested by themselves.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import rfc8785
import uuid_utils

from intermediary.accounts.models import Posting
from intermediary.complaints.codes import check_slip_code, new_slip_code
from intermediary.complaints.forms import RegistrationForm
from intermediary.complaints.receipts import moment
from intermediary.complaints.registration import Provenance, Registration
from intermediary.core.errors import BadRequest
from intermediary.core.forms import Fault, leaf_fields
from intermediary.directory import queries as directory


@dataclass(frozen=True)
class Sheet:
    """A fresh sheet: the complaint's id and slip code, made before anything is typed."""

    id: str
    slip_code: str


def new_sheet() -> Sheet:
    """Return a sheet with an id that nobody has."""
    return Sheet(str(uuid_utils.uuid7()), new_slip_code())


def read_sheet(id_: str | None, slip_code: str | None) -> Sheet:
    """Return the sheet that came back.

    Raises:
        BadRequest: its hidden numbers were changed.

    """
    try:
        return Sheet(str(UUID(id_ or "")), check_slip_code(slip_code or ""))
    except (ValueError, Fault):
        raise BadRequest from None


def presets(
    postings: tuple[Posting, ...], language: str, version: str, at: datetime
) -> dict[str, Any]:
    """Return what the form holds before anything is typed: own place, language, wording."""
    code = next((posting.school_code for posting in postings if posting.school_code), None)
    school = directory.school(code or "")
    place = {"district": school.district_code, "tehsil": school.tehsil_code} if school else {}
    return {
        "lang": language,
        "school": school.code if school else None,
        "place": place,
        "consent": {"lang": language, "wording_version": version, "at": moment(at)},
    }


def registration_of(sheet: Sheet, form: RegistrationForm, at: datetime) -> Registration:
    """Return the registration; the digest is over the RFC 8785 form of the parsed fields."""
    fields = {
        leaf.name: _plain(leaf.data) for leaf in leaf_fields(form) if leaf.name != "csrf_token"
    }
    content = fields | {"id": sheet.id, "slip": sheet.slip_code}
    return Registration(
        id=sheet.id,
        form=form,
        slip_code=sheet.slip_code,
        payload_sha256=hashlib.sha256(rfc8785.dumps(content)).digest(),
        provenance=Provenance(captured_at=at),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def category_groups(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the categories in use as (group name, [(code, name)]); the group comes first."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for category in directory.categories():
        if not category.is_valid_on(directory.today()):
            continue
        if category.parent_code is None:
            groups.append((category.name(language), []))
        groups[-1][1].append((category.code, category.name(language)))
    return groups


def tehsil_groups(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the tehsils by district as (district name, [(code, name)])."""
    return [
        (
            district.name(language),
            [(t.code, t.name(language)) for t in directory.tehsils(district.code)],
        )
        for district in directory.districts()
    ]


def district_choices(language: str) -> list[tuple[str, str]]:
    """Return the districts in use."""
    return [(place.code, place.name(language)) for place in directory.districts()]


def office_choices(district: str | None, language: str) -> list[tuple[str, str]]:
    """Return the offices that serve a district."""
    return [(o.code, o.name(language)) for o in directory.offices(district)]


def school_choices(district: str | None, language: str) -> list[tuple[str, str]]:
    """Return the schools of a district."""
    return [(s.code, s.name(language)) for s in directory.schools(district)]
