"""A file's way in: kept, read into a preview, then taken in or dropped. Each step is a state that can only be left once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, LargeBinary, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import Actor
from core.database import Base, MunicipalityRow
from core.errors import DomainError
from core.table_files.faults import Fault

READING, PREVIEW, REFUSED, WRITING, DONE, DROPPED, FAILED = (
    "reading", "preview", "refused", "writing", "done", "dropped", "failed",
)  # fmt: skip
WORKING = frozenset({READING, WRITING})
GIVEN_UP_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)
LONGEST_FILE_NAME = 200


class KeptFile(MunicipalityRow):
    """What every table of files on their way in holds: who sent it, how far it has come, and what it would change.

    `content` is what is needed to take the file in; it goes when the file is settled.
    """

    id: Mapped[int]
    person_id: Mapped[int] = mapped_column(index=True)
    created_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str] = mapped_column(String(LONGEST_FILE_NAME))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    preview: Mapped[dict[str, Any] | None] = mapped_column(JSON)


Kept = TypeVar("Kept", bound=KeptFile)


class AlreadySettled(DomainError):
    """The file has been taken in, dropped or refused; it can't be done again."""


class NotSure(DomainError):
    """The file would change so much that somebody has to say that it is right."""

    status = 422


@dataclass(frozen=True)
class Sender:
    """Who sent a file, and for which municipality."""

    person_id: int
    municipality_id: int

    @property
    def actor(self) -> Actor:
        """The sender as the audit log knows them."""
        return Actor(self.person_id, self.municipality_id)


class ChangedSincePreview(DomainError):
    """Something that the file speaks of has changed since the preview was made; a new preview has been made."""


def clear_old(session: Session, model: type[Kept], municipality_id: int, *, now: datetime) -> None:
    """Take away the municipality's files that were left lying, with what is left of those that were settled."""
    old = model.created_at < now - KEPT_FOR
    session.execute(delete(model).where(model.municipality_id == municipality_id, old))


def begin_writing(session: Session, kept: KeptFile, *, now: datetime) -> None:
    """Move a preview on to being written, once. Raises AlreadySettled."""
    model = type(kept)
    moved = session.execute(
        update(model)
        .where(model.id == kept.id, model.state == PREVIEW)
        .values(state=WRITING, beat_at=now)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise _already_settled()


def refuse(kept: KeptFile, faults: Sequence[Fault], more: int) -> None:
    """Keep what is wrong with the file, and nothing of the file."""
    kept.state, kept.content = REFUSED, None
    kept.preview = {"faults": [[one.line, one.column, one.message] for one in faults], "more_faults": more}


def settle(kept: KeptFile, state: str) -> None:
    """The file and the details of its preview are not needed any more; the counts are."""
    counts: dict[str, Any] = {"counts": kept.preview["counts"]} if kept.preview and "counts" in kept.preview else {}
    kept.state, kept.content, kept.preview = state, None, counts


def drop(session: Session, kept: KeptFile) -> None:
    """Throw the file away. Raises AlreadySettled while it is being written or after."""
    session.refresh(kept, with_for_update=True)
    if kept.state in {WRITING, DONE}:
        raise _already_settled()
    settle(kept, DROPPED)


def fail(session: Session, model: type[Base], import_id: int) -> None:
    """Note that the work stopped; what it had begun has been rolled back."""
    session.execute(update(model).where(model.id == import_id).values(state=FAILED, content=None, preview={}))


def read_again(session: Session, model: type[Base], import_id: int) -> None:
    """Go back to making a preview, of the same file."""
    session.execute(update(model).where(model.id == import_id).values(state=READING))


def has_been_given_up(kept: KeptFile, *, now: datetime) -> bool:
    """Whether the work on it was cut off, by a restart for example: nothing was changed."""
    return kept.state in WORKING and now - kept.beat_at > GIVEN_UP_AFTER


def latest(session: Session, model: type[Kept], municipality_id: int, *, limit: int = 10) -> Sequence[Kept]:
    """The municipality's latest files, the newest first."""
    return session.scalars(
        select(model).where(model.municipality_id == municipality_id).order_by(model.id.desc()).limit(limit)
    ).all()


def kept_in(session: Session, model: type[Kept], municipality_id: int, import_id: int) -> Kept | None:
    """The file, when of this municipality."""
    return session.scalar(select(model).where(model.id == import_id, model.municipality_id == municipality_id))


def _already_settled() -> AlreadySettled:
    return AlreadySettled(_l("This file has already been taken in or dropped. Send a new one if there is more."))
