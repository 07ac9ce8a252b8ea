"""Accounts: who exists, how they sign in, what they may do, and which phones they hold."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from intermediary.accounts import permissions, session
from intermediary.accounts.cli import people_group
from intermediary.accounts.forms import USER_NAME, SignInForm
from intermediary.accounts.models import Role, User
from intermediary.accounts.views import blueprint
from intermediary.core.db import db
from intermediary.core.languages import text_domain

#: Flask-Security's settings; what is not named here keeps a default that was looked at.
SETTINGS = {
    "SECURITY_URL_PREFIX": "/accounts",
    "SECURITY_USERNAME_ENABLE": True,
    "SECURITY_USERNAME_REQUIRED": True,
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": str, "case_insensitive": True}}],
    "SECURITY_PASSWORD_HASH": "argon2",
    # OWASP's minimum, 25 ms; the default takes 64 MiB for every thread (SECURITY.md 3).
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__memory_cost": 19456,
        "argon2__time_cost": 2,
        "argon2__parallelism": 1,
    },
    "SECURITY_CHANGEABLE": True,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": False,  # SignInForm has one answer itself
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGOUT_CSRF": True,
    "SECURITY_POST_LOGIN_VIEW": "/accounts/start",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_CHANGE_VIEW": "/accounts/start",
    "SECURITY_FRESHNESS_GRACE_PERIOD": 0,
    "SECURITY_CACHE_CONTROL": None,  # theirs reads `no-store=True`, which no browser knows
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_CLI_USERS_NAME": False,  # our own `people` writes events
    "SECURITY_CLI_ROLES_NAME": False,
}
PUBLIC_ENDPOINTS = ("security.login", "security.logout")
SIGNED_IN_ENDPOINTS = ("security.change_password",)


def init_app(app: Flask) -> None:
    """Add sign-in, sessions, the guards of every route, and the command `people`."""
    app.config.from_mapping(SETTINGS)
    app.config["SECURITY_PASSWORD_SALT"] = app.config["SECRET_KEY"][:32]
    security = Security(app, SQLAlchemyUserDatastore(db, User, Role), login_form=SignInForm)
    # Its own JSON provider is in place now; \u escapes would triple Pashto and Urdu on the wire.
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    SignInForm.username = USER_NAME  # Flask-Security has put its own field there
    with app.app_context():
        security.i18n_domain = text_domain()
    app.jinja_env.globals["_fsdomain"] = security.i18n_domain.gettext
    for endpoint in PUBLIC_ENDPOINTS:
        permissions.public(app.view_functions[endpoint])
    for endpoint in SIGNED_IN_ENDPOINTS:
        guard = permissions.requires(permissions.Permission.ACCOUNT_USE)
        view: Callable[..., Any] = app.view_functions[endpoint]
        app.view_functions[endpoint] = guard(view)
    session.init_app(app)
    permissions.init_app(app)
    app.register_blueprint(blueprint)
    app.cli.add_command(people_group)
