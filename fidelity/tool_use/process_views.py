"""The processes of a unit: the list, and one of them with what is registered on it, to close, open again, correct or take away."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from fidelity.tool_use import forms, named_tools, queries, service
from fidelity.tool_use.models import Process
from fidelity.tool_use.queries import Wanted
from fidelity.tool_use.rules import NETWORKS
from fidelity.tool_use.service import Course
from fidelity.tool_use.views import asked_page, asked_words, own_kinds, own_workplaces, process_or_404
from organisation.access import Permission, requires, viewer
from organisation.words import unit_word

bp = Blueprint("processes", __name__, url_prefix="/processes")
STATES = {"open": True, "closed": False}


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)


@bp.get("")
@requires(Permission.REGISTER_WORK)
def show() -> str:
    """The unit's processes, open and closed, those that were touched last first."""
    mine, session = own_workplaces(), request_session()
    if not mine:
        return render_template("tool_use/nowhere.html", heading=_("Processes"))
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    sought, fault = asked_words()
    wanted = Wanted(STATES.get(state), kind or None, sought)
    known = own_kinds()
    return render_template(
        "processes/show.html",
        found=queries.processes(session, mine, wanted, page=asked_page()),
        asked={"state": state or None, "kind": kind or None, "words": sought or None},
        fault=fault,
        kinds=known,
        kind_names={one.key: one.name for one in known},
        workplaces={place.id: place.name for place in mine},
    )


@bp.get("/<int:process_id>")
@requires(Permission.REGISTER_WORK)
def process(process_id: int) -> str:
    """One process: what it is, what is registered, and what may be done with it."""
    return _page(process_or_404(process_id))


def _course_form(found: Process, *, is_sent: bool = False) -> forms.CourseForm:
    stands = {"kind": found.kind, "opened_on": found.opened_on, "ended_on": found.closed_on}
    form = forms.CourseForm() if is_sent else forms.CourseForm(formdata=None, data=stands)
    form.set_kinds(kind for kind in own_kinds() if kind.is_used or kind.key == found.kind)
    return form


def _close_form(*, is_sent: bool = False) -> forms.CloseForm:
    return forms.CloseForm() if is_sent else forms.CloseForm(formdata=None, closed_on=clock.today())


def _page(
    found: Process,
    *,
    close_form: forms.CloseForm | None = None,
    course_form: forms.CourseForm | None = None,
    changed: service.ChangedElsewhere | None = None,
) -> str:
    had = service.tools_of(request_session(), found.id)
    return render_template(
        "processes/process.html",
        process=found,
        kind_names={kind.key: kind.name for kind in own_kinds()},
        had=had,
        retired=sorted(had - named_tools.slugs()),
        groups=named_tools.groups(found.kind, language()),
        networks=NETWORKS,
        close_form=close_form or _close_form(),
        course_form=course_form or _course_form(found),
        is_correcting=course_form is not None,
        changed=changed,
        seen=forms.write_seen(service.course_of(found)),
        workplaces={place.id: place.name for place in own_workplaces()},
        unit_word=unit_word(viewer(), language()),
    )


@bp.post("/<int:process_id>")
@requires(Permission.REGISTER_WORK)
def correct(process_id: int) -> AnyResponse | tuple[str, int]:
    """Correct the process's kind and days."""
    found = process_or_404(process_id)
    form = _course_form(found, is_sent=True)
    if not form.validate():
        return _page(found, course_form=form), 422
    try:
        _change(found, form.course)
    except DomainError as refusal:
        return _refused(process_id, refusal, course_form=form)
    flash(_("The process is corrected."))
    return redirect(url_for("processes.process", process_id=process_id), 303)


@bp.post("/<int:process_id>/close")
@requires(Permission.REGISTER_WORK)
def close(process_id: int) -> AnyResponse | tuple[str, int]:
    """Close the process on a day."""
    found, form = process_or_404(process_id), _close_form(is_sent=True)
    if not form.validate():
        return _page(found, close_form=form), 422
    try:
        _change(found, Course(found.kind, found.opened_on, form.closed_on.data))
    except DomainError as refusal:
        return _refused(process_id, refusal, close_form=form)
    flash(_("%(reference)s is closed.", reference=found.reference))
    return redirect(url_for("processes.process", process_id=process_id), 303)


@bp.post("/<int:process_id>/open")
@requires(Permission.REGISTER_WORK)
def open_again(process_id: int) -> AnyResponse | tuple[str, int]:
    """Open the process again."""
    found = process_or_404(process_id)
    try:
        _change(found, Course(found.kind, found.opened_on, None))
    except DomainError as refusal:
        return _refused(process_id, refusal)
    flash(_("%(reference)s is open again.", reference=found.reference))
    return redirect(url_for("processes.process", process_id=process_id), 303)


def _change(found: Process, course: Course) -> None:
    """Let the process be as was written, when it still is as the page had it."""
    session, seen = request_session(), forms.read_seen(request.form.get("seen", "")) or abort(400)
    service.correct_process(session, found, course, seen=seen, actor=viewer().actor, now=clock.now())
    session.commit()


def _refused(
    process_id: int,
    refusal: DomainError,
    *,
    close_form: forms.CloseForm | None = None,
    course_form: forms.CourseForm | None = None,
) -> tuple[str, int]:
    """The page with what was written and what is wrong with it; where a colleague was first, also with how it stands now."""
    request_session().rollback()
    found = process_or_404(process_id)
    changed = refusal if isinstance(refusal, service.ChangedElsewhere) else None
    if changed is None and course_form is not None:
        course_form.opened_on.errors = [refusal.message]
    elif changed is None and close_form is not None:
        close_form.closed_on.errors = [refusal.message]
    return _page(found, close_form=close_form, course_form=course_form, changed=changed), refusal.status


@bp.post("/<int:process_id>/tools")
@requires(Permission.REGISTER_WORK)
def correct_tools(process_id: int) -> AnyResponse:
    """Correct what is registered on the process; only what was changed on the page is changed."""
    found, session = process_or_404(process_id), request_session()
    tools, seen = forms.sent_tools(request.form), forms.seen_tools(request.form)
    if not tools <= named_tools.slugs() | seen:
        abort(400)
    service.correct_tools(session, found, tools, seen=seen, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("What is registered is corrected."))
    return redirect(url_for("processes.process", process_id=process_id), 303)


@bp.post("/<int:process_id>/remove")
@requires(Permission.REGISTER_WORK)
def remove(process_id: int) -> AnyResponse:
    """Take the process away, when it was started by mistake and nothing is registered on it."""
    found, session = process_or_404(process_id), request_session()
    service.remove_process(session, found, actor=viewer().actor, now=clock.now())
    session.commit()
    flash(_("%(reference)s is taken away. It counts nowhere.", reference=found.reference))
    return redirect(url_for("processes.show"), 303)
