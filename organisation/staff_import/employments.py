"""One person's employments: what the staff file wants held against what is known, and what follows from it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from organisation.rules import DAY, Span


@dataclass(frozen=True)
class EmploymentState:
    """An employment as it is or is to be; `unit` is a name. The days mean what `organisation.models.Employment` says."""

    unit: str
    position: str
    hired_on: date | None
    starts_on: date
    ends_on: date | None
    is_primary: bool = False

    def is_open(self, day: date) -> bool:
        """Whether it has not ended before the day; it may begin later."""
        return self.ends_on is None or self.ends_on >= day


@dataclass(frozen=True)
class KnownLeave:
    """A leave in the database."""

    id: int
    span: Span


@dataclass(frozen=True)
class KnownEmployment:
    """An employment in the database."""

    id: int
    state: EmploymentState
    leaves: tuple[KnownLeave, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """An employment as the file has it, with all its leaves."""

    unit: str
    position: str
    hired_on: date | None
    ends_on: date | None
    is_primary: bool = False
    leaves: tuple[Span, ...] = ()


class Step(StrEnum):
    """What happens to an employment."""

    NEW = "new"
    CHANGED = "changed"
    MOVED_AWAY = "moved-away"
    MOVED_HERE = "moved-here"
    DROPPED = "dropped"


@dataclass(frozen=True)
class LeaveChange:
    """A leave to add (`id` and `before` None), to change, or to remove (`after` None)."""

    id: int | None
    before: Span | None
    after: Span | None


@dataclass(frozen=True)
class EmploymentChange:
    """An employment to add (`id` and `before` None), to change, or to remove (`after` None)."""

    step: Step
    id: int | None
    before: EmploymentState | None
    after: EmploymentState | None
    leaves: tuple[LeaveChange, ...] = ()
    moved_from: str | None = None


Pair = tuple[Wanted, KnownEmployment]
Same = Callable[[Wanted, KnownEmployment], bool]


def plan_employments(
    wanted: Iterable[Wanted], known: Sequence[KnownEmployment], as_of: date
) -> tuple[EmploymentChange, ...]:
    """What to change so that the person's employments are those of the file, as it stands on the day `as_of`."""
    rows = sorted(
        wanted, key=lambda want: (_is_over(want, as_of), not want.is_primary, want.hired_on or as_of, want.unit)
    )
    left = sorted(known, key=lambda one: (not one.state.is_primary, -one.state.starts_on.toordinal(), one.id))
    pairs = _pairs(rows, left, _tests_of_sameness(as_of))
    moves = _pairs(rows, left, _tests_of_moving(as_of))
    changes = [_kept(want, one, known, as_of) for want, one in pairs]
    changes += [change for want, one in moves for change in _moved(want, one, known, as_of)]
    changes += [_new(want, known, as_of) for want in rows]
    changes += _dropped([one for one in left if one.state.is_open(as_of)], changes, as_of)
    return tuple(change for change in changes if change.before != change.after or change.leaves)


def _is_over(want: Wanted, as_of: date) -> bool:
    return want.ends_on is not None and want.ends_on < as_of


def _pairs(rows: list[Wanted], known: list[KnownEmployment], tests: Iterable[Same]) -> list[Pair]:
    """Pair off what passes the first test, then the second …, and take it out of both lists."""
    pairs = []
    for same in tests:
        for want in tuple(rows):
            match = next((one for one in known if same(want, one)), None)
            if match is not None:
                rows.remove(want)
                known.remove(match)
                pairs.append((want, match))
    return pairs


def _tests_of_sameness(as_of: date) -> tuple[Same, ...]:
    """When a row and a known employment are the same one, the surest test first.

    Only a row that is over itself matches an employment that is over: history in the file is stable, and who comes back gets a new one.
    """
    return (
        lambda want, one: _is_over(want, as_of) and _same_start(want, one) and want.ends_on == one.state.ends_on,
        lambda want, one: one.state.is_open(as_of) and _same_start(want, one),
        lambda want, one: _is_over(want, as_of) and not one.state.is_open(as_of) and _same_start(want, one),
        lambda want, one: one.state.is_open(as_of) and want.unit == one.state.unit,
    )


def _tests_of_moving(as_of: date) -> tuple[Same, ...]:
    """When a row tells where somebody has moved from a known employment: rather one hired on the same day."""
    return (
        lambda want, one: one.state.is_open(as_of) and want.hired_on == one.state.hired_on,
        lambda _want, one: one.state.is_open(as_of),
    )


def _same_start(want: Wanted, one: KnownEmployment) -> bool:
    return (want.unit, want.hired_on) == (one.state.unit, one.state.hired_on)


def _kept(want: Wanted, one: KnownEmployment, known: Sequence[KnownEmployment], as_of: date) -> EmploymentChange:
    """The same employment, with what HR has corrected in it."""
    after = _state(want, _corrected_start(want, one, known))
    return EmploymentChange(Step.CHANGED, one.id, one.state, after, _leave_changes(want.leaves, one.leaves, as_of))


def _state(want: Wanted, starts_on: date) -> EmploymentState:
    """The row's employment; one that is said to have ended before the first day we heard of it gets one day."""
    starts_on = min(starts_on, want.ends_on or starts_on)
    return EmploymentState(want.unit, want.position, want.hired_on, starts_on, want.ends_on, want.is_primary)


def _corrected_start(want: Wanted, one: KnownEmployment, known: Sequence[KnownEmployment]) -> date:
    """The first day in the unit: it follows a corrected day of hiring, unless it is the day of a move after that."""
    kept, hired_on = one.state.starts_on, want.hired_on
    if hired_on is None or hired_on == one.state.hired_on:
        return kept
    return kept if _began_with_move(one, known) and hired_on <= kept else hired_on


def _began_with_move(one: KnownEmployment, known: Sequence[KnownEmployment]) -> bool:
    state = one.state
    if state.hired_on is not None:
        return state.hired_on != state.starts_on
    return any(other.state.ends_on == state.starts_on - DAY for other in known)


def _moved(
    want: Wanted, old: KnownEmployment, known: Sequence[KnownEmployment], as_of: date
) -> tuple[EmploymentChange, ...]:
    """The old employment ends the day before the new one; where it had not begun by then, the new one takes its place."""
    later = want.hired_on is not None and want.hired_on > old.state.starts_on
    first = want.hired_on if later and want.hired_on else as_of
    new = _state(want, first)
    last = new.starts_on - DAY
    if last < old.state.starts_on:
        kept = _kept(want, old, known, as_of)
        return (replace(kept, step=Step.MOVED_HERE, moved_from=old.state.unit),)
    away = replace(old.state, ends_on=last)
    return (
        EmploymentChange(Step.MOVED_AWAY, old.id, old.state, away, _cut(old.leaves, last)),
        EmploymentChange(Step.MOVED_HERE, None, None, new, _added(want.leaves), moved_from=old.state.unit),
    )


def _new(want: Wanted, known: Sequence[KnownEmployment], as_of: date) -> EmploymentChange:
    """An employment not heard of before. A day of hiring that an earlier one has too says nothing of when this one began."""
    heard_before = want.hired_on in {one.state.hired_on for one in known}
    first = want.hired_on or as_of
    state = _state(want, max(first, as_of) if heard_before else first)
    return EmploymentChange(Step.NEW, None, None, state, _added(want.leaves))


def _dropped(
    left: Iterable[KnownEmployment], changes: Iterable[EmploymentChange], as_of: date
) -> list[EmploymentChange]:
    """What the file no longer has ends the day before, or goes where it never came to be.

    One that leads up to another which is still there was a move told ahead of its day: it lasts until then.
    """
    followers: dict[date | None, date] = {
        change.before.starts_on: change.after.starts_on for change in changes if change.before and change.after
    }
    dropped = []
    for one in sorted(left, key=lambda known: known.state.starts_on, reverse=True):
        next_day = one.state.ends_on + DAY if one.state.ends_on else None
        last = followers.get(next_day, as_of) - DAY
        after = None if last < one.state.starts_on else replace(one.state, ends_on=last)
        if after and next_day in followers:
            followers[one.state.starts_on] = one.state.starts_on
        leaves = _cut(one.leaves, last) if after else ()
        dropped.append(EmploymentChange(Step.DROPPED, one.id, one.state, after, leaves))
    return dropped


def _added(leaves: Iterable[Span]) -> tuple[LeaveChange, ...]:
    return tuple(LeaveChange(None, None, span) for span in leaves)


def _leave_changes(wanted: Iterable[Span], known: Sequence[KnownLeave], as_of: date) -> tuple[LeaveChange, ...]:
    """Leave is told apart by its first day. What the file no longer has ends the day before, if it had begun; past leave is kept."""
    rest = {leave.span.starts_on: leave for leave in known}
    changes = []
    for span in wanted:
        leave = rest.pop(span.starts_on, None)
        if leave is None:
            changes.append(LeaveChange(None, None, span))
        elif leave.span != span:
            changes.append(LeaveChange(leave.id, leave.span, span))
    still = [leave for leave in rest.values() if leave.span.ends_on is None or leave.span.ends_on >= as_of]
    return (*changes, *_cut(still, as_of - DAY))


def _cut(leaves: Iterable[KnownLeave], last: date) -> tuple[LeaveChange, ...]:
    """The leaves that go on after the last day end on it; those that had not begun go."""
    return tuple(
        LeaveChange(leave.id, leave.span, None if leave.span.starts_on > last else Span(leave.span.starts_on, last))
        for leave in leaves
        if leave.span.ends_on is None or leave.span.ends_on > last
    )
