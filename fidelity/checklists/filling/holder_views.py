"""Who works on an unfinished checklist: shared with a colleague, handed over, or taken over from somebody who has left."""

from uuid import UUID

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.i18n import language
from fidelity.checklists.filling import lists, queries, service
from fidelity.checklists.filling.models import FilledChecklist
from fidelity.checklists.filling.queries import Colleague
from fidelity.checklists.filling.sheets import version_of
from fidelity.checklists.filling.views import address_of, unfinished_or_404
from organisation.access import Permission, requires, viewer

bp = Blueprint("holders", __name__, url_prefix="/checklists")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


def _colleague_or_404(filled: FilledChecklist) -> Colleague:
    """The colleague that was chosen, when somebody of the checklist's unit."""
    chosen = request.form.get("colleague", type=int)
    found = queries.colleagues(request_session(), filled, clock.today())
    return next((one for one in found if one.id == chosen), None) or abort(404)


@bp.post("/filled/<uuid:filled_key>/share")
@requires(Permission.REGISTER_WORK)
def share(filled_key: UUID) -> AnyResponse:
    """Let a colleague work on the checklist too."""
    filled, session = unfinished_or_404(filled_key), request_session()
    colleague = _colleague_or_404(filled)
    service.share(session, filled, colleague.id, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("%(name)s works on the checklist too.", name=colleague.name))
    return redirect(address_of(filled), 303)


@bp.post("/filled/<uuid:filled_key>/hand-over")
@requires(Permission.REGISTER_WORK)
def hand_over(filled_key: UUID) -> AnyResponse:
    """Let a colleague go on with the checklist instead of the viewer."""
    filled, session = unfinished_or_404(filled_key), request_session()
    colleague = _colleague_or_404(filled)
    if colleague.id == viewer().id:
        abort(404)
    mine = [viewer().id]
    service.hand_over(session, filled, colleague.id, instead_of=mine, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("The checklist is handed over to %(name)s.", name=colleague.name))
    return redirect(url_for("filled_lists.show"), 303)


def _left_behind_or_404(filled_key: UUID) -> FilledChecklist:
    found = lists.left_behind_checklist(request_session(), viewer(), str(filled_key), clock.today())
    return found or abort(404)


@bp.get("/left-behind/<uuid:filled_key>")
@requires(Permission.HAND_OVER_WORK)
def left_behind(filled_key: UUID) -> str:
    """An unfinished checklist of somebody who has left: to whom is it handed over? Its answers are not shown."""
    filled = _left_behind_or_404(filled_key)
    return render_template(
        "checklists/filling/left_behind.html",
        filled=filled,
        checklist=version_of(request_session(), filled.municipality_id, filled.document_id, language()).checklist,
        colleagues=queries.colleagues(request_session(), filled, clock.today()),
    )


@bp.post("/left-behind/<uuid:filled_key>")
@requires(Permission.HAND_OVER_WORK)
def take_over(filled_key: UUID) -> AnyResponse:
    """Hand it over to somebody who works in its unit."""
    filled, session = _left_behind_or_404(filled_key), request_session()
    colleague = _colleague_or_404(filled)
    gone = queries.holders(session, filled)
    service.hand_over(session, filled, colleague.id, instead_of=gone, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("The checklist is handed over to %(name)s.", name=colleague.name))
    return redirect(url_for("filled_lists.show"), 303)
