"""A staff file's way in: kept, read into a preview, then taken in or dropped."""

import hashlib
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.table_files import kept as files
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
from organisation.models import PeopleImport
from organisation.staff_import.importing import StaffFileRefused, apply_plan, plan_import
from organisation.staff_import.plan import ImportPlan
from organisation.staff_import.preview import preview_of
from organisation.staff_import.staff_file import read_staff_file

STAFF_FILE_SENT = Event("staff-file-sent", "import_id", "as_of", says=_l("Staff file sent"))
STAFF_FILE_DROPPED = Event("staff-file-dropped", "import_id", says=_l("Staff file dropped"))


def take_file(
    session: Session, sender: Sender, *, content: bytes, file_name: str, as_of: date, now: datetime
) -> PeopleImport:
    """Keep a file until it is settled; files that were left lying are cleared away."""
    files.clear_old(session, PeopleImport, sender.municipality_id, now=now)
    kept = PeopleImport(
        municipality_id=sender.municipality_id,
        person_id=sender.person_id,
        created_at=now,
        beat_at=now,
        state=READING,
        file_name=file_name[:LONGEST_FILE_NAME],
        as_of=as_of,
        content=content,
    )
    session.add(kept)
    session.flush()
    record(session, STAFF_FILE_SENT, actor=sender.actor, at=now, import_id=kept.id, as_of=as_of)
    return kept


def make_preview(session: Session, import_id: int, *, now: datetime, progress: Progress | None = None) -> None:
    """Read the file and keep what it would change, or what is wrong with it."""
    kept = session.get_one(PeopleImport, import_id)
    if kept.state != READING or kept.content is None:
        return
    read = read_staff_file(kept.content)
    if read.faults:
        files.refuse(kept, read.faults, read.more_faults)
        return
    try:
        plan = plan_import(
            session, municipality_id=kept.municipality_id, rows=read.rows, as_of=kept.as_of, progress=progress
        )
    except StaffFileRefused as refusal:
        files.refuse(kept, refusal.faults, 0)
        return
    kept.state, kept.beat_at = PREVIEW, now
    kept.preview = {**preview_of(plan, read.notes), "fingerprint": fingerprint(plan)}


def begin_writing(session: Session, kept: PeopleImport, *, is_sure: bool, now: datetime) -> None:
    """Move a preview on to being written, once. Raises NotSure or AlreadySettled."""
    if kept.state == PREVIEW and kept.preview and kept.preview["asks_first"] and not is_sure:
        raise NotSure(_l("Say first that it is right that so many have left, or drop the file."))
    files.begin_writing(session, kept, now=now)


def write(session: Session, import_id: int, *, now: datetime, progress: Progress | None = None) -> None:
    """Take the file in, in this one transaction. Raises ChangedSincePreview when it would no longer do what was shown."""
    kept = session.get_one(PeopleImport, import_id)
    if kept.state != WRITING or kept.content is None or kept.preview is None:
        return
    rows = read_staff_file(kept.content).rows
    plan = plan_import(session, municipality_id=kept.municipality_id, rows=rows, as_of=kept.as_of)
    if fingerprint(plan) != kept.preview["fingerprint"]:
        raise ChangedSincePreview(_l("The staff has changed since the preview was made. Look at the new preview."))
    actor = Actor(kept.person_id, kept.municipality_id)
    apply_plan(session, plan, municipality_id=kept.municipality_id, actor=actor, now=now, progress=progress)
    files.settle(kept, DONE)


def drop(session: Session, kept: PeopleImport, *, actor: Actor, now: datetime) -> None:
    """Throw the file away. Raises AlreadySettled while it is being written or after."""
    files.drop(session, kept)
    record(session, STAFF_FILE_DROPPED, actor=actor, at=now, import_id=kept.id)


def fingerprint(plan: ImportPlan) -> str:
    """The same for two plans that change the same."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()
