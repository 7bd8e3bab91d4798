"""What an import would change, as the preview shows it and as it is kept until then: plain values only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from organisation.rules import Span
from organisation.staff_import.person_change import Difference, Kind, PersonChange
from organisation.staff_import.plan import ImportPlan

SHOWN = 100
"""How many people of each kind the preview names; the counts always cover all."""


def preview_of(plan: ImportPlan, notes: Sequence[str]) -> dict[str, Any]:
    """Counts of all, and the first people of each kind by name."""
    return {
        "counts": {kind.value: count for kind, count in plan.counts.items()},
        "people": {
            kind.value: [_person(person) for person in people[:SHOWN]]
            for kind, people in plan.by_kind.items()
            if kind is not Kind.UNCHANGED
        },
        "new_sections": list(plan.new_sections),
        "new_units": [list(pair) for pair in plan.new_units],
        "moved_units": [list(one) for one in plan.moved_units],
        "ending": plan.ending,
        "open_before": plan.open_before,
        "asks_first": plan.asks_first,
        "is_empty": plan.is_empty,
        "notes": list(notes),
    }


def _person(person: PersonChange) -> dict[str, Any]:
    return {
        "number": person.employee_number,
        "name": person.name,
        "moves": [[move.before, move.after, move.on.isoformat()] for move in person.moves],
        "differences": [_difference(one) for one in person.differences],
    }


def _difference(one: Difference) -> list[str | None]:
    return [one.what.value, _plain(one.before), _plain(one.after), one.unit]


def _plain(value: object) -> str | None:
    if isinstance(value, Span):
        return f"{value.starts_on.isoformat()} – {value.ends_on.isoformat() if value.ends_on else ''}"
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)
