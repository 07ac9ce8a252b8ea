"""The three languages: which one a person sees, and what templates need to show it.

Separate because pages, commands and messages must choose alike; dates and numbers are in
core/dates.py, the catalogue itself in core/translations.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, has_request_context, request
from flask.globals import request_ctx
from flask_babel import Babel, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import escape
from werkzeug.local import LocalProxy
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from intermediary.core import dates, paths
from intermediary.core.translations import OverrideDomain, OverrideSource, set_override_source

__all__ = [
    "COOKIE", "LANGUAGES", "Language", "OverrideSource", "current_language", "init_app",
    "language_of", "remember_language", "select_locale", "set_override_source", "text_domain",
]  # fmt: skip
R = TypeVar("R", bound=Response)


@dataclass(frozen=True)
class Language:
    """A language of the interface; its code is also the value of `lang` in HTML."""

    code: str
    direction: str
    own_name: str


LANGUAGES = {
    "ps": Language("ps", "rtl", "پښتو"),
    "ur": Language("ur", "rtl", "اردو"),
    "en": Language("en", "ltr", "English"),
}
COOKIE = "language"  # the field app writes the same one when it switches offline
COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep
DEFAULT = "ur"
EXTENSION = "intermediary_text_domain"


def select_locale() -> str:
    """Return the visitor's language: chosen (cookie), then the browser's, then Urdu.

    Signing in writes the account's setting into the cookie where none is yet.
    Commands speak English.
    """
    if not has_request_context():
        return "en"
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT


def remember_language(response: R, code: str) -> R:
    """Keep the visitor's choice on this device; an unknown code changes nothing."""
    if code in LANGUAGES:
        response.set_cookie(
            COOKIE,
            code,
            max_age=COOKIE_SECONDS,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=False,  # the field app reads and writes it offline
            samesite="Lax",
        )
    return response


def current_language() -> Language:
    """Return the language of this request, or the one forced by `force_locale`."""
    return language_of(str(get_locale() or "en"))


def language_of(code: str) -> Language:
    """Return the language with this code; an unknown one is treated as English."""
    return LANGUAGES.get(code, LANGUAGES["en"])


def own_address() -> str:
    """Return the path, with its query, that leads back to this page; the start where none does."""
    adapter = request_ctx.url_adapter
    if request.method != "GET" and not (adapter and adapter.test(method="GET")):
        return "/"
    parts = urlsplit(iri_to_uri(request.url))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def text_domain() -> OverrideDomain:
    """Return the running app's catalogue, for libraries that take a domain."""
    domain: OverrideDomain = current_app.extensions[EXTENSION]
    return domain


def _template_functions(domain: OverrideDomain) -> dict[str, Any]:
    """Return gettext and its kin for Jinja.

    Jinja's own take a translation for safe HTML; these escape it as well, so that
    published wording can never carry a tag (SECURITY.md A11).
    """

    @pass_eval_context
    def gettext(context: EvalContext, string: str, **variables: Any) -> str:
        wrap = escape if context.autoescape else str
        return domain.say(domain.get_translations().ugettext(string), string, variables, wrap)

    @pass_eval_context
    def ngettext(
        context: EvalContext, singular: str, plural: str, num: int, **variables: Any
    ) -> str:
        wrap = escape if context.autoescape else str
        variables.setdefault("num", num)
        string = domain.get_translations().ungettext(singular, plural, num)
        return domain.say(string, singular if num == 1 else plural, variables, wrap)

    @pass_eval_context
    def pgettext(context: EvalContext, topic: str, string: str, **variables: Any) -> str:
        wrap = escape if context.autoescape else str
        found = domain.get_translations().upgettext(topic, string)
        return domain.say(found, string, variables, wrap)

    return {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}


def _shown_by(function: Callable[[Any, str], str]) -> Callable[[Any], str]:
    def show(value: Any) -> str:
        return "" if value is None else function(value, current_language().code)

    return show


def _begin_request() -> None:
    text_domain().begin_request()


def init_app(app: Flask) -> None:
    """Connect Flask-Babel, the catalogue, and the filters and globals of templates."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(paths.TRANSLATIONS)
    babel = Babel(app, default_locale="en", locale_selector=select_locale)
    domain = OverrideDomain(paths.TRANSLATIONS)
    babel.domain_instance = domain  # one per app: another app's release must not be shown
    app.extensions[EXTENSION] = domain
    app.jinja_env.globals.update(_template_functions(domain))
    app.jinja_env.filters.update(
        date=_shown_by(dates.format_date),
        datetime=_shown_by(dates.format_datetime),
        ago=_shown_by(dates.format_ago),
        number=_shown_by(dates.format_number),
        joined=_shown_by(dates.format_list),
    )
    # A proxy, because macros imported without context see nothing but globals.
    app.jinja_env.globals.update(
        language=LocalProxy(current_language), LANGUAGES=LANGUAGES, own_address=own_address
    )
    app.before_request(_begin_request)
