"""Registering which tools and networks a process has used: pick the process, tap what was used, done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import audit, clock, places, screen
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from core.template_names import name_for_templates
from fidelity.tool_use import forms, kinds, named_tools, queries, service, words
from fidelity.tool_use.kinds import Kind
from fidelity.tool_use.models import Process
from fidelity.tool_use.named_tools import Group
from fidelity.tool_use.queries import Wanted, Workplace
from fidelity.tool_use.rules import NETWORKS
from organisation.access import Permission, Viewer, requires, viewer

bp = Blueprint("tool_use", __name__, url_prefix="/tool-use")
LATEST_PAGE = 10_000
LONGEST_WORDS = 60


def init_app(app: Flask) -> None:
    """Register the pages and what waits on the start page."""
    app.register_blueprint(bp)
    name_for_templates(
        app,
        tool_name=words.tool_name,
        tools_in_order=words.in_order,
        tools_in_a_row=words.in_a_row,
        network_words=words.NETWORK_WORDS,
    )
    places.registry(app).waiting.append(waiting)
    for key in ("tools", "added", "taken_away"):
        audit.say(key, words.tool_name)
    audit.say("kind", kinds.common_name)
    audit.say("source", lambda source: str(words.SOURCE_WORDS[source]))


def waiting(person: Viewer) -> list[places.Waiting]:
    """The part of the start page for those with a workplace: the processes that were touched last, each a tap away."""
    session = request_session()
    mine = queries.workplaces(session, person, clock.today())
    if not mine:
        return []
    found = queries.recent(session, mine, queries.FEWEST)
    return [places.Waiting(40, "tool_use/waiting.html", {"found": found})]


def own_workplaces() -> Sequence[Workplace]:
    """The units whose processes the viewer registers work on; asked for once a request."""
    if "workplaces" not in g:
        g.workplaces = queries.workplaces(request_session(), viewer(), clock.today())
    found: Sequence[Workplace] = g.workplaces
    return found


def own_kinds() -> Sequence[Kind]:
    """The kinds of process of the viewer's municipality; asked for once a request."""
    if "process_kinds" not in g:
        g.process_kinds = kinds.kinds(request_session(), viewer().municipality_id)
    found: Sequence[Kind] = g.process_kinds
    return found


def process_or_404(process_id: int) -> Process:
    """The process, when it is of a unit that the viewer works in or manages.

    A form carries the reference too: SQLite gives the number of a process that was taken away to the next one.
    """
    found = queries.process_in(request_session(), own_workplaces(), process_id)
    if found is None or request.form.get("reference", found.reference) != found.reference:
        abort(404)
    return found


def asked_page() -> int:
    """Which page of a list is asked for, from 1."""
    return max(1, min(request.args.get("page", 1, type=int), LATEST_PAGE))


def asked_words() -> tuple[str, str | None]:
    """The words of a reference that are asked for, and what is wrong with them: nothing that identifies is looked up."""
    asked = request.args.get("words", "").strip()[:LONGEST_WORDS]
    if screen.find_sure(asked):
        return "", _("Write a part of the reference, such as “gran 7”. Numbers of persons and cases are not here.")
    return asked, None


@bp.get("")
@requires(Permission.REGISTER_WORK)
def show() -> str:
    """Pick one of the unit's open processes, or start a new one; after a registration, what is now true."""
    mine, session = own_workplaces(), request_session()
    if not mine:
        return render_template("tool_use/nowhere.html", heading=_("Register what you have used"))
    sought, fault = asked_words()
    shows_all = bool("all" in request.args or sought or fault)
    return render_template(
        "tool_use/show.html",
        found=_listed(mine, sought) if shows_all else queries.recent(session, mine, queries.FEW),
        shows_all=shows_all,
        words=sought,
        fault=fault,
        kinds=own_kinds(),
        workplaces={place.id: place.name for place in mine},
        receipt=_receipt(mine),
        has_just_started="started" in request.args,
    )


def _listed(mine: Sequence[Workplace], sought: str) -> queries.ProcessPage:
    wanted = Wanted(is_open=True, words=sought)
    return queries.processes(request_session(), mine, wanted, page=asked_page())


def _receipt(mine: Sequence[Workplace]) -> queries.Registered | None:
    """What the viewer has just registered, by the address that the registration led to."""
    made = request.args.get("done", request.args.get("started", 0, type=int), type=int)
    return queries.registered(request_session(), mine, made, today=clock.today()) if made else None


@dataclass(frozen=True)
class Choices:
    """What can be chosen for a process: tools in groups and networks, those it has used before, those chosen now."""

    groups: Sequence[Group]
    networks: Sequence[str]
    had: Collection[str]
    chosen: Collection[str]
    key: str


def _choices(kind: str, had: Collection[str] = frozenset()) -> Choices:
    key = request.form.get("key") or forms.new_key()
    return Choices(named_tools.groups(kind, language()), NETWORKS, had, forms.sent_tools(request.form), key)


def _sent(*what: object) -> tuple[frozenset[str], str]:
    """The tools that were sent, with the key of their registration; what no page of ours has sent is refused."""
    tools, page_key = forms.sent_tools(request.form), request.form.get("key", "")
    if not page_key or not tools <= named_tools.slugs():
        abort(400)
    return tools, forms.registration_key(page_key, *what, *sorted(tools))


@bp.get("/<int:process_id>")
@requires(Permission.REGISTER_WORK)
def process(process_id: int) -> str:
    """The tools and networks, as toggles: what has the process used since last time?"""
    return _process_page(process_or_404(process_id))


def _process_page(found: Process, *, fault: str | None = None) -> str:
    had = service.tools_of(request_session(), found.id)
    return render_template(
        "tool_use/process.html",
        process=found,
        kind_names={kind.key: kind.name for kind in own_kinds()},
        choices=_choices(found.kind, had),
        fault=fault,
    )


@bp.post("/<int:process_id>")
@requires(Permission.REGISTER_WORK)
def register(process_id: int) -> AnyResponse | tuple[str, int]:
    """Keep what was chosen."""
    found, session = process_or_404(process_id), request_session()
    tools, key = _sent(process_id)
    if not tools:
        return _process_page(found, fault=_("Choose at least one tool or network first.")), 422
    made = service.register(session, found, tools, key=key, actor=viewer().actor, now=clock.now())
    session.commit()
    return redirect(url_for("tool_use.show", done=made.id), 303)


@bp.post("/<int:process_id>/undo/<int:registration_id>")
@requires(Permission.REGISTER_WORK)
def undo(process_id: int, registration_id: int) -> AnyResponse:
    """Take away what a registration of today added."""
    found, session = process_or_404(process_id), request_session()
    made = queries.registration_on(session, found, registration_id) or abort(404)
    service.undo(session, found, made, actor=viewer().actor, now=clock.now())
    session.commit()
    return redirect(url_for("tool_use.show", done=made.id), 303)


@bp.get("/new")
@requires(Permission.REGISTER_WORK)
def new() -> str:
    """A new process of a kind: since when, and what has been used so far."""
    form, mine = _start_form()
    return _new_page(form, mine, _kind_or_404(request.args.get("kind", "")))


def _kind_or_404(key: str) -> Kind:
    """The kind, when new processes may be of it."""
    return next((kind for kind in own_kinds() if kind.key == key and kind.is_used), None) or abort(404)


def _start_form(*, is_sent: bool = False) -> tuple[forms.StartForm, Sequence[Workplace]]:
    mine = own_workplaces() or abort(404)
    form = forms.StartForm() if is_sent else forms.StartForm(formdata=None, opened_on=clock.today(), unit=mine[0].id)
    form.set_places(mine)
    return form, mine


def _new_page(form: forms.StartForm, mine: Sequence[Workplace], kind: Kind) -> str:
    return render_template(
        "tool_use/new.html", form=form, kind=kind, choices=_choices(kind.key), asks_for_unit=len(mine) > 1
    )


@bp.post("/new")
@requires(Permission.REGISTER_WORK)
def start() -> AnyResponse | tuple[str, int]:
    """Start the process, and keep what was chosen."""
    kind, session = _kind_or_404(request.form.get("kind", "")), request_session()
    form, mine = _start_form(is_sent=True)
    if not form.validate():
        return _new_page(form, mine, kind), 422
    unit_id = form.unit.data if len(mine) > 1 else mine[0].id
    opening = service.Opening(viewer().municipality_id, unit_id, kind.key, form.opened_on.data or clock.today())
    tools, key = _sent(opening)
    try:
        made = service.start(session, opening, tools, key=key, actor=viewer().actor, now=clock.now())
    except DomainError as refusal:
        session.rollback()
        form.opened_on.errors = [refusal.message]
        return _new_page(form, mine, kind), refusal.status
    session.commit()
    return redirect(url_for("tool_use.show", started=made.id), 303)
