"""The pages of those who hand samples in: a new one, one's own, and what the units have handed in."""

from dataclasses import replace

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places
from core.audit import say
from core.database import request_session
from core.screen.replacing import KeepReason
from core.screen.sample_words import certainty_words, why_words
from core.screen.words import found_words
from core.template_names import name_for_templates
from fidelity.reviews.parts import SamplePart, part_name
from fidelity.reviews.samples import flow, forms, queries, reading, service, words
from fidelity.reviews.samples.errands import mending_errand, new_errand
from fidelity.reviews.samples.flow import Answered
from fidelity.reviews.samples.models import Sample, SampleState
from fidelity.reviews.samples.texts import Reader, SampleRead
from fidelity.reviews.views import Door, add_door
from fidelity.tool_use.views import own_workplaces
from organisation.access import Permission, Viewer, requires, viewer

bp = Blueprint("samples", __name__, url_prefix="/reviews")
OWN_DOOR = Door(
    10,
    "samples.show",
    _l("Case samples"),
    _l("Hand in a sample, see what has come back, and how many more are asked for."),
    Permission.HAND_IN_SAMPLES,
)
RELEASE_DOOR = Door(
    20,
    "sample_release.show",
    _l("Samples to read and release"),
    _l("Read what others have handed in, before anybody rates it."),
    Permission.RELEASE_SAMPLES,
)


def init_app(app: Flask) -> None:
    """Register the pages, the words of what is logged, and what waits on the start page."""
    app.register_blueprint(bp)
    name_for_templates(
        app,
        sample_part_name=part_name,
        part_help=words.PART_HELP,
        sample_parts=tuple(SamplePart),
        sample_steps=words.STEPS,
        keep_reasons=tuple(KeepReason),
        kept_words=words.kept_words,
        certainty_words=certainty_words,
        found_words=found_words,
        why_words=why_words,
        written_decision=forms.written,
        because_words=words.because_words,
        sample_state_words=words.state_words,
    )
    add_door(app, OWN_DOOR)
    add_door(app, RELEASE_DOOR)
    say("because", words.because_words)
    places.registry(app).waiting.append(waiting)


def waiting(person: Viewer) -> list[places.Waiting]:
    """The part of the start page for those who are asked for samples, have one returned, or have some to release."""
    session, today = request_session(), clock.today()
    may_hand_in = person.may(Permission.HAND_IN_SAMPLES)
    counts = queries.unit_counts(session, person, own_workplaces()) if may_hand_in else ()
    context = {
        "asked": [one for one in counts if one.is_open and one.left],
        "returned": [one for one in queries.own_samples(session, person, today) if one.is_to_mend] if counts else [],
        "to_release": len(queries.to_release(session, person, today)) if person.may(Permission.RELEASE_SAMPLES) else 0,
    }
    return [places.Waiting(35, "samples/waiting.html", context)] if any(context.values()) else []


@bp.get("/samples")
@requires(Permission.HAND_IN_SAMPLES)
def show() -> str:
    """What the viewer has handed in, and how far the units have come."""
    session, person = request_session(), viewer()
    return render_template(
        "samples/show.html",
        own=queries.own_samples(session, person, clock.today()),
        counts=queries.unit_counts(session, person, own_workplaces()),
        may_release=person.may(Permission.RELEASE_SAMPLES),
    )


@bp.get("/rounds/<int:round_id>/samples/new")
@requires(Permission.HAND_IN_SAMPLES)
def new(round_id: int) -> str:
    """A sample to hand in: boxes to write or paste in, or a file."""
    errand = new_errand(round_id)
    if not errand.asking.is_open:
        raise service.NotCollecting
    return flow.write_page(errand, forms.blank())


@bp.post("/rounds/<int:round_id>/samples/new")
@requires(Permission.HAND_IN_SAMPLES)
def hand_in(round_id: int) -> Answered:
    """The next page of handing in; the last press keeps the sample."""
    return flow.go_on(new_errand(round_id))


def _own_or_404(sample_id: int) -> Sample:
    return queries.own_sample(request_session(), viewer(), sample_id) or abort(404)


@bp.get("/samples/<int:sample_id>")
@requires(Permission.HAND_IN_SAMPLES, with_second_factor=True)
def sample(sample_id: int) -> str:
    """A sample of the viewer's own: to read while it waits, to mend when it was returned."""
    read = reading.sample_text_or_404(viewer(), sample_id, Reader.UPLOADER)
    if read.state == SampleState.RETURNED and read.is_collecting:
        return flow.write_page(mending_errand(_own_or_404(sample_id)), _as_stored(read), returned=read)
    return render_template("samples/sample.html", sample=read)


def _as_stored(read: SampleRead) -> forms.Sent:
    stored = {one.part: one.text for one in read.parts}
    return replace(forms.blank(), revision=read.revision, step=read.step, texts=stored)


@bp.post("/samples/<int:sample_id>")
@requires(Permission.HAND_IN_SAMPLES, with_second_factor=True)
def mend(sample_id: int) -> Answered:
    """The next page of mending a returned sample; the last press hands it in again."""
    return flow.go_on(mending_errand(_own_or_404(sample_id)))


@bp.post("/samples/<int:sample_id>/take-back")
@requires(Permission.HAND_IN_SAMPLES)
def take_back(sample_id: int) -> AnyResponse:
    """Take a waiting sample back to change it."""
    service.take_back(request_session(), _own_or_404(sample_id), actor=viewer().actor, now=clock.now())
    request_session().commit()
    flash(_("You have the sample back. Nobody else reads it until you hand it in again."))
    return redirect(url_for("samples.sample", sample_id=sample_id), 303)
