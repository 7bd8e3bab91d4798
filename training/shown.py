"""What the learner's templates show of progress: stones of the path, stops of a module, with words for their states."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from organisation.people.forms import ROLE_NAMES
from training.catalogue import Course, Step
from training.progress import CourseProgress, ModuleProgress, State

_LOOKS = {
    State.DONE: "completed",
    State.UNDER_WAY: "under-way",
    State.NEXT: "under-way",
    State.LATER: "not-started",
}


@dataclass(frozen=True)
class Stop:
    """A module or a step in a list: where it leads, how it looks, and its state in words."""

    title: str
    language: str
    url: str | None
    state: str
    state_words: str
    is_current: bool = False


def meant_for(course: Course) -> str:
    """The roles that a course is meant for, in words."""
    return ", ".join(str(name).lower() for role, name in ROLE_NAMES.items() if role in course.roles)


def stones(progress: CourseProgress) -> list[Stop]:
    """The modules of a course as stones of a path."""
    return [
        Stop(
            title=one.module.title,
            language=one.module.language,
            url=url_for("training.module", course_id=progress.course.id, module_id=one.module.id),
            state=_LOOKS[one.state],
            state_words=_module_words(one),
        )
        for one in progress.modules
    ]


def stops(progress: ModuleProgress, *, current: Step | None = None) -> list[Stop]:
    """The steps of a module as stops."""
    return [
        Stop(
            title=one.step.title,
            language=one.step.language,
            url=f"/{one.step.key}",
            state=_LOOKS[one.state],
            state_words=_step_words(one.step, one.state, has_news=one.has_news),
            is_current=one.step is current,
        )
        for one in progress.steps
    ]


def step_kind(step: Step) -> str:
    """What a step is, in a word."""
    return {"lesson": _("Lesson"), "exercise": _("Exercise"), "check": _("Knowledge check")}[step.kind]


def place_words(progress: CourseProgress, module: ModuleProgress, step: Step) -> str:
    """Where one is in the course: *Module 3, lesson 2 of 4*."""
    number = progress.modules.index(module) + 1
    if step.kind != "lesson":
        return _("Module %(number)s, %(kind)s", number=number, kind=step_kind(step).lower())
    lessons = [one.step for one in module.steps if one.step.kind == "lesson"]
    return _(
        "Module %(number)s, lesson %(place)s of %(all)s", number=number, place=lessons.index(step) + 1, all=len(lessons)
    )


def _module_words(module: ModuleProgress) -> str:
    if module.state is State.DONE:
        return _("Done")
    if module.state is State.UNDER_WAY:
        return _("%(done)s of %(all)s parts done", done=module.done, all=len(module.steps))
    minutes = ngettext("%(num)s minute", "%(num)s minutes", module.module.minutes)
    return _("Next, %(minutes)s", minutes=minutes) if module.state is State.NEXT else minutes


def _step_words(step: Step, state: State, *, has_news: bool) -> str:
    minutes = ngettext("%(num)s minute", "%(num)s minutes", step.minutes)
    if has_news:
        return _("Done – changed since you read it")
    if state is State.DONE:
        return _("Done")
    return _("Next, %(minutes)s", minutes=minutes) if state is State.NEXT else minutes
