"""The tables of a complaint: what was said, by whom, for whom, and where it stands now."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from intermediary.core.db import Base, UuidText

ACCOUNT = "account.id"
PLACE = "place.code"
OFFICE = "office.code"


class Complaint(Base):
    """One resident's complaint; its `state` changes only through the lifecycle table."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_queue", "district_code", "state", "due_at", "id"),
        Index(
            "ix_complaint_worklist", "office_code", "state", "due_at", "id", "accused_office_code"
        ),
        Index("ix_complaint_own", "intermediary_id", "received_at"),
        Index("ix_complaint_province", "state", "due_at", "id"),
        Index("ix_complaint_near", "district_code", "category_code", "received_at"),
        Index(
            "ix_complaint_merged_into_id",
            "merged_into_id",
            sqlite_where=sql("merged_into_id IS NOT NULL"),
            postgresql_where=sql("merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(UuidText, primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    #: Grows with every change; the desk's forms send it back so that two officers cannot overwrite.
    version: Mapped[int] = mapped_column(default=1)

    # Who sent it, and how it came.
    intermediary_id: Mapped[str] = mapped_column(UuidText, ForeignKey(ACCOUNT))
    device_id: Mapped[str | None] = mapped_column(String(60))
    school_code: Mapped[str | None] = mapped_column(String(40), ForeignKey("school.code"))
    captured_at: Mapped[datetime | None]
    captured_zone: Mapped[str | None] = mapped_column(String(60))
    elapsed_ms: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    app_build: Mapped[str | None] = mapped_column(String(80))
    wording_release: Mapped[str | None] = mapped_column(String(80))

    # What was said. `given` keeps the words of fields that could not be understood yet.
    kind: Mapped[str] = mapped_column(String(30))
    text: Mapped[str | None] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(8))
    category_code: Mapped[str | None] = mapped_column(String(60), ForeignKey("category.code"))
    happened_on: Mapped[date | None]
    money_asked: Mapped[str] = mapped_column(String(10))
    accused_text: Mapped[str | None] = mapped_column(String(300))
    accused_office_code: Mapped[str | None] = mapped_column(String(80), ForeignKey(OFFICE))
    accused_school_code: Mapped[str | None] = mapped_column(String(40), ForeignKey("school.code"))
    district_code: Mapped[str | None] = mapped_column(String(20), ForeignKey(PLACE))
    tehsil_code: Mapped[str | None] = mapped_column(String(20), ForeignKey(PLACE))
    village: Mapped[str | None] = mapped_column(String(120))
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Fields to repair: [{name, code}], empty when all is well.
    faults: Mapped[list[Any]] = mapped_column(default=list)
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    search_fold: Mapped[str] = mapped_column(Text)

    # Proof of receipt; the raw bytes are not kept, for they hold the slip code.
    slip_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    payload_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    receipt_key_id: Mapped[str] = mapped_column(String(32))
    receipt_signature: Mapped[bytes] = mapped_column(LargeBinary(64))

    # Where it stands.
    priority: Mapped[str] = mapped_column(String(10), default="normal")
    office_code: Mapped[str | None] = mapped_column(String(80), ForeignKey(OFFICE))
    officer_id: Mapped[str | None] = mapped_column(UuidText, ForeignKey(ACCOUNT))
    summary: Mapped[str | None] = mapped_column(Text)
    summary_lang: Mapped[str | None] = mapped_column(String(8))
    question: Mapped[str | None] = mapped_column(Text)
    question_lang: Mapped[str | None] = mapped_column(String(8))
    due_at: Mapped[datetime | None]
    #: Set while the clock stands still; the due date moves on by the pause when it starts again.
    paused_at: Mapped[datetime | None]
    level: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    claim_outcome: Mapped[str | None] = mapped_column(String(20))
    #: A second officer looked at the claim; serious cases wait for it before the resident confirms.
    claim_accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    merged_into_id: Mapped[str | None] = mapped_column(UuidText, ForeignKey("complaint.id"))
    state_before_merge: Mapped[str | None] = mapped_column(String(20))

    resident: Mapped["Resident"] = relationship(back_populates="complaint", uselist=False)
    consent: Mapped["Consent"] = relationship(back_populates="complaint", uselist=False)


class Resident(Base):
    """The person whose complaint it is; apart, so that an office's queries never touch it."""

    __tablename__ = "resident"

    complaint_id: Mapped[str] = mapped_column(
        UuidText, ForeignKey("complaint.id"), primary_key=True
    )
    name: Mapped[str | None] = mapped_column(String(120))
    is_unnamed: Mapped[bool] = mapped_column(default=False)
    parent_name: Mapped[str | None] = mapped_column(String(120))
    gender: Mapped[str | None] = mapped_column(String(10))
    phone: Mapped[str | None] = mapped_column(String(20))
    call_time: Mapped[str | None] = mapped_column(String(120))
    alternative: Mapped[str | None] = mapped_column(String(200))
    cnic: Mapped[str | None] = mapped_column(String(15))
    affected_count: Mapped[int | None]

    complaint: Mapped[Complaint] = relationship(back_populates="resident")


class Consent(Base):
    """What the resident agreed to, how, in which words and when."""

    __tablename__ = "consent"

    complaint_id: Mapped[str] = mapped_column(
        UuidText, ForeignKey("complaint.id"), primary_key=True
    )
    method: Mapped[str | None] = mapped_column(String(20))
    scope: Mapped[list[str]] = mapped_column(default=list)
    wording_version: Mapped[str | None] = mapped_column(String(80))
    lang: Mapped[str | None] = mapped_column(String(8))
    given_at: Mapped[datetime | None]
    witness: Mapped[str | None] = mapped_column(String(120))

    complaint: Mapped[Complaint] = relationship(back_populates="consent")


class Act(Base):
    """Something the complainant's side did about a complaint, kept even when it came too late."""

    __tablename__ = "act"

    id: Mapped[str] = mapped_column(UuidText, primary_key=True)
    #: Not a foreign key: a withdrawal may come before the complaint that it withdraws.
    complaint_id: Mapped[str | None] = mapped_column(UuidText, index=True)
    account_id: Mapped[str] = mapped_column(UuidText, ForeignKey(ACCOUNT))
    device_id: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    is_applied: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str | None] = mapped_column(String(40))
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    lang: Mapped[str | None] = mapped_column(String(8))
    done_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    payload_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    receipt_key_id: Mapped[str] = mapped_column(String(32))
    receipt_signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class Feedback(Base):
    """What the complainant's side says about the outcome: substance, not yes or no."""

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(UuidText, primary_key=True)
    complaint_id: Mapped[str] = mapped_column(UuidText, ForeignKey("complaint.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[str | None] = mapped_column(UuidText, ForeignKey(ACCOUNT))
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20))
    days: Mapped[int | None]
    conduct: Mapped[str | None] = mapped_column(String(20))
    money_asked: Mapped[str] = mapped_column(String(10))
    evidence_seen: Mapped[str | None] = mapped_column(String(10))
    text: Mapped[str | None] = mapped_column(Text)
    lang: Mapped[str | None] = mapped_column(String(8))


class Change(Base):
    """One line of an account's change feed: the phone pulls these in order of `seq`."""

    __tablename__ = "change"

    account_id: Mapped[str] = mapped_column(UuidText, ForeignKey(ACCOUNT), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    complaint_id: Mapped[str] = mapped_column(UuidText, ForeignKey("complaint.id"))
    event_id: Mapped[str] = mapped_column(UuidText)


class ReferenceCounter(Base):
    """The last number given to a complaint in one district and year."""

    __tablename__ = "reference_counter"

    prefix: Mapped[str] = mapped_column(String(10), primary_key=True)
    number: Mapped[int]
