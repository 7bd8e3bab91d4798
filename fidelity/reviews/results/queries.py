"""Reading what closed rounds came to: which units somebody may look at, a unit's report, and a round's agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fidelity.reviews.instruments.catalogue import Instrument
from fidelity.reviews.instruments.queries import published
from fidelity.reviews.results import kept
from fidelity.reviews.results.agreeing import RoundAgreement
from fidelity.reviews.results.models import ReviewResult
from fidelity.reviews.results.profile import Profile, Scene, profile_of
from fidelity.reviews.results.registered import RegisteredUse, registered_use
from fidelity.reviews.results.rules import Place, UnitLevels
from fidelity.reviews.rounds.models import ReviewRound, RoundState, RoundUnit
from fidelity.tool_use.queries import workplaces
from organisation.access import Permission, Viewer
from organisation.models import Unit
from organisation.queries import UnitRow, units

Closed = tuple[ReviewRound, ReviewResult]


@dataclass(frozen=True)
class Report:
    """What a round says of a unit."""

    unit: UnitRow
    round: ReviewRound
    instrument: Instrument
    profile: Profile
    before: ReviewRound | None
    """The round before that the unit was in with the same instrument."""
    comparable: Sequence[str]
    """The criteria that mean the same in both."""
    registered: RegisteredUse | None
    rounds: Sequence[ReviewRound]
    """All rounds that say something of the unit, the latest first."""


def unit_for(session: Session, viewer: Viewer, unit_id: int, today: date) -> UnitRow | None:
    """The unit, when the viewer works in it today or reaches it."""
    row = next(iter(units(session, viewer.municipality_id, Unit.id == unit_id)), None)
    if row is None or viewer.reach(Permission.SEE_REVIEWS).holds_unit(row.id, row.section_id):
        return row
    return row if row.id in {place.id for place in workplaces(session, viewer, today)} else None


def reviewed_units(session: Session, viewer: Viewer) -> Sequence[UnitRow]:
    """The units in the viewer's reach that a closed round says something of, by section and name and never by anything else."""
    reviewed = (
        select(RoundUnit.unit_id)
        .join(ReviewResult, ReviewResult.round_id == RoundUnit.round_id)
        .where(RoundUnit.municipality_id == viewer.municipality_id)
    )
    reach = viewer.reach(Permission.SEE_REVIEWS)
    found = units(session, viewer.municipality_id, Unit.id.in_(reviewed))
    return [unit for unit in found if reach.holds_unit(unit.id, unit.section_id)]


def closed_rounds(session: Session, municipality_id: int) -> Sequence[ReviewRound]:
    """The municipality's rounds that are closed, the latest first."""
    return [kept_round for kept_round, _result in session.execute(_closed(municipality_id))]


def _closed(municipality_id: int) -> Select[ReviewRound, ReviewResult]:
    return (
        select(ReviewRound, ReviewResult)
        .join(ReviewResult, ReviewResult.round_id == ReviewRound.id)
        .where(ReviewRound.municipality_id == municipality_id, ReviewRound.state == RoundState.CLOSED)
        .order_by(ReviewRound.closed_on.desc(), ReviewRound.id.desc())
    )


def report(
    session: Session, viewer: Viewer, unit: UnitRow, round_id: int | None, language: str, *, smallest: int
) -> Report | None:
    """What a round says of the unit, the latest when none is asked for; None where there is none. Seven statements at most, or so."""
    own = RoundUnit.unit_id == unit.id
    closed = session.execute(
        _closed(viewer.municipality_id).join(RoundUnit, RoundUnit.round_id == ReviewRound.id).where(own)
    )
    found: list[Closed] = [(one, result) for one, result in closed]
    place = next((number for number, (one, _) in enumerate(found) if round_id in {None, one.id}), None)
    if place is None:
        return None
    (now, result), earlier = found[place], found[place + 1 :]
    instrument = _instrument(session, now, language)
    before, comparable = _before(session, earlier, instrument, language)
    then = kept.units_kept(before[1].units).get(unit.id, UnitLevels()) if before else UnitLevels()
    scene = Scene(
        _places(session, viewer.municipality_id, result),
        [one.id for one in instrument.criteria],
        len(instrument.levels),
        smallest,
    )
    return Report(
        unit,
        now,
        instrument,
        profile_of(scene, unit.id, then, comparable),
        before[0] if before else None,
        comparable,
        registered_use(session, viewer, unit.id, now.first_day, now.last_day),
        [one for one, _ in found],
    )


def _instrument(session: Session, one: ReviewRound, language: str) -> Instrument:
    instrument = published(session, one.document_id, language)
    if instrument is None:
        raise LookupError(f"round {one.id} has no instrument")
    return instrument


def _before(
    session: Session, earlier: Sequence[Closed], instrument: Instrument, language: str
) -> tuple[Closed | None, Sequence[str]]:
    """The latest earlier round with the same instrument, and the criteria whose meaning its author says has not changed since."""
    for one in earlier:
        then = _instrument(session, one[0], language)
        if then.id == instrument.id:
            known = {criterion.id for criterion in then.criteria}
            same = [c.id for c in instrument.criteria if c.id in known and c.is_same_as_in(then.version)]
            return one, same
    return None, ()


def _places(session: Session, municipality_id: int, result: ReviewResult) -> list[Place]:
    """The round's units with their levels."""
    found = kept.units_kept(result.units)
    rows = units(session, municipality_id, Unit.id.in_(found))
    return [Place(row.id, row.section_id, found[row.id]) for row in rows]


@dataclass(frozen=True)
class Agreement:
    """How far the raters of a round agree."""

    round: ReviewRound
    instrument: Instrument
    figures: RoundAgreement


def agreement(session: Session, viewer: Viewer, round_id: int, language: str) -> Agreement | None:
    """A closed round's agreement, as it was kept."""
    row = session.execute(_closed(viewer.municipality_id).where(ReviewRound.id == round_id)).one_or_none()
    if row is None:
        return None
    one, result = row
    return Agreement(one, _instrument(session, one, language), kept.agreement_kept(result.agreement))
