"""The pages of a group session: starting one, joining by its code, rating in turns, and what the leader opens."""

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import request_session
from core.i18n import language
from core.settings import current_settings
from core.template_names import name_for_templates
from fidelity.reviews.calibration import group, group_queries, group_rules, papers
from fidelity.reviews.calibration.forms import JoinForm, SessionForm
from fidelity.reviews.calibration.group_models import GroupMember, GroupSession
from fidelity.reviews.calibration.group_rules import GroupState
from fidelity.reviews.calibration.queries import calibration_samples, kept_sample
from fidelity.reviews.calibration.views import sent_operations
from fidelity.reviews.instruments.catalogue import Instrument
from fidelity.reviews.instruments.queries import instruments
from fidelity.reviews.rating import forms, sending
from fidelity.reviews.rating.paper import Addresses, Paper
from fidelity.reviews.views import Door, add_door
from organisation.access import Permission, requires, viewer

bp = Blueprint("calibration_sessions", __name__, url_prefix="/reviews/calibration/sessions")
ENDING = "calibration_sessions/ending.html"
STATES = {
    GroupState.FIRST: _l("Everybody rates, each for themselves"),
    GroupState.TALK: _l("The levels are talked over"),
    GroupState.SECOND: _l("Everybody rates again"),
    GroupState.BESIDE: _l("The second levels stand beside the first"),
    GroupState.REFERENCE: _l("The reference is shown"),
    GroupState.CLOSED: _l("Closed"),
}
STEPS = {
    GroupState.FIRST: _l("Show the levels"),
    GroupState.TALK: _l("Let everybody rate again"),
    GroupState.SECOND: _l("Show the second levels beside the first"),
    GroupState.BESIDE: _l("Show the reference"),
    GroupState.REFERENCE: _l("Close the session"),
}
"""What the leader's button says."""


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(bp)
    about = _l("Rate an invented sample together, talk over the levels, and rate it again.")
    add_door(app, Door(24, "calibration_sessions.show", _l("Group sessions"), about, Permission.RELEASE_SAMPLES))
    name_for_templates(app, group_states=STATES, group_steps=STEPS)


@bp.get("")
@requires(Permission.RELEASE_SAMPLES)
def show() -> str:
    """The viewer's sessions and those that are closed; joining, and starting one."""
    return _list_page(JoinForm())


def _list_page(form: JoinForm) -> str:
    rows = group_queries.sessions(request_session(), viewer(), language())
    return render_template("calibration_sessions/show.html", rows=rows, form=form)


@bp.post("")
@requires(Permission.RELEASE_SAMPLES)
def join() -> AnyResponse | tuple[str, int]:
    """Take part in a session with its code. Those who rate do."""
    form, session, person = JoinForm(), request_session(), viewer()
    if not form.validate():
        return _list_page(form), 422
    if not person.may(Permission.RATE_SAMPLES):
        form.code.errors = [_("Only those who rate take part. You can lead a session.")]
        return _list_page(form), 422
    try:
        running = group.join(session, person.municipality_id, person.id, str(form.code.data))
    except group.NoSuchCode as refusal:
        form.code.errors = [refusal.message]
        session.rollback()
        return _list_page(form), refusal.status
    session.commit()
    return redirect(url_for("calibration_sessions.session", session_id=running.id), 303)


def _instrument_or_404() -> Instrument:
    """The instrument that was asked for, or the first with samples."""
    wanted = request.values.get("instrument")
    found = [one for one in instruments().all(language()) if calibration_samples().sets(one.id)]
    return next((one for one in found if wanted in {None, one.id}), None) or abort(404)


def _form(instrument: Instrument) -> SessionForm:
    form, person = SessionForm(), viewer()
    samples = group_queries.choices(request_session(), person.municipality_id, instrument.id, language(), clock.today())
    form.sample.choices = [(one.id, _choice_words(one)) for one in samples]
    form.criteria.choices = [(one.id, f"{one.code} {one.title}") for one in instrument.criteria]
    return form


def _choice_words(one: group_queries.SampleChoice) -> str:
    return _(
        "%(title)s (set %(number)s, rated by %(done)s of %(all)s coaches)",
        title=one.title,
        number=one.set_number,
        done=one.done,
        all=one.coaches,
    )


@bp.get("/new")
@requires(Permission.RELEASE_SAMPLES)
def new() -> str:
    """What the session is to be on."""
    instrument = _instrument_or_404()
    return render_template("calibration_sessions/new.html", form=_form(instrument), instrument=instrument)


@bp.post("/new")
@requires(Permission.RELEASE_SAMPLES)
def start() -> AnyResponse | tuple[str, int]:
    """Start a session."""
    instrument, session = _instrument_or_404(), request_session()
    form = _form(instrument)
    if not form.validate():
        return render_template("calibration_sessions/new.html", form=form, instrument=instrument), 422
    sample = calibration_samples().sample(str(form.sample.data), "sv") or abort(400)
    running = group.start(session, sample, form.criteria.data or [], actor=viewer().actor, now=clock.now())
    session.commit()
    return redirect(url_for("calibration_sessions.session", session_id=running.id), 303)


def running_or_404(session_id: int) -> GroupSession:
    """A session that is the viewer's to see."""
    return group_queries.session_of(request_session(), viewer(), session_id) or abort(404)


def member_or_404(running: GroupSession) -> GroupMember:
    """The viewer's part in it."""
    return group.member_of(request_session(), running, viewer().id) or abort(404)


@bp.get("/<int:session_id>")
@requires(Permission.RELEASE_SAMPLES)
def session(session_id: int) -> str:
    """A session where it is now."""
    running = running_or_404(session_id)
    page = group_queries.group_page(request_session(), running, viewer(), language(), current_settings().smallest_shown)
    paper = _paper(running) if page.is_member and group_rules.turn_of(page.state) else None
    return render_template("calibration_sessions/session.html", page=page, paper=paper, saved=None)


def _paper(running: GroupSession) -> Paper:
    session, turn = request_session(), group_rules.turn_of(GroupState(running.state)) or 0
    return papers.paper_of(
        papers.instrument_of(session, running.instrument_row_id, language()),
        kept_sample(session, running.sample_row_id, language()),
        group_queries.asked_in(session, running, language()),
        group.answers(session, member_or_404(running), turn),
        Addresses(
            url_for("calibration_sessions.save", session_id=running.id, turn=turn),
            url_for("calibration_sessions.sync", session_id=running.id, turn=turn),
            url_for("calibration_sessions.show"),
        ),
        ENDING,
    )


@bp.get("/<int:session_id>/now")
@requires(Permission.RELEASE_SAMPLES)
def now(session_id: int) -> AnyResponse:
    """For the page that looks again by itself: how many have answered; where the session has gone on, the page is opened anew."""
    running = running_or_404(session_id)
    members, answered = group_queries.progress(request_session(), running)
    page = {"members": members, "answered": answered, "state": running.state}
    answer = make_response(render_template("calibration_sessions/now.html", page=page))
    if request.args.get("state") != running.state:
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.post("/<int:session_id>/turns/<int:turn>")
@requires(Permission.RELEASE_SAMPLES)
def save(session_id: int, turn: int) -> AnyResponse:
    """Keep what the page holds."""
    session, running = request_session(), running_or_404(session_id)
    sheet = group_queries.asked_in(session, running, language())
    sent = forms.sent_page(request.form, sheet, clock.now())
    group.keep(session, running, member_or_404(running), turn, sheet, sent.operations)
    session.commit()
    flash(_("Saved."))
    return redirect(url_for("calibration_sessions.session", session_id=session_id), 303)


@bp.post("/<int:session_id>/turns/<int:turn>/sync")
@requires(Permission.RELEASE_SAMPLES)
def sync(session_id: int, turn: int) -> Response:
    """Do what the page's script has gathered, and say how the turn stands."""
    sent = sent_operations()
    session, running = request_session(), running_or_404(session_id)
    sheet, member = group_queries.asked_in(session, running, language()), member_or_404(running)
    outcomes = group.keep(session, running, member, turn, sheet, sent.operations)
    state = papers.state_of(sheet, group.answers(session, member, turn))
    session.commit()
    return jsonify(sending.answered(outcomes, state))


@bp.post("/<int:session_id>/go-on")
@requires(Permission.RELEASE_SAMPLES)
def go_on(session_id: int) -> AnyResponse:
    """The leader takes the session a step further."""
    running, seen = led_or_404(session_id), request.form.get("state", "")
    if seen not in list(GroupState):
        abort(400)
    group.go_on(request_session(), running, GroupState(seen), actor=viewer().actor, now=clock.now())
    request_session().commit()
    return redirect(url_for("calibration_sessions.session", session_id=session_id), 303)


@bp.post("/<int:session_id>/call-off")
@requires(Permission.RELEASE_SAMPLES)
def call_off(session_id: int) -> AnyResponse:
    """The leader ends a session before its time."""
    group.call_off(request_session(), led_or_404(session_id), actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("The session is called off. Nothing of it is kept."))
    return redirect(url_for("calibration_sessions.show"), 303)


def led_or_404(session_id: int) -> GroupSession:
    """A session that the viewer leads."""
    running = running_or_404(session_id)
    return running if running.starter_id == viewer().id else abort(404)
