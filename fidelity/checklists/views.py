"""The pages of the checklists: by step of the process, one to read, one to print."""

from flask import Blueprint, Flask, abort, current_app, render_template

from core.commands import add_content_check
from core.i18n import language
from core.pages import References
from fidelity.checklists.catalogue import Checklist, Checklists, problems
from organisation.access import Permission, requires
from organisation.process import step_name

bp = Blueprint("checklists", __name__, url_prefix="/checklists")


def init_app(app: Flask, checklists: Checklists, references: References) -> None:
    """Register the pages and the check of the texts."""
    app.extensions["metodstod_checklists"] = checklists
    app.register_blueprint(bp)
    app.jinja_env.globals.update(step_name=step_name)
    add_content_check(app, lambda: problems(app.extensions["metodstod_library"], references))


def _checklists() -> Checklists:
    found: Checklists = current_app.extensions["metodstod_checklists"]
    return found


def checklist_or_404(checklist_id: str) -> Checklist:
    """The checklist of that id."""
    return _checklists().checklist(checklist_id, language()) or abort(404)


@bp.get("")
@requires(Permission.LEARN)
def show() -> str:
    """Every checklist, in the order of the process."""
    return render_template("checklists/show.html", by_step=_checklists().by_step(language()))


@bp.get("/<checklist_id>")
@requires(Permission.LEARN)
def checklist(checklist_id: str) -> str:
    """A checklist, to read and to print blank."""
    found = checklist_or_404(checklist_id)
    return render_template(
        "checklists/checklist.html",
        checklist=found,
        tools=_checklists().tools_of(found),
        lessons=_checklists().lessons_of(found),
    )
