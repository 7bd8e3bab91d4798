"""The checklists in `content/checklists/` as typed objects, and everything to mend in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from core.documents import Document, Field, Library, Problem, Schema, is_count, is_text, is_text_list
from core.pages import Page, References
from core.text_checks import text_problems
from fidelity.checklists import items
from organisation.process import ProcessStep, is_steps

FOLDER = "checklists"
NETWORKS = ("private", "professional")


def is_networks(value: object) -> str | None:
    """A list of networks, which may be empty."""
    if isinstance(value, list) and all(one in NETWORKS for one in value):
        return None
    return "Write [], [private], [professional] or [private, professional]."


KINDS: Mapping[str, Schema] = {
    # What is published is read by this schema for good: a field that comes later can't be required.
    "checklist": {
        "summary": Field(is_text),
        "minutes": Field(is_count),
        "steps": Field(is_steps),
        "tools": Field(is_text_list),
        "network": Field(is_networks),
        "lessons": Field(is_text_list),
    }
}


@dataclass(frozen=True)
class Item:
    """An item: what somebody does, which can be seen afterwards."""

    id: str
    text: Markup
    must: bool


@dataclass(frozen=True)
class Pause:
    """A pause point with its items."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Reference:
    """A page of the other wing that a checklist leads to."""

    address: str
    title: str
    language: str


class Checklist(Page):
    """A checklist."""

    @property
    def address(self) -> str:
        """The page's address."""
        return f"/{self.key}"

    @property
    def is_own(self) -> bool:
        """Whether it is a municipality's own version and not the common one."""
        return False

    @property
    def summary(self) -> str:
        """When it is used, in a sentence."""
        return str(self.document.fields["summary"])

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return int(self.document.fields["minutes"])

    @property
    def steps(self) -> tuple[ProcessStep, ...]:
        """When in the process it is used, in the order of the process."""
        return tuple(step for step in ProcessStep if step.value in self.document.fields["steps"])

    @property
    def networks(self) -> Sequence[str]:
        """Which networks finishing it stands for having been contacted."""
        return tuple(self.document.fields["network"])

    @cached_property
    def opening(self) -> Markup:
        """What stands before the first pause point."""
        return self.render("\n".join(self._raw.opening))

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """The pause points in order."""
        return tuple(
            Pause(
                pause.id, pause.text, tuple(Item(one.id, self.render_line(one.text), one.must) for one in pause.items)
            )
            for pause in self._raw.pauses
        )

    @cached_property
    def _raw(self) -> items.RawChecklist:
        return items.read(self.document)


class Checklists:
    """Every checklist, per language; where one is not translated the Swedish one stands in."""

    def __init__(
        self, library: Library, references: References, checklists: Mapping[tuple[str, str], Checklist] | None = None
    ) -> None:
        self.library = library
        self.references = references
        self.by_place = _read(library, references) if checklists is None else checklists
        """By id and language."""

    def all(self, language: str) -> list[Checklist]:
        """All checklists, by name."""
        found = [one for (_id, lang), one in self.by_place.items() if lang == language]
        return sorted(found, key=lambda one: one.title.lower())

    def by_step(self, language: str) -> dict[ProcessStep, list[Checklist]]:
        """The checklists under the first step of the process that each is for; steps without any are left out."""
        found = {step: [one for one in self.all(language) if one.steps[0] is step] for step in ProcessStep}
        return {step: checklists for step, checklists in found.items() if checklists}

    def checklist(self, checklist_id: str, language: str) -> Checklist | None:
        """The checklist of that id, or None."""
        return self.by_place.get((checklist_id, language))

    def tools_of(self, checklist: Checklist) -> list[Reference]:
        """The tools whose use finishing it stands for."""
        return self._found([f"tools/{one}" for one in checklist.document.fields["tools"]], checklist.language)

    def lessons_of(self, checklist: Checklist) -> list[Reference]:
        """The lessons that teach what it is about."""
        return self._found([f"courses/{one}" for one in checklist.document.fields["lessons"]], checklist.language)

    def _found(self, keys: Sequence[str], language: str) -> list[Reference]:
        documents = (self.library.get(key, language) for key in keys)
        return [Reference(f"/{one.key}", one.title, one.language) for one in documents if one is not None]


def _read(library: Library, references: References) -> dict[tuple[str, str], Checklist]:
    return {
        (document.id, language): Checklist(library.get(document.key, language) or document, references)
        for document in library.of_kind("checklist", "sv")
        for language in ("sv", "en")
    }


def problems(library: Library, references: References) -> list[Problem]:
    """Everything to mend in the checklists beyond their front matter's schema."""
    found: list[Problem] = []
    for document in library.documents.values():
        if document.kind == "checklist":
            found += items.read(document).problems
            found += text_problems(document, references)
            found += _references_problems(library, document)
            found += _twin_problems(document, library.documents.get((document.key, "sv")))
    return found


def _references_problems(library: Library, document: Document) -> list[Problem]:
    found = []
    if document.key != f"{FOLDER}/{document.id}":
        found.append(document.problem(1, f"Put the file in content/{FOLDER}/."))
    for name, folder in (("tools", "tools"), ("lessons", "courses")):
        for one in document.fields[name]:
            if library.get(f"{folder}/{one}", "sv") is None:
                found.append(document.problem(document.lines[name], f"There is no {folder}/{one}. Mend the name."))
    return found


def _twin_problems(document: Document, twin: Document | None) -> list[Problem]:
    """A translation has the same items, and stands for the same."""
    if twin is None or twin is document or twin.kind != "checklist":
        return []
    found = [
        document.problem(document.lines[name], f"`{name}` differs from the Swedish file's. Write the same.")
        for name in ("steps", "tools", "network", "lessons", "minutes")
        if document.fields[name] != twin.fields[name]
    ]
    ours, theirs = ([(one.id, one.must) for one in items.read(file).items] for file in (document, twin))
    if ours != theirs:
        advice = "Write the same items as in the Swedish file, with the same ids and marks, in the same order."
        found.append(document.problem(document.body_line, advice))
    return found
