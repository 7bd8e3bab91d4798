"""Tables: what each person has done in a course, and the dated intervals that follow from it."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality
from training.rules import Bucket


class Enrolment(MunicipalityRow, Base):
    """One run of a person through a course, from the first thing done in it."""

    __tablename__ = "enrolment"
    __table_args__ = (
        own_pair(),
        within_municipality("person_id", "person", cascade=True),
        UniqueConstraint("person_id", "course", "run"),
    )

    person_id: Mapped[int] = mapped_column(index=True)
    course: Mapped[str] = mapped_column(String(64))
    run: Mapped[int]
    started_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class StepDone(MunicipalityRow, Base):
    """A lesson read, an exercise written or a check passed, in the version it was done in."""

    __tablename__ = "step_done"
    __table_args__ = (
        within_municipality("enrolment_id", "enrolment", cascade=True),
        UniqueConstraint("enrolment_id", "module", "step"),
    )

    enrolment_id: Mapped[int]
    module: Mapped[str] = mapped_column(String(64))
    step: Mapped[str] = mapped_column(String(64))
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    done_at: Mapped[datetime]


class CheckAttempt(MunicipalityRow, Base):
    """One go at a knowledge check: each question is answered once in it."""

    __tablename__ = "check_attempt"
    __table_args__ = (
        own_pair(),
        within_municipality("enrolment_id", "enrolment", cascade=True),
        UniqueConstraint("enrolment_id", "module", "number"),
    )

    enrolment_id: Mapped[int]
    module: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    has_passed: Mapped[bool] = mapped_column(default=False)


class CheckAnswer(MunicipalityRow, Base):
    """What is chosen for a question; a draft until `answered_at` is set, and never changed after."""

    __tablename__ = "check_answer"
    __table_args__ = (
        within_municipality("attempt_id", "check_attempt", cascade=True),
        UniqueConstraint("attempt_id", "question"),
    )

    attempt_id: Mapped[int]
    question: Mapped[str] = mapped_column(String(64))
    chosen: Mapped[list[str]] = mapped_column(JSON)
    is_right: Mapped[bool | None]
    answered_at: Mapped[datetime | None]


class ReflectionText(MunicipalityRow, Base):
    """What a learner wrote in an exercise. Nobody else reads it; `revision` tells two tabs apart."""

    __tablename__ = "reflection_text"
    __table_args__ = (
        within_municipality("enrolment_id", "enrolment", cascade=True),
        UniqueConstraint("enrolment_id", "module", "reflection"),
    )

    enrolment_id: Mapped[int]
    module: Mapped[str] = mapped_column(String(64))
    reflection: Mapped[str] = mapped_column(String(64))
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    saved_at: Mapped[datetime]


class ReadingPlace(MunicipalityRow, Base):
    """Where a person last was in a course: the page, and the block on it."""

    __tablename__ = "reading_place"
    __table_args__ = (
        within_municipality("person_id", "person", cascade=True),
        UniqueConstraint("person_id", "course"),
    )

    person_id: Mapped[int]
    course: Mapped[str] = mapped_column(String(64))
    module: Mapped[str] = mapped_column(String(64))
    step: Mapped[str] = mapped_column(String(64))
    block: Mapped[str | None] = mapped_column(String(8))
    at: Mapped[datetime]


class Exemption(MunicipalityRow, Base):
    """A person who need not take a course, for a time or for good, and why."""

    __tablename__ = "exemption"
    __table_args__ = (
        own_pair(),
        within_municipality("person_id", "person", cascade=True),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="ends_after_start"),
    )

    person_id: Mapped[int] = mapped_column(index=True)
    course: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200))
    granted_by: Mapped[int | None]


class CourseStanding(MunicipalityRow, Base):
    """Where a person stands in a course from `starts_on` until the day before `until`, and in which unit they are counted.

    Derived from the facts by `training.rules.standings` and rewritten in the transaction that changes one of them.
    """

    __tablename__ = "course_standing"
    __table_args__ = (
        within_municipality("person_id", "person", cascade=True),
        within_municipality("unit_id", "unit"),
        UniqueConstraint("person_id", "course", "starts_on"),
        Index("ix_course_standing_day", "municipality_id", "course", "until", "starts_on"),
    )

    person_id: Mapped[int]
    course: Mapped[str] = mapped_column(String(64))
    unit_id: Mapped[int] = mapped_column(index=True)
    bucket: Mapped[Bucket] = mapped_column(String(32))
    starts_on: Mapped[date]
    until: Mapped[date]
    employed_since: Mapped[date | None]
    days_to_complete: Mapped[int | None]
