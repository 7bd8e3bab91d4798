"""What filling in needs off the network: the page without anything of a person, and the place that operations are sent to."""

from uuid import UUID

from flask import Blueprint, Flask, Response, abort, jsonify, render_template, request

from core import clock
from core.database import request_session
from core.security import store_key
from fidelity.checklists.filling import sync
from fidelity.checklists.filling.shown import blank_lines
from fidelity.checklists.filling.views import filled_or_404, unfinished_or_404, version_for
from organisation.access import Permission, requires, viewer

bp = Blueprint("offline", __name__, url_prefix="/checklists/filled")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("/<uuid:filled_key>/shell")
@requires(Permission.REGISTER_WORK)
def shell(filled_key: UUID) -> str:
    """The checklist's own text, which the browser keeps for when there is no connection: no name, reference, answer or token."""
    version = version_for(unfinished_or_404(filled_key))
    return render_template(
        "checklists/filling/shell.html", key=str(filled_key), version=version, lines=blank_lines(version.sheet)
    )


@bp.post("/sync")
@requires(Permission.REGISTER_WORK)
def send() -> Response:
    """Do what a browser has kept until now; 404 for a checklist that the viewer does not, or no longer, work on."""
    if (request.content_length or 0) > sync.LARGEST:
        abort(413)
    sent = sync.read(request.get_json(silent=True)) or abort(400)
    if sent.person != store_key(viewer().id):
        abort(401)  # kept by somebody else in the same browser: it waits for them
    filled = filled_or_404(sent.key)
    found = sync.sync(request_session(), filled, version_for(filled).sheet, sent, actor=viewer().actor, now=clock.now())
    request_session().commit()
    return jsonify(found.as_json())
