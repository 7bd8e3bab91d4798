"""The pages of the checklists: by step of the process, one to read, one to print."""

from flask import Blueprint, Flask, abort, render_template

from core.commands import add_content_check
from core.database import request_session
from core.i18n import language
from core.pages import References
from core.template_names import name_for_templates
from fidelity.checklists.catalogue import Checklists, problems
from fidelity.checklists.own.overlay import MunicipalityChecklists
from fidelity.checklists.own.queries import checklists_for
from organisation.access import Permission, requires, viewer
from organisation.process import step_name

bp = Blueprint("checklists", __name__, url_prefix="/checklists")


def init_app(app: Flask, checklists: Checklists, references: References) -> None:
    """Register the pages and the check of the texts."""
    app.extensions["metodstod_checklists"] = checklists
    app.register_blueprint(bp)
    name_for_templates(app, step_name=step_name)
    add_content_check(app, lambda: problems(app.extensions["metodstod_library"], references))


def _checklists() -> MunicipalityChecklists:
    """What the viewer's municipality uses."""
    return checklists_for(request_session(), viewer().municipality_id)


@bp.get("")
@requires(Permission.LEARN)
def show() -> str:
    """Every checklist, in the order of the process."""
    return render_template("checklists/show.html", by_step=_checklists().by_step(language()))


@bp.get("/<checklist_id>")
@requires(Permission.LEARN)
def checklist(checklist_id: str) -> str:
    """A checklist, to read and to print blank; a retired one says so."""
    checklists = _checklists()
    retired = checklists.retired(checklist_id, language())
    found = retired.checklist if retired else checklists.checklist(checklist_id, language()) or abort(404)
    return render_template(
        "checklists/checklist.html",
        checklist=found,
        retired=retired,
        tools=checklists.tools_of(found),
        lessons=checklists.lessons_of(found),
    )
