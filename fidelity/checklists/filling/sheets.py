"""From a published row to the checklist that it holds, and from a checklist to what the rules need to know of it."""

from flask import current_app
from sqlalchemy.orm import Session

from core.publishing import PublishedDocument, document_id
from fidelity.checklists.catalogue import Checklist, Checklists
from fidelity.checklists.filling.rules import Sheet
from organisation.process import ProcessStep

NETWORK_TOOL = "{}-network"


def sheet_of(document_id: int, checklist: Checklist) -> Sheet:
    """What the rules need to know of a checklist that is published under that row."""
    items = [item for pause in checklist.pauses for item in pause.items]
    return Sheet(
        document_id=document_id,
        items=tuple(item.id for item in items),
        must=tuple(item.id for item in items if item.must),
        tools=(*checklist.document.fields["tools"], *map(NETWORK_TOOL.format, checklist.networks)),
        needs_process=ProcessStep.LEARNING not in checklist.steps,
    )


def in_use(session: Session, municipality_id: int, checklist_id: str, language: str) -> tuple[int, Checklist] | None:
    """The version of a checklist that a municipality uses, with its published row."""
    checklists: Checklists = current_app.extensions["metodstod_checklists"]
    found = checklists.checklist(checklist_id, language)
    return None if found is None else (document_id(found.key, found.language), found)


def version_of(session: Session, municipality_id: int, row_id: int, language: str) -> Checklist:
    """The checklist that a published row holds, for good; in the wanted language where it was published in that too."""
    row = session.get_one(PublishedDocument, row_id)
    checklists: Checklists = current_app.extensions["metodstod_checklists"]
    found = checklists.checklist(row.key.rpartition("/")[2], language)
    if found is None:
        raise LookupError(row.key)
    return found
