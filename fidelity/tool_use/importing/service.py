"""A file of processes on its way in: read, shown as a preview, then taken in or dropped.

The file itself is never written anywhere: it is read in memory, and what is kept until it is settled are its rows as understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core import clock, screen
from core.audit import Actor, Event, record
from core.table_files import kept as files
from core.table_files.faults import FAULTS_SHOWN, Fault
from core.table_files.kept import (
    DONE,
    LONGEST_FILE_NAME,
    PREVIEW,
    READING,
    WRITING,
    ChangedSincePreview,
    NotSure,
    Sender,
)
from core.table_files.work import Progress
from fidelity.tool_use.importing.importing import Intake, ProcessFileRefused, apply_intake, plan_import
from fidelity.tool_use.importing.kept_rows import packed, unpacked
from fidelity.tool_use.importing.models import ProcessImport
from fidelity.tool_use.importing.plan import ProcessRow
from fidelity.tool_use.importing.preview import fingerprint, preview_of
from fidelity.tool_use.importing.process_file import ProcessFile, read_process_file
from fidelity.tool_use.importing.told import Quarters
from fidelity.tool_use.importing.vocabulary import vocabulary
from organisation.queries import units

PROCESS_FILE_SENT = Event("process-file-sent", "import_id", says=_l("File of processes sent"))
PROCESS_FILE_DROPPED = Event("process-file-dropped", "import_id", says=_l("File of processes dropped"))
NAMELESS = "….csv"


def take_file(
    session: Session, sender: Sender, *, file_name: str, quarters: Quarters | None, now: datetime
) -> ProcessImport:
    """Note that a file was sent, and what it is said to hold; files that were left lying are cleared away."""
    files.clear_old(session, ProcessImport, sender.municipality_id, now=now)
    kept = ProcessImport(
        municipality_id=sender.municipality_id,
        person_id=sender.person_id,
        created_at=now,
        beat_at=now,
        state=READING,
        file_name=NAMELESS if screen.find_sure(file_name) else file_name[:LONGEST_FILE_NAME],
        content=None,
        every_from=quarters.first if quarters else None,
        every_to=quarters.last if quarters else None,
    )
    session.add(kept)
    session.flush()
    record(session, PROCESS_FILE_SENT, actor=sender.actor, at=now, import_id=kept.id)
    return kept


@dataclass(frozen=True)
class Outcome:
    """What reading a file led to: the rows and what they would change, or faults."""

    rows: Sequence[ProcessRow] = ()
    notes: Sequence[str] = ()
    intake: Intake | None = None
    faults: Sequence[Fault] = ()
    more_faults: int = 0


def read_file(
    session: Session, kept: ProcessImport, content: bytes, *, now: datetime, progress: Progress | None = None
) -> ProcessFile:
    """Read the file by the words that the municipality has. The session is let go before: reading takes its time."""
    words = vocabulary(session, kept.municipality_id)
    session.rollback()
    return read_process_file(content, words, today=clock.local_day(now), progress=progress)


def look_ahead(
    session: Session, kept: ProcessImport, read: ProcessFile, *, progress: Progress | None = None
) -> Outcome:
    """What the rows of a file would change, or what is wrong with it; changes nothing."""
    if read.faults:
        return Outcome(faults=read.faults, more_faults=read.more_faults)
    try:
        intake = plan_import(
            session,
            municipality_id=kept.municipality_id,
            rows=read.rows,
            quarters=quarters_of(kept),
            progress=progress,
        )
    except ProcessFileRefused as refusal:
        return Outcome(faults=refusal.faults[:FAULTS_SHOWN], more_faults=max(0, len(refusal.faults) - FAULTS_SHOWN))
    return Outcome(rows=read.rows, notes=read.notes, intake=intake)


def keep_outcome(session: Session, import_id: int, outcome: Outcome, *, now: datetime) -> None:
    """Keep what reading led to, unless the file has been dropped meanwhile."""
    kept = session.get_one(ProcessImport, import_id, with_for_update=True)
    if kept.state != READING:
        return
    if outcome.intake is None:
        files.refuse(kept, outcome.faults, outcome.more_faults)
        return
    names = {unit.id: unit.name for unit in units(session, kept.municipality_id)}
    kept.state, kept.beat_at, kept.content = PREVIEW, now, packed(outcome.rows)
    kept.preview = preview_of(outcome.intake, names, outcome.notes)


def quarters_of(kept: ProcessImport) -> Quarters | None:
    """The quarters of which the file is said to hold every process."""
    if kept.every_from is None or kept.every_to is None:
        return None
    return Quarters(kept.every_from, kept.every_to)


def kept_file(kept: ProcessImport) -> ProcessFile:
    """The rows that were kept, with the notes on the file."""
    notes = kept.preview["notes"] if kept.preview else ()
    return ProcessFile(rows=tuple(unpacked(kept.content)) if kept.content else (), notes=tuple(notes))


def begin_writing(session: Session, kept: ProcessImport, *, is_sure: bool, now: datetime) -> None:
    """Move a preview on to being written, once. Raises NotSure or AlreadySettled."""
    if kept.state == PREVIEW and kept.preview and kept.preview["asks_first"] and not is_sure:
        raise NotSure(_l("Say first that the file is right, or drop it."))
    files.begin_writing(session, kept, now=now)


def write(
    session: Session,
    import_id: int,
    rows: Sequence[ProcessRow],
    *,
    now: datetime,
    progress: Progress | None = None,
) -> None:
    """Take the rows in, in this one transaction. Raises ChangedSincePreview when it would no longer do what was shown."""
    kept = session.get_one(ProcessImport, import_id, with_for_update=True)
    if kept.state != WRITING or kept.preview is None:
        return
    intake = plan_import(
        session, municipality_id=kept.municipality_id, rows=rows, quarters=quarters_of(kept), to_write=True
    )
    if fingerprint(intake) != kept.preview["fingerprint"]:
        raise ChangedSincePreview(_l("Processes have changed since the preview was made. Look at the new preview."))
    actor = Actor(kept.person_id, kept.municipality_id)
    apply_intake(session, intake, municipality_id=kept.municipality_id, actor=actor, now=now, progress=progress)
    files.settle(kept, DONE)


def drop(session: Session, kept: ProcessImport, *, actor: Actor, now: datetime) -> None:
    """Throw the file away. Raises AlreadySettled while it is being written or after."""
    files.drop(session, kept)
    record(session, PROCESS_FILE_DROPPED, actor=actor, at=now, import_id=kept.id)
