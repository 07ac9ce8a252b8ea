"""The sign-in form: user name and password, with a brake on guessing.

Separate because the brake must stand before the password is hashed (SECURITY.md 6.14).
"""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_security import LoginForm
from sqlalchemy import select
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

from intermediary.accounts import browsers, devices
from intermediary.accounts.models import User
from intermediary.core.db import db, utc_now
from intermediary.core.misses import count_miss, is_braked
from intermediary.core.text import fold

MAX_PASSWORD = 128  # characters; Argon2 over megabytes would be a door for overload
GUESSES = 10  # wrong passwords per hour from one known browser, and from all others together

NAME_NEEDED = _l("Please write your user name.")
PASSWORD_NEEDED = _l("Please write your password.")
WRONG = _l("User name or password is wrong. Please try again.")
TOO_MANY = _l("Too many wrong tries. Please wait an hour, or use the phone that you always use.")
#: Kept by name: Flask-Security puts its own field in our field's place (see accounts/__init__.py).
USER_NAME = StringField(_l("User name"), [DataRequired(NAME_NEEDED), Length(max=60, message=WRONG)])


class SignInForm(LoginForm):
    """Flask-Security's form with our words; names are found by their folded form."""

    email = None
    remember = None
    username = USER_NAME
    password = PasswordField(
        _l("Password"), [DataRequired(PASSWORD_NEEDED), Length(max=MAX_PASSWORD, message=WRONG)]
    )

    def validate(self, **kwargs: Any) -> bool:
        """Check name and password; a wrong one is counted, too many are refused unhashed."""
        name = fold(self.username.data or "").replace(" ", "")
        self.ifield = self.username
        self.user = db.session.execute(
            select(User).where(User.username_fold == name)
        ).scalar_one_or_none()
        if name and self._is_braked(name):
            self.form_errors.append(TOO_MANY)
            return False
        if super().validate(**kwargs):
            return True
        if self.username.data and self.password.data and not self.user_authenticated:
            count_miss(self._limits(name), utc_now())
            self._say_wrong()
        return False

    def _say_wrong(self) -> None:
        """Give one answer for an unknown name and for a wrong password."""
        self.username.errors, self.password.errors = [], []
        self.form_errors.append(WRONG)

    def _is_braked(self, name: str) -> bool:
        if isinstance(self.user, User) and _is_known_phone(self.user):
            return False
        return is_braked(self._limits(name), utc_now())

    def _limits(self, name: str) -> dict[str, int]:
        """Return what wrong passwords are counted for: the name, whoever tries it; a browser that
        the account knows is counted by itself, so that strangers cannot lock its owner out.
        """
        browser = browsers.known_browser(self.user) if isinstance(self.user, User) else None
        return {f"sign-in|{name}|{browser}" if browser else f"sign-in|{name}": GUESSES}


def _is_known_phone(user: User) -> bool:
    device_id = request.cookies.get(devices.DEVICE_COOKIE, "")
    return devices.is_bound(user, device_id)
