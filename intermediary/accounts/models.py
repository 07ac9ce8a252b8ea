"""Accounts, their postings, phones and sign-ins.

Separate from the rules: this page says who exists, accounts/permissions.py what they may do.
"""

from datetime import date, datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from intermediary.core.db import Base, UuidText


class Role(RoleMixin, Base):
    """One of the seven roles of DOMAIN.md 2; its name is its code."""

    __tablename__ = "role"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)


class User(UserMixin, Base):
    """A person with an account; `seq` counts the changes that their phone has to hear of."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(UuidText, primary_key=True)  # type: ignore[assignment]  # theirs is a number
    username: Mapped[str] = mapped_column(String(60), unique=True)
    #: The folded name, so that two names that look alike cannot both exist.
    username_fold: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]
    seq: Mapped[int] = mapped_column(BigInteger, default=0)

    postings: Mapped[list["Posting"]] = relationship(back_populates="user")
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # lists are invariant
        secondary="posting", viewonly=True
    )


class Posting(Base):
    """A role that a person holds at a school, an office, a department or a district, for a time."""

    __tablename__ = "posting"

    id: Mapped[str] = mapped_column(UuidText, primary_key=True)
    user_id: Mapped[str] = mapped_column(UuidText, ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(30), ForeignKey("role.name"))
    school_code: Mapped[str | None] = mapped_column(String(40))
    office_code: Mapped[str | None] = mapped_column(String(40))
    department_code: Mapped[str | None] = mapped_column(String(40))
    #: A district, or the province's own code for a posting over all districts.
    district_code: Mapped[str | None] = mapped_column(String(40))
    languages: Mapped[list[str]] = mapped_column(default=list)
    is_head: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="postings")


class Device(Base):
    """A phone bound to an account, with the credential by which it may send (SYNC.md 2)."""

    __tablename__ = "device"

    account_id: Mapped[str] = mapped_column(UuidText, ForeignKey("account.id"), primary_key=True)
    device_id: Mapped[str] = mapped_column(UuidText, primary_key=True, index=True)
    credential_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime]
    bound_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class Session(Base):
    """One sign-in; the signed cookie holds its random `sid`, the table only the hash."""

    __tablename__ = "session"

    sid_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(UuidText, ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
