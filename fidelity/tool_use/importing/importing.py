"""The import of processes: the plan for the rows of a file, and carrying it out.

Plan and write in one transaction: a plan made before somebody else's change would write what was true then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, Event, record
from core.errors import DomainError
from core.table_files.faults import Fault
from core.table_files.faults import sentence as _
from core.table_files.work import Progress
from fidelity.tool_use.importing.headings import WORDS, Column
from fidelity.tool_use.importing.known import known_processes
from fidelity.tool_use.importing.plan import ImportPlan, Known, KnownProcess, ProcessRow, make_plan
from fidelity.tool_use.importing.told import Quarters, ToldPlan, plan_told, write_told
from fidelity.tool_use.importing.writing import write_plan
from organisation.models import Municipality

PROCESSES_IMPORTED = Event(
    "processes-imported", "new", "closed", "more_tools", "unchanged", "told", says=_l("File of processes taken in")
)


class ProcessFileRefused(DomainError):
    """The file can be read, but not taken in; `faults` says why, line by line."""

    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_l("The file was not taken in. Mend what is listed and send it again."))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Intake:
    """Everything that taking a file in would do; `told` is None where the file holds only some of the processes."""

    plan: ImportPlan
    told: ToldPlan | None

    @property
    def counts(self) -> dict[str, int]:
        """How many processes are new, closed, given more tools only, and unchanged."""
        units = self.plan.units.values()
        names = ("new", "closed", "more_tools", "unchanged")
        return {name: sum(getattr(unit, name) for unit in units) for name in names}

    @property
    def is_empty(self) -> bool:
        """Whether the file changes nothing."""
        return self.plan.is_empty and not (self.told and self.told.changed)


def plan_import(
    session: Session,
    *,
    municipality_id: int,
    rows: Sequence[ProcessRow],
    quarters: Quarters | None = None,
    to_write: bool = False,
    progress: Progress | None = None,
) -> Intake:
    """What taking the rows in would change. Raises ProcessFileRefused; writes nothing.

    One that is to be written waits, on PostgreSQL, for another import of the municipality, and for whoever registers on a process in it.
    """
    if not rows:
        raise ValueError("no rows: the file had faults")
    if to_write:
        own = select(Municipality.id).where(Municipality.id == municipality_id)
        session.execute(own.with_for_update(key_share=True))
    known = known_processes(session, municipality_id, rows, to_write=to_write)
    faults = list(_reference_faults(rows, known))
    if faults:
        raise ProcessFileRefused(faults)
    plan = make_plan(rows, known, progress=progress)
    return Intake(plan, plan_told(session, municipality_id, rows, quarters, plan) if quarters else None)


def apply_intake(
    session: Session,
    intake: Intake,
    *,
    municipality_id: int,
    actor: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> None:
    """Carry it out, and log it."""
    write_plan(session, intake.plan, municipality_id=municipality_id, progress=progress)
    if intake.told:
        write_told(session, intake.told, municipality_id=municipality_id, today=clock.local_day(now))
    told = len(intake.told.changed) if intake.told else 0
    record(session, PROCESSES_IMPORTED, actor=actor, at=now, told=told, **intake.counts)


def _reference_faults(rows: Sequence[ProcessRow], known: Known) -> Iterator[Fault]:
    """Rows whose reference is not here, or is a process that the row says something else of."""
    for row in rows:
        if row.reference:
            process = known.by_reference.get(row.reference)
            column, advice = _unknown() if process is None else _disagreement(row, process)
            if column:
                yield Fault(row.line, WORDS.accepted(column)[0], advice)


def _unknown() -> tuple[Column, str]:
    return Column.REFERENCE, _(
        "There is no process with this reference here. Write it as the page of the process shows it, or leave the cell empty."
    )


def _disagreement(row: ProcessRow, process: KnownProcess) -> tuple[Column | None, str]:
    pairs = (
        (Column.UNIT, row.unit_id, process.unit_id),
        (Column.KIND, row.kind, process.kind),
        (Column.OPENED, row.opened_on, process.opened_on),
        (Column.CLOSED, row.closed_on or process.closed_on, process.closed_on or row.closed_on),
    )
    column = next((column for column, wanted, there in pairs if wanted != there), None)
    return column, _(
        "The process with this reference has something else here. Write what its page shows, or correct the process there first."
    )
