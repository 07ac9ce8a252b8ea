"""Sentences of WTForms and Flask-Security that our pages can show; neither ships Pashto or Urdu.

Separate because they stand nowhere in our code, and the extraction must find them: when a
library is updated or a further part of it is switched on, this is the one list to look at.
"""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

WTFORMS = (
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Invalid CSRF Token."),
    _l("Invalid input."),
    _l("Not a valid date value."),
    _l("Not a valid integer value."),
    _l("Field must be equal to %(other_name)s."),
    _ln(
        "Field must be at least %(min)d character long.",
        "Field must be at least %(min)d characters long.",
        1,
    ),
    _ln(
        "Field cannot be longer than %(max)d character.",
        "Field cannot be longer than %(max)d characters.",
        1,
    ),
    _l("Field must be between %(min)d and %(max)d characters long."),
    _l("Number must be at least %(min)s."),
    _l("Number must be at most %(max)s."),
    _l("Number must be between %(min)s and %(max)s."),
)

FLASK_SECURITY = (
    _l("Authentication failed - identity or password/passcode invalid"),
    _l("You do not have permission to view this resource."),
    _l("You must sign in to view this resource."),
    _l("You must reauthenticate to access this endpoint"),
    _l("You can only access this endpoint when not logged in."),
    _l("Please log in to access this page."),
    _l("Please reauthenticate to access this page."),
    _l("Reauthentication successful"),
    _l("Redirections outside the domain are forbidden"),
    _l("Account is disabled."),
    _l("Specified user does not exist"),
    _l("Value entered is not valid for the field"),
    _l("Username not provided"),
    _l("Password not provided"),
    _l("Invalid password"),
    _l("Passwords do not match"),
    _l("Password must be at least %(length)s characters"),
    _l("Password not complex enough"),
    _l("Your new password must be different than your previous password."),
    _l("You successfully changed your password."),
    _l("Login"),
    _l("Password"),
    _l("New Password"),
    _l("Retype Password"),
    _l("Change Password"),
)
