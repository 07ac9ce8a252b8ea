"""The shell: one page per language that a phone keeps, the same for everybody.

Separate from the views because the sync door names it in the wording manifest, too; it holds no
user's data and no token (SYNC.md 7).
"""

import hashlib

from flask import current_app, render_template
from flask_babel import force_locale

from intermediary.complaints import vocabulary
from intermediary.complaints.act_forms import FORMS
from intermediary.complaints.forms import RegistrationForm
from intermediary.core import assets, phone
from intermediary.core.forms import BaseForm
from intermediary.core.languages import LANGUAGES, language_of, text_domain

STEPS = ("who", "what", "where", "consent", "check")
ACT_KINDS = ("answer", "feedback", "confirm", "dispute", "withdraw")


def shell_version() -> str:
    """Return what the shell depends on: the build and the published wording."""
    return f"{assets.manifest()['build']}|{text_domain().release()}"


def shell_page(language: str) -> bytes:
    """Return the shell in one language."""
    statements = consent_statements()
    with force_locale(language):
        page = render_template(
            "field/shell.html",
            shell_language=language_of(language),
            build=assets.manifest()["build"],
            release=text_domain().release(),
            catalogue=phone.part("catalogue", language).sha256[:16],
            statements=statements,
            steps=STEPS,
            form=RegistrationForm(formdata=None, meta={"csrf": False}),
            acts={kind: _act_form(kind) for kind in ACT_KINDS},
            words=vocabulary,
            origin=current_app.config["ORIGIN"],
        )
    return page.encode()


def _act_form(kind: str) -> BaseForm:
    return FORMS[kind](formdata=None, prefix="", meta={"csrf": False})


def consent_statements() -> dict[str, tuple[str, str]]:
    """Return for each language the statement that is read aloud, and the version of its words."""
    found = {}
    for code in LANGUAGES:
        with force_locale(code):
            statement = render_template(
                "field/statement.html", statement_language=language_of(code)
            )
        found[code] = (statement, hashlib.sha256(statement.encode()).hexdigest()[:16])
    return found
