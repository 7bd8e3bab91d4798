"""How many checklists were finished and how their items were answered: changed when one is finished, and proved by a recount."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fidelity.checklists.filling.models import ChecklistCount, FilledChecklist, FilledItem
from fidelity.checklists.filling.rules import FINISHED, Given, half_year_of


@dataclass(frozen=True, order=True)
class Place:
    """Where a finished checklist counts: its unit, the half-year it was finished in (`HalfYear.number`) and its published version."""

    half_year: int
    unit_id: int
    document_id: int


Counted = tuple[Place, str, str]
"""A place, an item and an answer's word; `rules.FINISHED` twice for the checklists themselves."""


def note_finished(session: Session, filled: FilledChecklist, answers: Mapping[str, Given]) -> None:
    """Count a checklist that has just been finished, in the caller's transaction."""
    place = _place_of(filled)
    keys = [(FINISHED, FINISHED), *((item, given.code) for item, given in answers.items() if given.code)]
    # Always in the same order, so that two transactions never wait for each other.
    _add(session, filled.municipality_id, [(place, item, code) for item, code in sorted(keys)])


def _place_of(filled: FilledChecklist) -> Place:
    if filled.finished_on is None:
        raise ValueError("only what is finished is counted")
    return Place(half_year_of(filled.finished_on).number, filled.unit_id, filled.document_id)


def _add(session: Session, municipality_id: int, counted: Iterable[Counted]) -> None:
    """Insert a row with one, or add one to the row that is there."""
    table: Table = ChecklistCount.__table__  # type: ignore[assignment]
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    keys = [table.c[name] for name in ("municipality_id", "half_year", "unit_id", "document_id", "item", "answer")]
    added = table.c.finished + statement.excluded.finished
    rows = [
        {
            "municipality_id": municipality_id,
            "half_year": place.half_year,
            "unit_id": place.unit_id,
            "document_id": place.document_id,
            "item": item,
            "answer": answer,
            "finished": 1,
        }
        for place, item, answer in counted
    ]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"finished": added}), rows)


@dataclass(frozen=True)
class Difference:
    """A stored count that a recount does not agree with."""

    counted: Counted
    stored: int
    found: int


def differences(session: Session, municipality_id: int) -> list[Difference]:
    """Where the stored counts differ from a recount; none as long as all is well."""
    rows = session.execute(
        select(
            ChecklistCount.half_year,
            ChecklistCount.unit_id,
            ChecklistCount.document_id,
            ChecklistCount.item,
            ChecklistCount.answer,
            ChecklistCount.finished,
        ).where(ChecklistCount.municipality_id == municipality_id)
    )
    stored = {(Place(*row[:3]), row.item, row.answer): row.finished for row in rows}
    found = _recount(session, municipality_id)
    return [
        Difference(key, stored.get(key, 0), found[key])
        for key in sorted(stored.keys() | found.keys())
        if stored.get(key, 0) != found[key]
    ]


def _recount(session: Session, municipality_id: int) -> Counter[Counted]:
    """Every count of a municipality, made anew from its finished checklists."""
    is_counted = (FilledChecklist.municipality_id == municipality_id) & FilledChecklist.finished_on.is_not(None)
    place: list[Any] = [FilledChecklist.finished_on, FilledChecklist.unit_id, FilledChecklist.document_id]
    answer: list[Any] = [FilledItem.item, FilledItem.answer, FilledItem.reason]
    number = func.count().label("number")
    found: Counter[Counted] = Counter()
    finished: Select[Any] = select(*place, number).where(is_counted).group_by(*place)
    for row in session.execute(finished):
        found[_recounted(row), FINISHED, FINISHED] += row.number
    answered: Select[Any] = (
        select(*place, *answer, number)
        .join(FilledItem, FilledItem.filled_id == FilledChecklist.id)
        .where(is_counted, FilledItem.answer.is_not(None))
        .group_by(*place, *answer)
    )
    for row in session.execute(answered):
        found[_recounted(row), row.item, Given(row.answer, row.reason).code] += row.number
    return found


def _recounted(row: Row[Any]) -> Place:
    return Place(half_year_of(row.finished_on).number, row.unit_id, row.document_id)
