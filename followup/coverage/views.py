"""The coverage pages and their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from core import clock, places, tables
from core.audit import Event, record_apart
from core.database import current_database, request_session
from core.i18n import language
from core.settings import current_settings
from core.small_numbers import HIDDEN, hide_small
from core.template_names import name_for_templates
from followup.coverage import export, queries
from followup.coverage.queries import Asked, Coverage, Filter, Scope
from followup.coverage.rules import UNFINISHED
from followup.coverage.words import bucket_counts, bucket_name, segments
from organisation.access import Permission, Viewer, requires, viewer
from organisation.words import section_word, unit_word
from training import queries as training_queries
from training.catalogue import Catalogue, Course
from training.rules import Bucket

COVERAGE_EXPORTED = Event(
    "coverage-exported", "course", "day", "section_id", "unit_id", "named", says=_l("Coverage saved as a file")
)
PERSON_SEEN = Event("coverage-of-person-read", "person_id", "course", says=_l("A person's progress opened"))
EARLIEST_DAY = date(2000, 1, 1)
bp = Blueprint("coverage", __name__, url_prefix="/coverage")


def init_app(app: Flask) -> None:
    """Register the pages and what waits on the start page."""
    app.register_blueprint(bp)
    name_for_templates(app, bucket_name=bucket_name, bucket_counts=bucket_counts, segments=segments)
    places.registry(app).waiting.append(waiting)


def asked_about(course: Course, day: date) -> Asked:
    """What the queries ask of a course that everybody is to have."""
    if course.due_days is None:
        raise ValueError(f"{course.id} is not for everybody: it has no coverage")
    return Asked(course.id, course.due_days, day)


@dataclass(frozen=True)
class Question:
    """What every coverage page is asked: which course, on which day."""

    course: Course
    day: date

    @property
    def asked(self) -> Asked:
        """The same, for the queries."""
        return asked_about(self.course, self.day)

    @property
    def is_today(self) -> bool:
        """Whether the figures are today's."""
        return self.day == clock.today()

    @property
    def arguments(self) -> dict[str, Any]:
        """What links to other coverage pages carry along."""
        return {"course": self.course.id} | ({} if self.is_today else {"day": self.day.isoformat()})


def asked() -> Question:
    """The course and day of the request; 404 for a course that is not there, 400 for a day that is none."""
    catalogue: Catalogue = current_app.extensions["metodstod_catalogue"]
    courses = {course.id: course for course in catalogue.for_everybody(language())}
    course = courses.get(request.args.get("course", "basic")) or abort(404)
    day = clock.today()
    if request.args.get("day"):
        try:
            day = date.fromisoformat(request.args["day"])
        except ValueError:
            abort(400)
    if not EARLIEST_DAY <= day <= clock.today():
        abort(400)
    return Question(course, day)


def whole_scope(person: Viewer) -> Scope:
    """Everything that the viewer reaches in the own municipality."""
    return Scope(person.municipality_id, name=person.municipality_name)


def scope_or_404(section_id: int | None = None, unit_id: int | None = None) -> Scope:
    """The asked-for unit or section, else everything in reach."""
    session = request_session()
    if unit_id is not None:
        return queries.unit_scope(session, viewer(), unit_id) or abort(404)
    if section_id is not None:
        return queries.section_scope(session, viewer(), section_id) or abort(404)
    return whole_scope(viewer())


def waiting(person: Viewer) -> list[places.Waiting]:
    """A manager's part of the start page: how own sections or units stand, in a sentence."""
    if not person.may(Permission.SEE_COVERAGE):
        return []
    course = next(iter(current_app.extensions["metodstod_catalogue"].for_everybody(language())), None)
    if course is None:
        return []
    found = queries.coverage(request_session(), person, _only_scope(person), asked_about(course, clock.today()))
    context = {"coverage": found, "course": course, "address": _address_of(found.scope)}
    return [places.Waiting(20, "coverage/waiting.html", context)]


def _only_scope(person: Viewer) -> Scope:
    """The one section or unit that the viewer reaches, else everything."""
    session, reach = request_session(), person.reach(Permission.SEE_COVERAGE)
    if reach.everywhere or len(reach.section_ids) + len(reach.unit_ids) != 1:
        return whole_scope(person)
    for section_id in reach.section_ids:
        return queries.section_scope(session, person, section_id) or whole_scope(person)
    for unit_id in reach.unit_ids:
        return queries.unit_scope(session, person, unit_id) or whole_scope(person)
    return whole_scope(person)


def _address_of(scope: Scope, **arguments: Any) -> str:
    if scope.unit_id is not None:
        return url_for("coverage.unit", unit_id=scope.unit_id, **arguments)
    if scope.section_id is not None:
        return url_for("coverage.section", section_id=scope.section_id, **arguments)
    return url_for("coverage.show", **arguments)


@bp.get("")
@requires(Permission.SEE_COVERAGE)
def show() -> AnyResponse | str:
    """Everything in reach, section by section; the section or unit itself when only one is in reach."""
    scope, question = _only_scope(viewer()), asked()
    if scope.section_id is not None:
        return redirect(_address_of(scope, **question.arguments))
    return _page(scope, question)


@bp.get("/sections/<int:section_id>")
@requires(Permission.SEE_COVERAGE)
def section(section_id: int) -> str:
    """A section, unit by unit."""
    return _page(scope_or_404(section_id=section_id), asked())


@bp.get("/units/<int:unit_id>")
@requires(Permission.SEE_COVERAGE)
def unit(unit_id: int) -> str:
    """A unit, person by person as far as the viewer may see them."""
    return _page(scope_or_404(unit_id=unit_id), asked())


def _page(scope: Scope, question: Question) -> str:
    session = request_session()
    found = queries.coverage(session, viewer(), scope, question.asked)
    sees_people = queries.holds(viewer(), Permission.SEE_WHO_IS_COVERED, scope)
    sees_new = queries.holds(viewer(), Permission.SEE_WHO_IS_IN_INTRODUCTION, scope)
    wanted = Filter() if scope.unit_id is not None else Filter(UNFINISHED)
    listed = []
    if (sees_people or sees_new) and scope.section_id is not None:
        listed = queries.people(session, viewer(), scope, wanted, question.asked)
    return render_template(
        "coverage/show.html",
        coverage=found,
        question=question,
        people=listed,
        sees_people=sees_people,
        sees_new=sees_new,
        outside=None if sees_people else _outside(found),
        smallest_shown=current_settings().smallest_shown,
        buckets=list(Bucket),
        courses=current_app.extensions["metodstod_catalogue"].for_everybody(language()),
        **_words(),
    )


def _outside(found: Coverage) -> dict[int, str]:
    """Per section, how many are not to have the course, for those who may not see people: small numbers are hidden."""
    sections = [part for part in found.rows if part.unit_id is None]
    shown = hide_small([part.figures.outside for part in sections], smallest=current_settings().smallest_shown)
    return {
        part.section_id: HIDDEN if count is None else str(count) for part, count in zip(sections, shown, strict=True)
    }


def _words() -> dict[str, object]:
    return {
        "section_word": section_word(viewer(), language()),
        "unit_word": unit_word(viewer(), language()),
    }


@bp.get("/people")
@requires(Permission.SEE_COVERAGE)
def people() -> str:
    """The people behind a figure."""
    scope, question, wanted = _asked_people()
    listed = queries.people(request_session(), viewer(), scope, wanted, question.asked)
    return render_template(
        "coverage/people.html",
        scope=scope,
        question=question,
        wanted=wanted,
        people=listed,
        back=_address_of(scope, **question.arguments),
        sees_people=queries.holds(viewer(), Permission.SEE_WHO_IS_COVERED, scope),
        **_words(),
    )


def _asked_people() -> tuple[Scope, Question, Filter]:
    """The scope, course, day and filter of a list of people; 404 for those who may not see any."""
    if not (viewer().may(Permission.SEE_WHO_IS_COVERED) or viewer().may(Permission.SEE_WHO_IS_IN_INTRODUCTION)):
        abort(404)
    scope = scope_or_404(request.args.get("section", type=int), request.args.get("unit", type=int))
    chosen = request.args.getlist("bucket")
    if any(one not in list(Bucket) for one in chosen):
        abort(400)
    return scope, asked(), Filter(tuple(Bucket(one) for one in chosen), only_late="late" in request.args)


@bp.get("/people/<int:person_id>")
@requires(Permission.SEE_WHO_IS_COVERED)
def person(person_id: int) -> str:
    """What one person has completed, and when: never an answer, never a reflection."""
    question = asked()
    session = request_session()
    found = queries.person(session, viewer(), person_id, question.asked) or abort(404)
    record_apart(
        current_database(),
        PERSON_SEEN,
        actor=viewer().actor,
        at=clock.now(),
        person_id=person_id,
        course=question.course.id,
    )
    return render_template(
        "coverage/person.html",
        person=found,
        question=question,
        progress=training_queries.course_progress(session, person_id, question.course),
    )


@bp.get("/figures.<kind>")
@requires(Permission.SEE_COVERAGE)
def figures_file(kind: str) -> Response:
    """The figures of a scope, a row per unit, as CSV or XLSX."""
    scope = scope_or_404(request.args.get("section", type=int), request.args.get("unit", type=int))
    question = asked()
    rows = export.figures_table(
        queries.unit_rows(request_session(), viewer(), scope, question.asked),
        section_word=section_word(viewer(), language()).one.capitalize(),
        unit_word=unit_word(viewer(), language()).one.capitalize(),
        with_outside=queries.holds(viewer(), Permission.SEE_WHO_IS_COVERED, scope),
    )
    return _file(kind, "coverage", rows, scope, question, named=False)


@bp.get("/people.<kind>")
@requires(Permission.SEE_COVERAGE)
def people_file(kind: str) -> Response:
    """The people behind a figure, as CSV or XLSX."""
    scope, question, wanted = _asked_people()
    listed = queries.people(request_session(), viewer(), scope, wanted, question.asked)
    rows = export.people_table(
        listed,
        section_word=section_word(viewer(), language()).one.capitalize(),
        unit_word=unit_word(viewer(), language()).one.capitalize(),
    )
    return _file(kind, "people", rows, scope, question, named=True)


def _file(
    kind: str, name: str, rows: list[Sequence[tables.Cell]], scope: Scope, question: Question, *, named: bool
) -> Response:
    if kind not in {"csv", "xlsx"}:
        abort(404)
    note = export.note(question.course.title, question.day, clock.today())
    content = tables.as_csv([*rows, [], [note]]) if kind == "csv" else tables.as_xlsx(name, rows, note=note)
    record_apart(
        current_database(),
        COVERAGE_EXPORTED,
        actor=viewer().actor,
        at=clock.now(),
        course=question.course.id,
        day=question.day,
        section_id=scope.section_id,
        unit_id=scope.unit_id,
        named=named,
    )
    return tables.download(content, name=f"{name}-{question.day.isoformat()}", kind=kind)
