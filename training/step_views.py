"""The pages of a module's steps: reading a lesson, writing an exercise, answering a check."""

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from core import clock
from core.database import current_database, request_session
from core.errors import DomainError
from organisation.access import Permission, requires, viewer
from training import answering, forms, queries, reflecting, service
from training.catalogue import Question
from training.here import Here, here_or_404, learner, step_url
from training.reflecting import Outcome

bp = Blueprint("steps", __name__, url_prefix="/courses/<course_id>/<module_id>/<step_id>")


@bp.get("")
@requires(Permission.LEARN)
def step(course_id: str, module_id: str, step_id: str) -> str:
    """A lesson, an exercise or a check; remembers that the viewer was here."""
    here = here_or_404(course_id, module_id, step_id)
    _remember(here)
    if here.step.kind == "check":
        return _check_page(here)
    if here.step.kind == "exercise":
        return _exercise_page(here, _stored_outcomes(here))
    return render_template("training/lesson.html", **_frame(here))


def _frame(here: Here) -> dict[str, object]:
    """What the three kinds of step pages share."""
    session = request_session()
    progress = queries.course_progress(session, viewer().id, here.course)
    in_module = progress.of_module(here.module.id)
    has_news = any(one.step is here.step and one.has_news for one in in_module.steps)
    return {
        "here": here,
        "progress": progress,
        "module_progress": in_module,
        "before": here.course.before(here.step),
        "after": here.course.after(here.step),
        "news": queries.news_of(session, here.step, viewer().id) if has_news else [],
    }


def _remember(here: Here) -> None:
    """Keep the reading position, in a transaction of its own, when it is another than the last."""
    place = queries.last_place(request_session(), viewer().id, here.course.id)
    if place is None or (place.module, place.step) != (here.module.id, here.step.id):
        with current_database().aside("reading place") as session:
            service.keep_place(session, learner(viewer()), here.at, block=None, now=clock.now())


@bp.post("/place")
@requires(Permission.LEARN)
def keep_place(course_id: str, module_id: str, step_id: str) -> tuple[str, int]:
    """Keep which block of the page is being read."""
    here = here_or_404(course_id, module_id, step_id)
    block = request.form.get("block", "")
    if not (block.startswith("b") and block[1:].isdecimal() and len(block) <= 5):
        abort(400)
    service.keep_place(request_session(), learner(viewer()), here.at, block=block, now=clock.now())
    request_session().commit()
    return "", 204


@bp.post("/done")
@requires(Permission.LEARN)
def finish(course_id: str, module_id: str, step_id: str) -> AnyResponse:
    """The lesson has been read: go on to the next step."""
    here = here_or_404(course_id, module_id, step_id)
    if here.step.kind != "lesson":
        abort(404)
    service.finish_step(request_session(), learner(viewer()), here.at, now=clock.now())
    request_session().commit()
    return redirect(_next_address(here), 303)


def _next_address(here: Here) -> str:
    after = here.course.after(here.step)
    return step_url(after) if after else url_for("training.course", course_id=here.course.id)


@bp.post("/reflections")
@requires(Permission.LEARN)
def write(course_id: str, module_id: str, step_id: str) -> AnyResponse | tuple[str, int]:
    """Save an exercise's text boxes; goes on to the next step when that was asked for and everything is saved."""
    here = here_or_404(course_id, module_id, step_id)
    session, now = request_session(), clock.now()
    outcomes = _stored_outcomes(here) | {
        name: reflecting.save_one(
            session, learner(viewer()), here.at, name, sent.text, seen_revision=sent.seen_revision, now=now
        )
        for name, sent in forms.sent_reflections(request.form, here.step.reflections).items()
    }
    session.commit()
    if request.headers.get("X-Autosave"):
        return _autosave_answer(outcomes)
    if not all(outcome.is_saved for outcome in outcomes.values()):
        return _exercise_page(here, outcomes), 422
    if request.form.get("intent") != forms.NEXT:
        return redirect(here.url, 303)
    return _finish_exercise(here, outcomes)


def _finish_exercise(here: Here, outcomes: dict[str, Outcome]) -> AnyResponse | tuple[str, int]:
    session = request_session()
    try:
        reflecting.finish_exercise(session, learner(viewer()), here.at, now=clock.now())
    except reflecting.NotFinished as refusal:
        session.rollback()
        return _exercise_page(here, outcomes, problem=refusal.message), refusal.status
    session.commit()
    return redirect(_next_address(here), 303)


def _autosave_answer(outcomes: dict[str, Outcome]) -> Response:
    """For the script: per text box its revision, and its state as a piece of the page."""
    saved_at = clock.now()
    return jsonify(
        {
            name: {
                "revision": outcome.revision,
                "saved": outcome.is_saved,
                "html": render_template("training/reflection_state.html", outcome=outcome, saved_at=saved_at),
            }
            for name, outcome in outcomes.items()
        }
    )


def _stored_outcomes(here: Here) -> dict[str, Outcome]:
    """What is stored for each text box of an exercise."""
    if here.step.kind != "exercise":
        abort(404)
    stored = queries.reflections(request_session(), viewer().id, here.course, here.module.id)
    nothing = queries.Written("", 0)
    return {
        one.id: Outcome(stored.get(one.id, nothing).text, stored.get(one.id, nothing).revision, is_saved=True)
        for one in here.step.reflections
    }


def _exercise_page(here: Here, outcomes: dict[str, Outcome], *, problem: str | None = None) -> str:
    return render_template("training/exercise.html", outcomes=outcomes, problem=problem, **_frame(here))


@bp.post("/questions/<question_id>")
@requires(Permission.LEARN)
def give_answer(course_id: str, module_id: str, step_id: str, question_id: str) -> AnyResponse | str | tuple[str, int]:
    """Keep a choice, or answer a question when the button for it was pressed."""
    here = here_or_404(course_id, module_id, step_id)
    question = _question_or_404(here, question_id)
    chosen = forms.sent_choice(request.form, question)
    session = request_session()
    if request.form.get("intent") != forms.ANSWER:
        answering.choose(session, learner(viewer()), here.at, question, chosen, now=clock.now())
        session.commit()
        return "", 204
    try:
        answering.answer(session, learner(viewer()), here.at, question, chosen, now=clock.now())
    except DomainError as refusal:
        session.rollback()
        return _question_answer(here, question, problem=refusal.message), refusal.status
    session.commit()
    if request.headers.get("HX-Request"):
        return _question_fragment(here, question)
    return redirect(f"{here.url}#{question.id}", 303)


def _question_or_404(here: Here, question_id: str) -> Question:
    return next((one for one in here.step.questions if one.id == question_id), None) or abort(404)


def _question_answer(here: Here, question: Question, *, problem: str) -> str:
    """The page, or just the question for the script, with what is to be mended."""
    if request.headers.get("HX-Request"):
        attempt = queries.last_attempt(request_session(), viewer().id, here.course, here.module.id)
        return render_template(
            "training/question.html", here=here, question=question, attempt=attempt, problem=problem, is_fragment=True
        )
    return _check_page(here, problems={question.id: problem})


def _question_fragment(here: Here, question: Question) -> AnyResponse | str:
    """The answered question alone; the whole page again when it was the last one."""
    attempt = queries.last_attempt(request_session(), viewer().id, here.course, here.module.id)
    if attempt.is_finished:
        return Response(headers={"HX-Redirect": f"{here.url}?done#result"})
    return render_template(
        "training/question.html", here=here, question=question, attempt=attempt, problem=None, is_fragment=True
    )


@bp.post("/again")
@requires(Permission.LEARN)
def try_again(course_id: str, module_id: str, step_id: str) -> AnyResponse:
    """Begin a new attempt at a check."""
    here = here_or_404(course_id, module_id, step_id)
    if here.step.kind != "check":
        abort(404)
    answering.try_again(request_session(), learner(viewer()), here.at, now=clock.now())
    request_session().commit()
    return redirect(here.url, 303)


def _check_page(here: Here, *, problems: dict[str, str] | None = None) -> str:
    attempt = queries.last_attempt(request_session(), viewer().id, here.course, here.module.id)
    return render_template("training/check.html", attempt=attempt, problems=problems or {}, **_frame(here))
