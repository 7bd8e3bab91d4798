"""How far a person has come in a course, from what they have done: pure, for pages to show."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from training.catalogue import Course, Module, Step

StepKey = tuple[str, str]
"""A module's id and a step's id."""


class State(StrEnum):
    """How far a part has come."""

    DONE = "done"
    UNDER_WAY = "under-way"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class StepProgress:
    """A step with its state."""

    step: Step
    state: State
    has_news: bool = False


@dataclass(frozen=True)
class ModuleProgress:
    """A module with the states of its steps."""

    module: Module
    steps: tuple[StepProgress, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(one.state is State.DONE for one in self.steps)

    @property
    def state(self) -> State:
        """Done when every step is; next when the person's next step lies in it."""
        if self.done == len(self.steps):
            return State.DONE
        if any(one.state is State.NEXT for one in self.steps):
            return State.UNDER_WAY if self.done else State.NEXT
        return State.UNDER_WAY if self.done else State.LATER


@dataclass(frozen=True)
class CourseProgress:
    """A course with the states of its modules."""

    course: Course
    modules: tuple[ModuleProgress, ...]
    started_at: datetime | None
    completed_at: datetime | None

    @property
    def done_modules(self) -> int:
        """How many modules are done."""
        return sum(one.state is State.DONE for one in self.modules)

    @property
    def done_steps(self) -> int:
        """How many steps are done."""
        return sum(one.done for one in self.modules)

    @property
    def all_steps(self) -> int:
        """How many steps there are."""
        return len(self.course.steps)

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done, or None when all are."""
        return next((one.step for module in self.modules for one in module.steps if one.state is not State.DONE), None)

    @property
    def minutes_left(self) -> int:
        """How long the steps that are not done take."""
        return sum(one.step.minutes for module in self.modules for one in module.steps if one.state is not State.DONE)

    def of_module(self, module_id: str) -> ModuleProgress:
        """The progress in one module. Raises StopIteration when the course has no such module."""
        return next(one for one in self.modules if one.module.id == module_id)


def progress(
    course: Course,
    done: Mapping[StepKey, int],
    *,
    news: Set[StepKey] = frozenset(),
    started_at: datetime | None = None,
    completed_at: datetime | None = None,
) -> CourseProgress:
    """The course with its states. `done` maps each finished step to the version it was done in; `news` are those changed since."""
    ahead = next((step for step in course.steps if step_key(step) not in done), None)

    def of_step(module: Module, step: Step) -> StepProgress:
        key = (module.id, step.id)
        if key in done:
            return StepProgress(step, State.DONE, key in news)
        return StepProgress(step, State.NEXT if step is ahead else State.LATER)

    modules = tuple(
        ModuleProgress(module, tuple(of_step(module, step) for step in module.steps)) for module in course.modules
    )
    return CourseProgress(course, modules, started_at, completed_at)


def step_key(step: Step) -> StepKey:
    """The module's and the step's id, from the step's key."""
    _courses, _course, module, name = step.key.split("/")
    return module, name
