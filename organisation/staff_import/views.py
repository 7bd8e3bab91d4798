"""The pages on which an administrator brings in a staff file."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.i18n import language
from core.table_files import kept as files
from core.template_names import name_for_templates
from organisation.access import Permission, requires, viewer
from organisation.models import PeopleImport
from organisation.staff_import import service, work
from organisation.staff_import.forms import ApplyForm, ImportForm
from organisation.staff_import.headings import HEADINGS
from organisation.staff_import.person_change import Kind, What

bp = Blueprint("staff_import", __name__, url_prefix="/people/imports")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)
    name_for_templates(app, kind_words=kind_words, what_words=what_words)


def kind_words(kind: str) -> str:
    """What the file means for people, as a heading."""
    return {
        Kind.NEW: _("New"),
        Kind.RETURNED: _("Returned"),
        Kind.MOVED: _("Moved"),
        Kind.LEFT: _("Left"),
        Kind.CHANGED: _("Changed"),
        Kind.UNCHANGED: _("Unchanged"),
    }[Kind(kind)]


def what_words(what: str) -> str:
    """What differs about a person."""
    return {
        What.NAME: _("name"),
        What.EMAIL: _("e-mail"),
        What.EMPLOYMENT: _("employment"),
        What.POSITION: _("position"),
        What.START: _("first day"),
        What.END: _("last day"),
        What.PRIMARY: _("main employment"),
        What.LEAVE: _("leave"),
    }[What(what)]


def import_or_404(import_id: int) -> PeopleImport:
    """The import, when of the viewer's municipality."""
    return files.kept_in(request_session(), PeopleImport, viewer().municipality_id, import_id) or abort(404)


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def start() -> str:
    """Where a file is chosen."""
    return _start_page(ImportForm(formdata=None, as_of=clock.today()))


def _start_page(form: ImportForm) -> str:
    latest = [
        (kept, url_for("staff_import.show", import_id=kept.id))
        for kept in files.latest(request_session(), PeopleImport, viewer().municipality_id)
    ]
    return render_template("staff_import/start.html", form=form, latest=latest, headings=HEADINGS.values())


@bp.post("")
@requires(Permission.MANAGE_PEOPLE)
def send() -> AnyResponse | tuple[str, int]:
    """Keep the file and make its preview."""
    form = ImportForm()
    if not form.validate():
        return _start_page(form), 422
    as_of = form.as_of.data or clock.today()
    if as_of > clock.today():
        form.as_of.errors = [_("The day has not come yet. Choose today or an earlier day.")]
        return _start_page(form), 422
    session, person = request_session(), viewer()
    kept = service.take_file(
        session,
        files.Sender(person.id, person.municipality_id),
        content=form.file.data.read(),
        file_name=form.file.data.filename or "",
        as_of=as_of,
        now=clock.now(),
    )
    session.commit()
    work.preview(kept.id, language())
    return redirect(url_for("staff_import.show", import_id=kept.id), 303)


@bp.get("/<int:import_id>")
@requires(Permission.MANAGE_PEOPLE)
def show(import_id: int) -> str:
    """The import as it stands: under way, preview, refused, done or dropped."""
    return _import_page(import_or_404(import_id), ApplyForm(formdata=None))


def _import_page(kept: PeopleImport, form: ApplyForm) -> str:
    return render_template(
        "staff_import/show.html",
        kept=kept,
        form=form,
        advance=work.advance_of(kept.id),
        is_given_up=files.has_been_given_up(kept, now=clock.now()),
    )


@bp.post("/<int:import_id>/apply")
@requires(Permission.MANAGE_PEOPLE)
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
    return redirect(url_for("staff_import.show", import_id=import_id), 303)


@bp.post("/<int:import_id>/drop")
@requires(Permission.MANAGE_PEOPLE)
def drop(import_id: int) -> AnyResponse:
    """Throw the file away."""
    service.drop(request_session(), import_or_404(import_id), actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("The file is dropped. Nothing was changed."))
    return redirect(url_for("staff_import.start"), 303)
