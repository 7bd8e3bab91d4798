"""What a rater has before them: a text, what is asked about it, what is answered. It knows neither where it comes from nor goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fidelity.reviews.instruments.catalogue import Criterion, Gate, Instrument
from fidelity.reviews.rating.comments import CommentOutcome
from fidelity.reviews.rating.excerpts import Excerpt
from fidelity.reviews.rating.rules import UNANSWERED, Standing
from fidelity.reviews.samples.rules import Place
from fidelity.tool_use.named_tools import NamedTool, name_of, tools
from fidelity.tool_use.rules import NETWORKS
from organisation.process import ProcessStep


@dataclass(frozen=True)
class Addresses:
    """Where a paper saves: as a form, by its script, and a page with a fresh token for the script."""

    save: str
    sync: str
    token_source: str


@dataclass(frozen=True)
class Quote:
    """A place that is marked as evidence, with its words; none where the text is gone."""

    place: Place
    text: str

    @property
    def value(self) -> str:
        """The place as a form carries it."""
        return write_place(self.place)


@dataclass(frozen=True)
class Asked:
    """A criterion as it is asked: which of how many it is, in what domain, whether it applies in the sample's step, what is answered."""

    number: int
    domain: str
    criterion: Criterion
    applies: bool
    standing: Standing
    comment: CommentOutcome
    quotes: Sequence[Quote]

    @property
    def seen(self) -> str:
        """How it stood when the page was made, for its form to carry."""
        return write_seen(self.standing)


@dataclass(frozen=True)
class AskedGate:
    """A gate question as it is asked."""

    gate: Gate
    answer: str


@dataclass(frozen=True)
class SeenTool:
    """A tool or network that may be ticked."""

    slug: str
    name: str
    language: str
    is_seen: bool


@dataclass(frozen=True)
class SeenTools:
    """Tools that stand together: those usual in the sample's step, the others, and the networks."""

    is_usual: bool
    tools: Sequence[SeenTool]


@dataclass(frozen=True)
class Paper:
    """A text with what is asked about it. `tools` is empty where none are asked for; so are the gate questions."""

    instrument: Instrument
    step: ProcessStep
    excerpt: Excerpt
    asked: Sequence[Asked]
    gates: Sequence[AskedGate]
    tools: Sequence[SeenTools]
    addresses: Addresses
    has_comments: bool = True
    has_evidence: bool = True
    ending: str = "rating/submitting.html"
    """The template of what is done when all is answered."""

    @property
    def answered(self) -> int:
        """How many criteria have an answer."""
        return sum(one.standing.answer is not None for one in self.asked)

    @property
    def missing(self) -> Sequence[Asked]:
        """The criteria without an answer."""
        return [one for one in self.asked if one.standing.answer is None]

    @property
    def unanswered_gates(self) -> int:
        """How many gate questions have no answer."""
        return sum(not one.answer for one in self.gates)

    @property
    def ticked(self) -> Sequence[str]:
        """The tools that are ticked."""
        return [tool.slug for group in self.tools for tool in group.tools if tool.is_seen]

    @property
    def as_state(self) -> Mapping[str, Any]:
        """How it stands, as the page's script takes it."""
        return write_state(
            {one.criterion.id: one.standing for one in self.asked},
            {one.criterion.id: [quote.place for quote in one.quotes] for one in self.asked},
            {one.gate.id: one.answer for one in self.gates},
            self.ticked,
        )


def write_place(place: Place) -> str:
    """A place as a form carries it."""
    return f"{place.part}:{place.begins}:{place.ends}"


def write_seen(standing: Standing) -> str:
    """An answer and the operation that set it, as a form carries them."""
    return f"{standing.operation or '-'} {standing.answer or ''}"


def write_state(
    answers: Mapping[str, Standing],
    places: Mapping[str, Sequence[Place]],
    gates: Mapping[str, str],
    seen_tools: Sequence[str],
) -> Mapping[str, Any]:
    """How a rating stands, as the page's script takes it."""
    return {
        "answers": {name: {"answer": one.answer, "operation": one.operation} for name, one in answers.items()},
        "places": {name: [[one.part, one.begins, one.ends] for one in ones] for name, ones in places.items()},
        "gates": dict(gates),
        "tools": list(seen_tools),
    }


def asked(
    instrument: Instrument,
    step: ProcessStep,
    criteria: Sequence[str],
    standings: Mapping[str, Standing],
    comments: Mapping[str, CommentOutcome],
    quotes: Mapping[str, Sequence[Quote]],
) -> list[Asked]:
    """The criteria in order, each with what is answered."""
    wanted = [(domain.title, one) for domain in instrument.domains for one in domain.criteria if one.id in criteria]
    return [
        Asked(
            number=number,
            domain=domain,
            criterion=one,
            applies=one.applies_in(step),
            standing=standings.get(one.id, UNANSWERED),
            comment=comments.get(one.id) or CommentOutcome("", ""),
            quotes=quotes.get(one.id, ()),
        )
        for number, (domain, one) in enumerate(wanted, start=1)
    ]


def seen_tools(step: ProcessStep, language: str, ticked: frozenset[str]) -> list[SeenTools]:
    """Everything that may be seen in a text from that step: what is usual there first."""
    every = tools(language)
    usual = [tool for tool in every if step in tool.steps]
    others = [tool for tool in every if tool not in usual]
    networks = [SeenTool(slug, name_of(slug, language), language, slug in ticked) for slug in NETWORKS]
    found = [
        SeenTools(True, [*(_seen(tool, ticked) for tool in usual), *networks]),
        SeenTools(False, [_seen(tool, ticked) for tool in others]),
    ]
    return [group for group in found if group.tools]


def _seen(tool: NamedTool, ticked: frozenset[str]) -> SeenTool:
    return SeenTool(tool.slug, tool.name, tool.language, tool.slug in ticked)
