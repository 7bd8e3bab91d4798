"""The tools in `content/tools/` as typed objects, and how they and the lessons find one another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from core.documents import Document, Field, Library, Problem, Schema, is_text, is_text_list
from core.pages import Page
from organisation.process import ProcessStep, is_steps
from training.catalogue import Catalogue, Step
from training.references import PICTURES, References
from training.tools.blank import Blank, blank, is_blank

FOLDER = "tools"


KINDS: Mapping[str, Schema] = {
    "tool": {
        "summary": Field(is_text),
        "steps": Field(is_steps),
        "synonyms": Field(is_text_list),
        "lessons": Field(is_text_list),
        "blank": Field(is_blank),
    }
}


class Tool(Page):
    """A tool's page."""

    @property
    def summary(self) -> str:
        """What it is for, in a sentence."""
        return str(self.document.fields["summary"])

    @property
    def steps(self) -> tuple[ProcessStep, ...]:
        """When in the process it is used, in the order of the process."""
        return tuple(step for step in ProcessStep if step.value in self.document.fields["steps"])

    @property
    def synonyms(self) -> Sequence[str]:
        """What it is called elsewhere."""
        return tuple(self.document.fields["synonyms"])

    @property
    def lesson_keys(self) -> Sequence[str]:
        """The keys of the lessons that teach it."""
        return tuple(f"courses/{one}" for one in self.document.fields["lessons"])

    @property
    def address(self) -> str:
        """The page's address."""
        return f"/{self.key}"

    @cached_property
    def blank(self) -> Blank:
        """The form to print."""
        written = self.document.fields["blank"]
        name = written.get("drawing")
        return blank(written, self._references.address(drawing_path(name)) if name else None)


def drawing_path(name: str) -> str:
    """Where a blank's drawing lies, as a path from `content/`."""
    return f"{PICTURES}{name}.svg"


class Toolbox:
    """Every tool, per language; where a page is not translated the Swedish one stands in."""

    def __init__(self, library: Library, references: References) -> None:
        self._tools = {
            (document.id, language): Tool(library.get(document.key, language) or document, references)
            for document in library.of_kind("tool", "sv")
            for language in ("sv", "en")
        }
        self._taught_in: dict[str, list[str]] = defaultdict(list)
        for tool in self.tools("sv"):
            for key in tool.lesson_keys:
                self._taught_in[key].append(tool.id)

    def tools(self, language: str) -> Iterator[Tool]:
        """All tools, by name."""
        found = (tool for (_id, lang), tool in self._tools.items() if lang == language)
        return iter(sorted(found, key=lambda tool: tool.title.lower()))

    def tool(self, tool_id: str, language: str) -> Tool | None:
        """The tool of that id, or None."""
        return self._tools.get((tool_id, language))

    def by_step(self, language: str) -> dict[ProcessStep, list[Tool]]:
        """The tools at each step of the process."""
        return {step: [tool for tool in self.tools(language) if step in tool.steps] for step in ProcessStep}

    def of_lesson(self, step: Step) -> list[Tool]:
        """The tools that a lesson teaches, in its language."""
        names = self._taught_in.get(step.key, [])
        return [tool for name in names if (tool := self.tool(name, step.language)) is not None]


def problems(library: Library, references: References, catalogue: Catalogue) -> list[Problem]:
    """Everything to mend in the tools beyond their front matter's schema."""
    found: list[Problem] = []
    for document in library.documents.values():
        if document.kind == "tool":
            found += _place_problems(document, references, catalogue)
            found += _twin_problems(document, library.documents.get((document.key, "sv")))
    return found


def _place_problems(document: Document, references: References, catalogue: Catalogue) -> list[Problem]:
    found = []
    if document.key != f"{FOLDER}/{document.id}":
        found.append(document.problem(1, f"Put the file in content/{FOLDER}/."))
    for name in document.fields["lessons"]:
        if catalogue.step(f"courses/{name}", document.language) is None:
            advice = f"There is no lesson {name}. Write it as course/module/lesson, such as basic/three-questions/the-three-columns."
            found.append(document.problem(document.lines["lessons"], advice))
    drawing = document.fields["blank"].get("drawing")
    if drawing and references.address(drawing_path(drawing)) is None:
        found.append(document.problem(document.lines["blank"], f"There is no picture {drawing_path(drawing)}."))
    return found


def _twin_problems(document: Document, twin: Document | None) -> list[Problem]:
    if twin is None or twin is document or twin.kind != "tool":
        return []
    return [
        document.problem(document.lines[name], f"`{name}` differs from the Swedish file's. Write the same.")
        for name in ("steps", "lessons")
        if document.fields[name] != twin.fields[name]
    ]
