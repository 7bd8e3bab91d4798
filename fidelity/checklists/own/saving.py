"""Saving a draft from its page: what stands in the form afterwards, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import screen
from fidelity.checklists.own.author_queries import Desk
from fidelity.checklists.own.checking import Look
from fidelity.checklists.own.rules import Difference, Written, differences
from fidelity.checklists.own.service import (
    Author,
    DraftChangedElsewhere,
    HoldsIdentifyingDetails,
    desk_of,
    save_draft,
)


@dataclass(frozen=True)
class Outcome:
    """A draft's page after a save: what is stored, what stands in the form, and why that is not the same."""

    desk: Desk
    written: Written
    revision: int
    is_saved: bool
    message: str | None = None
    findings: tuple[screen.Finding, ...] = ()
    is_elsewhere: bool = False

    @property
    def look(self) -> Look:
        """What is written, as a checklist."""
        return self.desk.look(self.written)

    @property
    def found(self) -> Sequence[screen.Piece]:
        """What the screen has found."""
        return [one for one in screen.pieces(self.written.free_text, self.findings) if one.kind is not None]

    @property
    def theirs_to_mine(self) -> Sequence[Difference]:
        """What differs between what is stored and what stands in the form."""
        theirs = self.desk.look()
        return differences(self.desk.written, self.written, theirs.raw, self.look.raw)


def stored(desk: Desk) -> Outcome:
    """A draft's page when nothing has been sent."""
    return Outcome(desk, desk.written, desk.revision, is_saved=True)


def not_sent(desk: Desk, written: Written, revision: int) -> Outcome:
    """A draft's page when a field can't be taken as it is."""
    return Outcome(desk, written, revision, is_saved=False)


def save(
    session: Session,
    author: Author,
    checklist_id: str,
    written: Written,
    *,
    seen_revision: int,
    departs_from_newest: bool,
    now: datetime,
) -> Outcome:
    """Save and say what became of it; what was not saved is only in what is returned."""
    try:
        desk = save_draft(
            session,
            author,
            checklist_id,
            written,
            seen_revision=seen_revision,
            departs_from_newest=departs_from_newest,
            now=now,
        )
    except HoldsIdentifyingDetails as refusal:
        desk = desk_of(session, author, checklist_id)
        return Outcome(desk, written, seen_revision, False, refusal.message, tuple(refusal.findings))
    except DraftChangedElsewhere as refusal:
        desk = desk_of(session, author, checklist_id)
        return Outcome(desk, written, seen_revision, False, refusal.message, is_elsewhere=True)
    return Outcome(desk, written, desk.revision, is_saved=True)
