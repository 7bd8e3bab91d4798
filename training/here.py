"""Where in the courses a request is: the course, module and step of its address, in the viewer's language."""

from dataclasses import dataclass

from flask import abort, current_app

from core.i18n import language
from core.publishing import document_id
from organisation.access import Viewer
from training import service
from training.catalogue import Catalogue, Course, Module, Step


def catalogue() -> Catalogue:
    """The running app's courses."""
    found: Catalogue = current_app.extensions["metodstod_catalogue"]
    return found


@dataclass(frozen=True)
class Here:
    """The step that a request is about, in the viewer's language."""

    course: Course
    module: Module
    step: Step

    @property
    def at(self) -> service.At:
        """The step with the published version that is being read."""
        return service.At(self.course, self.step, document_id(self.step.key, self.step.language))

    @property
    def url(self) -> str:
        """The step's address."""
        return step_url(self.step)


def step_url(step: Step) -> str:
    """The address of a step, which is its key."""
    return f"/{step.key}"


def learner(person: Viewer) -> service.Learner:
    """The viewer as a learner."""
    return service.Learner(person.id, person.municipality_id)


def course_or_404(course_id: str) -> Course:
    """The course of that id."""
    return catalogue().course(course_id, language()) or abort(404)


def here_or_404(course_id: str, module_id: str, step_id: str) -> Here:
    """The step of that course and module."""
    course = course_or_404(course_id)
    module = course.module(module_id) or abort(404)
    return Here(course, module, module.step(step_id) or abort(404))
