"""The pages of rating: one's desk, a sample with its criteria, and the ratings beside each other. Each works as a plain form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places
from core.database import request_session
from core.i18n import language
from core.security import store_key
from core.template_names import name_for_templates
from fidelity.reviews.answers import code_name
from fidelity.reviews.calibration.guard import lead_to_calibration, must_calibrate
from fidelity.reviews.parts import part_name
from fidelity.reviews.rating import comments, forms, queries, saving, sending, service
from fidelity.reviews.rating import desk as desks
from fidelity.reviews.rating.asides import gates, tools
from fidelity.reviews.rating.paper import Addresses, write_place, write_state
from fidelity.reviews.rating.queries import Task
from fidelity.reviews.rating.saving import Saved
from fidelity.reviews.rating.together import is_shown
from fidelity.reviews.rating.together import together as read_together
from fidelity.reviews.rating.words import gate_words, rater_name, rating_words, shortened
from fidelity.reviews.rounds.words import GIVEN_UP
from fidelity.reviews.samples.reading import sample_text_or_404
from fidelity.reviews.samples.texts import Reader, SampleRead
from fidelity.reviews.samples.words import STOPPED_BECAUSE
from fidelity.reviews.views import Door, add_door
from organisation.access import Permission, Viewer, requires, viewer

bp = Blueprint("rating", __name__, url_prefix="/reviews/ratings")
RATERS_REASONS = {key: words for key, words in GIVEN_UP.items() if key not in ("stopped", "round-closed")}
"""Why a rater gives a sample up; the others are the platform's own."""


def init_app(app: Flask) -> None:
    """Register the pages and what waits on the start page."""
    app.register_blueprint(bp)
    places.registry(app).waiting.append(waiting)
    add_door(
        app, Door(20, "rating.show", _l("Rate samples"), _l("The samples that wait for you."), Permission.RATE_SAMPLES)
    )
    name_for_templates(
        app,
        code_name=code_name,
        gate_words=gate_words,
        sample_part_name=part_name,
        rater_name=rater_name,
        rating_words=rating_words,
        shortened=shortened,
        write_place=write_place,
    )


def waiting(person: Viewer) -> list[places.Waiting]:
    """How many samples wait for the viewer, and until when."""
    left = desks.left(request_session(), person) if person.may(Permission.RATE_SAMPLES) else None
    return [places.Waiting(6, "rating/waiting.html", {"left": left})] if left else []


@bp.get("")
@requires(Permission.RATE_SAMPLES)
def show() -> str:
    """The viewer's samples: what waits, how far each has come, what is submitted."""
    session = request_session()
    return render_template(
        "rating/show.html",
        rounds=desks.desk(session, viewer(), language()),
        left=desks.left(session, viewer()),
    )


def task_or_404(assignment_id: int) -> Task:
    """The viewer's own assignment."""
    return queries.task_of(request_session(), viewer(), assignment_id) or abort(404)


def text_of(task: Task) -> SampleRead | None:
    """The sample's text, logged as read; None when its time is up. What the request has changed and not committed is lost."""
    is_there, sample_id = task.has_text(clock.today()), task.sample.id
    request_session().rollback()  # that it is read is written in a transaction of its own, which must not wait for this one
    return sample_text_or_404(viewer(), sample_id, Reader.RATER) if is_there else None


@bp.get("/<int:assignment_id>")
@requires(Permission.RATE_SAMPLES, with_second_factor=True)
def sample(assignment_id: int) -> str | AnyResponse:
    """A sample with its criteria, to rate, or as it was submitted."""
    task = task_or_404(assignment_id)
    return lead_to_calibration() if must_calibrate_for(task) else page_of(task)


def must_calibrate_for(task: Task) -> bool:
    """Whether the viewer is to calibrate before going on with a rating that is open."""
    return not task.is_submitted and must_calibrate(request_session(), viewer(), task.round.document_id)


def page_of(task: Task, saved: Saved | None = None, problem: str | None = None) -> str:
    """The page of a sample. What the request has changed is to be committed before."""
    read, address = text_of(task), address_of(task)
    addresses = Addresses(address, url_for("rating.sync", assignment_id=task.assignment.id), url_for("rating.show"))
    page = queries.rating_page(request_session(), task, read, addresses, language())
    return render_template(
        "rating/submitted.html" if task.is_submitted else "rating/sample.html",
        page=page,
        paper=page.paper,
        saved=saved,
        problem=problem,
        is_shown=is_shown(request_session(), task),
        reasons=RATERS_REASONS,
        stopping_reasons=STOPPED_BECAUSE,
    )


def address_of(task: Task) -> str:
    """The address of its page."""
    return url_for("rating.sample", assignment_id=task.assignment.id)


@bp.post("/<int:assignment_id>")
@requires(Permission.RATE_SAMPLES, with_second_factor=True)
def save(assignment_id: int) -> AnyResponse | tuple[str, int]:
    """Keep what the page holds; submit the rating when that button was pressed and nothing is left over."""
    session, task = request_session(), task_or_404(assignment_id)
    sheet = queries.sheet_of(session, task, language())
    if request.headers.get("X-Autosave"):
        return _keep_comments(task)
    sent = forms.sent_page(request.form, sheet, clock.now())
    if task.is_submitted and saving.stands(session, task.assignment, sent):
        return redirect(address_of(task), 303)  # the form was sent twice
    is_kept_back = sent.submits and must_calibrate_for(task)
    sent = replace(sent, submits=sent.submits and not is_kept_back)
    saved = saving.save_page(session, task.assignment, sheet, sent, actor=viewer().actor, now=clock.now())
    session.commit()
    if is_kept_back:
        return lead_to_calibration(is_saved=True)
    if not saved.is_whole:
        return page_of(task, saved), 422
    _say(task, saved)
    anchor = None if task.is_submitted else sent.place_for and f"criterion-{sent.place_for}"
    return redirect(url_for("rating.sample", assignment_id=assignment_id, _anchor=anchor), 303)


def _say(task: Task, saved: Saved) -> None:
    if saved.over:
        flash(_("You had answered otherwise on another page. What you sent last stands."))
    flash(_("The rating is submitted. Nothing in it changes any more.") if task.is_submitted else _("Saved."))


def _keep_comments(task: Task) -> Response:
    """For the script that saves comments as they are written: each one's mark, and its state as a piece of the page."""
    session, sheet = request_session(), queries.sheet_of(request_session(), task, language())
    sent = forms.sent_comments(request.form, sheet) or abort(400)
    kept = {one.criterion: comments.keep(session, task.assignment, sheet, one) for one in sent}
    session.commit()
    return jsonify({name: _comment_json(one) for name, one in kept.items()})


def _comment_json(outcome: comments.CommentOutcome) -> Mapping[str, Any]:
    html = render_template("checklists/filling/text_state.html", outcome=outcome, saved_at=clock.now())
    return {"revision": outcome.seen, "saved": outcome.is_saved, "html": html}


@bp.post("/<int:assignment_id>/sync")
@requires(Permission.RATE_SAMPLES, with_second_factor=True)
def sync(assignment_id: int) -> Response:
    """Do what the page's script has gathered, and say how the rating stands."""
    if (request.content_length or 0) > sending.LARGEST:
        abort(413)
    sent = sending.read(request.get_json(silent=True)) or abort(400)
    if sent.person != store_key(viewer().id):
        abort(401)  # somebody else has signed in on another tab: what waits is not theirs
    session, task = request_session(), task_or_404(assignment_id)
    outcomes = service.keep(session, task.assignment, queries.sheet_of(session, task, language()), sent.operations)
    standings, _comments, found = queries.stands(session, task.assignment)
    state = write_state(standings, found, gates(session, assignment_id), sorted(tools(session, assignment_id)))
    session.commit()
    return jsonify(sending.answered(outcomes, state))


@bp.get("/<int:assignment_id>/together")
@requires(Permission.RATE_SAMPLES, with_second_factor=True)
def together(assignment_id: int) -> str:
    """The ratings of a sample beside each other, once all of them are submitted; until then there is no such page."""
    task = task_or_404(assignment_id)
    if not is_shown(request_session(), task):
        abort(404)
    read = text_of(task)
    found = read_together(request_session(), task, read, language()) or abort(404)
    return render_template("rating/together.html", page=found)
