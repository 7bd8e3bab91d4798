"""A group session for its pages: how many have answered, the levels as counts without names, and the reference when it is time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fidelity.reviews.answers import codes
from fidelity.reviews.calibration import group, group_rules
from fidelity.reviews.calibration.group_models import GroupAnswer, GroupCount, GroupMember, GroupSession
from fidelity.reviews.calibration.group_rules import GroupState
from fidelity.reviews.calibration.papers import instrument_of, sheet_of
from fidelity.reviews.calibration.queries import calibration_samples, done_by, kept_sample
from fidelity.reviews.instruments.catalogue import Criterion, Instrument
from fidelity.reviews.rating.excerpts import Excerpt
from fidelity.reviews.rating.rules import Sheet
from fidelity.reviews.rounds.people import possible_raters
from organisation.access import Viewer


def session_of(session: Session, viewer: Viewer, session_id: int) -> GroupSession | None:
    """A session that the viewer leads or takes part in, or one of the municipality that is closed."""
    mine = select(GroupMember.session_id).where(GroupMember.person_id == viewer.id)
    return session.scalar(
        select(GroupSession).where(
            GroupSession.municipality_id == viewer.municipality_id,
            GroupSession.id == session_id,
            or_(
                GroupSession.starter_id == viewer.id,
                GroupSession.id.in_(mine),
                GroupSession.state == GroupState.CLOSED,
            ),
        )
    )


@dataclass(frozen=True)
class SessionRow:
    """A session in the list."""

    id: int
    title: str
    language: str
    started_on: date
    state: GroupState


def sessions(session: Session, viewer: Viewer, language: str) -> Sequence[SessionRow]:
    """The sessions that the viewer leads or takes part in, then those that are closed, the latest first."""
    mine = select(GroupMember.session_id).where(GroupMember.person_id == viewer.id)
    rows = session.scalars(
        select(GroupSession)
        .where(
            GroupSession.municipality_id == viewer.municipality_id,
            or_(
                GroupSession.starter_id == viewer.id,
                GroupSession.id.in_(mine),
                GroupSession.state == GroupState.CLOSED,
            ),
        )
        .order_by(GroupSession.state == GroupState.CLOSED, GroupSession.id.desc())
        .limit(50)
    )
    found = ((row, kept_sample(session, row.sample_row_id, language)) for row in rows)
    return [SessionRow(row.id, one.title, one.language, row.started_on, GroupState(row.state)) for row, one in found]


@dataclass(frozen=True)
class Turn:
    """How many gave each answer in a turn."""

    number: int
    counts: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class GroupCriterion:
    """A criterion with the turns that are shown, and the reference once it is."""

    criterion: Criterion
    turns: Sequence[Turn]
    reference: str | None
    reason: str


@dataclass(frozen=True)
class GroupPage:
    """A session for its page."""

    id: int
    code: str
    state: GroupState
    is_leader: bool
    is_member: bool
    members: int
    answered: int
    """How many have answered everything in the turn that goes on."""
    instrument: Instrument
    title: str
    excerpt: Excerpt
    criteria: Sequence[GroupCriterion]
    codes: Sequence[str]


def group_page(session: Session, running: GroupSession, viewer: Viewer, language: str, smallest: int) -> GroupPage:
    """A session as the viewer may see it: no turn that is being rated, and no name.

    In the room the levels are shown however few there are; once it is closed, to all coaches, only from `smallest` on.
    """
    state = GroupState(running.state)
    instrument = instrument_of(session, running.instrument_row_id, language)
    sample = kept_sample(session, running.sample_row_id, language)
    members, answered = progress(session, running)
    return GroupPage(
        id=running.id,
        code=running.code,
        state=state,
        is_leader=running.starter_id == viewer.id,
        is_member=group.member_of(session, running, viewer.id) is not None,
        members=members,
        answered=answered,
        instrument=instrument,
        title=sample.title,
        excerpt=Excerpt(sample.language, sample.parts),
        criteria=_criteria(session, running, instrument, language, smallest),
        codes=codes(len(instrument.levels)),
    )


def _criteria(
    session: Session, running: GroupSession, instrument: Instrument, language: str, smallest: int
) -> Sequence[GroupCriterion]:
    state, sample = GroupState(running.state), kept_sample(session, running.sample_row_id, language)
    shown, numbers = group_rules.turns_shown(state), _counts(session, running)
    if state is GroupState.CLOSED:
        numbers = group_rules.of_enough(numbers, smallest)
    every, has_reference = codes(len(instrument.levels)), group_rules.shows_reference(state)
    return [
        GroupCriterion(
            one,
            [
                Turn(turn, group_rules.in_order(numbers[turn, one.id], every))
                for turn in shown
                if (turn, one.id) in numbers
            ],
            str(sample.reference[one.id]) if has_reference and one.id in sample.reference else None,
            sample.reasons.get(one.id, "") if has_reference else "",
        )
        for one in instrument.criteria
        if one.id in running.criteria.split()
    ]


def _counts(session: Session, running: GroupSession) -> Mapping[tuple[int, str], Mapping[str, int]]:
    if running.state != GroupState.CLOSED:
        return group_rules.counts(group.given(session, running))
    found: dict[tuple[int, str], dict[str, int]] = {}
    for row in session.scalars(select(GroupCount).where(GroupCount.session_id == running.id)):
        found.setdefault((row.turn, row.question), {})[row.answer] = row.number
    return found


def progress(session: Session, running: GroupSession) -> tuple[int, int]:
    """How many take part, and how many of them have answered everything in the turn that goes on."""
    members = session.scalar(select(func.count()).where(GroupMember.session_id == running.id)) or 0
    turn, asked = group_rules.turn_of(GroupState(running.state)), len(running.criteria.split())
    done = (
        select(GroupAnswer.member_id)
        .join(GroupMember, GroupMember.id == GroupAnswer.member_id)
        .where(GroupMember.session_id == running.id, GroupAnswer.turn == turn, GroupAnswer.answer.is_not(None))
        .group_by(GroupAnswer.member_id)
        .having(func.count() >= asked)
    )
    return members, len(session.scalars(done).all()) if turn else 0


def asked_in(session: Session, running: GroupSession, language: str) -> Sheet:
    """What is asked in a session."""
    return sheet_of(instrument_of(session, running.instrument_row_id, language), running.criteria.split())


@dataclass(frozen=True)
class SampleChoice:
    """A sample to hold a session on, and how many of the coaches have submitted its set."""

    id: str
    title: str
    set_number: int
    done: int
    coaches: int


def choices(
    session: Session, municipality_id: int, instrument_id: str, language: str, today: date
) -> Sequence[SampleChoice]:
    """The samples of an instrument. Four statements at most."""
    raters = possible_raters(session, municipality_id, today)
    coaches = [one.person_id for one in raters if not one.is_invited]
    done = done_by(session, municipality_id, coaches, instrument_id)
    sets = [{one.set_number for one in theirs} for theirs in done.values()]
    return [
        SampleChoice(one.id, one.title, one.set, sum(one.set in theirs for theirs in sets), len(coaches))
        for one in calibration_samples().of_instrument(instrument_id, language)
    ]
