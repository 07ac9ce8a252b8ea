"""What people do at the desk: write a draft, drop it, publish all drafts, go back to a release.

Separate from the views so that each rule stands in one place; each verb writes one event.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import rfc8785
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, text
from uuid_utils import uuid7

from intermediary import ledger
from intermediary.core.db import db
from intermediary.core.errors import DomainError
from intermediary.wording import releases
from intermediary.wording.checks import errors_of
from intermediary.wording.messages import Sentence, sentences
from intermediary.wording.models import Override, Release

SUBJECT = "wording"


class ChangedMeanwhile(DomainError):
    """The page showed something that is no longer so."""

    code = "changed-meanwhile"
    status = 409
    retry = "user"
    message = _l("Somebody changed the wording in the meantime. Please look at the page again.")


class NothingToPublish(DomainError):
    """There is no draft, or the release says what is live already."""

    code = "nothing-to-publish"
    message = _l("There is nothing to publish: no sentence would change.")


class DraftUnusable(DomainError):
    """A draft breaks a rule; nothing was published."""

    code = "draft-unusable"
    message = _l(
        "Nothing was published, because a draft breaks a rule. Look under “With errors” first."
    )


def lock_desk() -> None:
    """Let one person at a time change drafts and releases, until the transaction ends.

    Without it two people could pass the check of their marks at once, and publishing could drop
    a draft that it never read. SQLite has one writer anyway (core/db.py).
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE wording_override IN SHARE ROW EXCLUSIVE MODE"))


def save_override(
    sentence: Sentence, language: str, strings: Sequence[str], author_id: str, at: datetime
) -> bool:
    """Keep a checked translation as a draft; return whether anything changed.

    Words equal to what is live drop the draft; no words, or words equal to the shipped ones,
    take the live override back at the next publishing. The desk is locked.
    """
    live = releases.snapshot_of(releases.current_release())[language].get(sentence.key)
    shipped = list(sentence.shipped_in(language))
    found = select(Override).where(Override.language == language, Override.key == sentence.key)
    draft = db.session.scalars(found).one_or_none()
    wanted = list(strings) or shipped
    if wanted == (live["strings"] if live else shipped):
        return _drop(draft, sentence, language, author_id, at)
    kept = [] if wanted == shipped else wanted
    if draft is not None and draft.strings == kept:
        return False
    if draft is None:
        draft = Override(id=str(uuid7()), language=language, key=sentence.key)
        db.session.add(draft)
    draft.context, draft.msgid = sentence.context, sentence.msgid
    draft.strings, draft.base = kept, shipped
    draft.author_id, draft.updated_at = author_id, at
    _record("wording:drafted", author_id, at, _entry(sentence, language, kept))
    return True


def _drop(
    draft: Override | None, sentence: Sentence, language: str, author_id: str, at: datetime
) -> bool:
    if draft is None:
        return False
    db.session.delete(draft)
    _record("wording:draft_dropped", author_id, at, _entry(sentence, language, []))
    return True


def _entry(sentence: Sentence, language: str, strings: list[str]) -> dict[str, Any]:
    return {"language": language, "key": sentence.key, "strings": strings}


def _record(type_: str, actor: str, at: datetime, content: dict[str, Any]) -> None:
    ledger.append(type_, subject=SUBJECT, actor=actor, content=content, at=at)


def publishing_mark(live: int, changes: Sequence[releases.Change]) -> str:
    """Return a mark of what would be published, by which a later draft is noticed."""
    words = [[c.language, c.key, list(c.before), list(c.after)] for c in changes]
    return hashlib.sha256(rfc8785.dumps([live, words])).hexdigest()[:16]


def planned_changes() -> tuple[int, list[releases.Change]]:
    """Return the live release's number, and what publishing now would change."""
    number = releases.current_release()
    live = releases.snapshot_of(number)
    planned = releases.with_drafts(live, releases.drafts())
    return number, releases.changes_between(live, planned)


def publish_release(mark: str, author_id: str, at: datetime) -> Release:
    """Publish all drafts as one new release, or nothing; the desk is locked.

    Raises:
        ChangedMeanwhile: the drafts or the live release are not those that `mark` was made of.
        NothingToPublish: no sentence would change.
        DraftUnusable: a draft breaks a rule.

    """
    number, changes = planned_changes()
    if publishing_mark(number, changes) != mark:
        raise ChangedMeanwhile
    if not changes:
        raise NothingToPublish
    if has_unusable_draft():
        raise DraftUnusable
    waiting = releases.drafts()
    planned = releases.with_drafts(releases.snapshot_of(number), waiting)
    for draft in waiting:
        db.session.delete(draft)
    return _add_release(number + 1, planned, len(changes), author_id, at)


def has_unusable_draft() -> bool:
    """Tell whether a draft breaks a rule: rules change, and other hands reach the database."""
    known = sentences()
    return any(
        errors_of(known[draft.key].forms, draft.strings, draft.language)
        for draft in releases.drafts()
        if draft.strings
    )


def rollback_release(number: int, seen: int, author_id: str, at: datetime) -> Release:
    """Publish the words of an earlier release again, as a new release; drafts stay drafts.

    The desk is locked. `seen` is the live release that the page showed; `number` 0 brings the
    shipped words back.

    Raises:
        ChangedMeanwhile: another release was published since.
        NothingToPublish: these words are live already.

    """
    live = releases.current_release()
    if live != seen:
        raise ChangedMeanwhile
    old = releases.snapshot_of(number)
    changes = releases.changes_between(releases.snapshot_of(live), old)
    if not changes:
        raise NothingToPublish
    return _add_release(live + 1, old, len(changes), author_id, at, copy_of=number)


def _add_release(
    number: int,
    snapshot: releases.Snapshot,
    change_count: int,
    author_id: str,
    at: datetime,
    copy_of: int | None = None,
) -> Release:
    release = Release(
        number=number,
        published_at=at,
        author_id=author_id,
        copy_of=copy_of,
        snapshot=snapshot,
        change_count=change_count,
    )
    db.session.add(release)
    digest = hashlib.sha256(rfc8785.dumps(snapshot)).hexdigest()
    content = {"number": number, "copy_of": copy_of, "count": change_count, "sha256": digest}
    type_ = "wording:published" if copy_of is None else "wording:rolled_back"
    _record(type_, author_id, at, content)
    return release
