"""A rater's own drift, for that rater alone: beside the reference of calibration, and beside the other rater of the same samples."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from core.clock import local_day
from fidelity.reviews.calibration.queries import compared_sets
from fidelity.reviews.rating.models import Rating
from fidelity.reviews.results.drift import Answers, Drift, drift_of
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound, RoundState
from fidelity.reviews.samples.models import Sample, SampleState
from organisation.access import Viewer


def reference_drift(session: Session, viewer: Viewer) -> Sequence[Drift]:
    """The viewer's differences from the reference levels of calibration, by set, the latest first."""
    return [
        Drift(_("Set %(number)s", number=one.set_number), local_day(one.submitted_at), drift_of(one.samples))
        for one in compared_sets(session, viewer.id, viewer.municipality_id)
    ]


@dataclass(frozen=True)
class _Pair:
    """A sample that the viewer and somebody else rated in a closed round."""

    round_name: str
    closed_on: date
    own: int
    other: int


def round_drift(session: Session, viewer: Viewer) -> Sequence[Drift]:
    """The viewer's differences from the other rater of the same samples, by closed round, the latest first. Two statements."""
    by_round: dict[int, list[_Pair]] = defaultdict(list)
    for round_id, pair in _pairs(session, viewer):
        by_round[round_id].append(pair)
    ids = [one for pairs in by_round.values() for pair in pairs for one in (pair.own, pair.other)]
    answers = _answers(session, ids)
    return [
        Drift(
            pairs[0].round_name, pairs[0].closed_on, drift_of((answers[one.own], answers[one.other]) for one in pairs)
        )
        for pairs in by_round.values()
    ]


def _pairs(session: Session, viewer: Viewer) -> list[tuple[int, _Pair]]:
    other = aliased(Assignment)
    firsts = (Part.FIRST, Part.SECOND)
    closed_on = func.coalesce(ReviewRound.closed_on, ReviewRound.rate_by)
    rows = session.execute(
        select(ReviewRound.id, ReviewRound.name, closed_on, Assignment.id, other.id)
        .join(Sample, Sample.round_id == ReviewRound.id)
        .join(Assignment, Assignment.sample_id == Sample.id)
        .join(other, (other.sample_id == Sample.id) & (other.id != Assignment.id))
        .where(
            ReviewRound.municipality_id == viewer.municipality_id,
            ReviewRound.state == RoundState.CLOSED,
            Sample.state == SampleState.RELEASED,
            Assignment.person_id == viewer.id,
            Assignment.state == AssignmentState.SUBMITTED,
            other.state == AssignmentState.SUBMITTED,
            Assignment.part.in_(firsts),
            other.part.in_(firsts),
        )
        .order_by(ReviewRound.closed_on.desc(), ReviewRound.id.desc(), Assignment.id)
    )
    return [(round_id, _Pair(name, day, own, against)) for round_id, name, day, own, against in rows]


def _answers(session: Session, assignment_ids: Sequence[int]) -> dict[int, Answers]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = session.execute(
        select(Rating.assignment_id, Rating.criterion, Rating.answer).where(
            Rating.assignment_id.in_(assignment_ids), Rating.answer.is_not(None)
        )
    )
    for assignment_id, criterion, answer in rows:
        found[assignment_id][criterion] = str(answer)
    return defaultdict(dict, found)
