"""Which decisions a person may take on a complaint now, and the form of each.

Separate from the views, because the page shows exactly the forms whose posts would be accepted:
what the lifecycle allows in this state and the rules allow this person.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from intermediary.accounts.permissions import Permission, can, current_identity
from intermediary.complaints.conflict import is_accused_office
from intermediary.complaints.lifecycle import Action, Side, possible_actions
from intermediary.complaints.models import Complaint
from intermediary.complaints.queries import near_complaints
from intermediary.complaints.triage import is_serious
from intermediary.core.languages import current_language
from intermediary.directory import queries as directory
from intermediary.review import forms, office_forms
from intermediary.review.forms import DecisionForm


@dataclass(frozen=True)
class Decision:
    """An action of the lifecycle with the permission that it needs and the form that it takes."""

    action: Action
    permission: Permission
    form: Callable[..., DecisionForm]


#: The noun in the address → the decision, in the order of the page.
DISTRICT: dict[str, Decision] = {
    "review": Decision(Action.START_REVIEW, Permission.COMPLAINT_TRIAGE, forms.StartReviewForm),
    "assignment": Decision(Action.ASSIGN, Permission.COMPLAINT_ASSIGN, forms.AssignmentForm),
    "question": Decision(Action.RETURN, Permission.COMPLAINT_TRIAGE, forms.QuestionForm),
    "claim-acceptance": Decision(
        Action.ACCEPT_CLAIM, Permission.COMPLAINT_JUDGE, forms.ClaimAcceptanceForm
    ),
    "claim-return": Decision(
        Action.SEND_BACK_CLAIM, Permission.COMPLAINT_JUDGE, forms.ClaimReturnForm
    ),
    "merge": Decision(Action.MERGE, Permission.COMPLAINT_TRIAGE, forms.MergeForm),
    "unmerge": Decision(Action.UNMERGE, Permission.COMPLAINT_TRIAGE, forms.UnmergeForm),
    "decline": Decision(Action.DECLINE, Permission.COMPLAINT_TRIAGE, forms.DeclineForm),
}
OFFICE: dict[str, Decision] = {
    "acceptance": Decision(Action.ACCEPT, Permission.COMPLAINT_HANDLE, office_forms.AcceptanceForm),
    "claim": Decision(Action.CLAIM, Permission.COMPLAINT_CLAIM, office_forms.ClaimForm),
    "hand-back": Decision(Action.HAND_BACK, Permission.COMPLAINT_HANDLE, office_forms.HandBackForm),
}
TABLES: dict[Side, dict[str, Decision]] = {Side.DISTRICT: DISTRICT, Side.OFFICE: OFFICE}


def forms_of(complaint: Complaint, side: Side) -> dict[str, DecisionForm]:
    """Return the forms that this person may send now."""
    return {
        noun: form_of(complaint, side, noun, None)
        for noun, decision in TABLES[side].items()
        if is_open(complaint, side, noun, decision)
    }


def is_open(complaint: Complaint, side: Side, noun: str, decision: Decision) -> bool:
    """Tell whether a decision can be taken now by this person."""
    if decision.action not in possible_actions(complaint.state, side):
        return False
    if noun == "claim-acceptance" and not _awaits_acceptance(complaint):
        return False
    return can(decision.permission, complaint)


def _awaits_acceptance(complaint: Complaint) -> bool:
    is_second = complaint.officer_id != current_identity().user_id
    return is_second and is_serious(complaint) and complaint.claim_accepted_at is None


def form_of(
    complaint: Complaint, side: Side, noun: str, posted: MultiDict[str, str] | None
) -> DecisionForm:
    """Return the form of one decision, filled with what was posted or with what is likely."""
    more: dict[str, Any] = {}
    data: dict[str, Any] = {"lang": current_language().code}
    if noun == "assignment":
        more["offices"] = office_choices(complaint)
        data |= _likely_assignment(complaint, more["offices"])
    elif noun == "merge":
        more["near"] = {o.reference: o.reference for o in readable(near_complaints(complaint))}
        more["may_read"] = lambda other: can("complaint:triage", other)
    return TABLES[side][noun].form(noun, complaint, formdata=posted, data=data, **more)


def readable(complaints: Collection[Complaint]) -> list[Complaint]:
    """Return those that this person may read: some may accuse the reader's own office."""
    return [other for other in complaints if can("complaint:read", other)]


def office_choices(complaint: Complaint) -> dict[str, str]:
    """Return the offices of the district, the category's own first, never the accused one."""
    language = current_language().code
    own = _owing_department(complaint)
    serving = [
        office
        for office in directory.offices(complaint.district_code)
        if not is_accused_office(complaint, office.code)
    ]
    serving.sort(key=lambda office: office.department_code != own)
    return {office.code: office.name(language) for office in serving}


def _owing_department(complaint: Complaint) -> str | None:
    category = directory.category(complaint.category_code or "")
    return category.department_code if category else None


def _likely_assignment(complaint: Complaint, offices: Mapping[str, str]) -> dict[str, Any]:
    """Return what an officer most likely chooses: the office before, else the category's own."""
    found: dict[str, Any] = {"text": complaint.summary}
    if complaint.summary_lang:
        found["lang"] = complaint.summary_lang
    department = _owing_department(complaint)
    owing = directory.office_for(department, complaint.district_code) if department else None
    likely = complaint.office_code or (owing.code if owing else "")
    return found | {"office": likely if likely in offices else ""}
