"""What taking a file in would do, as the preview shows it and as it is kept until then: plain values only."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from fidelity.tool_use.importing.importing import Intake
from fidelity.tool_use.importing.plan import ImportPlan, UnitSum
from fidelity.tool_use.importing.told import ToldPlan

UNITS_SHOWN = 200


def preview_of(intake: Intake, unit_names: Mapping[int, str], notes: Sequence[str]) -> dict[str, Any]:
    """The numbers of all, and of each unit by name; those in which something changes come first."""
    named = sorted(((unit_names[unit_id], unit) for unit_id, unit in intake.plan.units.items()), key=_by_what_changes)
    doubled = [name for name, unit in named if unit.doubles]
    told = _told(intake.told) if intake.told else None
    return {
        "counts": intake.counts,
        "units": [[name, unit.before, unit.new, unit.closed, unit.more_tools, unit.unchanged] for name, unit in named][
            :UNITS_SHOWN
        ],
        "unit_count": len(named),
        "doubled": doubled,
        "closed_here": intake.plan.closed_here,
        "beside_closed": intake.plan.beside_closed,
        "told": told,
        "asks_first": bool(doubled) or bool(told and not told["processes"]),
        "is_empty": intake.is_empty,
        "notes": list(notes),
        "fingerprint": fingerprint(intake),
    }


def _by_what_changes(named: tuple[str, UnitSum]) -> tuple[bool, str]:
    name, unit = named
    return not (unit.new or unit.closed or unit.more_tools), name


def _told(told: ToldPlan) -> dict[str, int]:
    return {
        "first": told.quarters.first,
        "last": told.quarters.last,
        "processes": told.processes,
        "changed": len(told.changed),
        "replaced": told.replaced,
        "more_here": told.more_here,
    }


def fingerprint(intake: Intake) -> str:
    """The same for two intakes that change the same, whatever the order of the rows."""
    digest = hashlib.sha256(repr(intake.told).encode())
    for line in sorted(_changed(intake.plan)):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _changed(plan: ImportPlan) -> Iterator[str]:
    """Everything that the plan changes, a line each."""
    for row in plan.new:
        yield f"{row.unit_id};{row.kind};{row.opened_on};{row.closed_on};{_joined(row.tools)}"
    for change in plan.changes:
        yield f"{change.process.id};{change.closed_on};{_joined(change.tools)}"


@lru_cache(maxsize=10_000)
def _joined(tools: frozenset[str]) -> str:
    return ",".join(sorted(tools))
