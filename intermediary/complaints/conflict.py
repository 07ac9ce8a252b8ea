"""Who must not see or handle a complaint: the office and the school complained of (DOMAIN.md 6)."""

from collections.abc import Collection
from typing import Protocol

from flask_babel import lazy_gettext as _l

from intermediary.core.errors import DomainError

FILERS_DEPARTMENT = "EDU"


class Accusing(Protocol):
    """A complaint, as far as it names who is complained of."""

    accused_office_code: str | None
    accused_school_code: str | None


class OfficeIsAccused(DomainError):
    """The complaint is against this very office."""

    code = "office-accused"
    status = 409
    message = _l("The complaint is against this office. Choose another office.")


def is_accused_office(complaint: Accusing, office_code: str) -> bool:
    """Tell whether the complaint is against this office."""
    return complaint.accused_office_code == office_code


def is_own_house(complaint: Accusing, department: str | None, school_code: str | None) -> bool:
    """Tell whether a teacher complains of their own department's school, their own one."""
    own = school_code is not None and complaint.accused_school_code == school_code
    return department == FILERS_DEPARTMENT and own


def is_conflicted(
    complaint: Accusing,
    *,
    department: str | None,
    school_code: str | None,
    owing_offices: Collection[str | None],
) -> bool:
    """Tell whether the case would come before the very people complained of.

    `department` is the category's, `school_code` the filer's, `owing_offices` those in its chain.
    """
    accused = complaint.accused_office_code
    is_in_chain = accused is not None and accused in owing_offices
    return is_in_chain or is_own_house(complaint, department, school_code)
