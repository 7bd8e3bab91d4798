"""The pages of calibration: where one stands, a set of invented samples, and own answers beside the reference."""

from flask import Blueprint, Flask, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places
from core.database import request_session
from core.i18n import language
from core.security import store_key
from core.template_names import name_for_templates
from fidelity.reviews.calibration import papers, queries, runs, service, words
from fidelity.reviews.calibration.limits import limit_of
from fidelity.reviews.calibration.models import CalibrationRun, CalibrationSheet
from fidelity.reviews.calibration.rules import REMIND
from fidelity.reviews.calibration.service import SetNotAnswered
from fidelity.reviews.rating import forms, sending
from fidelity.reviews.rating.paper import Addresses
from fidelity.reviews.rating.rules import Sheet
from fidelity.reviews.rating.saving import Saved
from fidelity.reviews.views import Door, add_door
from organisation.access import Permission, Viewer, requires, viewer
from organisation.models import Person

bp = Blueprint("calibration", __name__, url_prefix="/reviews/calibration")
ENDING = "calibration/going_on.html"


def init_app(app: Flask) -> None:
    """Register the pages and what waits on the start page."""
    app.register_blueprint(bp)
    places.registry(app).waiting.append(waiting)
    about = _l("Rate invented samples and see your levels beside the reference.")
    add_door(app, Door(22, "calibration.show", _l("Calibration"), about, Permission.RATE_SAMPLES))
    name_for_templates(
        app,
        confusion_words=words.confusion_words,
        direction_words=words.direction_words,
        limit_words=words.limit_words,
        apart_words=words.apart_words,
        readiness_words=words.readiness_words,
        share_of_words=words.share_of_words,
        short_code=words.short_code,
        standing_words=words.standing_words,
    )


def waiting(person: Viewer) -> list[places.Waiting]:
    """That a set is to be rated."""
    if not person.may(Permission.RATE_SAMPLES):
        return []
    found = runs.waits(request_session(), person, language(), clock.today())
    return [places.Waiting(7, "calibration/waiting.html", {"waits": found})] if found else []


@bp.get("")
@requires(Permission.RATE_SAMPLES)
def show() -> str:
    """Where the viewer stands, what to do next, and the sets that are done."""
    session = request_session()
    desks = runs.desks(session, viewer(), language(), clock.today())
    limit = limit_of(session, viewer().municipality_id)
    return render_template("calibration/show.html", desks=desks, limit=limit, remind=REMIND.days)


@bp.post("")
@requires(Permission.RATE_SAMPLES)
def begin() -> AnyResponse:
    """Begin the next set, or go on with the one that is open."""
    session = request_session()
    instrument_id = request.form.get("instrument", "")
    if not queries.is_asked_for(instrument_id):
        abort(400)
    run = service.begin(session, session.get_one(Person, viewer().id), instrument_id, now=clock.now())
    session.commit()
    return redirect(url_for("calibration.run", run_id=run.id), 303)


def run_or_404(run_id: int) -> CalibrationRun:
    """The viewer's own run."""
    return runs.run_of(request_session(), viewer(), run_id) or abort(404)


@bp.get("/<int:run_id>")
@requires(Permission.RATE_SAMPLES)
def run(run_id: int) -> str:
    """A set: how far it has come, or own answers beside the reference."""
    return _run_page(run_or_404(run_id))


def _run_page(kept: CalibrationRun, refusal: SetNotAnswered | None = None) -> str:
    session = request_session()
    if kept.submitted_at is not None:
        return render_template("calibration/result.html", result=runs.result_of(session, kept, language()))
    found = runs.open_run(session, kept, language())
    return render_template("calibration/run.html", run=found, refusal=refusal)


@bp.post("/<int:run_id>")
@requires(Permission.RATE_SAMPLES)
def submit(run_id: int) -> AnyResponse | tuple[str, int]:
    """Submit a whole set, which locks it."""
    session, kept = request_session(), run_or_404(run_id)
    criteria = [one.id for one in papers.instrument_of(session, kept.document_id, language()).criteria]
    try:
        service.submit(session, kept, criteria, actor=viewer().actor, now=clock.now())
    except SetNotAnswered as refusal:
        session.rollback()
        return _run_page(run_or_404(run_id), refusal), refusal.status
    session.commit()
    flash(_("The set is submitted. Here are your answers beside the reference."))
    return redirect(url_for("calibration.run", run_id=run_id), 303)


def sheet_or_404(kept: CalibrationRun, place: int) -> CalibrationSheet:
    """The run's sample at a place."""
    return runs.sheet_at(request_session(), kept, place) or abort(404)


def asked_of(kept: CalibrationRun) -> Sheet:
    """What is asked about each sample of a run."""
    return papers.sheet_of(papers.instrument_of(request_session(), kept.document_id, language()))


@bp.get("/<int:run_id>/<int:place>")
@requires(Permission.RATE_SAMPLES)
def sample(run_id: int, place: int) -> str:
    """A sample to rate, or as it was rated, beside the reference."""
    kept = run_or_404(run_id)
    of = sheet_or_404(kept, place)
    if kept.submitted_at is not None:
        found = runs.sample_result(request_session(), kept, of, language())
        return render_template("calibration/sample_result.html", page=found)
    return _sample_page(kept, of)


def _sample_page(kept: CalibrationRun, of: CalibrationSheet, saved: Saved | None = None) -> str:
    session, run_id = request_session(), kept.id
    addresses = Addresses(
        url_for("calibration.sample", run_id=run_id, place=of.place),
        url_for("calibration.sync", run_id=run_id, place=of.place),
        url_for("calibration.show"),
    )
    text = queries.kept_sample(session, of.document_id, language())
    paper = papers.paper_of(
        papers.instrument_of(session, kept.document_id, language()),
        text,
        asked_of(kept),
        service.answers(session, [of.id])[of.id],
        addresses,
        ENDING,
    )
    found = runs.open_run(session, kept, language())
    return render_template(
        "calibration/sample.html", paper=paper, title=text.title, run=found, place=of.place, saved=saved
    )


@bp.post("/<int:run_id>/<int:place>")
@requires(Permission.RATE_SAMPLES)
def save(run_id: int, place: int) -> AnyResponse | tuple[str, int]:
    """Keep what the page holds, and go on where that was asked for."""
    session, kept = request_session(), run_or_404(run_id)
    of, sheet = sheet_or_404(kept, place), asked_of(kept)
    sent = forms.sent_page(request.form, sheet, clock.now())
    saved = papers.saved_of(sent, service.keep(session, kept, of, sheet, sent.operations))
    session.commit()
    if not saved.is_whole:
        return _sample_page(kept, of, saved), 422
    if saved.over:
        flash(_("You had answered otherwise on another page. What you sent last stands."))
    flash(_("Saved."))
    return redirect(_after(kept, place), 303)


def _after(kept: CalibrationRun, place: int) -> str:
    """Where one goes on: to the next sample that lacks answers, or to the set when there is none."""
    if request.form.get("intent") != "next":
        return url_for("calibration.sample", run_id=kept.id, place=place)
    left = runs.open_run(request_session(), kept, language()).next_after(place)
    return (
        url_for("calibration.sample", run_id=kept.id, place=left)
        if left
        else url_for("calibration.run", run_id=kept.id)
    )


@bp.post("/<int:run_id>/<int:place>/sync")
@requires(Permission.RATE_SAMPLES)
def sync(run_id: int, place: int) -> Response:
    """Do what the page's script has gathered, and say how the sample stands."""
    sent = sent_operations()
    session, kept = request_session(), run_or_404(run_id)
    of, sheet = sheet_or_404(kept, place), asked_of(kept)
    outcomes = service.keep(session, kept, of, sheet, sent.operations)
    state = papers.state_of(sheet, service.answers(session, [of.id])[of.id])
    session.commit()
    return jsonify(sending.answered(outcomes, state))


def sent_operations() -> sending.Sent:
    """What the script of a rating page sends; refused when it is too much, none of ours, or somebody else's."""
    if (request.content_length or 0) > sending.LARGEST:
        abort(413)
    sent = sending.read(request.get_json(silent=True)) or abort(400)
    if sent.person != store_key(viewer().id):
        abort(401)  # somebody else has signed in on another tab: what waits is not theirs
    return sent
