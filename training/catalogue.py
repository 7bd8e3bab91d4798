"""The courses in `content/` as typed objects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from core.documents import Document, Field, Library, Schema, is_count, is_slug, is_slug_list, is_text
from core.markup import explained_in
from core.pages import Page
from organisation.models import Role
from training import check_format
from training.references import References

COMPARISON = "\n!!! remember "
"""How the box begins with which an exercise ends: what to compare with when one has written."""


def is_reflections(value: object) -> str | None:
    """A list of `id` and `ask`, each id once."""
    advice = "Write a list, each with `id:` and `ask:`."
    if not isinstance(value, list) or not value:
        return advice
    for one in value:
        if not isinstance(one, dict) or set(one) != {"id", "ask"} or is_slug(one["id"]) or is_text(one["ask"]):
            return advice
    return advice if len({one["id"] for one in value}) < len(value) else None


def is_roles(value: object) -> str | None:
    """A non-empty list of roles."""
    roles = [role.value for role in Role]
    if isinstance(value, list) and value and all(one in roles for one in value):
        return None
    return f"Write a list of roles in square brackets, from: {', '.join(roles)}."


KINDS: Mapping[str, Schema] = {
    "course": {
        "summary": Field(is_text),
        "due_days": Field(is_count, required=False),
        "for": Field(is_roles, required=False),
        "modules": Field(is_slug_list),
    },
    "module": {"summary": Field(is_text), "lessons": Field(is_slug_list)},
    "lesson": {"minutes": Field(is_count)},
    "exercise": {"minutes": Field(is_count), "reflections": Field(is_reflections)},
    "check": {},
}
PARTS = {"course": "modules", "module": "lessons"}
"""The field in which a document names its parts."""


@dataclass(frozen=True)
class Option:
    """An option of a question, with the explanation of just this option."""

    id: str
    text: Markup
    is_right: bool
    explanation: Markup


@dataclass(frozen=True)
class Question:
    """A question of a knowledge check."""

    id: str
    text: Markup
    background: Markup
    options: tuple[Option, ...]

    @property
    def right(self) -> frozenset[str]:
        """The ids of the options that are to be chosen, all of them and no other."""
        return frozenset(option.id for option in self.options if option.is_right)

    @property
    def takes_several(self) -> bool:
        """Whether more than one option is right."""
        return len(self.right) > 1


@dataclass(frozen=True)
class Reflection:
    """A text box of an exercise."""

    id: str
    ask: str


class Step(Page):
    """One stop of a module: a lesson, the exercise or the knowledge check."""

    @property
    def kind(self) -> str:
        """lesson, exercise or check."""
        return self.document.kind

    @property
    def minutes(self) -> int:
        """How long it takes; a check's questions take a minute each."""
        return int(self.document.fields.get("minutes") or len(self._check.questions))

    @cached_property
    def reflections(self) -> tuple[Reflection, ...]:
        """The text boxes of an exercise."""
        return tuple(Reflection(one["id"], one["ask"]) for one in self.document.fields.get("reflections", ()))

    @cached_property
    def task(self) -> Markup:
        """What an exercise asks for, without what to compare with afterwards."""
        return self.render(_split_exercise(self.document.body)[0], explain=self._references.explained(self.language))

    @property
    def explained(self) -> list[str]:
        """The ids of the glossary's words that the page explains: in an exercise, those of its task."""
        return explained_in(self.task) if self.kind == "exercise" else super().explained

    @cached_property
    def comparison(self) -> Markup:
        """What a good answer to an exercise usually holds: the box at its end."""
        return self.render(_split_exercise(self.document.body)[1])

    @cached_property
    def _check(self) -> check_format.RawCheck:
        """A check taken apart and not yet made into HTML."""
        return check_format.read(self.document)

    @cached_property
    def opening(self) -> Markup:
        """What stands before the first question of a check."""
        return self.render("\n".join(self._check.opening))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of a check, in order."""
        if self.kind != "check":
            return ()
        return tuple(
            Question(
                id=raw.id,
                text=self.render_line(raw.text),
                background=self.render("\n".join(raw.background)),
                options=tuple(
                    Option(one.id, self.render_line(one.text), one.is_right, self.render("\n".join(one.explanation)))
                    for one in raw.options
                ),
            )
            for raw in self._check.questions
        )


def _split_exercise(body: str) -> tuple[str, str]:
    """An exercise's body before its last remember box, and from it on."""
    before, mark, after = body.rpartition(COMPARISON)
    return (before, mark + after) if mark else (body, "")


class Module(Page):
    """A module: its lessons in order, then the exercise, then the check."""

    def __init__(self, document: Document, references: References, steps: tuple[Step, ...]) -> None:
        super().__init__(document, references)
        self.steps = steps

    @property
    def summary(self) -> str:
        """What the module gives, in a sentence."""
        return str(self.document.fields["summary"])

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(step.minutes for step in self.steps)

    def step(self, step_id: str) -> Step | None:
        """The step of that id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)


class Course(Page):
    """A course: its modules in order."""

    def __init__(self, document: Document, references: References, modules: tuple[Module, ...]) -> None:
        super().__init__(document, references)
        self.modules = modules

    @property
    def summary(self) -> str:
        """What one can do afterwards, in a sentence."""
        return str(self.document.fields["summary"])

    @property
    def due_days(self) -> int | None:
        """How many days after the first day of employment it is due; None for a course that is not for everybody."""
        found: int | None = self.document.fields.get("due_days")
        return found

    @property
    def is_for_everybody(self) -> bool:
        """Whether everybody employed is to have it."""
        return not self.roles

    @property
    def roles(self) -> frozenset[Role]:
        """Those it is meant for; nobody in particular when it is for everybody."""
        return frozenset(Role(one) for one in self.document.fields.get("for", ()))

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(module.minutes for module in self.modules)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step of the course, in order."""
        return tuple(step for module in self.modules for step in module.steps)

    def module(self, module_id: str) -> Module | None:
        """The module of that id, or None."""
        return next((module for module in self.modules if module.id == module_id), None)

    def after(self, step: Step) -> Step | None:
        """The step that comes next, or None after the last."""
        place = self.steps.index(step)
        return self.steps[place + 1] if place + 1 < len(self.steps) else None

    def before(self, step: Step) -> Step | None:
        """The step that comes before, or None at the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None


def asked_for(document: Document) -> list[tuple[str, str]]:
    """The keys and kinds of the parts that a course or a module has, in order."""
    names = document.fields[PARTS[document.kind]]
    if document.kind == "course":
        return [(f"{document.key}/{name}", "module") for name in names]
    kinds = [*((name, "lesson") for name in names), ("exercise", "exercise"), ("check", "check")]
    return [(f"{document.key}/{name}", kind) for name, kind in kinds]


class Catalogue:
    """Every course, per language; where a page is not translated the Swedish one stands in."""

    def __init__(self, library: Library, references: References) -> None:
        self._library = library
        self._references = references
        self._courses = {
            (document.id, language): self._course(library.get(document.key, language) or document, language)
            for document in sorted(library.of_kind("course", "sv"), key=lambda one: ("for" in one.fields, one.key))
            for language in ("sv", "en")
        }

    def courses(self, language: str) -> Iterator[Course]:
        """All courses, those for everybody first, in the language as far as it reaches."""
        return (course for (_id, lang), course in self._courses.items() if lang == language)

    def for_everybody(self, language: str) -> list[Course]:
        """The courses that everybody employed is to have."""
        return [course for course in self.courses(language) if course.is_for_everybody]

    def course(self, course_id: str, language: str) -> Course | None:
        """The course of that id, or None."""
        return self._courses.get((course_id, language))

    def step(self, key: str, language: str) -> Step | None:
        """The step with that key (`courses/…`), or None."""
        parts = key.split("/")
        course = self.course(parts[1], language) if len(parts) == 4 else None
        module = course.module(parts[2]) if course else None
        return module.step(parts[3]) if module else None

    def _course(self, document: Document, language: str) -> Course:
        modules = (self._module(part, language) for part in self._parts(document, language))
        return Course(document, self._references, tuple(modules))

    def _module(self, document: Document, language: str) -> Module:
        steps = (Step(part, self._references) for part in self._parts(document, language))
        return Module(document, self._references, tuple(steps))

    def _parts(self, document: Document, language: str) -> Iterator[Document]:
        """The parts that there are in Swedish and that are what their place asks for."""
        for key, kind in asked_for(document):
            part = self._library.get(key, language)
            if part is not None and (key, "sv") in self._library.documents and part.kind == kind:
                yield part
