"""Pure rules for what stands out in a unit: three things to talk about at most, a strength first, only from figures that are shown.

Nothing here ranks units: a unit is held against its own past, a target, and what is usual in the municipality.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from followup.unit_tools.rules import Denominator, Indicator, Share

THINGS = 3
ENOUGH = 10
"""With fewer processes than this a single one turns the picture, and nothing is said of shares."""
CLEARLY = 10
"""Percentage points that a difference has to be to be worth a meeting's time."""
BEYOND_CHANCE = 1.64
"""A difference of fewer standard errors than this comes by chance in more than one comparison of ten."""
USUAL = 20
"""Per cent of the municipality's processes in which a tool is used that counts as usual there."""
ACCUSTOMED = 33
"""Per cent of the unit's own processes from which on it may be called used to a tool."""
FEW = 50
"""Per cent of the told processes below which too few are registered to say much."""


class Kind(StrEnum):
    """Why something stands out."""

    MORE_THAN_BEFORE = "more-than-before"
    TARGET_REACHED = "target-reached"
    MORE_THAN_MEDIAN = "more-than-median"
    USED = "used"
    TOLD_TOO_FEW = "told-too-few"
    FEW_REGISTERED = "few-registered"
    BELOW_TARGET = "below-target"
    NEVER_USED = "never-used"
    LESS_THAN_BEFORE = "less-than-before"
    LESS_THAN_MEDIAN = "less-than-median"


class Missing(StrEnum):
    """Why there are fewer than three things."""

    NO_PROCESSES = "no-processes"
    HIDDEN_PROCESSES = "hidden-processes"
    FEW_PROCESSES = "few-processes"
    HIDDEN_TOOLS = "hidden-tools"
    NO_YEAR_BEFORE = "no-year-before"
    NO_MEDIAN = "no-median"
    NOTHING_MORE = "nothing-more"


@dataclass(frozen=True)
class ToolFigures:
    """What is shown of a tool: now, in the same part of the year before, in the municipality, and the median of its units."""

    tool: str
    now: Share
    before: Share
    everywhere: Share
    median: int | None


@dataclass(frozen=True)
class Seen:
    """What is shown of a unit. Shares of now and before are compared only where they are shares of the same thing."""

    denominator: Denominator
    before: Denominator
    tools: Sequence[ToolFigures]
    indicators: Sequence[Indicator]


@dataclass(frozen=True)
class Thing:
    """Something that stands out: of which tool (or of the figures themselves, None), with the figure it is held against."""

    kind: Kind
    tool: str | None
    now: Share
    than: int | None = None


@dataclass(frozen=True)
class StandsOut:
    """At most three things, and why they are not more."""

    things: Sequence[Thing]
    missing: Sequence[Missing]


def stands_out(seen: Seen) -> StandsOut:
    """What a unit's meeting is invited to talk about: a strength, then what is uncertain, then what might be tried."""
    things: list[Thing] = []
    if (seen.denominator.processes or 0) >= ENOUGH:
        things = _strengths(seen)[:1]
    for thing in _to_talk_about(seen):
        if len(things) < THINGS and thing.tool not in {one.tool for one in things if one.tool}:
            things.append(thing)
    return StandsOut(things, [] if len(things) == THINGS else _missing(seen))


def _strengths(seen: Seen) -> list[Thing]:
    """What to be glad of, the best reason first."""
    more = [
        Thing(Kind.MORE_THAN_BEFORE, one.tool, one.now, one.before.percent)
        for one in _by(seen.tools, _change)
        if _can_compare(seen) and _is_clear(one.now, one.before)
    ]
    reached = [
        Thing(Kind.TARGET_REACHED, one.tool, one.now, indicator.target)
        for one, indicator in _followed(seen)
        if (one.now.percent or 0) >= indicator.target
    ]
    above = [
        Thing(Kind.MORE_THAN_MEDIAN, one.tool, one.now, one.median)
        for one in _by(seen.tools, _from_median)
        if _from_median(one) >= CLEARLY and _share(one) >= ACCUSTOMED
    ]
    below = {thing.tool for thing in _below_targets(seen)}
    used = [
        Thing(Kind.USED, one.tool, one.now)
        for one in _by(seen.tools, _share)
        if one.now.count and one.tool not in below
    ]
    return [*more, *reached, *above, *used]


def _to_talk_about(seen: Seen) -> Iterator[Thing]:
    """What to look at together, the most pressing first."""
    yield from _uncertain(seen.denominator)
    if (seen.denominator.processes or 0) < ENOUGH:
        return
    below = sorted(_below_targets(seen), key=lambda thing: thing.now.percent or 0)
    yield from below[:1]
    yield from _never_used(seen)[:1]
    yield from _less_than_before(seen)[:1]
    yield from below[1:]
    yield from _less_than_median(seen)
    yield from _never_used(seen)[1:]


def _uncertain(denominator: Denominator) -> list[Thing]:
    registered, told = denominator.registered, denominator.told
    if registered is None or told is None or told.processes is None:
        return []
    share = Share(registered, told.processes)
    if told.is_too_low:
        return [Thing(Kind.TOLD_TOO_FEW, None, share, told.processes)]
    return [Thing(Kind.FEW_REGISTERED, None, share)] if (share.percent or 0) < FEW and told.processes >= ENOUGH else []


def _followed(seen: Seen) -> list[tuple[ToolFigures, Indicator]]:
    """The tools that have a target and a share, in the order of the indicators."""
    by_tool = {one.tool: one for one in seen.tools if one.now.percent is not None}
    return [(by_tool[one.tool], one) for one in seen.indicators if one.tool in by_tool]


def _below_targets(seen: Seen) -> list[Thing]:
    return [
        Thing(Kind.BELOW_TARGET, one.tool, one.now, indicator.target)
        for one, indicator in _followed(seen)
        if (one.now.percent or 0) < indicator.target
    ]


def _never_used(seen: Seen) -> list[Thing]:
    """Tools that are usual in the municipality and that the unit has not used in any process; those with a target are held to that."""
    followed = {indicator.tool for indicator in seen.indicators}
    return [
        Thing(Kind.NEVER_USED, one.tool, one.now, one.everywhere.percent)
        for one in _by(seen.tools, lambda tool: tool.everywhere.percent or 0)
        if one.now.count == 0 and (one.everywhere.percent or 0) >= USUAL and one.tool not in followed
    ]


def _less_than_before(seen: Seen) -> list[Thing]:
    return [
        Thing(Kind.LESS_THAN_BEFORE, one.tool, one.now, one.before.percent)
        for one in _by(seen.tools, lambda tool: -_change(tool))
        if _can_compare(seen) and _is_clear(one.before, one.now)
    ]


def _less_than_median(seen: Seen) -> list[Thing]:
    return [
        Thing(Kind.LESS_THAN_MEDIAN, one.tool, one.now, one.median)
        for one in _by(seen.tools, lambda tool: -_from_median(tool))
        if one.now.count and -_from_median(one) >= CLEARLY
    ]


def _by(tools: Sequence[ToolFigures], figure: Callable[[ToolFigures], float]) -> list[ToolFigures]:
    """The tools whose share is shown, those with the highest figure first."""
    return sorted((one for one in tools if one.now.percent is not None), key=lambda one: (-figure(one), one.tool))


def _share(one: ToolFigures) -> float:
    return one.now.percent or 0


def _change(one: ToolFigures) -> float:
    return 0 if one.before.percent is None else (one.now.percent or 0) - one.before.percent


def _from_median(one: ToolFigures) -> float:
    return 0 if one.median is None else (one.now.percent or 0) - one.median


def _can_compare(seen: Seen) -> bool:
    """Whether now and a year ago are shares of the same thing, with enough processes."""
    return seen.denominator.basis is seen.before.basis and (seen.before.processes or 0) >= ENOUGH


def _is_clear(higher: Share, lower: Share) -> bool:
    """Whether one share is higher than another by more than chance would make it, and by enough to matter."""
    if higher.count is None or lower.count is None or not higher.of or not lower.of:
        return False
    difference = higher.count / higher.of - lower.count / lower.of
    pooled = (higher.count + lower.count) / (higher.of + lower.of)
    error = sqrt(pooled * (1 - pooled) * (1 / higher.of + 1 / lower.of))
    return 100 * difference >= CLEARLY and difference >= BEYOND_CHANCE * error


def _missing(seen: Seen) -> list[Missing]:
    """Why there are no more things, the first reason first."""
    processes = seen.denominator.processes
    if processes is None:
        return [Missing.HIDDEN_PROCESSES]
    if processes == 0:
        return [Missing.NO_PROCESSES]
    if processes < ENOUGH:
        return [Missing.FEW_PROCESSES]
    reasons = {
        Missing.HIDDEN_TOOLS: any(one.now.is_hidden for one in seen.tools),
        Missing.NO_YEAR_BEFORE: not _can_compare(seen),
        Missing.NO_MEDIAN: all(one.median is None for one in seen.tools),
    }
    return [reason for reason, holds in reasons.items() if holds] or [Missing.NOTHING_MORE]
