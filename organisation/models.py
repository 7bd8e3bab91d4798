"""Tables: municipality → section → unit; people with their employments, leave and roles; sign-in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Base, MunicipalityRow, own_pair, within_municipality
from core.table_files.kept import KeptFile


class Role(StrEnum):
    """What a person may be beside a learner, which everybody employed is. An invited rater is that and nothing else."""

    COACH = "coach"
    METHOD_SUPPORTER = "method-supporter"
    UNIT_MANAGER = "unit-manager"
    SECTION_MANAGER = "section-manager"
    MANAGEMENT = "management"
    ADMINISTRATOR = "administrator"
    INVITED_RATER = "invited-rater"


class Municipality(Base):
    """A municipality with its own words for section and unit (keys of `organisation.words`).

    `opened_on` is the day it began to use the platform: nothing is due counted from an earlier one.
    """

    __tablename__ = "municipality"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    section_word: Mapped[str] = mapped_column(String(32))
    unit_word: Mapped[str] = mapped_column(String(32))
    opened_on: Mapped[date]
    is_fictional: Mapped[bool] = mapped_column(default=False)


class Section(MunicipalityRow, Base):
    """A part of the municipality that a section manager leads and a coach supports."""

    __tablename__ = "section"
    __table_args__ = (own_pair(), UniqueConstraint("municipality_id", "name"))

    name: Mapped[str] = mapped_column(String(100))


class Unit(MunicipalityRow, Base):
    """A part of a section; people are counted in units."""

    __tablename__ = "unit"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("municipality_id", "name"),
        within_municipality("section_id", "section"),
    )

    section_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(100))

    section: Mapped[Section] = relationship(
        viewonly=True, primaryjoin="Unit.section_id == Section.id", foreign_keys=section_id
    )


class Person(MunicipalityRow, Base):
    """Somebody who works, or has worked, in the municipality."""

    __tablename__ = "person"
    __table_args__ = (own_pair(), UniqueConstraint("municipality_id", "employee_number"))

    employee_number: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    language: Mapped[str | None] = mapped_column(String(2))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]


class Employment(MunicipalityRow, Base):
    """One person's time in one unit.

    `hired_on` is the first day as the HR system gives it, None when it is missing there. `starts_on` is the first day
    in this unit: the same day, or the day the move or the person was first heard of. `ends_on` is the last day, None
    while open.
    """

    __tablename__ = "employment"
    __table_args__ = (
        own_pair(),
        within_municipality("person_id", "person", cascade=True),
        within_municipality("unit_id", "unit"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="ends_after_start"),
    )

    person_id: Mapped[int] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[str] = mapped_column(String(80))
    hired_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    is_primary: Mapped[bool] = mapped_column(default=False)


class Leave(MunicipalityRow, Base):
    """Days away from one employment; `ends_on` is the last of them, None while unknown."""

    __tablename__ = "leave"
    __table_args__ = (
        within_municipality("employment_id", "employment", cascade=True),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="ends_after_start"),
    )

    employment_id: Mapped[int] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class RoleAssignment(MunicipalityRow, Base):
    """A role that a person has for a time, in a section, in a unit or in the whole municipality (both None)."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        within_municipality("person_id", "person", cascade=True),
        within_municipality("section_id", "section"),
        within_municipality("unit_id", "unit"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="ends_after_start"),
    )

    person_id: Mapped[int] = mapped_column(index=True)
    role: Mapped[Role] = mapped_column(String(32))
    section_id: Mapped[int | None] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class SignedInSession(Base):
    """A signed-in browser. Only the token's hash is kept; deleting the row signs it out.

    `second_factor_at` is when a code confirmed this browser; `second_factor_seed` what one is setting up in it.
    """

    __tablename__ = "signed_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    second_factor_seed: Mapped[str | None] = mapped_column(String(64))


class PasswordLink(Base):
    """A link with which a person sets a password, once. Only the token's hash is kept."""

    __tablename__ = "password_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A failed attempt, by account, by address or by whose second factor (all hashed), for the throttle; old rows are cleared."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_sign_in_key_at", "key", "at"),)

    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class PeopleImport(KeptFile, Base):
    """A staff file on its way in: read, shown as a preview, then applied or dropped. The file goes when it is settled."""

    __tablename__ = "people_import"
    __table_args__ = (own_pair(), within_municipality("person_id", "person", cascade=True))

    as_of: Mapped[date]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(Text)
