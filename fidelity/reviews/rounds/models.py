"""Tables: rounds of review with their units and raters, the processes that were drawn, and who rates which sample."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality


class RoundState(StrEnum):
    """Where a round is: each state leads to the next, and none back."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    RATING = "rating"
    CLOSED = "closed"


class SampleSource(StrEnum):
    """Where samples come from: units choose what they hand in, or processes are drawn. Only the second is called random."""

    UNITS = "units"
    PROCESSES = "processes"


class ReviewRound(MunicipalityRow, Base):
    """A round, bound to one version of one instrument.

    `seed` repeats every draw of the round. `retention_days` are counted from the day it was closed; `erased_on` is when texts, quotes and
    comments were taken away, by the decision whose reference stands here. Levels stay.
    """

    __tablename__ = "review_round"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("municipality_id", "name"),
        CheckConstraint("last_day >= first_day", name="period_ends_after_it_begins"),
        CheckConstraint("samples_per_unit between 1 and 100", name="has_samples"),
        CheckConstraint("share_twice between 0 and 100", name="share_is_percent"),
    )

    name: Mapped[str] = mapped_column(String(80))
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    state: Mapped[RoundState] = mapped_column(String(16), default=RoundState.PLANNED)
    revision: Mapped[int] = mapped_column(default=1)
    source: Mapped[SampleSource] = mapped_column(String(16))
    first_day: Mapped[date]
    last_day: Mapped[date]
    hand_in_by: Mapped[date]
    rate_by: Mapped[date]
    samples_per_unit: Mapped[int] = mapped_column(SmallInteger)
    share_twice: Mapped[int] = mapped_column(SmallInteger)
    fewest_twice: Mapped[int] = mapped_column(SmallInteger)
    seed: Mapped[str] = mapped_column(String(32))
    retention_days: Mapped[int] = mapped_column(SmallInteger)
    retention_decision: Mapped[str] = mapped_column(String(80))
    opened_on: Mapped[date | None]
    drawn_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    erased_on: Mapped[date | None]


class RoundUnit(MunicipalityRow, Base):
    """A unit whose work is reviewed in a round."""

    __tablename__ = "review_round_unit"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        within_municipality("round_id", "review_round", cascade=True),
        within_municipality("unit_id", "unit"),
    )

    round_id: Mapped[int]
    unit_id: Mapped[int] = mapped_column(index=True)


class RoundRater(MunicipalityRow, Base):
    """Somebody who rates in a round."""

    __tablename__ = "review_round_rater"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        within_municipality("round_id", "review_round", cascade=True),
        within_municipality("person_id", "person", cascade=True),
    )

    round_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(index=True)


class InvitedRater(MunicipalityRow, Base):
    """Somebody from another municipality who may be chosen as a rater, under the written agreement that is named here."""

    __tablename__ = "review_invited_rater"
    __table_args__ = (
        UniqueConstraint("person_id"),
        within_municipality("person_id", "person", cascade=True),
    )

    person_id: Mapped[int]
    agreement: Mapped[str] = mapped_column(String(120))
    invited_on: Mapped[date]


class DrawnProcess(MunicipalityRow, Base):
    """A process that was drawn for a round; within a unit the first `samples_per_unit` in `place` are asked for, the rest stand in."""

    __tablename__ = "review_drawn_process"
    __table_args__ = (
        UniqueConstraint("round_id", "process_id"),
        UniqueConstraint("round_id", "unit_id", "place"),
        within_municipality("round_id", "review_round", cascade=True),
        within_municipality("unit_id", "unit"),
        within_municipality("process_id", "process", cascade=True),
    )

    round_id: Mapped[int]
    unit_id: Mapped[int]
    process_id: Mapped[int] = mapped_column(index=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    unusable_because: Mapped[str | None] = mapped_column(String(40))
    """A key of `rounds.words.UNUSABLE`: why the unit can't hand it in; the next in place stands in."""


class Part(StrEnum):
    """What somebody is to a sample in a round."""

    FIRST = "first"
    SECOND = "second"
    ADJUDICATOR = "adjudicator"


class AssignmentState(StrEnum):
    """Where a rating is. A submitted one never changes again."""

    OPEN = "open"
    SUBMITTED = "submitted"
    GIVEN_UP = "given-up"


class Assignment(MunicipalityRow, Base):
    """That somebody rates a sample. The rater is kept for agreement; no figure shows one.

    One that was given up (a conflict of interest, or the sample was taken away) stays as a trace and counts for nothing.
    """

    __tablename__ = "review_assignment"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("sample_id", "person_id"),
        within_municipality("sample_id", "review_sample", cascade=True),
        within_municipality("person_id", "person"),
        Index("ix_review_assignment_person_id_state", "person_id", "state"),
    )

    sample_id: Mapped[int]
    person_id: Mapped[int]
    part: Mapped[Part] = mapped_column(String(16))
    state: Mapped[AssignmentState] = mapped_column(String(16), default=AssignmentState.OPEN)
    given_up_because: Mapped[str | None] = mapped_column(String(40))
    """A key of `rounds.words.GIVEN_UP`."""
    assigned_on: Mapped[date]
    submitted_at: Mapped[datetime | None]
