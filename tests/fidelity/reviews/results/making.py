"""Closed rounds with ratings, written by the models directly: what raters answered is given by unit and sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from fidelity.reviews.rating.models import Rating, ToolSeen
from fidelity.reviews.rounds import service
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound, RoundState
from fidelity.reviews.samples.models import Sample, SampleState
from tests.fidelity.reviews.rounds.making import NOON, Place, hand_in, opened

CRITERIA = ("a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2", "d1", "d2", "d3", "e1", "e2")
Answers = Mapping[str, str]
PARTS = (Part.FIRST, Part.SECOND, Part.ADJUDICATOR)


@dataclass
class Rated:
    """A sample: what the first, second and adjudicator answered (None: was not asked), and the tools that the first saw."""

    first: Answers
    second: Answers | None = None
    adjudicator: Answers | None = None
    tools: Sequence[str] = ()
    state: SampleState = SampleState.RELEASED


def all_at(level: int | str, **changes: int | str) -> dict[str, str]:
    """The same answer to every criterion but some."""
    return {one: str(changes.get(one, level)) for one in CRITERIA}


def closed(session: Session, place: Place, units: Mapping[int, Sequence[Rated]], **plan: object) -> ReviewRound:
    """A closed round, in which these samples of these units were rated; the numbers are those of the order."""
    kept = opened(session, place, **plan)
    number = 0
    for unit, samples in units.items():
        for rated in samples:
            number += 1
            sample = hand_in(session, place, kept, unit, number=number)
            sample.state = rated.state
            _rate(session, place, sample, rated)
    kept.state = RoundState.RATING
    service.close_round(session, kept, is_sure=True, actor=place.actor, now=NOON)
    return kept


def _rate(session: Session, place: Place, sample: Sample, rated: Rated) -> None:
    raters = [coach for number, coach in enumerate(place.coaches) if number != place.section_of(sample.unit_id)]
    for person, part, answers in zip(raters, PARTS, (rated.first, rated.second, rated.adjudicator), strict=True):
        if answers is None:
            continue
        assignment = Assignment(
            municipality_id=place.municipality,
            sample_id=sample.id,
            person_id=person,
            part=part,
            state=AssignmentState.SUBMITTED,
            assigned_on=NOON.date(),
            submitted_at=NOON,
        )
        session.add(assignment)
        session.flush()
        own = {"municipality_id": place.municipality, "assignment_id": assignment.id}
        session.add_all(
            Rating(**own, criterion=criterion, answer=answer, operation=f"{assignment.id}-{criterion}")
            for criterion, answer in answers.items()
        )
        if part == Part.FIRST:
            session.add_all(ToolSeen(**own, tool=tool) for tool in rated.tools)
    session.flush()
