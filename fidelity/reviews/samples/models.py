"""Tables: samples with their texts, what was kept on purpose, places that a reader marked, and the protocol of what was erased."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality
from organisation.process import ProcessStep


class SampleState(StrEnum):
    """Where a sample is on its way to being rated."""

    WAITING = "waiting"
    RETURNED = "returned"
    RELEASED = "released"
    STOPPED = "stopped"


class Sample(MunicipalityRow, Base):
    """An anonymised excerpt of a unit's work, screened and attested before it was stored. `key` is made where it begins.

    `person_id` is who handed it in, whose it is while it waits or is returned. That and who released it are kept until the round is
    closed, so that nobody has two parts in it; afterwards only the audit log knows. `revision` grows with each change of its state, so
    that no page can overwrite what it has not seen. `place` is its place in the draw, None until it is drawn; one beyond
    `samples_per_unit` stands in. `number` is what a rater knows it by.
    """

    __tablename__ = "review_sample"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("municipality_id", "key"),
        UniqueConstraint("round_id", "number"),
        within_municipality("round_id", "review_round", cascade=True),
        within_municipality("unit_id", "unit"),
        within_municipality("process_id", "process"),
        within_municipality("person_id", "person"),
        within_municipality("released_by_id", "person"),
        Index("ix_review_sample_round_id_unit_id", "round_id", "unit_id"),
    )

    key: Mapped[str] = mapped_column(String(36))
    round_id: Mapped[int]
    unit_id: Mapped[int]
    process_id: Mapped[int | None] = mapped_column(index=True)
    number: Mapped[int | None] = mapped_column(SmallInteger)
    step: Mapped[ProcessStep] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[SampleState] = mapped_column(String(16), default=SampleState.WAITING)
    revision: Mapped[int] = mapped_column(default=1)
    because: Mapped[str | None] = mapped_column(String(40))
    """A key of `samples.words`: why it was returned or stopped."""
    person_id: Mapped[int | None] = mapped_column(index=True)
    released_by_id: Mapped[int | None]
    place: Mapped[int | None] = mapped_column(SmallInteger)
    is_rated_twice: Mapped[bool] = mapped_column(default=False)
    handed_in_on: Mapped[date]
    erased_on: Mapped[date | None]


class SampleText(MunicipalityRow, Base):
    """The text of one part of a sample (`parts.SamplePart`). Places in it are counted in characters from 0."""

    __tablename__ = "review_sample_text"
    __table_args__ = (
        UniqueConstraint("sample_id", "part"),
        within_municipality("sample_id", "review_sample", cascade=True),
    )

    sample_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)


class KeptDetail(MunicipalityRow, Base):
    """Something that the screen asked about and that was kept, with the reason: for the second reader to look at."""

    __tablename__ = "review_kept_detail"
    __table_args__ = (within_municipality("sample_id", "review_sample", cascade=True),)

    sample_id: Mapped[int] = mapped_column(index=True)
    part: Mapped[str] = mapped_column(String(32))
    begins: Mapped[int]
    ends: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(40))


class MarkedPlace(MunicipalityRow, Base):
    """A place in the text that a reader marked when the sample was returned; it goes when the text changes or goes."""

    __tablename__ = "review_marked_place"
    __table_args__ = (
        UniqueConstraint("sample_id", "part", "begins", "ends"),
        within_municipality("sample_id", "review_sample", cascade=True),
    )

    sample_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(32))
    begins: Mapped[int]
    ends: Mapped[int]


class Erasure(MunicipalityRow, Base):
    """The protocol of what was erased of a round, or of one sample of it, and by which decision. It is never erased itself."""

    __tablename__ = "review_erasure"
    __table_args__ = (within_municipality("round_id", "review_round"),)

    round_id: Mapped[int] = mapped_column(index=True)
    erased_on: Mapped[date]
    because: Mapped[str] = mapped_column(String(40))
    decision: Mapped[str] = mapped_column(String(80))
    samples: Mapped[int]
    texts: Mapped[int]
    comments: Mapped[int]
    quotes: Mapped[int]
