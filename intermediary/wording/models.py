"""The tables of the desk: drafts that people work on, and numbered releases that visitors see.

Separate because nothing else may write them. A release holds all overrides that are live with
it; a draft is invisible until a release takes it in.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Dialect, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from intermediary.core.db import Base, UuidText


def is_forms(value: Any) -> bool:
    """Tell whether this is the text of a sentence: a list of strings that a page can carry."""
    try:
        return isinstance(value, list) and all(text.encode() is not None for text in value)
    except (AttributeError, UnicodeEncodeError):  # not a string, or half of a character
        return False


class JsonFromOutside(TypeDecorator[Any]):
    """JSON that reads as None where the column holds none: other hands reach the database, too."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return the reader of a stored value."""
        read = super().result_processor(dialect, coltype) or (lambda value: value)

        def read_or_none(value: Any) -> Any:
            try:
                return read(value)
            except (ValueError, TypeError, RecursionError):
                return None

        return read_or_none


class Forms(TypeDecorator[list[str]]):
    """The text of a sentence in one language; what is no list of strings reads as no text."""

    impl = JsonFromOutside
    cache_ok = True

    def process_result_value(self, value: Any, _dialect: Dialect) -> list[str]:
        """Return the strings."""
        return value if is_forms(value) else []


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
    #: One text for each form; none: go back to the shipped words.
    strings: Mapped[list[str]] = mapped_column(Forms)
    #: The shipped forms when this was written: if they change, somebody should look again.
    base: Mapped[list[str]] = mapped_column(Forms)
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
    #: language → key → {context, msgid, strings, base}; who wrote it stands in the log
    snapshot: Mapped[dict[str, Any]] = mapped_column(JsonFromOutside)
    #: How many sentences differ from the release before.
    change_count: Mapped[int]
