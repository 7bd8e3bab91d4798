"""The page on which a municipality decides which kinds of process there are."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock, screen
from core.database import request_session
from core.errors import DomainError
from fidelity.tool_use import kinds
from fidelity.tool_use.forms import KindForm
from fidelity.tool_use.kinds import Kind
from organisation.access import Permission, requires, viewer

bp = Blueprint("process_kinds", __name__, url_prefix="/tool-use/kinds")


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("")
@requires(Permission.SET_PROCESS_KINDS)
def show() -> str:
    """Every kind, and a form for a new one."""
    return _page(KindForm(formdata=None))


def _page(form: KindForm) -> str:
    found = kinds.kinds(request_session(), viewer().municipality_id)
    return render_template("process_kinds/show.html", kinds=found, form=form)


@bp.post("")
@requires(Permission.SET_PROCESS_KINDS)
def add() -> AnyResponse | tuple[str, int]:
    """Add a kind of the municipality's own."""
    form, session, person = KindForm(), request_session(), viewer()
    if not (form.validate() and _is_screened(form)):
        return _page(form), 422
    try:
        kinds.add_kind(session, person.municipality_id, form.name.data, actor=person.actor, now=clock.now())
    except DomainError as refusal:
        return _page(_refused(form, refusal)), refusal.status
    session.commit()
    flash(_("New processes can now be of the kind %(name)s.", name=form.name.data))
    return redirect(url_for("process_kinds.show"), 303)


def _is_screened(form: KindForm) -> bool:
    """Whether the name identifies nobody: what surely does is refused, and what may do is asked about once."""
    name = form.name.data
    if screen.find_sure(name):
        message = _("The name holds what looks like a number or an address that identifies somebody. Take it away.")
        form.name.errors = [message]
    elif screen.find(name) and not form.is_sure.data:
        form.is_sure.errors = [
            _("This can be a name of somebody, or of a place. Write something else, or say that it is not.")
        ]
    return not form.errors


def _refused(form: KindForm, refusal: DomainError) -> KindForm:
    request_session().rollback()
    form.name.errors = [refusal.message]
    return form


def kind_or_404(kind_key: str) -> Kind:
    """The kind of the viewer's municipality."""
    return kinds.kind_of(request_session(), viewer().municipality_id, kind_key) or abort(404)


@bp.get("/<kind_key>")
@requires(Permission.SET_PROCESS_KINDS)
def kind(kind_key: str) -> str:
    """One of the municipality's own kinds, to rename."""
    found = kind_or_404(kind_key)
    if not found.is_own:
        abort(404)
    return render_template("process_kinds/kind.html", kind=found, form=KindForm(formdata=None, name=found.name))


@bp.post("/<kind_key>")
@requires(Permission.SET_PROCESS_KINDS)
def rename(kind_key: str) -> AnyResponse | tuple[str, int]:
    """Give one of the municipality's own kinds another name."""
    found, form, session, person = kind_or_404(kind_key), KindForm(), request_session(), viewer()
    if not found.is_own:
        abort(404)
    if not (form.validate() and _is_screened(form)):
        return render_template("process_kinds/kind.html", kind=found, form=form), 422
    try:
        kinds.rename_kind(
            session, person.municipality_id, kind_key, form.name.data, actor=person.actor, now=clock.now()
        )
    except DomainError as refusal:
        return render_template("process_kinds/kind.html", kind=found, form=_refused(form, refusal)), refusal.status
    session.commit()
    flash(_("The kind is now called %(name)s.", name=form.name.data))
    return redirect(url_for("process_kinds.show"), 303)


@bp.post("/<kind_key>/use")
@requires(Permission.SET_PROCESS_KINDS)
def decide_use(kind_key: str) -> AnyResponse:
    """Take a kind in or out of use for new processes."""
    found, session, is_used = kind_or_404(kind_key), request_session(), request.form.get("use") == "yes"
    kinds.set_use(session, viewer().municipality_id, kind_key, is_used=is_used, actor=viewer().actor, now=clock.now())
    session.commit()
    if is_used:
        flash(_("New processes can now be of the kind %(name)s.", name=found.name))
    else:
        flash(_("New processes can no longer be of the kind %(name)s. Those there are stay.", name=found.name))
    return redirect(url_for("process_kinds.show"), 303)
