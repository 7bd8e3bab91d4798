"""What authors do: write drafts, publish them, retire a checklist and take it up again. Published rows never change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import screen
from core.audit import Actor, Event, record
from core.documents import Document
from core.errors import DomainError
from core.publishing import PublishedDocument, document_id, row_of
from fidelity.checklists.own.author_queries import Desk, desk, draft_of, key_of
from fidelity.checklists.own.checking import Fault
from fidelity.checklists.own.models import ChecklistDraft, ChecklistInUse
from fidelity.checklists.own.queries import common
from fidelity.checklists.own.rules import RESERVED, Numbering, Written, free_name, slug_of, to_source
from organisation.models import Municipality

CHECKLIST_PUBLISHED = Event("checklist-published", "checklist", "version", says=_l("Own checklist published"))
CHECKLIST_RETIRED = Event("checklist-retired", "checklist", says=_l("Checklist retired"))
CHECKLIST_TAKEN_UP = Event("checklist-taken-up", "checklist", says=_l("Checklist taken up again"))
COMMON_CHECKLIST_USED = Event(
    "common-checklist-used", "checklist", says=_l("The common checklist used instead of the own one")
)


class HoldsIdentifyingDetails(DomainError):
    """The text holds something that looks like an identifying detail; it has not been saved."""

    status = 422

    def __init__(self, findings: Collection[screen.Finding]) -> None:
        super().__init__(
            _l("The text is not saved yet: it holds something that can identify a person. Change what is marked.")
        )
        self.findings = list(findings)


class DraftChangedElsewhere(DomainError):
    """The draft was saved, published or thrown away on another page since this one was opened."""


class NotReady(DomainError):
    """The checker has found something to mend."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_l("The checklist can't be published before everything is mended."))
        self.faults = faults


class NothingChanged(DomainError):
    """The draft says what the version in use says."""


class NoSuchChecklist(DomainError):
    """The municipality has no checklist of that id."""

    status = 404


@dataclass(frozen=True)
class Author:
    """Who writes, and for which municipality."""

    person_id: int
    municipality_id: int

    @property
    def actor(self) -> Actor:
        """The author as the audit log knows them."""
        return Actor(self.person_id, self.municipality_id)


def begin(session: Session, author: Author, written: Written, *, now: datetime) -> str:
    """Begin a wholly new checklist with what is written so far; returns its id, made of its title."""
    _screen(written.free_text)
    _lock(session, author)
    checklist_id = free_name(slug_of(written.title) or "checklist", _taken(session, author))
    _keep_draft(session, author, checklist_id, written, base_id=None, now=now)
    return checklist_id


def save_draft(
    session: Session,
    author: Author,
    checklist_id: str,
    written: Written,
    *,
    seen_revision: int,
    departs_from_newest: bool = False,
    now: datetime,
) -> Desk:
    """Keep what is written; a text equal to what is used makes no draft.

    `departs_from_newest` notes that the newest common version has been looked at. Raises HoldsIdentifyingDetails, or
    DraftChangedElsewhere when `seen_revision` is not the stored one and the texts differ.
    """
    _screen(written.free_text)
    _lock(session, author)
    here = desk_of(session, author, checklist_id)
    if here.written == written and not departs_from_newest:
        return here
    _see_that_unchanged(here, seen_revision)
    base_id = _newest_base(here) if departs_from_newest else here.base_id
    _keep_draft(session, author, checklist_id, written, base_id=base_id, now=now)
    return desk_of(session, author, checklist_id)


def throw_away(session: Session, author: Author, checklist_id: str, *, seen_revision: int) -> None:
    """End a draft without publishing it. Raises DraftChangedElsewhere."""
    _lock(session, author)
    _see_that_unchanged(desk_of(session, author, checklist_id), seen_revision)
    _close_draft(session, author, checklist_id)


def publish(
    session: Session,
    author: Author,
    checklist_id: str,
    *,
    seen_revision: int,
    change: str | None,
    news: str | None,
    now: datetime,
) -> PublishedDocument:
    """Publish the draft as the next own version and use it.

    `change` and `news` are told from the second version on. Raises DraftChangedElsewhere, NotReady, NothingChanged or
    HoldsIdentifyingDetails.
    """
    _screen(news or "")
    _lock(session, author)
    here = desk_of(session, author, checklist_id)
    _see_that_unchanged(here, seen_revision)
    look = here.look()
    if look.faults:
        raise NotReady(look.faults)
    if not here.changes(look):
        raise NothingChanged(_l("The draft says the same as the version in use. Change something first."))
    version = next_version(session, author, checklist_id)
    document = look.document(Numbering(version, change, news) if version > 1 else Numbering())
    if not isinstance(document, Document):
        raise NotReady([])
    row = row_of(document, now, municipality_id=author.municipality_id, base_id=here.base_id)
    session.add(row)
    session.flush()
    in_use = _in_use(session, author, checklist_id)
    in_use.document_id, in_use.retired_at, in_use.retired_because = row.id, None, None
    _close_draft(session, author, checklist_id)
    record(session, CHECKLIST_PUBLISHED, actor=author.actor, at=now, checklist=checklist_id, version=row.version)
    return row


def retire(session: Session, author: Author, checklist_id: str, because: str, *, now: datetime) -> None:
    """Use a checklist no longer, own or common; what was filled in stays. Raises HoldsIdentifyingDetails."""
    _screen(because)
    _lock(session, author)
    if desk_of(session, author, checklist_id).used is None:
        raise NoSuchChecklist(_l("There is no version of it in use. Throw the draft away instead."))
    in_use = _in_use(session, author, checklist_id)
    if in_use.retired_at is None:
        in_use.retired_at, in_use.retired_because = now, because
        record(session, CHECKLIST_RETIRED, actor=author.actor, at=now, checklist=checklist_id)


def take_up(session: Session, author: Author, checklist_id: str, *, now: datetime) -> None:
    """Use a retired checklist again, in the version that was used last."""
    _lock(session, author)
    in_use = _noted(session, author, checklist_id)
    if in_use is not None and in_use.retired_at is not None:
        in_use.retired_at, in_use.retired_because = None, None
        record(session, CHECKLIST_TAKEN_UP, actor=author.actor, at=now, checklist=checklist_id)


def use_common(session: Session, author: Author, checklist_id: str, *, now: datetime) -> None:
    """Use the common checklist instead of the own version, which stays as it was published."""
    _lock(session, author)
    if common().checklist(checklist_id, "sv") is None:
        raise NoSuchChecklist(_l("There is no common checklist of that name. Retire your own instead."))
    in_use = _noted(session, author, checklist_id)
    if in_use is not None and in_use.document_id is not None:
        in_use.document_id = None
        record(session, COMMON_CHECKLIST_USED, actor=author.actor, at=now, checklist=checklist_id)


def desk_of(session: Session, author: Author, checklist_id: str) -> Desk:
    """The checklist on its author's desk. Raises NoSuchChecklist."""
    found = desk(session, author.municipality_id, checklist_id)
    if found is None:
        raise NoSuchChecklist(_l("There is no such checklist. Begin again from the list."))
    return found


def next_version(session: Session, author: Author, checklist_id: str) -> int:
    """The number that the next own version gets."""
    highest = session.scalar(
        select(func.max(PublishedDocument.version)).where(
            PublishedDocument.municipality_id == author.municipality_id,
            PublishedDocument.key == key_of(checklist_id),
        )
    )
    return (highest or 0) + 1


def _screen(text: str) -> None:
    findings = screen.find_sure(text)
    if findings:
        raise HoldsIdentifyingDetails(findings)


def _lock(session: Session, author: Author) -> None:
    """Let one request at a time write for a municipality's checklists, so that two authors never overtake each other."""
    session.execute(select(Municipality.id).where(Municipality.id == author.municipality_id).with_for_update())


def _see_that_unchanged(here: Desk, seen_revision: int) -> None:
    if here.revision != seen_revision:
        raise DraftChangedElsewhere(
            _l(
                "Somebody has saved, published or thrown away the draft on another page meanwhile. Look at it once more."
            )
        )


def _newest_base(here: Desk) -> int | None:
    return here.base_id if here.base is None else document_id(here.base.key, here.base.language)


def _keep_draft(
    session: Session, author: Author, checklist_id: str, written: Written, *, base_id: int | None, now: datetime
) -> None:
    row = draft_of(session, author.municipality_id, checklist_id)
    if row is None:
        row = ChecklistDraft(municipality_id=author.municipality_id, key=key_of(checklist_id), revision=0)
        session.add(row)
    row.source, row.base_id, row.is_open, row.saved_at = to_source(written, checklist_id), base_id, True, now
    row.revision += 1
    session.flush()


def _close_draft(session: Session, author: Author, checklist_id: str) -> None:
    row = draft_of(session, author.municipality_id, checklist_id)
    if row is not None:
        row.is_open, row.source = False, ""
        row.revision += 1
        session.flush()


def _noted(session: Session, author: Author, checklist_id: str) -> ChecklistInUse | None:
    """What is noted of a checklist's use, where that is not simply the common base."""
    return session.scalar(
        select(ChecklistInUse).where(
            ChecklistInUse.municipality_id == author.municipality_id, ChecklistInUse.key == key_of(checklist_id)
        )
    )


def _in_use(session: Session, author: Author, checklist_id: str) -> ChecklistInUse:
    """The same, made when nothing was noted."""
    row = _noted(session, author, checklist_id)
    if row is None:
        row = ChecklistInUse(municipality_id=author.municipality_id, key=key_of(checklist_id))
        session.add(row)
        session.flush()
    return row


def _taken(session: Session, author: Author) -> set[str]:
    """The ids that a new checklist can't have."""
    drafts = select(ChecklistDraft.key).where(
        ChecklistDraft.municipality_id == author.municipality_id, ChecklistDraft.is_open.is_(True)
    )
    used = select(ChecklistInUse.key).where(ChecklistInUse.municipality_id == author.municipality_id)
    keys = session.scalars(drafts.union(used)).all()
    return {*RESERVED, *(name for name, _language in common().by_place), *(key.rpartition("/")[2] for key in keys)}
