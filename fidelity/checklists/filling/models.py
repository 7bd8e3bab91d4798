"""Tables: filled checklists with their answers, who works on an unfinished one, corrections, and the counts of finished ones."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, own_pair, within_municipality
from fidelity.checklists.filling.rules import Answer

OPERATION = String(36)
ITEM = String(80)
REASON = String(40)


class FilledChecklist(MunicipalityRow, Base):
    """A checklist that is filled in, or was. `key` is made where it begins, so that what is sent again is done once.

    `document_id` is the published version and language that it is filled in. Without a process nothing is registered when it is
    finished. Nothing here says who did it: while it is unfinished `ChecklistHolder` does, afterwards only the audit log.
    """

    __tablename__ = "filled_checklist"
    __table_args__ = (
        own_pair(),
        UniqueConstraint("municipality_id", "key"),
        within_municipality("unit_id", "unit"),
        within_municipality("process_id", "process"),
        CheckConstraint("finished_on is null or finished_on >= started_on", name="finishes_after_starting"),
        Index("ix_filled_checklist_unit_id_finished_on", "unit_id", "finished_on", "id"),
    )

    key: Mapped[str] = mapped_column(String(36))
    unit_id: Mapped[int]
    process_id: Mapped[int | None] = mapped_column(index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    started_on: Mapped[date]
    finished_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    note_revision: Mapped[int] = mapped_column(default=0)


class ChecklistHolder(MunicipalityRow, Base):
    """Somebody who works on an unfinished checklist. The rows go in the transaction that finishes it."""

    __tablename__ = "checklist_holder"
    __table_args__ = (
        UniqueConstraint("filled_id", "person_id"),
        within_municipality("filled_id", "filled_checklist", cascade=True),
        within_municipality("person_id", "person", cascade=True),
    )

    filled_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(index=True)


class FilledItem(MunicipalityRow, Base):
    """The answer to an item, None where it was taken back; `operation` is what set it and what a later answer builds on."""

    __tablename__ = "filled_item"
    __table_args__ = (
        UniqueConstraint("filled_id", "item"),
        within_municipality("filled_id", "filled_checklist", cascade=True),
        CheckConstraint(
            "(reason is null) = (answer is null or answer <> 'not-applicable')", name="not_applicable_has_a_reason"
        ),
    )

    filled_id: Mapped[int]
    item: Mapped[str] = mapped_column(ITEM)
    answer: Mapped[Answer | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(REASON)
    operation: Mapped[str] = mapped_column(OPERATION)


class FilledOperation(MunicipalityRow, Base):
    """An operation that has been done: its id is made in the browser, so that one that is sent again is done once."""

    __tablename__ = "filled_operation"
    __table_args__ = (
        UniqueConstraint("filled_id", "operation"),
        within_municipality("filled_id", "filled_checklist", cascade=True),
    )

    filled_id: Mapped[int]
    operation: Mapped[str] = mapped_column(OPERATION)


class Amendment(MunicipalityRow, Base):
    """A correction of a finished checklist, shown with it for ever: another answer to an item, words, or both."""

    __tablename__ = "checklist_amendment"
    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        within_municipality("filled_id", "filled_checklist", cascade=True),
        CheckConstraint(
            "(reason is null) = (answer is null or answer <> 'not-applicable')", name="not_applicable_has_a_reason"
        ),
        CheckConstraint("answer is null or item is not null", name="an_answer_is_to_an_item"),
        CheckConstraint("answer is not null or text <> ''", name="says_something"),
    )

    key: Mapped[str] = mapped_column(String(36))
    filled_id: Mapped[int] = mapped_column(index=True)
    made_on: Mapped[date]
    item: Mapped[str | None] = mapped_column(ITEM)
    answer: Mapped[Answer | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(REASON)
    text: Mapped[str] = mapped_column(Text, default="")


class ChecklistCount(MunicipalityRow, Base):
    """How many finished checklists of a unit, half-year (`rules.HalfYear.number`) and published version gave an item an answer.

    `item` and `answer` are empty for how many were finished; `answer` is *done* or a reason for *not applicable*.
    Changed in the transaction that finishes one; `flask checklists verify` recounts.
    """

    __tablename__ = "checklist_count"
    __table_args__ = (
        UniqueConstraint(
            "municipality_id", "half_year", "unit_id", "document_id", "item", "answer", name="uq_checklist_count_place"
        ),
        within_municipality("unit_id", "unit"),
    )

    half_year: Mapped[int] = mapped_column(SmallInteger)
    unit_id: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("published_document.id"))
    item: Mapped[str] = mapped_column(ITEM)
    answer: Mapped[str] = mapped_column(REASON)
    finished: Mapped[int]
