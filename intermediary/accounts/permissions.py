"""Who may do what: the permissions, the rules, and the guards of every route.

Separate because one page must answer the question, and tests/test_access.py is generated from it.
Default deny: a route with neither `@requires` nor `@public` answers nobody (SECURITY.md 4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_security import current_user

from intermediary.accounts.models import Posting, User
from intermediary.core.dates import local_date
from intermediary.core.db import utc_now
from intermediary.core.errors import DomainError, NotFound

P = ParamSpec("P")
R = TypeVar("R")
PROVINCE = "PK-KP"  # a posting to the province's code reaches every district


class Permission(StrEnum):
    """What can be done; `<what>:<verb>`."""

    ACCOUNT_USE = "account:use"
    COMPLAINT_ASSIGN = "complaint:assign"
    COMPLAINT_CLAIM = "complaint:claim"
    COMPLAINT_HANDLE = "complaint:handle"
    COMPLAINT_JUDGE = "complaint:judge"
    COMPLAINT_READ = "complaint:read"
    COMPLAINT_READ_CASE = "complaint:read_case"
    COMPLAINT_READ_OWN = "complaint:read_own"
    COMPLAINT_REGISTER = "complaint:register"
    COMPLAINT_TRIAGE = "complaint:triage"
    DESK_OPEN = "desk:open"
    QUEUE_READ = "queue:read"
    WORDING_EDIT = "wording:edit"
    WORDING_PUBLISH = "wording:publish"
    WORKLIST_READ = "worklist:read"


@dataclass(frozen=True)
class Identity:
    """A person as far as rules see them: the account and the postings held today."""

    user_id: str | None = None
    username: str | None = None
    postings: tuple[Posting, ...] = ()

    def has_role(self, role: str) -> bool:
        """Tell whether a posting of this role is held."""
        return any(posting.role == role for posting in self.postings)

    def districts(self, role: str) -> frozenset[str]:
        """Return the districts of this person's postings in a role; the province's code is all."""
        codes = (p.district_code for p in self.postings if p.role == role)
        return frozenset(code for code in codes if code)

    def offices(self) -> frozenset[str]:
        """Return the offices for which this person acts."""
        codes = (p.office_code for p in self.postings if p.role == "department_officer")
        return frozenset(code for code in codes if code)


NOBODY = Identity()
Predicate = Callable[[Identity, Any], bool]


class SignInNeeded(DomainError):
    """Nobody is signed in."""

    code = "login"
    status = 401
    retry = "after-login"
    message = _l("Please sign in first.")


class Forbidden(DomainError):
    """The account may not do this."""

    code = "forbidden"
    status = 403
    retry = "never"
    message = _l("This is not open to your account.")


def has(role: str) -> Predicate:
    """Return the predicate: the person holds a posting of this role."""

    def predicate(identity: Identity, _thing: Any) -> bool:
        return identity.has_role(role)

    predicate.__name__ = f"is_{role}"
    return predicate


def is_signed_in(identity: Identity, _thing: Any) -> bool:
    """Anybody with an account."""
    return identity.user_id is not None


def is_own(identity: Identity, complaint: Any) -> bool:
    """The intermediary who registered the complaint."""
    return identity.user_id is not None and complaint.intermediary_id == identity.user_id


def is_in_district(identity: Identity, complaint: Any) -> bool:
    """The complaint lies in a district of this officer, or the posting is province-wide."""
    districts = identity.districts("district_officer")
    return PROVINCE in districts or bool(complaint.district_code in districts)


def is_not_own(identity: Identity, complaint: Any) -> bool:
    """Nobody decides what they lodged."""
    return bool(complaint.intermediary_id != identity.user_id)


def is_of_office(identity: Identity, complaint: Any) -> bool:
    """The complaint is assigned to an office of this officer."""
    return bool(complaint.office_code) and complaint.office_code in identity.offices()


def is_not_accused(identity: Identity, complaint: Any) -> bool:
    """No office of this officer is complained of."""
    return complaint.accused_office_code not in identity.offices()


def is_of_language(identity: Identity, language: Any) -> bool:
    """The wording's language is one of this translator's; no language asked: any."""
    return language is None or any(
        posting.role == "translator" and language in (posting.languages or ())
        for posting in identity.postings
    )


DISTRICT_CASE: list[Predicate] = [
    has("district_officer"),
    is_in_district,
    is_not_accused,  # one person may hold a posting of each kind
    is_not_own,
]
OFFICE_CASE: list[Predicate] = [
    has("department_officer"),
    is_of_office,
    is_not_accused,
    is_not_own,
]

#: Permission → rows; any row allows, when all of its cells are true.
RULES: dict[Permission, list[list[Predicate]]] = {
    Permission.ACCOUNT_USE: [[is_signed_in]],
    Permission.COMPLAINT_REGISTER: [[has("intermediary")], [has("headmaster")]],
    Permission.COMPLAINT_READ_OWN: [
        [has("intermediary"), is_own],
        [has("headmaster"), is_own],
    ],
    Permission.COMPLAINT_READ: [DISTRICT_CASE, [has("auditor")]],
    Permission.COMPLAINT_TRIAGE: [DISTRICT_CASE],
    Permission.COMPLAINT_ASSIGN: [DISTRICT_CASE],
    Permission.COMPLAINT_JUDGE: [DISTRICT_CASE],
    Permission.COMPLAINT_READ_CASE: [OFFICE_CASE],
    Permission.COMPLAINT_HANDLE: [OFFICE_CASE],
    Permission.COMPLAINT_CLAIM: [OFFICE_CASE],
    Permission.DESK_OPEN: [
        [has("district_officer")],
        [has("department_officer")],
        [has("auditor")],
    ],
    Permission.QUEUE_READ: [[has("district_officer")], [has("auditor")]],
    Permission.WORKLIST_READ: [[has("department_officer")]],
    Permission.WORDING_EDIT: [[has("translator"), is_of_language], [has("administrator")]],
    Permission.WORDING_PUBLISH: [[has("administrator")]],
}


def identity_of(user: User | None) -> Identity:
    """Return a person's identity with the postings that are valid today."""
    if user is None or not user.active:
        return NOBODY
    today = local_date(utc_now())
    held = tuple(
        posting
        for posting in user.postings
        if posting.valid_from <= today and (posting.valid_to is None or today <= posting.valid_to)
    )
    return Identity(user.id, user.username, held)


def current_user_or_none() -> User | None:
    """Return the signed-in person."""
    user: User | None = (
        current_user._get_current_object() if current_user.is_authenticated else None
    )
    return user


def current_identity() -> Identity:
    """Return the identity of this request, worked out once."""
    if "person" not in g:  # `g.identity` belongs to Flask-Principal
        g.person = identity_of(current_user_or_none())
    identity: Identity = g.person
    return identity


def is_allowed(identity: Identity, permission: Permission, thing: Any = None) -> bool:
    """Tell whether the rules allow a permission on a thing; pure."""
    return any(all(cell(identity, thing) for cell in row) for row in RULES[permission])


def can(permission: str, thing: Any = None) -> bool:
    """Tell whether the signed-in person may; for templates."""
    return is_allowed(current_identity(), Permission(permission), thing)


def requires(
    permission: Permission, *, of: Callable[..., Any] | None = None
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Guard a view: find the thing, check the permission, pass the thing as first argument.

    Raises:
        SignInNeeded: nobody is signed in.
        Forbidden: the role may never do this.
        NotFound: the thing is unknown or somebody else's; both answer alike.

    """

    def decorate(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> R:
            identity = current_identity()
            if identity.user_id is None:
                raise SignInNeeded
            if of is None:
                if not is_allowed(identity, permission):
                    raise Forbidden
                return view(*args, **kwargs)
            if not _role_fits(identity, permission):
                raise Forbidden
            thing = of(**kwargs)
            if thing is None or not is_allowed(identity, permission, thing):
                raise NotFound
            return view(thing)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the default deny
        guarded.finder = of  # type: ignore[attr-defined]  # read by the access matrix test
        return guarded

    return decorate


def _role_fits(identity: Identity, permission: Permission) -> bool:
    """Tell whether some row's role is held, before anything is looked up."""
    return any(row[0](identity, None) for row in RULES[permission])


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to everybody."""
    view.is_public = True  # type: ignore[attr-defined]  # read by the default deny
    return view


def deny_unmarked() -> None:
    """Refuse a route that says neither who may use it nor that it is public."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "is_public", False) or hasattr(view, "permission"):
        return
    raise Forbidden


def init_app(app: Flask) -> None:
    """Deny by default, and let templates ask `can(...)`."""
    app.before_request(deny_unmarked)
    app.jinja_env.globals["can"] = can
