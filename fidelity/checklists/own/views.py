"""The pages of a municipality's own checklists: the list, one with its versions, a version, and what is used."""

from flask import Blueprint, Flask, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from core.screen.words import found_words
from core.template_names import name_for_templates
from fidelity.checklists.own import forms, service, words, writing_views
from fidelity.checklists.own.author_queries import Desk, base_news, shelf, versions
from fidelity.checklists.own.here import author, desk_or_404
from fidelity.checklists.own.queries import common, published_checklist
from organisation.access import Permission, requires, viewer

bp = Blueprint("own_checklists", __name__, url_prefix="/checklists/own")


def init_app(app: Flask) -> None:
    """Register the pages, and the words that their templates write with."""
    app.register_blueprint(bp)
    app.register_blueprint(writing_views.bp)
    name_for_templates(
        app,
        fault_words=words.fault_words,
        field_words=words.field_words,
        value_words=words.value_words,
        found_words=found_words,
    )


@bp.get("")
@requires(Permission.WRITE_CHECKLISTS)
def show() -> str:
    """Drafts, own versions, common checklists and retired ones."""
    return render_template("own_checklists/show.html", shelf=shelf(request_session(), viewer().municipality_id))


@bp.get("/<checklist_id>")
@requires(Permission.WRITE_CHECKLISTS)
def checklist(checklist_id: str) -> str:
    """One checklist: what is used, its versions, and taking it out of use."""
    return _page(desk_or_404(checklist_id), forms.RetireForm(formdata=None))


def _page(desk: Desk, form: forms.RetireForm) -> str:
    session, municipality_id = request_session(), viewer().municipality_id
    return render_template(
        "own_checklists/checklist.html",
        desk=desk,
        form=form,
        versions=versions(session, municipality_id, desk.checklist_id),
        base_news=base_news(session, municipality_id, desk),
        checklists=common(),
    )


@bp.get("/<checklist_id>/versions/<int:document_id>")
@requires(Permission.WRITE_CHECKLISTS)
def version(checklist_id: str, document_id: int) -> str:
    """A version as it was published."""
    found = published_checklist(request_session(), viewer().municipality_id, document_id, language())
    if found is None or found.id != checklist_id:
        abort(404)
    return render_template("own_checklists/version.html", checklist=found)


@bp.get("/<checklist_id>/file")
@requires(Permission.WRITE_CHECKLISTS)
def file(checklist_id: str) -> Response:
    """The draft, or the version in use, as the file that it would be in `content/`."""
    desk = desk_or_404(checklist_id)
    source = desk.look().source() if desk.is_open or desk.used is None else desk.used.document.source
    headers = {"Content-Disposition": f'attachment; filename="{checklist_id}.sv.md"'}
    return Response(source, mimetype="text/markdown", headers=headers)


@bp.post("/<checklist_id>/retire")
@requires(Permission.WRITE_CHECKLISTS)
def retire(checklist_id: str) -> AnyResponse | tuple[str, int]:
    """Use the checklist no longer."""
    desk, form, session = desk_or_404(checklist_id), forms.RetireForm(), request_session()
    if not form.validate():
        return _page(desk, form), 422
    because = forms.one_line(form.because.data)
    try:
        service.retire(session, author(), checklist_id, because, now=clock.now())
    except DomainError as refusal:
        session.rollback()
        form.because.errors = [refusal.message]
        return _page(desk, form), refusal.status
    session.commit()
    flash(_("%(title)s is retired: it is in no list any longer. What was filled in stays.", title=desk.used_title))
    return redirect(url_for("own_checklists.show"), 303)


@bp.post("/<checklist_id>/take-up")
@requires(Permission.WRITE_CHECKLISTS)
def take_up(checklist_id: str) -> AnyResponse:
    """Use a retired checklist again."""
    desk = desk_or_404(checklist_id)
    service.take_up(request_session(), author(), checklist_id, now=clock.now())
    request_session().commit()
    flash(_("%(title)s is in use again.", title=desk.used_title))
    return redirect(url_for("own_checklists.show"), 303)


@bp.post("/<checklist_id>/use-common")
@requires(Permission.WRITE_CHECKLISTS)
def use_common(checklist_id: str) -> AnyResponse:
    """Use the common checklist instead of the own version."""
    desk = desk_or_404(checklist_id)
    service.use_common(request_session(), author(), checklist_id, now=clock.now())
    request_session().commit()
    flash(_("The common version of %(title)s is in use.", title=desk.used_title))
    return redirect(url_for("own_checklists.show"), 303)
