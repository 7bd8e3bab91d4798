"""Tables: a rater's answers with comments and places in the text, answers to gate questions, and the tools that were seen."""

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality

ANSWER = String(4)


class Rating(MunicipalityRow, Base):
    """A rater's answer to a criterion: a level's number, or `rules.NOT_ASSESSABLE`, `rules.NOT_APPLICABLE`; None where it was taken back.

    `operation` is what set it and what a later answer builds on.
    """

    __tablename__ = "review_rating"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("assignment_id", "criterion"),
        within_municipality("assignment_id", "review_assignment", cascade=True),
    )

    assignment_id: Mapped[int]
    criterion: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str | None] = mapped_column(ANSWER)
    comment: Mapped[str] = mapped_column(Text, default="")
    operation: Mapped[str] = mapped_column(String(36))


class Evidence(MunicipalityRow, Base):
    """A place in the sample's text that a rater rests an answer on: kept as places, so that it goes when the text goes."""

    __tablename__ = "review_evidence"
    __table_args__ = (
        UniqueConstraint("rating_id", "part", "begins", "ends"),
        CheckConstraint("ends > begins", name="holds_something"),
        within_municipality("rating_id", "review_rating", cascade=True),
    )

    rating_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(32))
    begins: Mapped[int]
    ends: Mapped[int]


class GateAnswer(MunicipalityRow, Base):
    """A rater's answer to a gate question: yes, no or na. A no goes to the method supporter, never into a score."""

    __tablename__ = "review_gate_answer"
    __table_args__ = (
        UniqueConstraint("assignment_id", "gate"),
        within_municipality("assignment_id", "review_assignment", cascade=True),
    )

    assignment_id: Mapped[int]
    gate: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str | None] = mapped_column(ANSWER)


class ToolSeen(MunicipalityRow, Base):
    """That a rater saw in the sample's text that a tool (its slug) was used: file-verified use, a series of its own."""

    __tablename__ = "review_tool_seen"
    __table_args__ = (
        UniqueConstraint("assignment_id", "tool"),
        within_municipality("assignment_id", "review_assignment", cascade=True),
    )

    assignment_id: Mapped[int]
    tool: Mapped[str] = mapped_column(String(60))
