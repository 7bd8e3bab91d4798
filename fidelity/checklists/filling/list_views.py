"""Where filling in begins: choosing the process; one's own unfinished checklists, the unit's finished ones, and those left behind."""

from collections.abc import Sequence

from flask import Blueprint, Flask, abort, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from fidelity.checklists.filling import forms, lists, service
from fidelity.checklists.filling.forms import NEW_PROCESS, NO_PROCESS, SentStart
from fidelity.checklists.filling.service import Beginning
from fidelity.checklists.filling.sheets import Version, version_in_use
from fidelity.checklists.filling.views import address_of
from fidelity.tool_use.kinds import used_kinds
from fidelity.tool_use.queries import Wanted, Workplace, process_in, processes, recent, workplaces
from fidelity.tool_use.service import Opening
from organisation.access import Permission, Viewer, requires, viewer

bp = Blueprint("filled_lists", __name__, url_prefix="/checklists")
MOST_PROCESSES = 8
"""How many recent processes there are to choose from before one looks for the one that is meant."""


def init_app(app: Flask) -> None:
    """Register the pages and what waits on the start page."""
    app.register_blueprint(bp)
    places.registry(app).waiting.append(waiting)


def waiting(person: Viewer) -> list[places.Waiting]:
    """The viewer's unfinished checklists."""
    found = lists.unfinished(request_session(), person, clock.today(), language())
    return [places.Waiting(5, "checklists/filling/waiting.html", {"rows": found})] if found else []


def _own_places() -> Sequence[Workplace]:
    return workplaces(request_session(), viewer(), clock.today())


@bp.get("/filled")
@requires(Permission.REGISTER_WORK)
def show() -> str:
    """The viewer's unfinished checklists and the unit's finished ones."""
    session, mine = request_session(), _own_places()
    after = lists.Place.read(request.args["after"]) or abort(400) if "after" in request.args else None
    leads = viewer().may(Permission.HAND_OVER_WORK)
    return render_template(
        "checklists/filling/show.html",
        unfinished=lists.unfinished(session, viewer(), clock.today(), language()),
        finished=lists.finished(session, viewer(), mine, language(), after=after),
        after=after,
        left_behind=lists.left_behind(session, viewer(), clock.today(), language()) if leads else [],
        has_several_units=len(mine) > 1,
    )


def _version_or_404(checklist_id: str) -> Version:
    return version_in_use(request_session(), viewer(), checklist_id, language()) or abort(404)


@bp.get("/<checklist_id>/fill-in")
@requires(Permission.REGISTER_WORK)
def choose(checklist_id: str) -> str:
    """Choose which process the checklist is about."""
    return _choose_page(checklist_id, SentStart(forms.new_key(), request.args.get("process", ""), "", None))


def _choose_page(checklist_id: str, sent: SentStart, *, problem: str | None = None) -> str:
    session, mine = request_session(), _own_places()
    words = request.values.get("words", "").strip()[:60]
    found = (
        processes(session, mine, Wanted(is_open=True, words=words)) if words else recent(session, mine, MOST_PROCESSES)
    )
    return render_template(
        "checklists/filling/choose.html",
        version=_version_or_404(checklist_id),
        sent=sent,
        words=words,
        found=found,
        kinds={kind.key: kind.name for kind in used_kinds(session, viewer().municipality_id)},
        workplaces=mine,
        problem=problem,
    )


@bp.post("/<checklist_id>/fill-in")
@requires(Permission.REGISTER_WORK)
def start(checklist_id: str) -> AnyResponse | tuple[str, int]:
    """Start the checklist and go to it."""
    session, version = request_session(), _version_or_404(checklist_id)
    sent = forms.sent_start(request.form, [one.id for one in _own_places()]) or abort(400)
    try:
        beginning = _beginning(sent)
        filled = service.start(session, beginning, version.sheet, actor=viewer().actor, now=clock.now())
    except DomainError as refusal:
        session.rollback()
        return _choose_page(checklist_id, sent, problem=refusal.message), refusal.status
    session.commit()
    return redirect(address_of(filled), 303)


def _beginning(sent: SentStart) -> Beginning:
    """What was chosen, seen to be the viewer's own. Raises NeedsProcess."""
    session, municipality_id = request_session(), viewer().municipality_id
    if sent.process.isdecimal():
        process = process_in(session, _own_places(), int(sent.process)) or abort(404)
        return Beginning(sent.key, municipality_id, process.unit_id, process.id)
    if sent.unit_id is None:
        raise service.NeedsProcess(_("Choose where the checklist is filled in."))
    unit_id = sent.unit_id
    if sent.process == NEW_PROCESS:
        if sent.kind not in [kind.key for kind in used_kinds(session, municipality_id)]:
            raise service.NeedsProcess(_("Choose what kind of process it is."))
        opening = Opening(municipality_id, unit_id, sent.kind, clock.today())
        return Beginning(sent.key, municipality_id, unit_id, opening)
    if sent.process != NO_PROCESS:
        raise service.NeedsProcess(_("Choose which process the checklist is about."))
    return Beginning(sent.key, municipality_id, unit_id, None)
