"""Places, schools, departments, offices, categories and holidays.

Separate because districts, offices and categories change by notification, not by release:
they are rows with validity dates, referred to by code, and are never deleted.
"""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from intermediary.core.db import Base

CODE = String(40)
NAME = String(200)


class Named:
    """What every directory entry has: a code, three names, and the days on which it is in use."""

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name_ps: Mapped[str] = mapped_column(NAME)
    name_ur: Mapped[str] = mapped_column(NAME)
    name_en: Mapped[str] = mapped_column(NAME)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)  # the last day of use
    replaced_by: Mapped[list[str]] = mapped_column(default=list)  # codes of what came after

    def name(self, language: str) -> str:
        """Return the name in "ps", "ur" or "en"; any other language gets English."""
        names = {"ps": self.name_ps, "ur": self.name_ur}
        return names.get(language, self.name_en)

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the entry may be chosen on this day (Asia/Karachi)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Place(Named, Base):
    """The province, a division, a district or a tehsil."""

    __tablename__ = "place"

    level: Mapped[str] = mapped_column(String(10), index=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    short: Mapped[str | None] = mapped_column(String(3), unique=True)  # of districts: KRK-2026-…
    status: Mapped[str] = mapped_column(String(12))  # current, doubtful or superseded
    sure: Mapped[str] = mapped_column(String(3))  # trust in the en, ur and ps name, A to C
    aliases: Mapped[list[str]] = mapped_column(default=list)  # other spellings, for searching


class School(Named, Base):
    """A school to which intermediaries are posted; its code is the EMIS code."""

    __tablename__ = "school"

    district_code: Mapped[str] = mapped_column(ForeignKey("place.code"), index=True)
    tehsil_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))


class Department(Named, Base):
    """A department; `scope` tells where it has offices: each district, the province, or federal."""

    __tablename__ = "department"

    scope: Mapped[str] = mapped_column(String(10))

    @property
    def is_federal(self) -> bool:
        """Whether complaints can only be forwarded to it."""
        return self.scope == "federal"


class Office(Named, Base):
    """A department in one district; without a district it serves the whole province."""

    __tablename__ = "office"

    department_code: Mapped[str] = mapped_column(ForeignKey("department.code"), index=True)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)


class Category(Named, Base):
    """What a complaint is about: 14 at the top, each with a few below it."""

    __tablename__ = "category"

    parent_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"), index=True)
    department_code: Mapped[str] = mapped_column(ForeignKey("department.code"))
    position: Mapped[int] = mapped_column(Integer)  # order in lists
    icon: Mapped[str] = mapped_column(String(20))
    days: Mapped[int] = mapped_column(Integer)
    counts_working_days: Mapped[bool] = mapped_column(Boolean)
    legal_basis: Mapped[str | None] = mapped_column(String(10))  # "rps" or "rti": the KP acts
    priority: Mapped[str] = mapped_column(String(10))  # urgent, normal or low
    is_sensitive: Mapped[bool] = mapped_column(Boolean)
    is_federal: Mapped[bool] = mapped_column(Boolean)
    keywords: Mapped[dict[str, Any]] = mapped_column()  # language → phrases

    @property
    def is_serious(self) -> bool:
        """Whether a second officer accepts a claim before the resident is asked (DOMAIN.md 4)."""
        return self.priority == "urgent" or self.is_sensitive


class Holiday(Named, Base):
    """A public holiday; those that follow the moon are expected until notified."""

    __tablename__ = "holiday"

    falls_on: Mapped[date] = mapped_column(Date, index=True)
    is_expected: Mapped[bool] = mapped_column(Boolean)


class DirectoryEdition(Base):
    """What is loaded: the newest row's version names the directory that phones hold."""

    __tablename__ = "directory_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(64))  # hash of the content
