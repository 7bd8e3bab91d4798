"""From a published row to the checklist that it holds, and from a checklist to what the rules need to know of it."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from fidelity.checklists.catalogue import Checklist
from fidelity.checklists.filling.rules import Sheet
from fidelity.checklists.own.queries import checklists_for, published_checklist, row_id
from organisation.access import Viewer
from organisation.process import ProcessStep

NETWORK_TOOL = "{}-network"


@dataclass(frozen=True)
class Version:
    """A published version of a checklist, to be shown and to be reckoned with."""

    checklist: Checklist
    sheet: Sheet


def version_in_use(session: Session, viewer: Viewer, checklist_id: str, language: str) -> Version | None:
    """The version of a checklist that the viewer's municipality uses, None where it uses none (any longer)."""
    found = checklists_for(session, viewer.municipality_id).checklist(checklist_id, language)
    return None if found is None else Version(found, sheet_of(row_id(found), found))


def version_of(session: Session, municipality_id: int, document_id: int, language: str) -> Version:
    """What a published row holds, for good; in the wanted language where the version was published in that too."""
    kept: dict[tuple[int, int, str], Version] = current_app.extensions.setdefault("metodstod_filled_versions", {})
    place = (municipality_id, document_id, language)
    if place in kept:
        return kept[place]
    found = published_checklist(session, municipality_id, document_id, language)
    if found is None:
        raise LookupError(f"published document {document_id} is no checklist of municipality {municipality_id}")
    version = Version(found, sheet_of(document_id, found))
    if found.language == language:  # else a translation may still be published
        kept[place] = version
    return version


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
