"""The running catalogue: shipped translations overlaid by the wording published in the database.

Separate because people write into it while the site runs: whatever they publish, a page must
still come out (LANGUAGES.md 0.4), in every worker within a second (LANGUAGES.md 1.3).
"""

import hashlib
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import structlog
from babel.support import Translations
from flask import g, has_request_context
from flask_babel import Domain, get_locale

from intermediary.core.db import db
from intermediary.core.placeholders import UNFILLABLE, fill, fills_in

log = structlog.get_logger()

#: A release number and its catalogues by language.
_Catalogues = tuple[int, dict[str, Translations]]
LOOK_AGAIN_SECONDS = 0.9  # under the promised second, with room for the request itself


class OverrideSource(Protocol):
    """What the wording desk offers to the floor."""

    def release(self) -> int:
        """Return the number of the published release; 0 when nothing is published."""

    def overrides(self, release: int, locale: str) -> Iterable[tuple[str | None, str, list[str]]]:
        """Return (msgctxt, msgid, strings) of one release; strings has one item, or all plurals."""


_sources: list[OverrideSource] = []


def set_override_source(source: OverrideSource | None) -> None:
    """Register where published wording comes from; None: shipped wording alone."""
    _sources[:] = [] if source is None else [source]


def _key(msgctxt: str | None, msgid: str) -> str:
    return f"{msgctxt}\x04{msgid}" if msgctxt else msgid


def _hash(msgid: str) -> str:
    return hashlib.sha256(msgid.encode()).hexdigest()[:12]


class OverrideDomain(Domain):
    """The one text domain; keeps whole catalogues per release and swaps them, never edits them."""

    def __init__(self, folder: Path) -> None:
        super().__init__([str(folder)])
        self._folder = folder
        self._catalogues: _Catalogues = (0, {})
        self._looked_at = -LOOK_AGAIN_SECONDS
        self._lock = threading.Lock()

    def release(self) -> int:
        """Return the number of the release in use."""
        return self._in_use()[0]

    def _in_use(self) -> _Catalogues:
        """Return the release in use, looked up at most once a second, fixed within a request."""
        if has_request_context() and "wording_in_use" in g:
            fixed: _Catalogues = g.wording_in_use
            return fixed
        if _sources and monotonic() - self._looked_at >= LOOK_AGAIN_SECONDS:
            self._look_up(_sources[0])
        in_use = self._catalogues
        if has_request_context():
            g.wording_in_use = in_use
        return in_use

    def begin_request(self) -> None:
        """Fix the release before the request's own work begins.

        The look-up's transaction ends here: a POST would else hold SQLite's write lock while a
        slow phone is still sending, and a failed look-up would spoil what comes after it.
        """
        before = self._looked_at
        self._in_use()
        if self._looked_at != before:
            db.session.rollback()

    def look_again(self) -> None:
        """Look at the next request, whatever the time: this process has just published."""
        self._looked_at = -LOOK_AGAIN_SECONDS

    def _look_up(self, source: OverrideSource) -> None:
        self._looked_at = monotonic()
        try:
            with db.session.no_autoflush:
                number = source.release()
        except Exception as error:  # the database is down or not migrated yet
            log.warning("wording-release-unknown", kind=type(error).__name__)
            return
        if number != self._catalogues[0]:
            self._catalogues = (number, {})

    def get_translations(self) -> Translations:
        """Return the catalogue of the current language and release."""
        locale = str(get_locale() or "en")
        release, catalogues = self._in_use()
        if locale not in catalogues:
            with self._lock:
                if locale not in catalogues:
                    return self._load(catalogues, release, locale)
        return catalogues[locale]

    def _load(self, catalogues: dict[str, Translations], release: int, locale: str) -> Translations:
        shipped = Translations.load(self._folder, [locale], "messages")
        catalogue = shipped if isinstance(shipped, Translations) else Translations()
        try:
            with db.session.no_autoflush:
                rows = list(_sources[0].overrides(release, locale)) if _sources and release else []
        except Exception as error:  # shipped wording is better than no page
            log.error("wording-unreadable", kind=type(error).__name__, release=release)
            return catalogue  # and not kept: the next request tries again
        self._overlay(catalogue, rows, locale)
        catalogues[locale] = catalogue
        return catalogue

    def _overlay(
        self,
        catalogue: Translations,
        rows: Iterable[tuple[str | None, str, list[str]]],
        locale: str,
    ) -> None:
        entries: dict[Any, str] = catalogue._catalog
        for msgctxt, msgid, strings in rows:
            if not strings or not all(fills_in(msgid, string) for string in strings):
                log.error("wording-unusable", msgid_hash=_hash(msgid), language=locale)
            elif len(strings) == 1:
                entries[_key(msgctxt, msgid)] = strings[0]
            else:
                entries.update({(_key(msgctxt, msgid), i): s for i, s in enumerate(strings)})

    def say(
        self, string: str, msgid: str, variables: dict[str, Any], wrap: Callable[[str], str] = str
    ) -> str:
        """Fill in the values; a translation that does not fit them gives the English sentence."""
        try:
            return fill(string, variables, wrap)
        except UNFILLABLE:
            if not variables and fills_in(msgid, string):
                return wrap(string)  # a library fills it in itself (WTForms, Flask-Security)
        if string == msgid:
            return wrap(msgid)
        log.error("wording-unusable", msgid_hash=_hash(msgid), language=str(get_locale()))
        return self.say(msgid, msgid, variables, wrap)

    def gettext(self, string: str, **variables: Any) -> str:
        """Translate one sentence; a translation that cannot be filled in gives the English one."""
        return self.say(self.get_translations().ugettext(string), string, variables)

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        """Translate by number; `num` may be used in the sentence."""
        variables.setdefault("num", num)
        string = self.get_translations().ungettext(singular, plural, num)
        return self.say(string, singular if num == 1 else plural, variables)

    def pgettext(self, context: str, string: str, **variables: Any) -> str:
        """Translate one sentence that has a context."""
        return self.say(self.get_translations().upgettext(context, string), string, variables)

    def npgettext(
        self, context: str, singular: str, plural: str, num: int, **variables: Any
    ) -> str:
        """Translate by number within a context."""
        variables.setdefault("num", num)
        string = self.get_translations().unpgettext(context, singular, plural, num)
        return self.say(string, singular if num == 1 else plural, variables)

    def unfilled(self, singular: str, plural: str | None = None, num: int = 1) -> str:
        """Return the sentence for a library that fills in the values itself (WTForms)."""
        translations = self.get_translations()
        string: str = (
            translations.ugettext(singular)
            if plural is None
            else translations.ungettext(singular, plural, num)
        )
        return string if fills_in(singular, string) else singular
