"""What is counted and kept when a round is closed, and what a report reads of it, on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.database import Database
from fidelity.reviews.rating.models import Rating
from fidelity.reviews.results import kept
from fidelity.reviews.results.keeping import rated_samples, scale_of
from fidelity.reviews.results.models import ReviewResult
from fidelity.reviews.rounds.models import Assignment, AssignmentState, Part, ReviewRound
from fidelity.reviews.samples.models import SampleState
from tests.fidelity.reviews.results.making import CRITERIA, Rated, all_at, closed
from tests.fidelity.reviews.rounds.making import Place, make_place


@pytest.fixture
def writing(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


@pytest.fixture
def place(writing: Session) -> Place:
    return make_place(writing)


def test_a_closed_round_keeps_what_counts_and_names_nobody(writing: Session, place: Place) -> None:
    first, second, *_ = place.units
    one = closed(
        writing,
        place,
        {
            first: [
                Rated(all_at(2), tools=["three-houses"]),
                Rated(all_at(2), all_at(3, a1=2, a2="eb"), tools=["three-houses", "safety-scale"]),
                Rated(all_at(0), all_at(4), all_at(3)),
                Rated(all_at(4), state=SampleState.STOPPED),
                Rated(all_at(4, c2="et")),
            ],
            second: [Rated(all_at("eb"))],
        },
    )
    result = writing.scalars(select(ReviewResult)).one()
    units = kept.units_kept(result.units)
    assert units[first].of("a1").samples == ((2,), (2,), (3,), (4,)), "the adjudicator's where there is one"
    assert units[first].of("a2").samples == ((2,), (2,), (3,), (4,))
    assert units[first].of("a3").samples == ((2,), (2, 3), (3,), (4,))
    assert units[first].of("c2").not_applicable == 1
    assert units[second].of("a1").samples == ()
    assert units[second].of("a1").not_assessable == 1
    assert (units[first].samples, units[first].tools) == (4, {"safety-scale": 1, "three-houses": 2})
    found = kept.agreement_kept(result.agreement)
    assert (found.samples, found.rated_twice, found.disputed, found.adjudicated) == (5, 2, 2, 1)
    assert found.criteria["a1"].exact.value == 0.5, "by what the two answered before anybody adjudicated"
    assert scale_of(writing, one).criteria == CRITERIA


def test_given_up_ratings_count_for_nothing(writing: Session, place: Place) -> None:
    one = closed(writing, place, {place.units[0]: [Rated(all_at(2), all_at(4))]})
    writing.execute(update(Assignment).where(Assignment.part == Part.SECOND).values(state=AssignmentState.GIVEN_UP))
    (sample,) = rated_samples(writing, one.id)
    assert sample.counts_as("a1") == (2,)
    assert sample.rated.raters == (all_at(2),)


def test_what_was_kept_does_not_change_when_a_rating_does(writing: Session, place: Place) -> None:
    closed(writing, place, {place.units[0]: [Rated(all_at(2))] * 5})
    before = dict(writing.scalars(select(ReviewResult)).one().units)
    writing.execute(update(Rating).values(answer="4"))
    writing.expire_all()
    assert writing.scalars(select(ReviewResult)).one().units == before
    assert writing.scalars(select(ReviewRound)).one().closed_on is not None
