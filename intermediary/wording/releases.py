"""Published wording: which release is live, what it says, and the changes between two.

Separate because every worker asks for it once a second, and the desk compares with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import func, select

from intermediary.core.db import db
from intermediary.core.languages import LANGUAGES
from intermediary.wording.checks import errors_of
from intermediary.wording.messages import Sentence, sentences
from intermediary.wording.models import REVERT, Override, Release

log = structlog.get_logger()

#: language → key → entry, as in Release.snapshot
Snapshot = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """A sentence of one language before and after; no forms: the shipped words."""

    language: str
    key: str
    msgid: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def current_release() -> int:
    """Return the number of the live release; 0 when nothing was ever published."""
    return db.session.execute(select(func.max(Release.number))).scalar_one() or 0


def snapshot_of(number: int) -> Snapshot:
    """Return what a release says; an unknown one says nothing."""
    found = db.session.execute(select(Release.snapshot).where(Release.number == number)).scalar()
    return found if isinstance(found, dict) else {}


def list_releases() -> list[Release]:
    """Return all releases, the newest first."""
    return list(db.session.scalars(select(Release).order_by(Release.number.desc())))


def drafts() -> list[Override]:
    """Return all drafts, in a stable order."""
    return list(db.session.scalars(select(Override).order_by(Override.language, Override.msgid)))


def usable_entries(snapshot: Snapshot, language: str) -> Iterator[tuple[Sentence, list[str]]]:
    """Return the overrides of a language that may be shown: checked again, in case the database
    was changed by other hands (SECURITY.md A11); sentences that the code dropped are left out.
    """
    known = sentences()
    entries = snapshot.get(language)
    for key, entry in entries.items() if isinstance(entries, dict) else ():
        sentence = known.get(key)
        strings = entry.get("strings") if isinstance(entry, dict) else None
        if sentence is None:
            continue
        is_text = isinstance(strings, list) and all(isinstance(text, str) for text in strings)
        if not is_text or errors_of(sentence.forms, strings or [], language):
            log.error("wording-unusable", key=key, language=language)
            continue
        yield sentence, list(strings or [])


class PublishedWording:
    """The source of overrides that core/languages.py asks (core/translations.py)."""

    def release(self) -> int:
        """Return the number of the live release."""
        return current_release()

    def overrides(self, release: int, locale: str) -> Iterable[tuple[str | None, str, list[str]]]:
        """Return (context, msgid, strings) of one release in one language."""
        for sentence, strings in usable_entries(snapshot_of(release), locale):
            yield sentence.context, sentence.msgid, strings


def with_drafts(live: Snapshot, changes: Iterable[Override]) -> Snapshot:
    """Return what a release would say that takes the drafts in."""
    snapshot = {language: dict(live.get(language, {})) for language in LANGUAGES}
    for draft in changes:
        if draft.state == REVERT:
            snapshot[draft.language].pop(draft.key, None)
            continue
        snapshot[draft.language][draft.key] = {
            "context": draft.context,
            "msgid": draft.msgid,
            "strings": draft.strings,
            "base": draft.base,
            "author_id": draft.author_id,
            "at": draft.updated_at.isoformat(),
        }
    return snapshot


def changes_between(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return every sentence whose words differ, by language."""
    changes = []
    for language in LANGUAGES:
        old, new = before.get(language, {}), after.get(language, {})
        for key in sorted(old.keys() | new.keys()):
            was, will = old.get(key, {}), new.get(key, {})
            if was.get("strings") == will.get("strings"):
                continue
            msgid = (will or was)["msgid"]
            forms = [tuple(entry.get("strings", ())) for entry in (was, will)]
            changes.append(Change(language, key, msgid, forms[0], forms[1]))
    return changes
