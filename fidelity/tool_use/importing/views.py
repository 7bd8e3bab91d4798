"""The pages on which a method supporter or an administrator brings in processes from a file."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places
from core.database import request_session
from core.i18n import language
from core.security import allow_upload
from core.table_files import kept as files
from core.template_names import name_for_templates
from fidelity.tool_use.importing import service, work
from fidelity.tool_use.importing.forms import EVERY, ApplyForm, ProcessFileForm
from fidelity.tool_use.importing.headings import HEADINGS
from fidelity.tool_use.importing.models import ProcessImport
from fidelity.tool_use.importing.told import Quarters
from fidelity.tool_use.importing.words import quarter_of_year_words
from fidelity.tool_use.kinds import used_kinds
from fidelity.tool_use.rules import quarter_of
from organisation.access import Permission, Viewer, requires, viewer
from organisation.words import unit_word

QUARTERS_BACK = 40

bp = Blueprint("process_import", __name__, url_prefix="/tool-use/imports")


def init_app(app: Flask) -> None:
    """Register the pages, and the link under the name."""
    app.register_blueprint(bp)
    allow_upload(app, "process_import.send")
    places.registry(app).account_links.append(_account_link)
    name_for_templates(app, quarter_of_year_words=quarter_of_year_words)


def _account_link(person: Viewer) -> places.Link | None:
    if not person.may(Permission.IMPORT_PROCESSES):
        return None
    is_current = request.blueprint == bp.name
    return places.Link(_("Processes from a file"), url_for("process_import.start"), "upload", is_current)


def import_or_404(import_id: int) -> ProcessImport:
    """The file, when of the viewer's municipality."""
    kept = files.kept_in(request_session(), ProcessImport, viewer().municipality_id, import_id)
    return kept or abort(404)


@bp.get("")
@requires(Permission.IMPORT_PROCESSES)
def start() -> str:
    """Where a file is chosen."""
    quarters = _quarters()
    return _start_page(ProcessFileForm(formdata=None, quarters=quarters, first=quarters[0][0], last=quarters[0][0]))


def _quarters() -> list[tuple[int, str]]:
    """The quarters that have ended, the latest first."""
    this = quarter_of(clock.today()).number
    return [(number, quarter_of_year_words(number)) for number in range(this - 1, this - 1 - QUARTERS_BACK, -1)]


def _start_page(form: ProcessFileForm) -> str:
    session, municipality_id = request_session(), viewer().municipality_id
    latest = [
        (kept, url_for("process_import.show", import_id=kept.id))
        for kept in files.latest(session, ProcessImport, municipality_id)
    ]
    return render_template(
        "process_import/start.html",
        form=form,
        latest=latest,
        headings=[words.split(", ", 1) for words in HEADINGS.values()],
        kinds=used_kinds(session, municipality_id),
    )


@bp.post("")
@requires(Permission.IMPORT_PROCESSES)
def send() -> AnyResponse | tuple[str, int]:
    """Read the file and make its preview."""
    form = ProcessFileForm(quarters=_quarters())
    if not form.validate():
        return _start_page(form), 422
    session, person = request_session(), viewer()
    kept = service.take_file(
        session,
        files.Sender(person.id, person.municipality_id),
        file_name=form.file.data.filename or "",
        quarters=Quarters(form.first.data, form.last.data) if form.holds.data == EVERY else None,
        now=clock.now(),
    )
    session.commit()
    work.preview(kept.id, form.file.data.read(), language())
    return redirect(url_for("process_import.show", import_id=kept.id), 303)


@bp.get("/<int:import_id>")
@requires(Permission.IMPORT_PROCESSES)
def show(import_id: int) -> str:
    """The file as it stands: under way, preview, refused, done or dropped."""
    return _import_page(import_or_404(import_id), ApplyForm(formdata=None))


def _import_page(kept: ProcessImport, form: ApplyForm) -> str:
    return render_template(
        "process_import/show.html",
        kept=kept,
        form=form,
        advance=work.advance_of(kept.id),
        unit_word=unit_word(viewer(), language()),
        is_given_up=files.has_been_given_up(kept, now=clock.now()),
    )


@bp.post("/<int:import_id>/apply")
@requires(Permission.IMPORT_PROCESSES)
def apply(import_id: int) -> AnyResponse | tuple[str, int]:
    """Take the file in."""
    kept, form, session = import_or_404(import_id), ApplyForm(), request_session()
    try:
        service.begin_writing(session, kept, is_sure=bool(form.is_sure.data), now=clock.now())
    except files.NotSure as refusal:
        session.rollback()
        form.is_sure.errors = [refusal.message]
        return _import_page(import_or_404(import_id), form), refusal.status
    session.commit()
    work.write(kept.id, language())
    return redirect(url_for("process_import.show", import_id=import_id), 303)


@bp.post("/<int:import_id>/drop")
@requires(Permission.IMPORT_PROCESSES)
def drop(import_id: int) -> AnyResponse:
    """Throw the file away."""
    service.drop(request_session(), import_or_404(import_id), actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("The file is dropped. Nothing was changed."))
    return redirect(url_for("process_import.start"), 303)
