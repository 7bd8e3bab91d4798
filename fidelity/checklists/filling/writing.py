"""Free text about a checklist: its note, and corrections of a finished one. What may tell who a family is is held back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, screen
from core.audit import Actor, Event, record
from core.errors import DomainError
from fidelity.checklists.filling.models import Amendment, FilledChecklist
from fidelity.checklists.filling.rules import NOTHING, Given, Sheet
from fidelity.checklists.filling.service import lock, refuse_finished

LONGEST = 2_000
CHECKLIST_AMENDED = Event("checklist-amended", "filled_id", "item", says=_l("Finished checklist corrected"))


class HeldBack(DomainError):
    """The text is not kept: what it holds has to be taken away, or to be answered for."""

    status = 422

    def __init__(self, judgement: screen.Judgement) -> None:
        super().__init__(
            _l("The text is not saved: it holds something that can identify a person. Take it away.")
            if judgement.take_away
            else _l("The text is not saved yet. Is this something that tells who the family is?")
        )
        self.judgement = judgement


class TooLong(DomainError):
    """The text is longer than a note may be."""

    status = 422


class NoteChangedElsewhere(DomainError):
    """The note was saved from another page since this one was opened; `stored` is what stands there."""

    def __init__(self, stored: str, revision: int) -> None:
        super().__init__(
            _l("The note has been changed on another page as well. Both texts are shown; choose what to keep.")
        )
        self.stored = stored
        self.revision = revision


class SaysNothing(DomainError):
    """An amendment holds an answer, words or both."""

    status = 422


@dataclass(frozen=True)
class Note:
    """A note as it was sent: what stood there when it was begun, and what its writer has said tells nothing."""

    text: str
    seen_revision: int
    accepted: Collection[str] = ()


def save_note(session: Session, filled: FilledChecklist, note: Note) -> int:
    """Keep the note; returns its new revision. Raises TooLong, HeldBack, NoteChangedElsewhere or IsFinished."""
    lock(session, filled)
    refuse_finished(filled)
    if note.text == filled.note:
        return filled.note_revision
    refuse_what_identifies(note.text, before=filled.note, accepted=note.accepted)
    if note.seen_revision != filled.note_revision:
        raise NoteChangedElsewhere(filled.note, filled.note_revision)
    filled.note = note.text
    filled.note_revision += 1
    return filled.note_revision


def refuse_what_identifies(text: str, *, before: str = "", accepted: Collection[str] = ()) -> None:
    """Raise TooLong or HeldBack. What stood in the text `before` has been asked about once already."""
    if len(text) > LONGEST:
        raise TooLong(_l("The text is too long to be saved. Shorten it to at most 2,000 characters."))
    asked = [one.text for one in screen.judge(before).ask_about]
    judgement = screen.judge(text, [*asked, *accepted])
    if not judgement.is_clear:
        raise HeldBack(judgement)


@dataclass(frozen=True)
class Correction:
    """An amendment as it was sent; `key` is made where it was written, so that a resent form makes it once."""

    key: str
    item: str | None
    given: Given
    text: str
    accepted: Sequence[str] = ()


def amend(
    session: Session, filled: FilledChecklist, sheet: Sheet, correction: Correction, *, actor: Actor, now: datetime
) -> None:
    """Add a correction to a finished checklist, once for each key. Raises SaysNothing, TooLong or HeldBack."""
    known = select(Amendment.id).where(
        Amendment.municipality_id == filled.municipality_id, Amendment.key == correction.key
    )
    lock(session, filled)
    if session.scalar(known) is not None:
        return
    item = correction.item if correction.item in sheet.items else None
    given = correction.given if item is not None else NOTHING
    if given == NOTHING and not correction.text:
        raise SaysNothing(_l("Choose an item and what holds for it, or write what is to be corrected."))
    refuse_what_identifies(correction.text, accepted=correction.accepted)
    session.add(
        Amendment(
            municipality_id=filled.municipality_id,
            key=correction.key,
            filled_id=filled.id,
            made_on=clock.local_day(now),
            item=item,
            answer=given.answer,
            reason=given.reason,
            text=correction.text,
        )
    )
    record(session, CHECKLIST_AMENDED, actor=actor, at=now, filled_id=filled.id, item=item)
