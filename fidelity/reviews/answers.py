"""What a rater can answer: a level, one of the two answers that are no level and never zero, or yes and no to a gate question."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l


class NoLevel(StrEnum):
    """An answer to a criterion that is no level: it counts as missing, never as zero."""

    NOT_ASSESSABLE = "eb"
    NOT_APPLICABLE = "et"


class GateAnswer(StrEnum):
    """An answer to a gate question, which stands outside every score."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "na"


Answer = int | NoLevel
"""What a rater answers to a criterion."""

_NAMES: dict[NoLevel | GateAnswer, str] = {
    NoLevel.NOT_ASSESSABLE: _l("Cannot be judged"),
    NoLevel.NOT_APPLICABLE: _l("Not applicable"),
    GateAnswer.YES: _l("Yes"),
    GateAnswer.NO: _l("No"),
    GateAnswer.NOT_APPLICABLE: _l("Not relevant"),
}


def answer_name(answer: Answer | GateAnswer) -> str:
    """The answer on the screen: a level is its number."""
    return str(answer) if isinstance(answer, int) else str(_NAMES[answer])


# As they are stored and sent: a level as its number, "eb", "et"; "yes", "no", "na".


def codes(levels: int) -> tuple[str, ...]:
    """Every answer to a criterion with so many levels, as it is stored: the levels from 0, then the two that are none."""
    return (*map(str, range(levels)), *NoLevel)


GATE_CODES: tuple[str, ...] = tuple(GateAnswer)
"""Every answer to a gate question, as it is stored."""
WIDE_GAP = 2
"""From so many levels apart two ratings go to an adjudicator."""


def level_of(code: str | None) -> int | None:
    """The level that a stored answer is, None where it is none: that is missing, never zero."""
    return int(code) if code is not None and code.isdecimal() else None


def code_name(code: str) -> str:
    """A stored answer to a criterion on the screen: a level is its number."""
    level = level_of(code)
    return answer_name(NoLevel(code)) if level is None else str(level)


def differ(first: str, second: str) -> bool:
    """Whether two answers to a criterion are so far apart that somebody else is to look: a wide gap, or a level against none."""
    one, other = level_of(first), level_of(second)
    if one is None or other is None:
        return (one is None) != (other is None)
    return abs(one - other) >= WIDE_GAP


def disputed(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """The criteria that two raters have answered so differently, in the order of the first."""
    return [name for name, answer in first.items() if name in second and differ(answer, second[name])]
