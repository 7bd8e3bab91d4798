"""Comments on a rating: free text, which passes the screen before it is kept. What it holds back goes back to the page only."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core import screen
from core.errors import DomainError
from fidelity.checklists.filling.writing import HeldBack, refuse_what_identifies
from fidelity.reviews.rating import service
from fidelity.reviews.rating.rules import Sheet
from fidelity.reviews.rounds.models import Assignment


@dataclass(frozen=True)
class Comment:
    """A comment as it was sent: what stood there when it was begun (`mark_of`), and what its writer has said tells nothing."""

    criterion: str
    text: str
    seen: str
    accepted: Collection[str] = ()


@dataclass(frozen=True)
class CommentOutcome:
    """A comment after a save: what stands in its box, and what became of it."""

    text: str
    seen: str
    is_saved: bool = True
    message: str | None = None
    judgement: screen.Judgement | None = None
    elsewhere: str | None = None

    @property
    def asks(self) -> bool:
        """Whether the writer may answer for what was found and have it kept as it is."""
        return self.judgement is not None and not self.judgement.take_away


def mark_of(text: str) -> str:
    """A short mark of what stands in a box, for its page to carry."""
    return sha256(text.encode()).hexdigest()[:16] if text else ""


def shown(text: str) -> CommentOutcome:
    """A comment as it stands."""
    return CommentOutcome(text, mark_of(text))


def keep(session: Session, assignment: Assignment, sheet: Sheet, comment: Comment) -> CommentOutcome:
    """Keep a comment and say what became of it; what is not kept is only in what is returned.

    Raises AlreadySubmitted or NoLongerYours.
    """
    service.lock(session, assignment)
    if comment.criterion not in sheet.criteria:
        return shown("")
    rows = service.ratings(session, assignment.id)
    stored = rows[comment.criterion].comment if comment.criterion in rows else ""
    if comment.text == stored:
        return shown(stored)
    try:
        refuse_what_identifies(comment.text, before=stored, accepted=comment.accepted)
    except DomainError as refusal:
        judgement = refusal.judgement if isinstance(refusal, HeldBack) else None
        return CommentOutcome(comment.text, comment.seen, is_saved=False, message=refusal.message, judgement=judgement)
    if comment.seen != mark_of(stored):
        return CommentOutcome(
            comment.text, mark_of(stored), is_saved=False, message=_CHANGED_ELSEWHERE, elsewhere=stored
        )
    service.row_for(session, assignment, rows, comment.criterion).comment = comment.text
    session.flush()
    return shown(comment.text)


_CHANGED_ELSEWHERE = _l(
    "The comment has been changed on another page as well. Both texts are shown; choose what to keep."
)
