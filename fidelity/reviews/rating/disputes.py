"""Which criteria two raters of a sample have answered too differently: what an adjudicator is asked, and nothing else."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.reviews.answers import disputed
from fidelity.reviews.rating.models import Rating
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part


def disputes(session: Session, municipality_id: int, sample_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """By sample, the criteria that the first two raters dispute; none until both have submitted. One statement."""
    rows = session.execute(
        select(Assignment.sample_id, Assignment.part, Rating.criterion, Rating.answer)
        .join(Rating, Rating.assignment_id == Assignment.id)
        .where(
            Assignment.municipality_id == municipality_id,
            Assignment.sample_id.in_(sample_ids),
            Assignment.state == AssignmentState.SUBMITTED,
            Assignment.part.in_([Part.FIRST, Part.SECOND]),
            Rating.answer.is_not(None),
        )
    )
    answers: dict[int, dict[str, dict[str, str]]] = {}
    for sample_id, part, criterion, answer in rows:
        answers.setdefault(sample_id, {}).setdefault(part, {})[criterion] = answer or ""
    return {
        sample_id: frozenset(disputed(by_part.get(Part.FIRST, {}), by_part.get(Part.SECOND, {})))
        for sample_id, by_part in answers.items()
    }
