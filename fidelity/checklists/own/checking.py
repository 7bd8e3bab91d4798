"""What a draft would look like, and what the checker says of it: the same reader and checker as for files in `content/`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from markupsafe import Markup, escape

from core.documents import Document, Problem, read_text
from core.markup import BrokenLink
from fidelity.checklists import items
from fidelity.checklists.catalogue import FOLDER, KINDS, Checklist, Checklists, document_problems
from fidelity.checklists.own.rules import Named, Numbering, Written, named, to_source, with_ids

STAND_INS = Written(title="…", summary="…", minutes="1", steps=("learning",))
"""For fields that are wrong, so that the rest can be read and shown all the same."""
OF_THE_WHOLE = frozenset({"item-count", "nothing-must"})
"""What is said of the text and not of one of its lines."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend, as its author meets it: in a field, or on a line (from 1) of the text area."""

    name: str
    about: str
    field: str = "body"
    line: int | None = None
    quoted: str = ""


@dataclass(frozen=True)
class ShownItem:
    """An item of the preview."""

    text: Markup
    must: bool


@dataclass(frozen=True)
class ShownPause:
    """A pause point of the preview."""

    title: str
    items: tuple[ShownItem, ...]


class Look:
    """A draft seen as a checklist: what it would look like and everything to mend in it."""

    def __init__(self, written: Written, checklist_id: str, known: Sequence[Named], base: Checklists) -> None:
        self.written = written
        self._base = base
        self._place = PurePosixPath(f"content/{FOLDER}/{checklist_id}.sv.md")
        self._full = replace(written, body=with_ids(written.body, known))

    def source(self, numbering: Numbering | None = None) -> str:
        """The text as it is published, with its ids and its number."""
        return to_source(self._full, self._place.name.partition(".")[0], numbering)

    def document(self, numbering: Numbering | None = None) -> Document | list[Problem]:
        """The text as the reader reads it."""
        return read_text(self.source(numbering), self._place, KINDS)

    @cached_property
    def faults(self) -> list[Fault]:
        """Everything to mend: fields first, then the text from its first line."""
        found = self.document()
        of_fields = [] if isinstance(found, Document) else found
        of_text = document_problems(self._base.library, self._base.references, self._readable)
        faults = [Fault(one.name, one.about, field=one.about) for one in of_fields]
        return faults + [self._fault(one) for one in sorted(of_text)]

    def _fault(self, problem: Problem) -> Fault:
        if problem.name == "nowhere":
            return Fault(problem.name, problem.about, field=problem.about)
        if problem.name in OF_THE_WHOLE:
            return Fault(problem.name, problem.about)
        line = problem.line - self._readable.body_line + 1
        quoted = self.written.body.split("\n")[line - 1].strip()
        return Fault(problem.name, problem.about, line=line, quoted=quoted)

    @cached_property
    def _readable(self) -> Document:
        """The document, with stand-ins for the fields that are wrong."""
        found = self.document()
        if isinstance(found, Document):
            return found
        wrong = {one.about for one in found if one.name == "field"}
        self_with = replace(self._full, **{name: getattr(STAND_INS, name) for name in wrong})
        readable = read_text(to_source(self_with, self._place.name.partition(".")[0]), self._place, KINDS)
        if not isinstance(readable, Document):
            raise TypeError(f"a draft can't be read: {readable[0]}")
        return readable

    @property
    def raw(self) -> items.RawChecklist:
        """Its pause points and items as they are written."""
        return items.read(self._readable)

    @cached_property
    def opening(self) -> Markup:
        """What stands before the first pause point."""
        return self._shown("\n".join(self.raw.opening))

    @cached_property
    def pauses(self) -> list[ShownPause]:
        """The pause points as they would be shown."""
        return [
            ShownPause(
                pause.text, tuple(ShownItem(self._shown(one.text, in_line=True), one.must) for one in pause.items)
            )
            for pause in self.raw.pauses
        ]

    def _shown(self, text: str, *, in_line: bool = False) -> Markup:
        checklist = Checklist(self._readable, self._base.references)
        try:
            return checklist.render_line(text) if in_line else checklist.render(text)
        except BrokenLink:  # the checker says so beside it
            return escape(text)


def known_of(checklists: Iterable[Checklist]) -> list[Named]:
    """The pause points and items of these versions, in every wording that they have there."""
    return list(dict.fromkeys(one for checklist in checklists for one in named(items.read(checklist.document))))
