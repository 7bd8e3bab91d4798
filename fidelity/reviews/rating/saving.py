"""Saving a page of a rating as a form: what was changed on it is kept, and what could not be kept is said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.audit import Actor
from fidelity.reviews.rating import asides, comments, service
from fidelity.reviews.rating.comments import CommentOutcome
from fidelity.reviews.rating.forms import SentPage
from fidelity.reviews.rating.rules import Operation, Outcome, SetAnswer, SetGate, SetTool, Sheet
from fidelity.reviews.rating.service import NotAllAnswered
from fidelity.reviews.rounds.models import Assignment


@dataclass(frozen=True)
class Saved:
    """What became of a page. `over` and `older` are criteria that were answered otherwise on another page, before and after."""

    comments: Mapping[str, CommentOutcome]
    over: Sequence[str] = ()
    older: Sequence[str] = ()
    missing: Sequence[str] = ()

    @property
    def held_back(self) -> Mapping[str, CommentOutcome]:
        """The comments that are not kept, by criterion."""
        return {name: one for name, one in self.comments.items() if not one.is_saved}

    @property
    def is_whole(self) -> bool:
        """Whether all that the page held is kept and nothing is missing."""
        return not (self.held_back or self.older or self.missing)


def save_page(
    session: Session, assignment: Assignment, sheet: Sheet, sent: SentPage, *, actor: Actor, now: datetime
) -> Saved:
    """Keep what a page holds, and submit the rating where that is asked for and nothing is left over.

    Raises AlreadySubmitted or NoLongerYours.
    """
    if sent.submits:
        service.lock_to_submit(session, assignment)
    outcomes = service.keep(session, assignment, sheet, sent.operations)
    kept = {one.criterion: comments.keep(session, assignment, sheet, one) for one in sent.comments}
    saved = Saved(kept, _with(outcomes, sent, Outcome.OVER), _with(outcomes, sent, Outcome.OLDER))
    if sent.submits and saved.is_whole:
        try:
            service.submit(session, assignment, sheet, actor=actor, now=now)
        except NotAllAnswered as refusal:
            return Saved(saved.comments, saved.over, saved.older, refusal.criteria)
    return saved


def stands(session: Session, assignment: Assignment, sent: SentPage) -> bool:
    """Whether a page that submits holds what is stored already."""
    rows = service.ratings(session, assignment.id)
    gates, tools = asides.gates(session, assignment.id), asides.tools(session, assignment.id)

    def is_there(one: Operation) -> bool:
        match one:
            case SetAnswer():
                return one.criterion in rows and rows[one.criterion].answer == one.answer
            case SetGate():
                return gates.get(one.gate) == one.answer
            case SetTool():
                return (one.tool in tools) == one.is_seen
        return False

    comments_are_there = (one.criterion in rows and rows[one.criterion].comment == one.text for one in sent.comments)
    return sent.submits and all(map(is_there, sent.operations)) and all(comments_are_there)


def _with(outcomes: Mapping[str, Outcome], sent: SentPage, outcome: Outcome) -> Sequence[str]:
    return [one.criterion for one in sent.operations if isinstance(one, SetAnswer) and outcomes[one.id] is outcome]
