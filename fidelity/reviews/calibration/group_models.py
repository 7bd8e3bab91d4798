"""Tables: a group session in which coaches rate the same fictional sample, talk it over, and rate it again."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality
from fidelity.reviews.calibration.group_rules import GroupState
from fidelity.reviews.calibration.models import ANSWER, OPERATION, QUESTION

CODE = String(8)
_RUNNING = text("state != 'closed'")
_WHERE_RUNNING: dict[str, Any] = {"sqlite_where": _RUNNING, "postgresql_where": _RUNNING}


class GroupSession(MunicipalityRow, Base):
    """A group session on one sample; `criteria` are those that are rated, by id. `starter_id` is emptied when it is closed."""

    __tablename__ = "review_group_session"
    __table_args__ = (
        own_pair(),
        within_municipality("starter_id", "person", cascade=True),
        Index("ix_review_group_session_code", "municipality_id", "code", unique=True, **_WHERE_RUNNING),
    )

    starter_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(CODE)
    state: Mapped[GroupState] = mapped_column(String(16), default=GroupState.FIRST)
    instrument_row_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    sample_row_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    criteria: Mapped[str] = mapped_column(String(1000))
    started_on: Mapped[date]


class GroupMember(MunicipalityRow, Base):
    """That somebody takes part in a session that runs; the row goes when it is closed."""

    __tablename__ = "review_group_member"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("session_id", "person_id"),
        within_municipality("session_id", "review_group_session", cascade=True),
        within_municipality("person_id", "person", cascade=True),
    )

    session_id: Mapped[int]
    person_id: Mapped[int]


class GroupAnswer(MunicipalityRow, Base):
    """What a member answers in the first or second turn; it goes with the member when the session is closed."""

    __tablename__ = "review_group_answer"
    __table_args__ = (
        UniqueConstraint("member_id", "turn", "question"),
        within_municipality("member_id", "review_group_member", cascade=True),
    )

    member_id: Mapped[int]
    turn: Mapped[int] = mapped_column(SmallInteger)
    question: Mapped[str] = mapped_column(QUESTION)
    answer: Mapped[str | None] = mapped_column(ANSWER)
    operation: Mapped[str] = mapped_column(OPERATION)


class GroupCount(MunicipalityRow, Base):
    """How many gave an answer in a turn of a session that is closed."""

    __tablename__ = "review_group_count"
    __table_args__ = (
        UniqueConstraint("session_id", "turn", "question", "answer"),
        within_municipality("session_id", "review_group_session", cascade=True),
    )

    session_id: Mapped[int]
    turn: Mapped[int] = mapped_column(SmallInteger)
    question: Mapped[str] = mapped_column(QUESTION)
    answer: Mapped[str] = mapped_column(ANSWER)
    number: Mapped[int] = mapped_column(SmallInteger)
