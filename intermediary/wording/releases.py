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
from intermediary.wording.models import Override, Release, is_forms

log = structlog.get_logger()

#: language → key → entry, as in Release.snapshot
Snapshot = dict[str, dict[str, Any]]
ENTRY = {"context", "msgid", "strings", "base"}


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
    """Return what a release says; an unknown one, and what is no entry, says nothing."""
    found = db.session.execute(select(Release.snapshot).where(Release.number == number)).scalar()
    return {language: _entries(found, language) for language in LANGUAGES}


def _entries(snapshot: Any, language: str) -> dict[str, Any]:
    entries = snapshot.get(language) if isinstance(snapshot, dict) else None
    if not isinstance(entries, dict):
        return {}
    usable = {key: entry for key, entry in entries.items() if _is_entry(entry)}
    if len(usable) < len(entries):
        log.error("wording-unreadable", language=language, count=len(entries) - len(usable))
    return usable


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == ENTRY
        and is_forms([entry["msgid"], entry["context"] or ""])
        and is_forms(entry["strings"])
        and is_forms(entry["base"])
    )


def list_releases() -> list[Release]:
    """Return all releases, the newest first."""
    return list(db.session.scalars(select(Release).order_by(Release.number.desc())))


def drafts() -> list[Override]:
    """Return the drafts of sentences that the code says, in a stable order.

    A draft of one that the code dropped waits in its table until the code says it again.
    """
    known = sentences()
    listed = select(Override).where(Override.language.in_(LANGUAGES))
    ordered = db.session.scalars(listed.order_by(Override.language, Override.msgid, Override.key))
    return [draft for draft in ordered if draft.key in known]


def usable_entries(snapshot: Snapshot, language: str) -> Iterator[tuple[Sentence, list[str]]]:
    """Return the overrides of a language that may be shown: checked again, in case the database
    was changed by other hands (SECURITY.md A11); sentences that the code dropped are left out.
    """
    known = sentences()
    for key, entry in snapshot.get(language, {}).items():
        sentence = known.get(key)
        if sentence is None:
            continue
        if errors_of(sentence.forms, entry["strings"], language):
            log.error("wording-unusable", msgid_hash=key, language=language)
            continue
        yield sentence, entry["strings"]


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
        if not draft.strings:
            snapshot[draft.language].pop(draft.key, None)
            continue
        snapshot[draft.language][draft.key] = {
            "context": draft.context,
            "msgid": draft.msgid,
            "strings": draft.strings,
            "base": draft.base,
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
            changes.append(Change(language, key, msgid, *forms))
    return changes
