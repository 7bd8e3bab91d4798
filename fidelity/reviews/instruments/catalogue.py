"""The instruments in `content/instruments/` as typed objects. Nothing here knows what any of them asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from core.documents import Document, Library
from core.markup import without_ids
from core.pages import LastingPage, Page, References
from fidelity.checklists.catalogue import Reference
from fidelity.reviews.instruments import text
from fidelity.reviews.instruments.fields import entry_of
from organisation.process import ProcessStep

FOLDER = "instruments"


@dataclass(frozen=True)
class Criterion:
    """A criterion; its anchors are what is seen at level 0, 1, …"""

    id: str
    code: str
    title: str
    help: Markup
    anchors: tuple[Markup, ...]
    lessons: tuple[Reference, ...]
    tools: tuple[Reference, ...]
    checklists: tuple[Reference, ...]
    steps: tuple[ProcessStep, ...]
    same_since: int

    def applies_in(self, step: ProcessStep) -> bool:
        """Whether it is rated in a sample from that step; where it is not, the answer is *not applicable*."""
        return step in self.steps

    def is_same_as_in(self, version: int) -> bool:
        """Whether it means what it meant in an earlier version, so that a trend may cross."""
        return version >= self.same_since


@dataclass(frozen=True)
class Domain:
    """Criteria that belong together."""

    id: str
    title: str
    lead: Markup
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Gate:
    """A gate question: yes, no or not relevant, outside every score."""

    id: str
    code: str
    title: str
    help: Markup


@dataclass(frozen=True)
class Instrument:
    """An instrument in one version and language."""

    id: str
    version: int
    title: str
    language: str
    summary: str
    news: str | None
    steps: tuple[ProcessStep, ...]
    opening: Markup
    domains: tuple[Domain, ...]
    gates_title: str
    gates_lead: Markup
    gates: tuple[Gate, ...]
    sources_title: str
    sources: Markup

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in order."""
        return tuple(criterion for domain in self.domains for criterion in domain.criteria)

    @property
    def levels(self) -> range:
        """The levels, which are the same for every criterion: 0 to 4, say."""
        return range(len(self.criteria[0].anchors))

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion of that id, or None."""
        return next((one for one in self.criteria if one.id == criterion_id), None)

    def gate(self, gate_id: str) -> Gate | None:
        """The gate question of that id, or None."""
        return next((one for one in self.gates if one.id == gate_id), None)

    def applicable(self, step: ProcessStep) -> tuple[Criterion, ...]:
        """The criteria that are rated in a sample from that step."""
        return tuple(one for one in self.criteria if one.applies_in(step))


class Instruments:
    """Every instrument in its version in use, per language; where one is not translated the Swedish one stands in."""

    def __init__(self, library: Library, references: References) -> None:
        self.library = library
        self.references = references
        self._read: dict[tuple[str, str], Instrument] = {}

    def all(self, language: str) -> list[Instrument]:
        """All instruments, by name."""
        found = (self.instrument(one.id, language) for one in self.library.of_kind("instrument", "sv"))
        return sorted((one for one in found if one is not None), key=lambda one: one.title.lower())

    def instrument(self, instrument_id: str, language: str) -> Instrument | None:
        """The instrument of that id, or None. It is read when it is first asked for, and kept."""
        place = (instrument_id, language)
        if place not in self._read:
            document = self.library.get(f"{FOLDER}/{instrument_id}", language)
            if document is None or document.kind != "instrument":
                return None
            self._read[place] = self.read(document)
        return self._read[place]

    def read(self, document: Document) -> Instrument:
        """The instrument that a document holds, in use or published once."""
        page, raw = LastingPage(document, self.references), text.read(document)
        gates, sources = raw.section(text.GATES), raw.section(text.SOURCES)
        steps = document.fields["steps"]
        return Instrument(
            id=document.id,
            version=document.version,
            title=document.title,
            language=document.language,
            summary=str(document.fields["summary"]),
            news=document.fields.get("news"),
            steps=tuple(step for step in ProcessStep if step.value in steps),
            opening=_html(page, raw.opening),
            domains=tuple(self._domain(page, one) for one in raw.domains),
            gates_title=gates.title if gates else "",
            gates_lead=_html(page, gates.lead if gates else ()),
            gates=tuple(Gate(one.id, one.id.upper(), one.title, _html(page, one.help)) for one in raw.gates),
            sources_title=sources.title if sources else "",
            sources=_html(page, sources.lead if sources else ()),
        )

    def _domain(self, page: Page, raw: text.RawSection) -> Domain:
        criteria = tuple(self._criterion(page, one) for one in raw.entries)
        return Domain(raw.id, raw.title, _html(page, raw.lead), criteria)

    def _criterion(self, page: Page, raw: text.RawEntry) -> Criterion:
        entry = entry_of(page.document, raw.id)
        return Criterion(
            id=raw.id,
            code=entry.code,
            title=raw.title,
            help=_html(page, raw.help),
            anchors=tuple(page.render_line(level.text) for level in raw.levels),
            lessons=self._found("courses", entry.lessons, page.language),
            tools=self._found("tools", entry.tools, page.language),
            checklists=self._found("checklists", entry.checklists, page.language),
            steps=entry.steps,
            same_since=entry.same_since,
        )

    def _found(self, folder: str, names: Sequence[str], language: str) -> tuple[Reference, ...]:
        """What teaches a criterion, as far as it is there now."""
        documents: list[Document | None] = [self.library.get(f"{folder}/{name}", language) for name in names]
        return tuple(Reference(f"/{one.key}", one.title, one.language) for one in documents if one is not None)


def _html(page: Page, lines: Sequence[str]) -> Markup:
    return without_ids(page.render("\n".join(lines).strip("\n")))
