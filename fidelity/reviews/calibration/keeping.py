"""Keeping answers about fictional samples as they are given: the newest stands, and who has not seen the other one is told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from fidelity.reviews.rating.rules import Operation, Outcome, SetAnswer, SetGate, Sheet, Standing, settle, stands_after


class AnswerRow(Protocol):
    """A row that keeps an answer to a criterion or a gate question."""

    answer: str | None
    operation: str


def keep(
    sheet: Sheet, rows: Mapping[str, AnswerRow], row_for: Callable[[str], AnswerRow], operations: Sequence[Operation]
) -> dict[str, Outcome]:
    """Do operations in the order they were made; says what became of each. `row_for` makes a question's row."""

    def of(question: str) -> AnswerRow:
        return rows[question] if question in rows else row_for(question)

    return {one.id: _keep_one(sheet, of, one) for one in operations}


def _keep_one(sheet: Sheet, of: Callable[[str], AnswerRow], one: Operation) -> Outcome:
    match one:
        case SetAnswer() if one.criterion in sheet.criteria and one.answer in sheet.answers:
            row = of(one.criterion)
            before = standing_of(row)
            after = stands_after(before, one)
            row.answer, row.operation = after.answer, after.operation or ""
            return settle(before, one)
        case SetGate() if one.gate in sheet.gates and one.answer in sheet.gate_answers:
            row = of(one.gate)
            row.answer, row.operation = one.answer, one.id
            return Outcome.KEPT
    return Outcome.REFUSED


def standing_of(row: AnswerRow) -> Standing:
    """What stands in a row."""
    return Standing(row.answer, row.operation or None)


def given(rows: Mapping[str, AnswerRow], questions: Sequence[str]) -> dict[str, str]:
    """The answers that have been given, in the order of the questions."""
    found = ((question, rows[question].answer) for question in questions if question in rows)
    return {question: answer for question, answer in found if answer is not None}
