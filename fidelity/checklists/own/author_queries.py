"""Reading what authors work on: drafts, what is in use beside them, earlier versions, and what the common base has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.publishing import IS_COMMON, PublishedDocument, document_id
from fidelity.checklists import items
from fidelity.checklists.catalogue import FOLDER, Checklist
from fidelity.checklists.own.checking import Look, known_of
from fidelity.checklists.own.models import ChecklistDraft
from fidelity.checklists.own.overlay import MunicipalityChecklists, PublishedChecklist, Retired
from fidelity.checklists.own.queries import checklists_for, common, published, published_checklist
from fidelity.checklists.own.rules import Difference, Written, differences, from_source, without_ids

WRITTEN_IN = "sv"


@dataclass(frozen=True)
class BaseNews:
    """The common checklist has a newer version than the one that was departed from."""

    before: Checklist
    after: Checklist
    news: Sequence[str]
    differences: Sequence[Difference]


@dataclass(frozen=True)
class Desk:
    """One checklist on its author's desk: what is used now, and the draft of the next version if there is one."""

    checklist_id: str
    used: Checklist | None
    retired: Retired | None
    written: Written
    revision: int
    is_open: bool
    saved_at: datetime | None
    base_id: int | None
    base: Checklist | None

    @property
    def key(self) -> str:
        """The key of the checklist's documents."""
        return key_of(self.checklist_id)

    @property
    def is_there(self) -> bool:
        """Whether it is used, retired or being written; the desk of a thrown away draft is empty."""
        return self.used is not None or self.is_open

    @property
    def title(self) -> str:
        """What it is called: as the draft says, else as the version in use."""
        return self.written.title or (self.used.title if self.used else "") or self.checklist_id

    @property
    def used_title(self) -> str:
        """What colleagues know it as; what the draft calls it where there is nothing yet to know."""
        return self.used.title if self.used else self.title

    def look(self, written: Written | None = None) -> Look:
        """A text as the checklist's next version."""
        versions = [one for one in (self.used, self.base) if one is not None]
        return Look(written or self.written, self.checklist_id, known_of(versions), common())

    def changes(self, look: Look) -> list[Difference]:
        """What the text changes in what is used now; everything is new where nothing is."""
        before = Written() if self.used is None else written_of(self.used)
        raw = items.RawChecklist() if self.used is None else items.read(self.used.document)
        return differences(before, look.written, raw, look.raw)


def key_of(checklist_id: str) -> str:
    """The key of a checklist's documents, which is also its address."""
    return f"{FOLDER}/{checklist_id}"


def written_of(checklist: Checklist) -> Written:
    """A published text as its author's form shows it."""
    found = from_source(checklist.document.source)
    return replace(found, body=without_ids(found.body))


def desk(session: Session, municipality_id: int, checklist_id: str) -> Desk | None:
    """The checklist of that id for its author; None where the municipality never had one of that id."""
    checklists = checklists_for(session, municipality_id)
    retired = checklists.retired(checklist_id, WRITTEN_IN)
    used = retired.checklist if retired else checklists.checklist(checklist_id, WRITTEN_IN)
    draft = draft_of(session, municipality_id, checklist_id)
    if used is None and draft is None:
        return None
    base = common().checklist(checklist_id, WRITTEN_IN)
    is_open = draft is not None and draft.is_open
    return Desk(
        checklist_id,
        used=used,
        retired=retired,
        written=from_source(draft.source) if draft and is_open else written_of(used) if used else Written(),
        revision=draft.revision if draft else 0,
        is_open=is_open,
        saved_at=draft.saved_at if draft and is_open else None,
        base_id=draft.base_id if draft and is_open else _departs_from(used, base),
        base=base,
    )


def draft_of(session: Session, municipality_id: int, checklist_id: str) -> ChecklistDraft | None:
    """The row in which a draft is kept, whether one is being written or not."""
    return session.scalar(
        select(ChecklistDraft).where(
            ChecklistDraft.municipality_id == municipality_id, ChecklistDraft.key == key_of(checklist_id)
        )
    )


def _departs_from(used: Checklist | None, base: Checklist | None) -> int | None:
    if isinstance(used, PublishedChecklist):
        return used.base_id
    return None if base is None else document_id(base.key, base.language)


def base_news(session: Session, municipality_id: int, desk: Desk) -> BaseNews | None:
    """What the common base has changed since the version that the draft, or what is used, departs from."""
    if desk.base_id is None or desk.base is None:
        return None
    before = published_checklist(session, municipality_id, desk.base_id, WRITTEN_IN)
    if before is None or before.document.version >= desk.base.document.version:
        return None
    told = session.scalars(
        select(PublishedDocument.news)
        .where(
            IS_COMMON,
            PublishedDocument.key == desk.key,
            PublishedDocument.language == WRITTEN_IN,
            PublishedDocument.version > before.document.version,
            PublishedDocument.version <= desk.base.document.version,
        )
        .order_by(PublishedDocument.version)
    )
    raws = (items.read(before.document), items.read(desk.base.document))
    changed = differences(written_of(before), written_of(desk.base), *raws)
    return BaseNews(before, desk.base, [one for one in told if one], changed)


@dataclass(frozen=True)
class Version:
    """A version of a municipality's own."""

    row_id: int
    number: int
    published_at: datetime
    change: str | None
    news: str | None


def versions(session: Session, municipality_id: int, checklist_id: str) -> list[Version]:
    """A municipality's own versions of a checklist, the newest first."""
    rows = session.scalars(
        select(PublishedDocument)
        .where(PublishedDocument.municipality_id == municipality_id, PublishedDocument.key == key_of(checklist_id))
        .order_by(PublishedDocument.version.desc())
    )
    return [Version(row.id, row.version, row.published_at, row.change, row.news) for row in rows]


@dataclass(frozen=True)
class DraftShown:
    """A draft in a list."""

    checklist_id: str
    title: str
    saved_at: datetime


@dataclass(frozen=True)
class OwnShown:
    """An own version in a list; `behind` says that the common one has got a newer version since."""

    checklist: Checklist
    published_at: datetime
    is_behind: bool


@dataclass(frozen=True)
class Shelf:
    """Everything an author finds: what is being written, what is in use and what is used no longer."""

    drafts: Sequence[DraftShown]
    own: Sequence[OwnShown]
    common: Sequence[Checklist]
    retired: Sequence[Retired]
    drafts_by_id: Mapping[str, DraftShown]


def shelf(session: Session, municipality_id: int) -> Shelf:
    """A municipality's checklists as their author's list shows them."""
    checklists = checklists_for(session, municipality_id)
    rows = session.scalars(
        select(ChecklistDraft).where(
            ChecklistDraft.municipality_id == municipality_id, ChecklistDraft.is_open.is_(True)
        )
    )
    drafts = [_shown(row) for row in rows]
    everything = checklists.all(WRITTEN_IN)
    return Shelf(
        drafts=sorted(drafts, key=lambda one: one.title.lower()),
        own=_own(session, checklists),
        common=[one for one in everything if not one.is_own],
        retired=checklists.all_retired(WRITTEN_IN),
        drafts_by_id={one.checklist_id: one for one in drafts},
    )


def _shown(row: ChecklistDraft) -> DraftShown:
    checklist_id = row.key.removeprefix(f"{FOLDER}/")
    return DraftShown(checklist_id, from_source(row.source).title or checklist_id, row.saved_at)


def _own(session: Session, checklists: MunicipalityChecklists) -> list[OwnShown]:
    own = [one for one in checklists.all(WRITTEN_IN) if isinstance(one, PublishedChecklist)]
    departed_from = published(session, [one.base_id for one in own if one.base_id is not None])
    found = []
    for one in own:
        base = common().checklist(one.id, WRITTEN_IN)
        before = departed_from.get(one.base_id or 0)
        is_behind = bool(base and before and before.document.version < base.document.version)
        found.append(OwnShown(one, one.published_at, is_behind))
    return found
