"""Which checklist and which author a request is about."""

from flask import abort

from core.database import request_session
from fidelity.checklists.own.author_queries import Desk, desk
from fidelity.checklists.own.service import Author
from organisation.access import viewer


def author() -> Author:
    """The viewer as an author."""
    return Author(viewer().id, viewer().municipality_id)


def desk_or_404(checklist_id: str, *, also_empty: bool = False) -> Desk:
    """The checklist of that id on the viewer's desk; `also_empty` takes one whose only draft was thrown away."""
    found = desk(request_session(), viewer().municipality_id, checklist_id) or abort(404)
    return found if found.is_there or also_empty else abort(404)
