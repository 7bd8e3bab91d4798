"""The courses in `content/` as typed objects, and every way in which they can be wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from core.documents import Document, Field, Library, Schema, is_count, is_slug, is_slug_list, is_text
from core.markup import to_html
from training import check_format

PICTURES = "pictures/"
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


KINDS: Mapping[str, Schema] = {
    "course": {"summary": Field(is_text), "due_days": Field(is_count), "modules": Field(is_slug_list)},
    "module": {"summary": Field(is_text), "lessons": Field(is_slug_list)},
    "lesson": {"minutes": Field(is_count)},
    "exercise": {"minutes": Field(is_count), "reflections": Field(is_reflections)},
    "check": {},
}
PARTS = {"course": "modules", "module": "lessons"}
"""The field in which a document names its parts."""


class Page:
    """A document as a page: its text is made into HTML when it is first asked for, and kept."""

    def __init__(self, document: Document, resolve: Callable[[str], str | None]) -> None:
        self.document = document
        self._resolve = resolve

    @property
    def key(self) -> str:
        """The document's key, which is also its address."""
        return self.document.key

    @property
    def id(self) -> str:
        """The last part of the key."""
        return self.document.id

    @property
    def title(self) -> str:
        """The page's heading."""
        return self.document.title

    @property
    def language(self) -> str:
        """The language the text is written in."""
        return self.document.language

    @cached_property
    def html(self) -> Markup:
        """The body as safe HTML. Raises BrokenLink."""
        return self.render(self.document.body)

    def render(self, text: str) -> Markup:
        """A piece of the document's Markdown as safe HTML. Raises BrokenLink."""
        kind = self.document.kind
        place = self.key if kind in {"course", "module"} else self.key.rpartition("/")[0]
        return to_html(text, place=place, resolve=self._resolve)


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
        return self.render(_split_exercise(self.document.body)[0])

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
                text=self._line(raw.text),
                background=self.render("\n".join(raw.background)),
                options=tuple(
                    Option(one.id, self._line(one.text), one.is_right, self.render("\n".join(one.explanation)))
                    for one in raw.options
                ),
            )
            for raw in self._check.questions
        )

    def _line(self, text: str) -> Markup:
        """One line of Markdown, without the paragraph around it."""
        html = self.render(text)
        return Markup(html.removeprefix('<p id="b1">').removesuffix("</p>"))  # noqa: S704  it was sanitised whole


def _split_exercise(body: str) -> tuple[str, str]:
    """An exercise's body before its last remember box, and from it on."""
    before, mark, after = body.rpartition(COMPARISON)
    return (before, mark + after) if mark else (body, "")


class Module(Page):
    """A module: its lessons in order, then the exercise, then the check."""

    def __init__(self, document: Document, resolve: Callable[[str], str | None], steps: tuple[Step, ...]) -> None:
        super().__init__(document, resolve)
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

    def __init__(self, document: Document, resolve: Callable[[str], str | None], modules: tuple[Module, ...]) -> None:
        super().__init__(document, resolve)
        self.modules = modules

    @property
    def summary(self) -> str:
        """What one can do afterwards, in a sentence."""
        return str(self.document.fields["summary"])

    @property
    def due_days(self) -> int:
        """How many days after the first day of employment it is due."""
        return int(self.document.fields["due_days"])

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

    def __init__(self, library: Library, picture_address: Callable[[str], str]) -> None:
        self._library = library
        self._picture_address = picture_address
        self._keys = {key for key, language in library.documents if language == "sv"}
        self._courses = {
            (document.id, language): self._course(library.get(document.key, language) or document, language)
            for document in library.of_kind("course", "sv")
            for language in ("sv", "en")
        }

    def courses(self, language: str) -> Iterator[Course]:
        """All courses, in the language as far as it reaches."""
        return (course for (_id, lang), course in self._courses.items() if lang == language)

    def course(self, course_id: str, language: str) -> Course | None:
        """The course of that id, or None."""
        return self._courses.get((course_id, language))

    def _course(self, document: Document, language: str) -> Course:
        modules = (self._module(part, language) for part in self._parts(document, language))
        return Course(document, self.address, tuple(modules))

    def _module(self, document: Document, language: str) -> Module:
        steps = (Step(part, self.address) for part in self._parts(document, language))
        return Module(document, self.address, tuple(steps))

    def _parts(self, document: Document, language: str) -> Iterator[Document]:
        """The parts that there are in Swedish and that are what their place asks for."""
        for key, kind in asked_for(document):
            part = self._library.get(key, language)
            if part is not None and key in self._keys and part.kind == kind:
                yield part

    def address(self, path: str) -> str | None:
        """The address of a file in `content/`, or None where there is none."""
        if path.startswith(PICTURES):
            return self._picture_address(path.removeprefix(PICTURES)) if (self._library.root / path).is_file() else None
        key = path.removesuffix(".md").removesuffix(".sv").removesuffix(".en")
        key = key.removesuffix("/module").removesuffix("/course")
        return f"/{key}" if key in self._keys and (self._library.root / path).is_file() else None
