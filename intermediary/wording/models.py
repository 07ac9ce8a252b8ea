"""The tables of the desk: drafts that people work on, and numbered releases that visitors see.

Separate because nothing else may write them. A release holds all overrides that are live with
it; a draft is invisible until a release takes it in.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from intermediary.core.db import Base, UuidText

DRAFT, REVERT = "draft", "revert"


class Override(Base):
    """One sentence in one language as somebody wants it, not yet published."""

    __tablename__ = "wording_override"
    __table_args__ = (UniqueConstraint("language", "key"),)

    id: Mapped[str] = mapped_column(UuidText, primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    #: Names the sentence: messages.key_of(context, msgid).
    key: Mapped[str] = mapped_column(String(16))
    context: Mapped[str | None] = mapped_column(String(60))
    msgid: Mapped[str] = mapped_column(Text)
    #: "draft": show `strings`; "revert": go back to the shipped words.
    state: Mapped[str] = mapped_column(String(10))
    strings: Mapped[list[str]]
    #: The shipped forms when this was written: if they change, somebody should look again.
    base: Mapped[list[str]]
    author_id: Mapped[str] = mapped_column(UuidText, ForeignKey("account.id"))
    updated_at: Mapped[datetime]


class Release(Base):
    """What was published together; never changed. Going back is a new release with old words."""

    __tablename__ = "wording_release"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime]
    author_id: Mapped[str | None] = mapped_column(UuidText, ForeignKey("account.id"))
    #: The release whose words this one brought back.
    copy_of: Mapped[int | None]
    #: language → key → {context, msgid, strings, base, author_id, at}
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: How many sentences differ from the release before.
    change_count: Mapped[int]
