"""What a round came to, counted once when it is closed and kept as it was."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from fidelity.reviews.answers import NoLevel
from fidelity.reviews.instruments import text
from fidelity.reviews.instruments.fields import KINDS
from fidelity.reviews.published import published_document
from fidelity.reviews.rating.models import Rating, ToolSeen
from fidelity.reviews.results.agreeing import Rated, Scale, agreement_of
from fidelity.reviews.results.kept import agreement_to_keep, units_to_keep
from fidelity.reviews.results.models import ReviewResult
from fidelity.reviews.results.rules import UnitLevels, counted, gathered
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound
from fidelity.reviews.samples.models import Sample, SampleState


@dataclass
class RatedSample:
    """A sample that counts, with what its raters answered and saw. It never leaves this module."""

    unit_id: int
    process_id: int | None
    answers: dict[Part, dict[str, str]] = field(default_factory=dict)
    people: dict[Part, int] = field(default_factory=dict)
    tools: set[str] = field(default_factory=set)

    @property
    def raters(self) -> tuple[Mapping[str, str], ...]:
        """The answers of the first and the second, as far as there are any."""
        return tuple(self.answers[part] for part in self._first_ones)

    @property
    def _first_ones(self) -> Sequence[Part]:
        return [part for part in (Part.FIRST, Part.SECOND) if part in self.answers]

    @property
    def rated(self) -> Rated:
        """The sample as agreement is computed of it."""
        by = tuple(self.people[part] for part in self._first_ones)
        return Rated(self.raters, Part.ADJUDICATOR in self.answers, by)

    def counts_as(self, criterion: str) -> tuple[int, ...] | NoLevel | None:
        """What the sample counts as on a criterion."""
        own = [answers[criterion] for answers in self.raters if criterion in answers]
        return counted(own, self.answers.get(Part.ADJUDICATOR, {}).get(criterion))


def keep_results(session: Session, kept: ReviewRound, *, now: datetime) -> ReviewResult:
    """Count what a round that is being closed came to, and keep it. What was stopped or given up counts for nothing."""
    scale, samples = scale_of(session, kept), rated_samples(session, kept.id)
    result = ReviewResult(
        municipality_id=kept.municipality_id,
        round_id=kept.id,
        kept_on=clock.local_day(now),
        units=units_to_keep(units_of(samples, scale.criteria)),
        agreement=agreement_to_keep(agreement_of([one.rated for one in samples], scale)),
    )
    session.add(result)
    session.flush()
    return result


def rated_samples(session: Session, round_id: int) -> Sequence[RatedSample]:
    """The round's drawn samples that somebody has rated to the end. Two statements."""
    rows = session.execute(
        select(
            Assignment.id,
            Assignment.part,
            Assignment.person_id,
            Sample.id.label("sample_id"),
            Sample.unit_id,
            Sample.process_id,
        )
        .join(Sample, Sample.id == Assignment.sample_id)
        .where(
            Sample.round_id == round_id,
            Sample.state == SampleState.RELEASED,
            Sample.number.is_not(None),
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .order_by(Sample.id, Assignment.id)
    ).all()
    samples: dict[int, RatedSample] = {}
    by_assignment: dict[int, tuple[RatedSample, Part]] = {}
    for assignment_id, part, person_id, sample_id, unit_id, process_id in rows:
        sample = samples.setdefault(sample_id, RatedSample(unit_id, process_id))
        sample.answers[Part(part)], sample.people[Part(part)] = {}, person_id
        by_assignment[assignment_id] = (sample, Part(part))
    _read_answers(session, round_id, by_assignment)
    return [sample for sample in samples.values() if sample.raters]


def _read_answers(session: Session, round_id: int, by_assignment: Mapping[int, tuple[RatedSample, Part]]) -> None:
    own = (
        select(Assignment.id).join(Sample, Sample.id == Assignment.sample_id).where(Sample.round_id == round_id)
    ).scalar_subquery()
    for assignment_id, criterion, answer in session.execute(
        select(Rating.assignment_id, Rating.criterion, Rating.answer).where(
            Rating.assignment_id.in_(own), Rating.answer.is_not(None)
        )
    ):
        if assignment_id in by_assignment:
            sample, part = by_assignment[assignment_id]
            sample.answers[part][criterion] = str(answer)
    for assignment_id, tool in session.execute(
        select(ToolSeen.assignment_id, ToolSeen.tool).where(ToolSeen.assignment_id.in_(own))
    ):
        if assignment_id in by_assignment:
            by_assignment[assignment_id][0].tools.add(tool)


def units_of(samples: Iterable[RatedSample], criteria: Sequence[str]) -> dict[int, UnitLevels]:
    """What the samples of each unit came to."""
    by_unit: dict[int, list[RatedSample]] = defaultdict(list)
    for sample in samples:
        by_unit[sample.unit_id].append(sample)
    return {unit_id: _unit(own, criteria) for unit_id, own in sorted(by_unit.items())}


def _unit(samples: Sequence[RatedSample], criteria: Sequence[str]) -> UnitLevels:
    known = {sample.process_id for sample in samples if sample.process_id is not None}
    tools: dict[str, int] = defaultdict(int)
    for sample in samples:
        for tool in sample.tools:
            tools[tool] += 1
    return UnitLevels(
        len(samples),
        # One that is tied to no process here is taken for a process of its own: units are asked for one sample of each.
        len(known) + sum(sample.process_id is None for sample in samples),
        {criterion: gathered(sample.counts_as(criterion) for sample in samples) for criterion in criteria},
        dict(sorted(tools.items())),
    )


def scale_of(session: Session, kept: ReviewRound) -> Scale:
    """The criteria and levels of the instrument that the round is bound to. Raises LookupError where it is none."""
    document = published_document(session, kept.document_id, "sv", KINDS)
    if document is None:
        raise LookupError(f"round {kept.id} has no instrument")
    raw = text.read(document)
    domains = {domain.id: tuple(one.id for one in domain.entries) for domain in raw.domains}
    return Scale(domains, len(raw.criteria[0].levels))
