"""Saving a page of a checklist as a form: what was changed on it is kept, and what could not be kept is said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import screen
from core.audit import Actor
from core.errors import DomainError
from fidelity.checklists.filling import service
from fidelity.checklists.filling.forms import SentAnswers
from fidelity.checklists.filling.models import FilledChecklist
from fidelity.checklists.filling.rules import Given, Outcome, Sheet
from fidelity.checklists.filling.service import IsFinished, NotFinished
from fidelity.checklists.filling.writing import HeldBack, Note, NoteChangedElsewhere, save_note


@dataclass(frozen=True)
class NoteOutcome:
    """A text after a save: what stands in it, and what became of it."""

    text: str
    revision: int = 0
    is_saved: bool = True
    message: str | None = None
    judgement: screen.Judgement | None = None
    elsewhere: str | None = None

    @property
    def asks(self) -> bool:
        """Whether the writer may answer for what was found and have it kept as it is."""
        return self.judgement is not None and not self.judgement.take_away


@dataclass(frozen=True)
class Saved:
    """What became of a page. `unsaved` is what was answered on it and is not kept, by item."""

    unsaved: Mapping[str, Given]
    unclear: Sequence[str]
    missing: Sequence[str]
    note: NoteOutcome | None

    @property
    def is_whole(self) -> bool:
        """Whether all that the page held is kept."""
        return not (self.unsaved or self.unclear or self.missing or (self.note and not self.note.is_saved))


def save_page(
    session: Session,
    filled: FilledChecklist,
    sheet: Sheet,
    answers: SentAnswers,
    note: Note | None,
    *,
    finishes: bool,
    actor: Actor,
    now: datetime,
) -> Saved:
    """Keep what a page holds, and finish the checklist where that is asked for and nothing is left over."""
    service.lock(session, filled, with_process=finishes)
    outcomes = service.set_answers(session, filled, sheet, answers.changed)
    session.flush()
    unsaved = {one.item: one.given or Given() for one in answers.changed if outcomes[one.id] is not Outcome.KEPT}
    outcome = None if note is None else keep_note(session, filled, note)
    saved = Saved(unsaved, answers.unclear, (), outcome)
    if finishes and saved.is_whole:
        try:
            service.finish(session, filled, sheet, actor=actor, now=now)
        except NotFinished as refusal:
            return Saved(unsaved, answers.unclear, refusal.items, outcome)
    return saved


def keep_note(session: Session, filled: FilledChecklist, note: Note) -> NoteOutcome:
    """Keep the note and say what became of it; what is not kept is only in what is returned."""
    try:
        revision = save_note(session, filled, note)
    except NoteChangedElsewhere as refusal:
        return NoteOutcome(
            note.text, refusal.revision, is_saved=False, message=refusal.message, elsewhere=refusal.stored
        )
    except IsFinished as refusal:
        # Once more in the open: what was written is put into the form for a correction.
        return NoteOutcome(note.text, note.seen_revision, is_saved=note.text == filled.note, message=refusal.message)
    except DomainError as refusal:
        return not_kept(note.text, refusal, revision=note.seen_revision)
    return NoteOutcome(note.text, revision)


def not_kept(text: str, refusal: DomainError, *, revision: int = 0) -> NoteOutcome:
    """A text that is not kept, with why."""
    judgement = refusal.judgement if isinstance(refusal, HeldBack) else None
    return NoteOutcome(text, revision, is_saved=False, message=refusal.message, judgement=judgement)
