"""Enrolling people, giving them postings, closing accounts: each one change and one event."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security import hash_password
from sqlalchemy import select
from uuid_utils import uuid4, uuid7

from intermediary import ledger
from intermediary.accounts.models import Posting, Role, User
from intermediary.accounts.session import end_sessions_of
from intermediary.core.dates import local_date
from intermediary.core.db import db
from intermediary.core.errors import DomainError
from intermediary.core.text import fold

ROLES = (
    "intermediary",
    "headmaster",
    "district_officer",
    "department_officer",
    "translator",
    "administrator",
    "auditor",
)
#: Who looks after accounts today: somebody at the server's command line, which asks no name.
OPERATOR = "operator"
LODGE_ROLES = frozenset({"intermediary", "headmaster"})
CASE_ROLES = frozenset({"intermediary", "headmaster", "district_officer", "department_officer"})
#: Roles that one person may not hold together (DOMAIN.md 2).
APART = (
    (LODGE_ROLES, frozenset({"department_officer"})),
    (frozenset({"administrator"}), CASE_ROLES | {"auditor"}),
    (frozenset({"auditor"}), CASE_ROLES),
)


class NameTaken(DomainError):
    """Another account has this name, or one that looks like it."""

    code = "name-taken"
    status = 409
    message = _l("This user name is taken, or looks like another one. Choose a different name.")


class RolesClash(DomainError):
    """Two roles that must stay apart."""

    code = "roles-clash"
    status = 409
    message = _l("One person cannot hold these roles together.")


class UnknownRole(DomainError):
    """No such role."""

    code = "unknown"
    message = _l("This role does not exist.")


def check_roles(roles: Collection[str]) -> None:
    """Refuse roles that one person may not hold together.

    Raises:
        UnknownRole, RolesClash.

    """
    held = frozenset(roles)
    if held - set(ROLES):
        raise UnknownRole
    if any(held & one and held & other for one, other in APART):
        raise RolesClash


def ensure_roles() -> None:
    """Write the role rows that are missing."""
    known = set(db.session.execute(select(Role.name)).scalars())
    db.session.add_all(Role(name=role) for role in ROLES if role not in known)
    db.session.flush()


def find_user(username: str) -> User | None:
    """Return the account of a user name, however it is written."""
    folded = fold(username).replace(" ", "")
    return db.session.execute(select(User).where(User.username_fold == folded)).scalar_one_or_none()


def enrol_user(
    username: str, display_name: str, password: str, language: str | None, at: datetime
) -> User:
    """Make an account without postings.

    Raises:
        NameTaken: the name, or one that looks like it, exists.

    """
    if find_user(username) is not None or not fold(username):
        raise NameTaken
    user = User(
        id=str(uuid7()),
        username=username,
        username_fold=fold(username).replace(" ", ""),
        display_name=display_name,
        password=hash_password(password),
        active=True,
        fs_uniquifier=uuid4().hex,
        language=language,
        created_at=at,
        seq=0,
    )
    db.session.add(user)
    db.session.flush()
    _log("account:enrolled", user, at, username=username)
    return user


def add_posting(user: User, role: str, at: datetime, **where: Any) -> Posting:
    """Give a person a role at a school, an office, a department or a district.

    Raises:
        UnknownRole, RolesClash.

    """
    ensure_roles()
    check_roles({posting.role for posting in user.postings} | {role})
    valid_from: date = where.pop("valid_from", local_date(at))
    posting = Posting(
        id=str(uuid7()), role=role, valid_from=valid_from, **{"languages": [], **where}
    )
    user.postings.append(posting)
    db.session.flush()
    plain = {k: v for k, v in where.items() if isinstance(v, str | bool) and v}
    _log("account:posted", user, at, role=role, **plain)
    return posting


def set_password(user: User, password: str, at: datetime) -> None:
    """Give a new password; all sign-ins of the account end."""
    user.password = hash_password(password)
    user.fs_uniquifier = uuid4().hex
    end_sessions_of(user)
    _log("account:password_set", user, at)


def close_account(user: User, at: datetime) -> None:
    """Close an account at once, in every worker; its complaints stay."""
    user.active = False
    end_sessions_of(user)
    _log("account:closed", user, at)


def password_changed(user: User, at: datetime) -> None:
    """End all sign-ins of an account whose owner has just changed the password."""
    end_sessions_of(user)
    ledger.append("account:password_changed", subject=user.id, actor=user.id, at=at, content={})


def _log(type_: str, user: User, at: datetime, **content: Any) -> None:
    ledger.append(type_, subject=user.id, actor=OPERATOR, at=at, content=content)
