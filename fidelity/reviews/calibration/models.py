"""Tables: what a municipality asks of its raters, sets that were rated, and group sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality
from fidelity.reviews.calibration.rules import DEFAULT

ANSWER, QUESTION, OPERATION = String(4), String(40), String(36)
_OPEN = text("submitted_at IS NULL")
_WHERE_OPEN: dict[str, Any] = {"sqlite_where": _OPEN, "postgresql_where": _OPEN}


class ReviewSettings(MunicipalityRow, Base):
    """What a municipality asks of a rater before live samples; without a row the defaults hold. Shares are in percent."""

    __tablename__ = "review_settings"
    __table_args__ = (
        UniqueConstraint("municipality_id"),
        CheckConstraint("within_one between 0 and 100", name="within_one_is_percent"),
        CheckConstraint("exact between 0 and 100", name="exact_is_percent"),
        CheckConstraint("months between 1 and 36", name="has_months"),
    )

    within_one: Mapped[int] = mapped_column(SmallInteger, default=DEFAULT.within_one)
    exact: Mapped[int] = mapped_column(SmallInteger, default=DEFAULT.exact)
    months: Mapped[int] = mapped_column(SmallInteger, default=DEFAULT.months)


class CalibrationRun(MunicipalityRow, Base):
    """Somebody's rating of a whole set: open until it is submitted, and then never changed.

    `document_id` is the instrument's version. Whether it was passed is what the limit of that day said. It is the rater's own: no page
    shows anybody else more than until when the rater is let in.
    """

    __tablename__ = "review_calibration_run"
    __table_args__ = (
        own_pair(),
        within_municipality("person_id", "person", cascade=True),
        Index("ix_review_calibration_run_open", "person_id", "instrument_id", unique=True, **_WHERE_OPEN),
        Index("ix_review_calibration_run_person_id", "person_id"),
    )

    person_id: Mapped[int]
    instrument_id: Mapped[str] = mapped_column(String(60))
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    set_number: Mapped[int] = mapped_column(SmallInteger)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    is_passed: Mapped[bool | None]


class CalibrationSheet(MunicipalityRow, Base):
    """A sample of a run, in the version that is rated: `place` is its order, from 1."""

    __tablename__ = "review_calibration_sheet"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("run_id", "place"),
        within_municipality("run_id", "review_calibration_run", cascade=True),
    )

    run_id: Mapped[int]
    place: Mapped[int] = mapped_column(SmallInteger)
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))


class CalibrationAnswer(MunicipalityRow, Base):
    """An answer to a criterion or a gate question of a sample; `operation` is what set it, as in a live rating."""

    __tablename__ = "review_calibration_answer"
    __table_args__ = (
        UniqueConstraint("sheet_id", "question"),
        within_municipality("sheet_id", "review_calibration_sheet", cascade=True),
    )

    sheet_id: Mapped[int]
    question: Mapped[str] = mapped_column(QUESTION)
    answer: Mapped[str | None] = mapped_column(ANSWER)
    operation: Mapped[str] = mapped_column(OPERATION)
