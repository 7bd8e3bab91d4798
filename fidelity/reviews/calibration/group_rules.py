"""Pure rules of a group session: its states in order, in which turn one rates, its code, and the levels as counts."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum


class GroupState(StrEnum):
    """Where a group session is: each state leads to the next, none is left out, and none leads back."""

    FIRST = "first"
    """Everybody rates, each for themselves."""
    TALK = "talk"
    """The levels are shown, without names, and talked over."""
    SECOND = "second"
    """Everybody rates again."""
    BESIDE = "beside"
    """The second levels stand beside the first."""
    REFERENCE = "reference"
    """The reference is shown with its reasons."""
    CLOSED = "closed"
    """It is over: how many gave which level is kept, and nothing of who."""


LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
"""Without those that are taken for one another when a code is read aloud or from a wall."""
CODE_LENGTH = 5
FORGOTTEN = timedelta(days=30)
"""A session that nobody has closed so long after its first day is called off."""
FIRST_TURN, SECOND_TURN = 1, 2


def next_state(state: GroupState) -> GroupState | None:
    """The state that comes after, None after the last."""
    order = list(GroupState)
    return None if state is GroupState.CLOSED else order[order.index(state) + 1]


def turn_of(state: GroupState) -> int | None:
    """The turn that is being rated, None while nobody rates."""
    return {GroupState.FIRST: FIRST_TURN, GroupState.SECOND: SECOND_TURN}.get(state)


def turns_shown(state: GroupState) -> tuple[int, ...]:
    """The turns whose levels may be seen: never one that is being rated."""
    if state is GroupState.FIRST:
        return ()
    return (FIRST_TURN,) if state in {GroupState.TALK, GroupState.SECOND} else (FIRST_TURN, SECOND_TURN)


def shows_reference(state: GroupState) -> bool:
    """Whether the reference may be seen."""
    return state in {GroupState.REFERENCE, GroupState.CLOSED}


def new_code() -> str:
    """A code to join with."""
    return "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))


def as_code(written: str) -> str:
    """A code as somebody has written it."""
    return "".join(one for one in written.upper() if one in LETTERS)[:CODE_LENGTH]


def counts(answers: Iterable[tuple[int, str, str]]) -> Mapping[tuple[int, str], Mapping[str, int]]:
    """How many gave which answer, of (turn, criterion, answer): by turn and criterion."""
    found: dict[tuple[int, str], Counter[str]] = {}
    for turn, criterion, answer in answers:
        found.setdefault((turn, criterion), Counter())[answer] += 1
    return found


def in_order(given: Mapping[str, int], codes: Sequence[str]) -> list[tuple[str, int]]:
    """Every answer that there is, with how many gave it, those that nobody gave too."""
    return [(code, given.get(code, 0)) for code in codes]


def of_enough(
    found: Mapping[tuple[int, str], Mapping[str, int]], smallest: int
) -> Mapping[tuple[int, str], Mapping[str, int]]:
    """Only what so many have answered in both turns."""
    few = {question for (_turn, question), given in found.items() if sum(given.values()) < smallest}
    return {place: given for place, given in found.items() if place[1] not in few}
