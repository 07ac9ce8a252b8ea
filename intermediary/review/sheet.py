"""What the page of one complaint shows to the district: everything but identity in full.

Separate from the office's page (case.py), so that nothing slips from one to the other.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intermediary.accounts.models import User
from intermediary.complaints import vocabulary
from intermediary.complaints.conflict import is_conflicted
from intermediary.complaints.forms import RegistrationForm
from intermediary.complaints.models import Act, Complaint, Feedback
from intermediary.core.dates import format_date, format_datetime, format_list, format_number
from intermediary.core.db import db
from intermediary.core.forms import leaf_fields
from intermediary.directory import queries as directory
from intermediary.review import words
from intermediary.review.masking import mask_cnic, mask_name, mask_phone


@dataclass(frozen=True)
class Fact:
    """A line of the sheet; typed words carry their language, so that they run in its direction."""

    label: Any
    value: Any
    lang: str | None = None


def _told(*facts: Fact) -> list[Fact]:
    return [fact for fact in facts if fact.value]


def matter_facts(complaint: Complaint, language: str) -> list[Fact]:
    """Return what it is about, where, and who is complained of."""
    happened, lang = complaint.happened_on, complaint.lang
    office, school = complaint.accused_office_code, complaint.accused_school_code
    category = directory.category_name(complaint.category_code, language)
    count = complaint.resident.affected_count
    return _told(
        Fact(_l("Kind"), vocabulary.KINDS.get(complaint.kind)),
        Fact(_l("Category"), category or _l("Not sure")),
        Fact(_l("District"), directory.place_name(complaint.district_code, language)),
        Fact(_l("Tehsil"), directory.place_name(complaint.tehsil_code, language)),
        Fact(_l("Village or street"), complaint.village, lang),
        Fact(_l("When did it happen?"), format_date(happened, language) if happened else None),
        Fact(_l("Did anybody ask for money?"), vocabulary.MONEY_ASKED.get(complaint.money_asked)),
        Fact(
            _l("How many people are affected?"), format_number(count, language) if count else None
        ),
        Fact(_l("Office complained of"), directory.office_name(office, language)),
        Fact(_l("School complained of"), directory.school_name(school, language)),
        Fact(_l("Office or person complained of"), complaint.accused_text, lang),
    )


def origin_facts(complaint: Complaint, language: str) -> list[Fact]:
    """Return who sent it, from where and when."""
    sender = db.session.get_one(User, complaint.intermediary_id)
    captured = complaint.captured_at
    return _told(
        Fact(_l("Intermediary"), sender.display_name, "und"),
        Fact(_l("School"), directory.school_name(complaint.school_code, language)),
        Fact(_l("Saved on the phone"), format_datetime(captured, language) if captured else None),
        Fact(_l("Received"), format_datetime(complaint.received_at, language)),
    )


def resident_facts(complaint: Complaint) -> list[Fact]:
    """Return who the resident and the witness are, masked; shown while a logged look stands."""
    person = complaint.resident
    unnamed = _("The resident wishes to be unnamed") if person.is_unnamed else ""
    return _told(
        Fact(_l("Name of the resident"), unnamed or mask_name(person.name), "und"),
        Fact(_l("Name of the father or husband"), mask_name(person.parent_name), "und"),
        Fact(_l("Woman or man"), vocabulary.GENDERS.get(person.gender or "")),
        Fact(_l("Phone number"), mask_phone(person.phone), "en"),
        Fact(_l("Identity card number (not needed)"), mask_cnic(person.cnic), "en"),
        Fact(_l("Name of the witness"), mask_name(complaint.consent.witness), "und"),
    )


def consent_facts(complaint: Complaint, language: str) -> list[Fact]:
    """Return how the resident agreed, and to what."""
    consent = complaint.consent
    ticks = [vocabulary.CONSENT_SCOPES[tick] for tick in consent.scope]
    given = consent.given_at
    return _told(
        Fact(
            _l("How did the resident agree?"), vocabulary.CONSENT_METHODS.get(consent.method or "")
        ),
        Fact(_l("What may be shared?"), format_list(ticks, language) or _l("Nothing")),
        Fact(_l("Language of the statement"), words.LANGUAGE_NAMES.get(consent.lang or "")),
        Fact(_l("Version of the statement"), consent.wording_version, "en"),
        Fact(_l("When the resident agreed"), format_datetime(given, language) if given else None),
    )


def fault_facts(complaint: Complaint) -> list[Fact]:
    """Return the fields that could not be understood, with the reason."""
    labels = {f.name: f.label.text for f in leaf_fields(RegistrationForm(formdata=None))}
    return [
        Fact(labels.get(fault["name"]) or fault["name"], words.FAULTS.get(fault["code"], ""))
        for fault in complaint.faults
    ]


def feedback_facts(told: Feedback, language: str) -> list[Fact]:
    """Return what was said about the outcome, and through which channel."""
    return _told(
        Fact(_l("Is it really solved?"), vocabulary.FEEDBACK_OUTCOMES.get(told.outcome)),
        Fact(
            _l("How many days did it take?"),
            format_number(told.days, language) if told.days is not None else None,
        ),
        Fact(_l("How did the officials treat you?"), vocabulary.CONDUCT.get(told.conduct or "")),
        Fact(_l("Did anybody ask for money?"), vocabulary.MONEY_ASKED.get(told.money_asked)),
        Fact(
            _l("Did you see the work yourself?"),
            vocabulary.EVIDENCE_SEEN.get(told.evidence_seen or ""),
        ),
        Fact(_l("Anything else, in your own words"), told.text, told.lang or "und"),
        Fact(_l("Through whom it came"), words.CHANNELS.get(told.channel)),
        Fact(_l("When"), format_datetime(told.at, language)),
    )


def note_facts(act: Act, language: str) -> list[Fact]:
    """Return something that came too late to change the case."""
    text = act.fields.get("text")
    return _told(
        Fact(_l("What was sent"), words.ACTS.get(act.kind)),
        Fact(_l("In their own words"), text if isinstance(text, str) else None, act.lang or "und"),
        Fact(_l("When"), format_datetime(act.received_at, language)),
    )


def is_in_conflict(complaint: Complaint) -> bool:
    """Tell whether the case would come before the very people complained of."""
    category = directory.category(complaint.category_code or "")
    department = category.department_code if category else None
    owing = directory.office_for(department, complaint.district_code) if department else None
    return is_conflicted(
        complaint,
        department=department,
        school_code=complaint.school_code,
        owing_offices={owing.code if owing else None, complaint.office_code},
    )
