"""The learner's pages about courses and modules, and what waits on the start page."""

from collections.abc import Sequence

from flask import Blueprint, Flask, Response, abort, render_template, url_for

from core import clock, paper, places
from core.database import request_session
from core.i18n import language
from core.markup import without_ids
from core.screen.words import found_words
from core.template_names import name_for_templates
from organisation.access import Permission, Viewer, requires, viewer
from training import queries, shown, step_views
from training.catalogue import Catalogue, Course, Module
from training.here import catalogue, course_or_404, step_url
from training.progress import CourseProgress

bp = Blueprint("training", __name__)
PLACES = ("training", "steps", "tools", "glossary", "search")
"""The blueprints whose pages stand under Learn."""


def init_app(app: Flask, courses: Catalogue) -> None:
    """Register the pages, the place in the navigation and what waits on the start page."""
    app.extensions["metodstod_catalogue"] = courses
    app.register_blueprint(bp)
    app.register_blueprint(step_views.bp)
    app.jinja_env.filters["without_ids"] = without_ids
    name_for_templates(
        app,
        meant_for=shown.meant_for,
        stones=shown.stones,
        stops=shown.stops,
        step_kind=shown.step_kind,
        place_words=shown.place_words,
        found_words=found_words,
    )
    places.add_place(app, places.Place.LEARN, _first_page, *PLACES)
    places.registry(app).waiting.append(waiting)


def _first_page(person: Viewer) -> str | None:
    return url_for("training.courses") if person.may(Permission.LEARN) else None


def waiting(person: Viewer) -> list[places.Waiting]:
    """The learner's part of the start page: what to do next in each course that is not done, and why."""
    if not person.may(Permission.LEARN):
        return []
    session, today = request_session(), clock.today()
    parts = []
    begun = queries.begun_courses(session, person.id)
    for course in catalogue().courses(language()):
        if not _is_for(person, course) and course.id not in begun:
            continue
        progress = queries.course_progress(session, person.id, course)
        position = queries.position(session, person, course, today=today)
        context = {
            "progress": progress,
            "position": position,
            "today": today,
            "resume_at": resume_address(person, progress) if progress.next_step else None,
        }
        parts.append(places.Waiting(90 if progress.next_step is None else 10, "training/waiting.html", context))
    return parts


def _is_for(person: Viewer, course: Course) -> bool:
    """Whether the course is meant for this person."""
    return course.is_for_everybody or any(scoped.role in course.roles for scoped in person.roles)


def resume_address(person: Viewer, progress: CourseProgress) -> str:
    """Where to go on: the very place of the step that is being read, else the first step that is not done."""
    ahead = progress.next_step
    if ahead is None:
        return url_for("training.course", course_id=progress.course.id)
    place = queries.last_place(request_session(), person.id, progress.course.id)
    if place is None or f"{progress.course.key}/{place.module}/{place.step}" != ahead.key or not place.block:
        return step_url(ahead)
    return f"{step_url(ahead)}#{place.block}"


@bp.get("/courses")
@requires(Permission.LEARN)
def courses() -> str:
    """The courses there are, with the viewer's progress in each."""
    session = request_session()
    found = [queries.course_progress(session, viewer().id, course) for course in catalogue().courses(language())]
    return render_template("training/courses.html", courses=found)


@bp.get("/courses/<course_id>")
@requires(Permission.LEARN)
def course(course_id: str) -> str:
    """A course as a path of modules, with what has been done in it."""
    found = course_or_404(course_id)
    session = request_session()
    progress = queries.course_progress(session, viewer().id, found)
    position = queries.position(session, viewer(), found, today=clock.today())
    return render_template(
        "training/course.html",
        progress=progress,
        position=position,
        resume_at=resume_address(viewer(), progress),
        history=queries.history(session, viewer().id, found.id),
    )


@bp.get("/courses/<course_id>/<module_id>")
@requires(Permission.LEARN)
def module(course_id: str, module_id: str) -> str:
    """A module with its steps."""
    found = course_or_404(course_id)
    wanted = found.module(module_id) or abort(404)
    progress = queries.course_progress(request_session(), viewer().id, found)
    return render_template("training/module.html", progress=progress, here=progress.of_module(wanted.id))


@bp.get("/print/courses/<course_id>")
@requires(Permission.LEARN)
def print_course(course_id: str) -> str:
    """The whole course on one page, to read and print."""
    found = course_or_404(course_id)
    pdf = url_for("training.course_file", course_id=course_id)
    return render_template("training/print.html", course=found, modules=found.modules, pdf=pdf)


@bp.get("/print/courses/<course_id>/<module_id>")
@requires(Permission.LEARN)
def print_module(course_id: str, module_id: str) -> str:
    """One module on one page, to read and print."""
    found = course_or_404(course_id)
    pdf = url_for("training.module_file", course_id=course_id, module_id=module_id)
    return render_template(
        "training/print.html", course=found, modules=[found.module(module_id) or abort(404)], pdf=pdf
    )


@bp.get("/print/courses/<course_id>.pdf")
@requires(Permission.LEARN)
def course_file(course_id: str) -> Response | tuple[str, int]:
    """The whole course as a PDF file."""
    found = course_or_404(course_id)
    return _file(found, found.modules, f"{found.id}-{found.language}")


@bp.get("/print/courses/<course_id>/<module_id>.pdf")
@requires(Permission.LEARN)
def module_file(course_id: str, module_id: str) -> Response | tuple[str, int]:
    """One module as a PDF file."""
    found = course_or_404(course_id)
    wanted = found.module(module_id) or abort(404)
    return _file(found, [wanted], f"{found.id}-{wanted.id}-{wanted.language}")


def _file(found: Course, modules: Sequence[Module], name: str) -> Response | tuple[str, int]:
    if not paper.is_possible():
        abort(404)
    return paper.answer(render_template("training/paper.html", course=found, modules=modules), name)
