"""Tables: processes, the tools each has used, their counts per unit and quarter, and told numbers of processes. No row names a person."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality


class ProcessKind(MunicipalityRow, Base):
    """What a municipality has decided of a kind of process: a kind of its own with its name, or a common one that it does not use."""

    __tablename__ = "process_kind"
    __table_args__ = (own_pair(), UniqueConstraint("municipality_id", "key"))

    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str | None] = mapped_column(String(60))
    is_used: Mapped[bool] = mapped_column(default=True)


class Process(MunicipalityRow, Base):
    """A case's work in a unit, known only by a random reference that means nothing outside the platform."""

    __tablename__ = "process"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("municipality_id", "reference"),
        within_municipality("unit_id", "unit"),
        CheckConstraint("closed_on is null or closed_on >= opened_on", name="closes_after_opening"),
        Index("ix_process_unit_id_touched_on", "unit_id", "touched_on"),
        Index("ix_process_unit_id_kind_opened_on", "unit_id", "kind", "opened_on"),
    )

    unit_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(60))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    touched_on: Mapped[date]
    """The day something was last registered on it: the most recent ones come first."""


class Source(StrEnum):
    """How a registration came in."""

    HAND = "hand"
    CHECKLIST = "checklist"
    IMPORT = "import"


class Registration(MunicipalityRow, Base):
    """One time that tools were registered on a process. `key` is made where it began, so that a resent form does it once."""

    __tablename__ = "tool_registration"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("municipality_id", "key"),
        within_municipality("process_id", "process", cascade=True),
    )

    key: Mapped[str] = mapped_column(String(36))
    process_id: Mapped[int] = mapped_column(index=True)
    source: Mapped[Source] = mapped_column(String(16))
    registered_on: Mapped[date]
    is_undone: Mapped[bool] = mapped_column(default=False)


class ToolUse(Base):
    """That a process has used a tool (its slug) at least once, or contacted a network (`rules.NETWORKS`)."""

    __tablename__ = "tool_use"
    __table_args__ = (
        UniqueConstraint("process_id", "tool"),
        within_municipality("process_id", "process", cascade=True),
        within_municipality("registration_id", "tool_registration"),
    )

    municipality_id: Mapped[int] = mapped_column(
        ForeignKey("municipality.id")
    )  # the one table too long for an index on it
    process_id: Mapped[int]
    tool: Mapped[str] = mapped_column(String(60))
    registration_id: Mapped[int | None] = mapped_column(index=True)


class ToolUseCount(MunicipalityRow, Base):
    """How many of a unit's processes of a kind have used a tool; `tool` is empty for how many processes there are.

    `quarter` is when they were closed (`rules.Quarter.number`), `rules.OPEN` for those that are open. Changed in the transaction
    of the fact itself; `flask tool-use verify` recounts.
    """

    __tablename__ = "tool_use_count"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "quarter", "unit_id", "tool"),
        within_municipality("unit_id", "unit"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    quarter: Mapped[int] = mapped_column(SmallInteger)
    unit_id: Mapped[int]
    tool: Mapped[str] = mapped_column(String(60))
    processes: Mapped[int]


class ToolUseChange(MunicipalityRow, Base):
    """How many times the counts of a kind and year have changed: what is worked out from them is kept until it moves.

    `year` is `rules.OPEN` for the processes that are open.
    """

    __tablename__ = "tool_use_change"
    __table_args__ = (UniqueConstraint("municipality_id", "kind", "year"),)

    kind: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(SmallInteger)
    changes: Mapped[int]


class Teller(StrEnum):
    """Who says how many processes a unit closed in a quarter."""

    IMPORT = "import"
    MANAGER = "manager"


class ToldCount(MunicipalityRow, Base):
    """How many processes of a kind a unit closed in a quarter, by an import or a manager: registered ones or not."""

    __tablename__ = "told_process_count"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "quarter", "unit_id"),
        within_municipality("unit_id", "unit"),
        CheckConstraint("processes >= 0", name="is_a_count"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    quarter: Mapped[int] = mapped_column(SmallInteger)
    unit_id: Mapped[int]
    processes: Mapped[int]
    told_by: Mapped[Teller] = mapped_column(String(16))
    told_on: Mapped[date]
