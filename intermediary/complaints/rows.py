"""From a checked form to the rows of a complaint: the words, the promise, the search key.

Separate because registering and repairing write them in the same way.
"""

from typing import Any

from intermediary.complaints import clock
from intermediary.complaints.forms import RegistrationForm
from intermediary.complaints.models import Complaint, Consent, Resident
from intermediary.core.forms import faults_of, leaf_fields
from intermediary.core.text import clean_text, fold
from intermediary.directory import queries as directory

DEFAULT_DAYS = 15  # calendar days until an unsorted complaint is due, as the Citizen's Portal had
GIVEN_LENGTH = 20_000  # characters kept of a field that could not be understood


def write_form(
    complaint: Complaint, resident: Resident, consent: Consent, form: RegistrationForm
) -> None:
    """Copy what could be understood into the rows, and keep the rest in `given` and `faults`."""
    complaint.faults = faults_of(form)
    faulty = {fault["name"] for fault in complaint.faults}
    complaint.given = {
        leaf.name: clean_text(" ".join(str(part) for part in leaf.raw_data or ()))[:GIVEN_LENGTH]
        for leaf in leaf_fields(form)
        if leaf.name in faulty
    }

    def value(leaf: Any, otherwise: Any = None) -> Any:
        return otherwise if leaf.name in faulty else leaf.data

    complaint.kind = value(form.kind) or "complaint"
    complaint.text = form.text.data  # even when too long: it is the resident's own words
    complaint.lang = value(form.lang) or "und"
    complaint.category_code = value(form.category)
    complaint.happened_on = value(form.happened_on)
    complaint.money_asked = value(form.money_asked) or "unsaid"
    complaint.accused_text = value(form.accused.form.text)
    complaint.accused_office_code = value(form.accused.form.office)
    complaint.accused_school_code = value(form.accused.form.school)
    complaint.district_code = value(form.place.form.district)
    complaint.tehsil_code = value(form.place.form.tehsil)
    complaint.village = value(form.place.form.village)
    complaint.school_code = value(form.school)
    complaint.is_sensitive = bool(form.sensitive.data)
    for name in ("name", "parent_name", "gender", "phone", "call_time", "alternative", "cnic"):
        setattr(resident, name, value(form.resident.form[name]))
    resident.is_unnamed = bool(form.resident.form.unnamed.data)
    resident.affected_count = value(form.resident.form.affected_count)
    for name in ("method", "lang", "witness", "wording_version"):
        setattr(consent, name, value(form.consent.form[name]))
    consent.scope = value(form.consent.form.scope, otherwise=[]) or []
    consent.given_at = value(form.consent.form["at"])


def set_promise(complaint: Complaint) -> None:
    """Set priority and due date from the category; the clock runs from `received_at`."""
    category = directory.category(complaint.category_code or "")
    complaint.priority = category.priority if category else "normal"
    if category is not None and category.is_sensitive:
        complaint.is_sensitive = True
    complaint.due_at = clock.due_at(
        complaint.received_at,
        category.days if category else DEFAULT_DAYS,
        is_working_days=bool(category and category.counts_working_days),
        holidays=directory.holidays(),
    )


def search_key(complaint: Complaint) -> str:
    """Return the folded words by which officers find a complaint; no name, phone or CNIC."""
    parts = (complaint.reference, complaint.text, complaint.village, complaint.accused_text)
    return fold(" ".join(part for part in parts if part))
