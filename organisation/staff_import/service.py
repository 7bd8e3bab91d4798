"""A staff file's way in: kept, read into a preview, then taken in or dropped. Each step is a state that can only be left once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.errors import DomainError
from organisation.models import PeopleImport
from organisation.staff_import.faults import Fault
from organisation.staff_import.importing import StaffFileRefused, apply_plan, plan_import
from organisation.staff_import.plan import ImportPlan, Progress
from organisation.staff_import.preview import preview_of
from organisation.staff_import.staff_file import read_staff_file

STAFF_FILE_SENT = Event("staff-file-sent", "import_id", "as_of", says=_l("Staff file sent"))
STAFF_FILE_DROPPED = Event("staff-file-dropped", "import_id", says=_l("Staff file dropped"))

READING, PREVIEW, REFUSED, WRITING, DONE, DROPPED, FAILED = (
    "reading", "preview", "refused", "writing", "done", "dropped", "failed",
)  # fmt: skip
WORKING = frozenset({READING, WRITING})
GIVEN_UP_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)


class NotSure(DomainError):
    """So many employments would end that somebody has to say that it is right."""

    status = 422


class AlreadySettled(DomainError):
    """The import has been taken in, dropped or refused; it can't be done again."""


class ChangedSincePreview(DomainError):
    """Something has changed in the staff since the preview was made; a new preview has been made."""


@dataclass(frozen=True)
class Sender:
    """Who sent a file, and for which municipality."""

    person_id: int
    municipality_id: int

    @property
    def actor(self) -> Actor:
        """The sender as the audit log knows them."""
        return Actor(self.person_id, self.municipality_id)


def take_file(
    session: Session, sender: Sender, *, content: bytes, file_name: str, as_of: date, now: datetime
) -> PeopleImport:
    """Keep a file until it is settled; files that were left lying are cleared away."""
    session.execute(
        delete(PeopleImport).where(
            PeopleImport.municipality_id == sender.municipality_id, PeopleImport.created_at < now - KEPT_FOR
        )
    )
    kept = PeopleImport(
        municipality_id=sender.municipality_id,
        person_id=sender.person_id,
        created_at=now,
        beat_at=now,
        state=READING,
        file_name=file_name[:200],
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
        _refuse(kept, read.faults, read.more_faults)
        return
    try:
        plan = plan_import(
            session, municipality_id=kept.municipality_id, rows=read.rows, as_of=kept.as_of, progress=progress
        )
    except StaffFileRefused as refusal:
        _refuse(kept, refusal.faults, 0)
        return
    kept.state, kept.beat_at = PREVIEW, now
    kept.preview = {**preview_of(plan, read.notes), "fingerprint": fingerprint(plan)}


def begin_writing(session: Session, kept: PeopleImport, *, is_sure: bool, now: datetime) -> None:
    """Move a preview on to being written, once. Raises NotSure or AlreadySettled."""
    if kept.state == PREVIEW and kept.preview and kept.preview["asks_first"] and not is_sure:
        raise NotSure(_l("Say first that it is right that so many have left, or drop the file."))
    moved = session.execute(
        update(PeopleImport)
        .where(PeopleImport.id == kept.id, PeopleImport.state == PREVIEW)
        .values(state=WRITING, beat_at=now)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadySettled(_l("This file has already been taken in or dropped. Send a new one if there is more."))


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
    _settle(kept, DONE)


def drop(session: Session, kept: PeopleImport, *, actor: Actor, now: datetime) -> None:
    """Throw the file away. Raises AlreadySettled while it is being written or after."""
    if kept.state in {WRITING, DONE}:
        raise AlreadySettled(_l("This file has already been taken in or dropped. Send a new one if there is more."))
    _settle(kept, DROPPED)
    record(session, STAFF_FILE_DROPPED, actor=actor, at=now, import_id=kept.id)


def fail(session: Session, import_id: int) -> None:
    """Note that the work stopped; what it had begun has been rolled back."""
    session.execute(
        update(PeopleImport).where(PeopleImport.id == import_id).values(state=FAILED, content=None, preview={})
    )


def read_again(session: Session, import_id: int) -> None:
    """Go back to making a preview, of the same file."""
    session.execute(update(PeopleImport).where(PeopleImport.id == import_id).values(state=READING))


def has_been_given_up(kept: PeopleImport, *, now: datetime) -> bool:
    """Whether the work on it was cut off, by a restart for example: nothing was changed."""
    return kept.state in WORKING and now - kept.beat_at > GIVEN_UP_AFTER


def latest(session: Session, municipality_id: int, *, limit: int = 10) -> Sequence[PeopleImport]:
    """The municipality's latest imports, the newest first."""
    return session.scalars(
        select(PeopleImport)
        .where(PeopleImport.municipality_id == municipality_id)
        .order_by(PeopleImport.id.desc())
        .limit(limit)
    ).all()


def import_in(session: Session, municipality_id: int, import_id: int) -> PeopleImport | None:
    """The import, when of this municipality."""
    return session.scalar(
        select(PeopleImport).where(PeopleImport.id == import_id, PeopleImport.municipality_id == municipality_id)
    )


def fingerprint(plan: ImportPlan) -> str:
    """The same for two plans that change the same."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def _refuse(kept: PeopleImport, faults: Sequence[Fault], more: int) -> None:
    kept.state, kept.content = REFUSED, None
    kept.preview = {"faults": [[one.line, one.column, one.message] for one in faults], "more_faults": more}


def _settle(kept: PeopleImport, state: str) -> None:
    """The file and the names of the preview are not needed any more; the counts are."""
    counts: dict[str, Any] = {"counts": kept.preview["counts"]} if kept.preview and "counts" in kept.preview else {}
    kept.state, kept.content, kept.preview = state, None, counts
