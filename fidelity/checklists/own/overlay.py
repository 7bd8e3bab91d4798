"""A municipality's checklists: the common base with its own versions laid over it and without what it has retired."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from core.documents import Document, read_text
from core.pages import LastingPage, References
from core.publishing import PublishedDocument
from fidelity.checklists.catalogue import KINDS, Checklist, Checklists


class PublishedChecklist(LastingPage, Checklist):
    """A checklist in one published version, as the row keeps it."""

    def __init__(self, row: PublishedDocument, document: Document, references: References) -> None:
        super().__init__(document, references)
        self.row_id = row.id
        self.municipality_id = row.municipality_id
        self.base_id = row.base_id
        self.published_at = row.published_at

    @property
    def is_own(self) -> bool:
        """Whether it is a municipality's own version and not the common one."""
        return self.municipality_id is not None


def read_row(row: PublishedDocument, references: References) -> PublishedChecklist:
    """The checklist that a published row keeps."""
    found = read_text(row.source, PurePosixPath(f"content/{row.key}.{row.language}.md"), KINDS)
    if not isinstance(found, Document):
        raise TypeError(f"published document {row.id} can't be read: {found[0]}")
    return PublishedChecklist(row, found, references)


@dataclass(frozen=True)
class Retired:
    """A checklist that is used no longer, since when, and why."""

    checklist: Checklist
    at: datetime
    because: str


class MunicipalityChecklists(Checklists):
    """What one municipality uses; asked as the common base is."""

    def __init__(
        self,
        base: Checklists,
        own: Mapping[str, PublishedChecklist],
        retired: Mapping[str, tuple[datetime, str]],
    ) -> None:
        laid_over = {(name, language): one for name, one in own.items() for language in ("sv", "en")}
        everything = {**base.by_place, **laid_over}
        used = {place: one for place, one in everything.items() if place[0] not in retired}
        super().__init__(base.library, base.references, used)
        self._retired = {
            place: Retired(one, *retired[place[0]]) for place, one in everything.items() if place[0] in retired
        }

    def retired(self, checklist_id: str, language: str) -> Retired | None:
        """The retired checklist of that id, or None."""
        return self._retired.get((checklist_id, language))

    def all_retired(self, language: str) -> list[Retired]:
        """What has been retired, by name."""
        found = [one for (_id, lang), one in self._retired.items() if lang == language]
        return sorted(found, key=lambda one: one.checklist.title.lower())
