"""Evidence: the places in the text that an answer rests on."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating.models import Evidence, Rating
from fidelity.reviews.rating.rules import MOST_PLACES, Outcome, SetPlace, joined
from fidelity.reviews.samples.rules import Place


def set_place(session: Session, rating: Rating, one: SetPlace) -> Outcome:
    """Mark a place, together with what it touches, or take one away. The caller has locked the rating."""
    rows = {_place(row): row for row in _rows(session, rating.id)}
    if not one.is_marked:
        if one.place in rows:
            session.delete(rows[one.place])
            session.flush()
        return Outcome.KEPT
    swallowed, place = joined(rows, one.place)
    if swallowed == [place]:
        return Outcome.KEPT
    if len(rows) - len(swallowed) >= MOST_PLACES:
        return Outcome.REFUSED
    for old in swallowed:
        session.delete(rows[old])
    session.flush()
    session.add(
        Evidence(
            municipality_id=rating.municipality_id,
            rating_id=rating.id,
            part=place.part,
            begins=place.begins,
            ends=place.ends,
        )
    )
    session.flush()
    return Outcome.KEPT


def places(session: Session, assignment_ids: Sequence[int]) -> dict[tuple[int, str], list[Place]]:
    """The places of ratings by assignment and criterion, in the order of the text."""
    rows = session.execute(
        select(Rating.assignment_id, Rating.criterion, Evidence)
        .join(Evidence, Evidence.rating_id == Rating.id)
        .where(Rating.assignment_id.in_(assignment_ids))
    )
    order = list(SamplePart)
    found: dict[tuple[int, str], list[Place]] = {}
    for assignment_id, criterion, row in rows:
        found.setdefault((assignment_id, criterion), []).append(_place(row))
    return {key: sorted(ones, key=lambda one: (order.index(one.part), one.begins)) for key, ones in found.items()}


def _rows(session: Session, rating_id: int) -> Sequence[Evidence]:
    return session.scalars(select(Evidence).where(Evidence.rating_id == rating_id)).all()


def _place(row: Evidence) -> Place:
    return Place(SamplePart(row.part), row.begins, row.ends)
