"""Reading what is published and in use: a municipality's checklists, and the version behind a published row's id."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.publishing import IS_COMMON, PublishedDocument, document_id
from fidelity.checklists.catalogue import FOLDER, Checklist, Checklists
from fidelity.checklists.own.models import ChecklistInUse
from fidelity.checklists.own.overlay import MunicipalityChecklists, PublishedChecklist, read_row

_Kept = dict[int, PublishedChecklist]


def common() -> Checklists:
    """The common base."""
    found: Checklists = current_app.extensions["metodstod_checklists"]
    return found


def checklists_for(session: Session, municipality_id: int) -> MunicipalityChecklists:
    """What a municipality uses. One statement, and a second one when the process has not read a version before."""
    rows = session.scalars(select(ChecklistInUse).where(ChecklistInUse.municipality_id == municipality_id)).all()
    documents = _published(session, [row.document_id for row in rows if row.document_id is not None])
    return MunicipalityChecklists(
        common(),
        own={_id_of(row.key): documents[row.document_id] for row in rows if row.document_id is not None},
        retired={
            _id_of(row.key): (row.retired_at, row.retired_because)
            for row in rows
            if row.retired_at is not None and row.retired_because is not None
        },
    )


def published_checklist(
    session: Session, municipality_id: int, row_id: int, language: str
) -> PublishedChecklist | None:
    """The version that a published row holds, for good, in the wanted language where it was published in that too.

    None where there is no such checklist, or it is another municipality's own.
    """
    found = _published(session, [row_id]).get(row_id)
    if found is None or found.municipality_id not in (None, municipality_id):
        return None
    return found if found.language == language else _twin(session, found, language) or found


def row_id(checklist: Checklist) -> int:
    """The id of the published row of a checklist: what a filled one refers to."""
    if isinstance(checklist, PublishedChecklist):
        return checklist.row_id
    return document_id(checklist.key, checklist.language)


def _id_of(key: str) -> str:
    return key.removeprefix(f"{FOLDER}/")


def _published(session: Session, ids: list[int]) -> _Kept:
    """Published checklists by their rows' ids. They never change, so each is read once a process."""
    kept: _Kept = current_app.extensions.setdefault("metodstod_published_checklists", {})
    unread = set(ids) - kept.keys()
    if unread:
        rows = session.scalars(
            select(PublishedDocument).where(PublishedDocument.id.in_(unread), PublishedDocument.kind == "checklist")
        )
        kept.update({row.id: read_row(row, common().references) for row in rows})
    return {one: kept[one] for one in ids if one in kept}


def _twin(session: Session, checklist: PublishedChecklist, language: str) -> PublishedChecklist | None:
    """The same version in another language."""
    found = session.scalar(
        select(PublishedDocument.id).where(
            PublishedDocument.municipality_id == checklist.municipality_id if checklist.is_own else IS_COMMON,
            PublishedDocument.key == checklist.key,
            PublishedDocument.version == checklist.document.version,
            PublishedDocument.language == language,
        )
    )
    return None if found is None else _published(session, [found])[found]
