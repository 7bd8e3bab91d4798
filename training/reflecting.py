"""Writing the reflections of an exercise: private, screened before they are kept, never lost to a second tab."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import screen
from core.errors import DomainError
from training.models import Enrolment, ReflectionText
from training.service import At, Learner, current_enrolment, finish_step, lock

LONGEST = 20_000


class HoldsIdentifyingDetails(DomainError):
    """The text holds something that looks like an identifying detail; it has not been saved."""

    status = 422

    def __init__(self, findings: Collection[screen.Finding]) -> None:
        super().__init__(
            _l("The text is not saved yet: it holds something that can identify a person. Change what is marked.")
        )
        self.findings = list(findings)


class ReflectionChangedElsewhere(DomainError):
    """The reflection was saved in another tab or phone since this page was opened; `stored` is what stands there."""

    def __init__(self, stored: str, revision: int) -> None:
        super().__init__(
            _l("You have written in this box on another page as well. Both texts are shown; choose which to keep.")
        )
        self.stored = stored
        self.revision = revision


class NotFinished(DomainError):
    """The exercise can't be done before every box has text."""

    status = 422


class TooLong(DomainError):
    """The text is longer than a reflection may be."""

    status = 422


def finish_exercise(session: Session, learner: Learner, at: At, *, now: datetime) -> None:
    """Note that an exercise is done. Raises NotFinished while a box is empty."""
    enrolment = current_enrolment(session, learner, at.course, now)
    texts = session.execute(
        select(ReflectionText.reflection, ReflectionText.text).where(
            ReflectionText.enrolment_id == enrolment.id, ReflectionText.module == at.module_id
        )
    )
    if not {one.id for one in at.step.reflections} <= {name for name, text in texts if text.strip()}:
        raise NotFinished(_l("Write something in every box before you go on. A sentence is enough."))
    finish_step(session, learner, at, now=now)


def save_reflection(
    session: Session, learner: Learner, at: At, reflection_id: str, text: str, *, seen_revision: int, now: datetime
) -> int:
    """Keep what the learner wrote; returns the new revision.

    Raises HoldsIdentifyingDetails, TooLong, or ReflectionChangedElsewhere when `seen_revision` is not the stored one and the texts differ.
    """
    if len(text) > LONGEST:
        raise TooLong(_l("The text is too long to be saved. Shorten it to at most 20,000 characters."))
    findings = screen.find_sure(text)
    if findings:
        raise HoldsIdentifyingDetails(findings)
    lock(session, learner)
    stored = _stored(session, learner, at, reflection_id)
    if text == (stored.text if stored else ""):
        return stored.revision if stored else 0
    if stored is None:
        stored = ReflectionText(
            municipality_id=learner.municipality_id,
            enrolment_id=current_enrolment(session, learner, at.course, now).id,
            module=at.module_id,
            reflection=reflection_id,
            revision=0,
        )
        session.add(stored)
    elif stored.revision != seen_revision:
        raise ReflectionChangedElsewhere(stored.text, stored.revision)
    stored.text = text
    stored.revision += 1
    stored.saved_at = now
    stored.document_id = at.document_id
    return stored.revision


def _stored(session: Session, learner: Learner, at: At, reflection_id: str) -> ReflectionText | None:
    return session.scalar(
        select(ReflectionText)
        .join(Enrolment, Enrolment.id == ReflectionText.enrolment_id)
        .where(
            Enrolment.person_id == learner.person_id,
            Enrolment.course == at.course.id,
            ReflectionText.module == at.module_id,
            ReflectionText.reflection == reflection_id,
        )
        .order_by(Enrolment.run.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Outcome:
    """A text box after a save: what stands in it, and what became of it."""

    text: str
    revision: int
    is_saved: bool
    findings: tuple[screen.Finding, ...] = ()
    elsewhere: str | None = None
    message: str | None = None

    @property
    def pieces(self) -> list[screen.Piece]:
        """The text in pieces, with what was found marked."""
        return screen.pieces(self.text, self.findings)


def save_one(
    session: Session, learner: Learner, at: At, reflection_id: str, text: str, *, seen_revision: int, now: datetime
) -> Outcome:
    """Save a text box and say what became of it; what was not saved is only in what is returned."""
    text = text.replace("\r\n", "\n").replace("\0", "")  # PostgreSQL stores no NUL
    try:
        revision = save_reflection(session, learner, at, reflection_id, text, seen_revision=seen_revision, now=now)
    except HoldsIdentifyingDetails as refusal:
        return Outcome(text, seen_revision, is_saved=False, findings=tuple(refusal.findings), message=refusal.message)
    except ReflectionChangedElsewhere as refusal:
        return Outcome(text, refusal.revision, is_saved=False, elsewhere=refusal.stored, message=refusal.message)
    except TooLong as refusal:
        return Outcome(text, seen_revision, is_saved=False, message=refusal.message)
    return Outcome(text, revision, is_saved=True)
