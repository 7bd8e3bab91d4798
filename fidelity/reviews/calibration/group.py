"""A group session: coaches rate the same invented sample, see their levels together, talk, and rate again."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from core.audit import Actor, Event, record
from core.clock import local_day
from core.errors import DomainError
from fidelity.reviews.calibration import group_rules, keeping
from fidelity.reviews.calibration.group_models import GroupAnswer, GroupCount, GroupMember, GroupSession
from fidelity.reviews.calibration.group_rules import GroupState
from fidelity.reviews.calibration.queries import sample_row_in_use
from fidelity.reviews.calibration.samples import CalibrationSample
from fidelity.reviews.instruments.queries import row_in_use
from fidelity.reviews.rating.rules import Operation, Outcome, Sheet
from fidelity.reviews.rating.service import AlreadySubmitted

SESSION_STARTED = Event("group-session-started", "session_id", says=_l("Group session on a sample started"))
SESSION_CLOSED = Event("group-session-closed", "session_id", says=_l("Group session on a sample closed"))


class NotNow(DomainError):
    """The session is somewhere else than the page that asked, or lacks what it needs to go on."""


class NoSuchCode(DomainError):
    """No session that runs in the municipality has that code."""

    status = 422


def start(
    session: Session, sample: CalibrationSample, criteria: Sequence[str], *, actor: Actor, now: datetime
) -> GroupSession:
    """Start a session on a sample. The starter leads it, and takes part by joining like the others."""
    if actor.person_id is None or actor.municipality_id is None:
        raise ValueError("somebody starts a session")
    running = GroupSession(
        municipality_id=actor.municipality_id,
        starter_id=actor.person_id,
        code=_free_code(session, actor.municipality_id),
        instrument_row_id=row_in_use(sample.instrument_id),
        sample_row_id=sample_row_in_use(sample.id),
        criteria=" ".join(criteria),
        started_on=local_day(now),
    )
    session.add(running)
    session.flush()
    record(session, SESSION_STARTED, actor=actor, at=now, session_id=running.id)
    return running


def _free_code(session: Session, municipality_id: int) -> str:
    """A code that no session of the municipality that runs has."""
    running = GroupSession.state != GroupState.CLOSED
    taken = set(
        session.scalars(select(GroupSession.code).where(GroupSession.municipality_id == municipality_id, running))
    )
    return next(code for code in iter(group_rules.new_code, "") if code not in taken)


def join(session: Session, municipality_id: int, person_id: int, written: str) -> GroupSession:
    """Take part in the session with that code; who has joined already is let in again. Raises NoSuchCode."""
    running = session.scalar(
        select(GroupSession)
        .where(
            GroupSession.municipality_id == municipality_id,
            GroupSession.code == group_rules.as_code(written),
            GroupSession.state != GroupState.CLOSED,
        )
        .with_for_update()
    )
    if running is None:
        raise NoSuchCode(_l("No session that is going on has that code. Look at it once more."))
    if member_of(session, running, person_id) is None:
        own = {"municipality_id": municipality_id, "session_id": running.id}
        session.add(GroupMember(**own, person_id=person_id))
        session.flush()
    return running


def member_of(session: Session, running: GroupSession, person_id: int) -> GroupMember | None:
    """Somebody's part in a session."""
    return session.scalar(
        select(GroupMember).where(GroupMember.session_id == running.id, GroupMember.person_id == person_id)
    )


def lock(session: Session, running: GroupSession) -> None:
    """Let nobody else change the session until this transaction ends. Raises NotNow where it is called off."""
    try:
        session.refresh(running, with_for_update=True)
    except InvalidRequestError as gone:
        raise NotNow(_l("The session has been called off.")) from gone


def keep(
    session: Session,
    running: GroupSession,
    member: GroupMember,
    turn: int,
    sheet: Sheet,
    operations: Sequence[Operation],
) -> dict[str, Outcome]:
    """Keep a member's answers of a turn. Raises AlreadySubmitted when the turn is over, NotNow when the session is."""
    lock(session, running)
    if turn != group_rules.turn_of(GroupState(running.state)):
        raise AlreadySubmitted(_l("This turn is over: its levels are shown. What you sent just now was not kept."))

    def row_for(question: str) -> GroupAnswer:
        own = {"municipality_id": running.municipality_id, "member_id": member.id, "turn": turn}
        row = GroupAnswer(**own, question=question, operation="")
        session.add(row)
        rows[question] = row
        return row

    rows = answers(session, member, turn)
    outcomes = keeping.keep(sheet, rows, row_for, operations)
    session.flush()
    return outcomes


def answers(session: Session, member: GroupMember, turn: int) -> dict[str, GroupAnswer]:
    """A member's rows of a turn by criterion, as they stand."""
    mine = select(GroupAnswer).where(GroupAnswer.member_id == member.id, GroupAnswer.turn == turn)
    return {row.question: row for row in session.scalars(mine.execution_options(populate_existing=True))}


def given(session: Session, running: GroupSession) -> list[tuple[int, str, str]]:
    """Every answer of a session that runs, without whose it is: turn, criterion, answer."""
    rows = session.execute(
        select(GroupAnswer.turn, GroupAnswer.question, GroupAnswer.answer)
        .join(GroupMember, GroupMember.id == GroupAnswer.member_id)
        .where(GroupMember.session_id == running.id)
    )
    return [(turn, question, answer) for turn, question, answer in rows if answer is not None]


def go_on(session: Session, running: GroupSession, seen: GroupState, *, actor: Actor, now: datetime) -> None:
    """Take a session from the state that the page showed to the next; closing empties it of whose answers were whose.

    Raises NotNow when it has gone on already, or nobody has answered in the turn.
    """
    lock(session, running)
    state = GroupState(running.state)
    after = group_rules.next_state(state)
    if state is not seen or after is None:
        raise NotNow(_l("The session has gone on already. Open its page again."))
    turn = group_rules.turn_of(state)
    found = given(session, running)
    if turn is not None and not any(one[0] == turn for one in found):
        raise NotNow(_l("Nobody has answered yet. Wait until there is something to show."))
    running.state = after
    if after is GroupState.CLOSED:
        _empty(session, running, found)
        record(session, SESSION_CLOSED, actor=actor, at=now, session_id=running.id)
    session.flush()


def _empty(session: Session, running: GroupSession, found: Sequence[tuple[int, str, str]]) -> None:
    """Keep how many gave which answer, and nothing of who."""
    for (turn, question), numbers in group_rules.counts(found).items():
        for answer, number in numbers.items():
            own = {"municipality_id": running.municipality_id, "session_id": running.id, "turn": turn}
            session.add(GroupCount(**own, question=question, answer=answer, number=number))
    members = select(GroupMember.id).where(GroupMember.session_id == running.id)
    session.execute(delete(GroupAnswer).where(GroupAnswer.member_id.in_(members)))
    session.execute(delete(GroupMember).where(GroupMember.session_id == running.id))
    running.starter_id = None


def call_off(session: Session, running: GroupSession, *, actor: Actor, now: datetime) -> None:
    """End a session before its time: nothing of it is kept. Raises NotNow when it is over."""
    lock(session, running)
    if running.state == GroupState.CLOSED:
        raise NotNow(_l("The session has gone on already. Open its page again."))
    _take_away(session, running, actor=actor, now=now)


def call_off_forgotten(session: Session, now: datetime) -> int:
    """End the sessions, of every municipality, that nobody has closed in `group_rules.FORGOTTEN`; how many they were."""
    begun_by = local_day(now) - group_rules.FORGOTTEN
    left = select(GroupSession).where(GroupSession.state != GroupState.CLOSED, GroupSession.started_on <= begun_by)
    forgotten = session.scalars(left.with_for_update()).all()
    for running in forgotten:
        _take_away(session, running, actor=Actor(municipality_id=running.municipality_id), now=now)
    return len(forgotten)


def _take_away(session: Session, running: GroupSession, *, actor: Actor, now: datetime) -> None:
    record(session, SESSION_CLOSED, actor=actor, at=now, session_id=running.id)
    members = select(GroupMember.id).where(GroupMember.session_id == running.id)
    session.execute(delete(GroupAnswer).where(GroupAnswer.member_id.in_(members)))
    session.execute(delete(GroupMember).where(GroupMember.session_id == running.id))
    session.delete(running)
    session.flush()
