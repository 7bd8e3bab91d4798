"""The command that takes a file of processes in: `flask tool-use import MUNICIPALITY FILE`."""

import re
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor
from core.database import current_database
from core.table_files.command_line import moving, stop_at
from core.table_files.faults import FAULTS_SHOWN
from fidelity.tool_use.importing.importing import Intake, ProcessFileRefused, apply_intake, plan_import
from fidelity.tool_use.importing.preview import preview_of
from fidelity.tool_use.importing.process_file import ProcessFile, read_process_file
from fidelity.tool_use.importing.told import Quarters
from fidelity.tool_use.importing.vocabulary import vocabulary
from fidelity.tool_use.rules import Quarter, quarter_of
from organisation.queries import municipality_named, units

_QUARTER = re.compile(r"(\d{4})-?[QqKk]?([1-4])")


class QuarterParameter(click.ParamType[int]):
    """A quarter that has ended, written such as 2025Q1."""

    name = "quarter"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Its number."""
        match = _QUARTER.fullmatch(str(value))
        number = Quarter(int(match[1]), int(match[2]) - 1).number if match else None
        if number is None or number >= quarter_of(clock.today()).number:
            self.fail("Write a quarter that has ended, such as 2025Q1.", param, ctx)
        return number


@click.command("import")
@click.argument("municipality")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--every",
    type=(QuarterParameter(), QuarterParameter()),
    metavar="FROM TO",
    help="The file holds every process that its units closed in these quarters, such as 2025Q1 2025Q4.",
)
@click.option("--dry-run", is_flag=True, help="Only say what the file would change.")
@click.option("--yes", is_flag=True, help="Do not ask, even when the file would more than double a unit's processes.")
@with_appcontext
def import_processes(municipality: str, file: Path, every: tuple[int, int] | None, *, dry_run: bool, yes: bool) -> None:
    """Take in a file of processes (CSV): all of it, or nothing. The same file again changes nothing."""
    with current_database().session(writes=False) as session:
        municipality_id = _municipality(session, municipality)
        read = _read(session, municipality_id, file)
        quarters = Quarters(*every) if every else None
        intake = _plan(session, municipality_id, read, quarters)
        asks_first = _say(session, municipality_id, intake, read)
    if dry_run:
        click.echo("Nothing was changed (--dry-run).")
        return
    if asks_first and not yes:
        click.confirm("That is very much. Is the file right?", abort=True)
    _take_in(municipality_id, read, quarters)


def _municipality(session: Session, name: str) -> int:
    found = municipality_named(session, name)
    if found is None:
        raise click.ClickException(f"There is no municipality called {name}.")
    return found.id


def _read(session: Session, municipality_id: int, file: Path) -> ProcessFile:
    words = vocabulary(session, municipality_id)
    with click.progressbar(length=1, label="Reading", show_pos=True) as bar:
        read = read_process_file(file.read_bytes(), words, today=clock.today(), progress=moving(bar))
    if read.faults:
        stop_at(read.faults, read.more_faults)
    return read


def _plan(
    session: Session, municipality_id: int, read: ProcessFile, quarters: Quarters | None, *, to_write: bool = False
) -> Intake:
    try:
        return plan_import(
            session, municipality_id=municipality_id, rows=read.rows, quarters=quarters, to_write=to_write
        )
    except ProcessFileRefused as refusal:
        stop_at(refusal.faults[:FAULTS_SHOWN], len(refusal.faults[FAULTS_SHOWN:]))


def _say(session: Session, municipality_id: int, intake: Intake, read: ProcessFile) -> bool:
    """Say what the file would change; returns whether that has to be asked about."""
    names = {unit.id: unit.name for unit in units(session, municipality_id)}
    preview = preview_of(intake, names, read.notes)
    for note in read.notes:
        click.echo(note)
    click.echo(", ".join(f"{kind}: {count}" for kind, count in intake.counts.items()))
    if intake.told:
        click.echo(f"closed in those quarters: {intake.told.processes}, figures told: {len(intake.told.changed)}")
    for name in preview["doubled"]:
        click.echo(f"more than twice as many processes as before: {name}")
    return bool(preview["asks_first"])


def _take_in(municipality_id: int, read: ProcessFile, quarters: Quarters | None) -> None:
    """Plan again and write in one transaction."""
    with current_database().transaction() as session:
        intake = _plan(session, municipality_id, read, quarters, to_write=True)
        with click.progressbar(length=1, label="Writing", show_pos=True) as bar:
            apply_intake(
                session,
                intake,
                municipality_id=municipality_id,
                actor=Actor(None, municipality_id),
                now=clock.now(),
                progress=moving(bar),
            )
    click.echo("The file is taken in." if not intake.is_empty else "The file changed nothing.")
