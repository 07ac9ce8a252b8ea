"""The resident's slip code and the office's reference.

Separate because three doors read slip codes and must forgive the same ways of writing them.
"""

import secrets
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from stdnum import damm

from intermediary.complaints.models import ReferenceCounter
from intermediary.core.dates import KARACHI
from intermediary.core.db import db, insert_new
from intermediary.core.forms import Fault
from intermediary.core.keys import keys
from intermediary.core.text import ascii_digits

SLIP_RANDOM_DIGITS = 16
SLIP_DIGITS = SLIP_RANDOM_DIGITS + 1  # and one Damm check digit
SLIP_GROUPS = (4, 4, 4, 5)
UNKNOWN_DISTRICT = "KPK"  # prefix of complaints whose district is not known yet


def new_slip_code() -> str:
    """Return 17 random digits with their check digit; for the page without JavaScript."""
    body = "".join(secrets.choice("0123456789") for _ in range(SLIP_RANDOM_DIGITS))
    return body + damm.calc_check_digit(body)


def check_slip_code(typed: str) -> str:
    """Return the 17 ASCII digits of a typed slip code; spaces, dashes and ۰-۹ are forgiven.

    Raises:
        Fault: `format` (not 17 digits) or `check-digit` (one was mistyped).

    """
    digits = "".join(c for c in ascii_digits(typed) if not c.isspace() and c not in "-–—.")
    if len(digits) != SLIP_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise Fault("format", _l("A slip code has 17 digits. Please look at the digits again."))
    if not damm.is_valid(digits):
        raise Fault("check-digit", _l("A digit is wrong. Please look at the digits again."))
    return digits


def group_slip_code(code: str) -> str:
    """Return the code as it stands on the slip: 4-4-4-5, separated by spaces."""
    parts, start = [], 0
    for size in SLIP_GROUPS:
        parts.append(code[start : start + size])
        start += size
    return " ".join(parts)


def slip_hash(code: str) -> bytes:
    """Return the keyed hash under which the code is stored; the code itself never is."""
    return keys().slip_hash(code)


def next_reference(short: str | None, at: datetime) -> str:
    """Return the next reference of a district and year, such as KRK-26-004217.

    Takes a row lock that is held until commit, so no number is given twice or left out.
    """
    prefix = f"{short or UNKNOWN_DISTRICT}-{at.astimezone(KARACHI):%y}"
    bump = (
        update(ReferenceCounter)
        .where(ReferenceCounter.prefix == prefix)
        .values(number=ReferenceCounter.number + 1)
        .returning(ReferenceCounter.number)
    )
    number = db.session.execute(bump).scalar_one_or_none()
    if number is None:  # the first complaint of this district and year
        insert_new(ReferenceCounter, {"prefix": prefix, "number": 0})
        number = db.session.execute(bump).scalar_one()
    return f"{prefix}-{number:06d}"
