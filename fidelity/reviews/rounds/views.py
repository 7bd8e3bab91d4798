"""The pages on which rounds are planned, opened, drawn and closed, and on which one sees how they go."""

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.audit import say
from core.database import request_session
from core.errors import DomainError
from core.i18n import language
from core.settings import current_settings
from core.template_names import name_for_templates
from fidelity.reviews.calibration.queries import is_asked_for, standings
from fidelity.reviews.calibration.rules import Standing
from fidelity.reviews.instruments.catalogue import Instrument
from fidelity.reviews.instruments.queries import instruments, published, row_in_use
from fidelity.reviews.rounds import assigning, people, queries, rules, service
from fidelity.reviews.rounds.forms import PlanForm
from fidelity.reviews.rounds.models import ReviewRound, RoundState, SampleSource
from fidelity.reviews.rounds.words import GIVEN_UP, SOURCES, STATES, what_is_allowed, what_is_missing
from fidelity.reviews.samples.models import SampleState
from organisation.access import Permission, requires, viewer
from organisation.queries import units
from organisation.words import unit_word

bp = Blueprint("rounds", __name__, url_prefix="/reviews/rounds")
Steps = dict[str, Callable[[ReviewRound], str]]


def init_app(app: Flask) -> None:
    """Register the pages, and the words of what is logged."""
    app.register_blueprint(bp)
    name_for_templates(app, round_states=STATES, sample_sources=SOURCES, SampleState=SampleState)
    say("reason", lambda reason: str(GIVEN_UP.get(reason, reason)))


def round_or_404(round_id: int) -> ReviewRound:
    """The round of the viewer's municipality."""
    return queries.round_in(request_session(), viewer().municipality_id, round_id) or abort(404)


@bp.get("")
@requires(Permission.PLAN_ROUNDS)
def show() -> str:
    """Every round."""
    found = queries.rounds(request_session(), viewer().municipality_id)
    return render_template("rounds/show.html", rounds=found, unit_word=unit_word(viewer(), language()))


def _form(kept: ReviewRound | None = None) -> PlanForm:
    """The form of a plan, with what the municipality can choose from; what stands is what is seen first."""
    session, municipality_id, form = request_session(), viewer().municipality_id, PlanForm()
    in_use = [(row_in_use(one.id), one.title) for one in instruments().all(language())]
    bound = published(session, kept.document_id, language()) if kept else None
    if kept and bound and kept.document_id not in dict(in_use):
        in_use.append((kept.document_id, _("%(title)s, version %(number)d", title=bound.title, number=bound.version)))
    form.units.label.text = unit_word(viewer(), language()).many.capitalize()
    form.set_choices(
        in_use, units(session, municipality_id), people.possible_raters(session, municipality_id, clock.today())
    )
    if not form.is_submitted():
        if kept:
            form.show(service.plan_of(session, kept), kept.revision)
        else:
            form.suggest(clock.today())
    return form


@bp.get("/new")
@requires(Permission.PLAN_ROUNDS)
def new() -> str:
    """A new plan."""
    return _plan_page(_form(), None)


def _plan_page(form: PlanForm, kept: ReviewRound | None, missing: list[str] | None = None) -> str:
    return render_template("rounds/plan.html", form=form, round=kept, missing=missing or [])


@bp.post("/new")
@requires(Permission.PLAN_ROUNDS)
def plan() -> AnyResponse | tuple[str, int]:
    """Keep a new plan."""
    form, session, person = _form(), request_session(), viewer()
    if not form.validate():
        return _plan_page(form, None), 422
    try:
        kept = service.plan_round(session, person.municipality_id, form.plan, actor=person.actor, now=clock.now())
    except DomainError as refusal:
        return _refused(form, None, refusal)
    session.commit()
    flash(_("The round is planned. Nobody has been asked for anything yet."))
    return redirect(url_for("rounds.round", round_id=kept.id), 303)


def _refused(form: PlanForm, kept: ReviewRound | None, refusal: DomainError) -> tuple[str, int]:
    """The plan again, with what has to change."""
    session = request_session()
    session.rollback()
    form.form_errors.append(refusal.message)
    missing: list[str] = []
    if isinstance(refusal, service.TooFewRaters):
        names = {unit.id: unit.name for unit in units(session, viewer().municipality_id)}
        missing = [what_is_missing(one, names[one.unit_id]) for one in refusal.units]
    return _plan_page(form, kept, missing), refusal.status


@bp.get("/<int:round_id>/plan")
@requires(Permission.PLAN_ROUNDS)
def edit(round_id: int) -> str | AnyResponse:
    """A plan that has not been opened."""
    kept = round_or_404(round_id)
    if kept.state != RoundState.PLANNED:
        return redirect(url_for("rounds.round", round_id=kept.id))
    return _plan_page(_form(kept), kept)


@bp.post("/<int:round_id>/plan")
@requires(Permission.PLAN_ROUNDS)
def change(round_id: int) -> AnyResponse | tuple[str, int]:
    """Change a plan that has not been opened."""
    kept, session = round_or_404(round_id), request_session()
    form = _form(kept)
    if not form.validate():
        return _plan_page(form, kept), 422
    try:
        revision = int(form.revision.data) if str(form.revision.data).isdigit() else 0
        service.change_plan(session, kept, form.plan, revision=revision, actor=viewer().actor, now=clock.now())
    except DomainError as refusal:
        return _refused(form, round_or_404(round_id), refusal)
    session.commit()
    flash(_("The plan is changed."))
    return redirect(url_for("rounds.round", round_id=round_id), 303)


@bp.get("/<int:round_id>")
@requires(Permission.PLAN_ROUNDS)
def round(round_id: int) -> str:
    """How a round goes."""
    return _round_page(round_or_404(round_id))


def _round_page(kept: ReviewRound, refusal: DomainError | None = None) -> str:
    session = request_session()
    planned = service.plan_of(session, kept)
    smallest = current_settings().smallest_shown
    unit_rows, rater_rows = queries.unit_rows(session, kept.id), queries.rater_rows(session, kept.id)
    instrument = published(session, kept.document_id, language())
    readiness = _readiness(kept, instrument, rater_rows)
    is_drawn = planned.source == SampleSource.PROCESSES
    allowed = rules.allowances(
        samples_per_unit=planned.samples_per_unit, twice=planned.twice, is_drawn=is_drawn, smallest=smallest
    )
    return render_template(
        "rounds/round.html",
        round=kept,
        plan=planned,
        instrument=instrument,
        readiness=readiness,
        unready=sum(not one.is_let_in for one in readiness.values()),
        allowed=what_is_allowed(allowed, twice=planned.twice, smallest=smallest),
        hours=rules.hours_each(planned.samples, planned.twice, len(planned.rater_ids)),
        units=unit_rows,
        raters=rater_rows,
        missing=sum(max(planned.samples_per_unit - row.counts[SampleState.RELEASED], 0) for row in unit_rows),
        unfinished=sum(row.left for row in rater_rows),
        to_look_at=queries.to_look_at(session, kept.id),
        erasures=queries.erasures(session, kept.id),
        refusal=refusal,
        unit_word=unit_word(viewer(), language()),
    )


def _readiness(
    kept: ReviewRound, instrument: Instrument | None, raters: Sequence[queries.RaterRow]
) -> Mapping[int, Standing]:
    """Until when each rater is let in to live samples; nothing where there is nothing to calibrate on."""
    if instrument is None or not is_asked_for(instrument.id):
        return {}
    people_ids = [row.person_id for row in raters]
    return standings(request_session(), kept.municipality_id, people_ids, instrument.id, clock.today())


@bp.post("/<int:round_id>/<any(open,draw,close,drop):step>")
@requires(Permission.PLAN_ROUNDS)
def go_on(round_id: int, step: str) -> AnyResponse | tuple[str, int]:
    """Take a round one step further, or drop a plan."""
    kept, session = round_or_404(round_id), request_session()
    try:
        said = _STEPS[step](kept)
    except DomainError as refusal:
        session.rollback()
        return _round_page(round_or_404(round_id), refusal), refusal.status
    session.commit()
    flash(said)
    return redirect(url_for("rounds.show") if step == "drop" else url_for("rounds.round", round_id=round_id), 303)


def _is_sure() -> bool:
    return bool(request.form.get("is_sure"))


def _open(kept: ReviewRound) -> str:
    service.open_round(request_session(), kept, actor=viewer().actor, now=clock.now())
    return _("The round is open. The units can hand in samples.")


def _draw(kept: ReviewRound) -> str:
    count = assigning.draw_samples(request_session(), kept, is_sure=_is_sure(), actor=viewer().actor, now=clock.now())
    return _("%(count)d samples are drawn and shared out among the raters.", count=count)


def _close(kept: ReviewRound) -> str:
    service.close_round(request_session(), kept, is_sure=_is_sure(), actor=viewer().actor, now=clock.now())
    return _("The round is closed. The units can see what it says of them.")


def _drop(kept: ReviewRound) -> str:
    service.drop_plan(request_session(), kept, actor=viewer().actor, now=clock.now())
    return _("The plan is dropped.")


_STEPS: Steps = {"open": _open, "draw": _draw, "close": _close, "drop": _drop}
