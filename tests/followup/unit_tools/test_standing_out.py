"""What stands out: a strength first, then what is uncertain, then what to try; never from a figure that is hidden."""

from dataclasses import replace

import pytest

from fidelity.tool_use.rules import PRIVATE_NETWORK
from followup.unit_tools.rules import INDICATORS, MAPPING, Basis, Denominator, Share, Told
from followup.unit_tools.standing_out import Kind, Missing, Seen, ToolFigures, stands_out

NOTHING = Share(0, 0)


def tool(
    name: str, now: int | None, *, of: int = 40, before: Share = NOTHING, everywhere: int = 0, median: int | None = None
) -> ToolFigures:
    return ToolFigures(name, Share(now, of), before, Share(everywhere, 100), median)


def seen(*tools: ToolFigures, now: Denominator | None = None, before: Denominator | None = None) -> Seen:
    return Seen(now or Denominator(40), before or Denominator(40), tools, INDICATORS)


def kinds(given: Seen) -> list[tuple[Kind, str | None]]:
    return [(thing.kind, thing.tool) for thing in stands_out(given).things]


def test_a_tool_used_clearly_more_than_a_year_before_comes_first() -> None:
    given = seen(tool(MAPPING, 20), tool("three-houses", 24, before=Share(10, 40)))
    assert kinds(given)[0] == (Kind.MORE_THAN_BEFORE, "three-houses")


def test_a_difference_that_chance_makes_is_no_difference() -> None:
    given = seen(tool("three-houses", 7, of=12, before=Share(5, 12)), now=Denominator(12), before=Denominator(12))
    assert kinds(given) == [(Kind.USED, "three-houses")]


def test_shares_of_different_things_are_not_compared() -> None:
    told = Denominator(40, Told(44, Basis.MANAGER))
    given = seen(tool("three-houses", 30, before=Share(10, 40)), now=told, before=Denominator(40))
    assert kinds(given) == [(Kind.USED, "three-houses")]
    assert Missing.NO_YEAR_BEFORE in stands_out(given).missing


def test_a_target_that_is_reached_is_a_strength_and_one_that_is_not_is_on_the_way() -> None:
    given = seen(tool(MAPPING, 34), tool(PRIVATE_NETWORK, 12))
    assert kinds(given) == [(Kind.TARGET_REACHED, MAPPING), (Kind.BELOW_TARGET, PRIVATE_NETWORK)]


def test_what_is_below_its_target_is_not_called_a_strength() -> None:
    given = seen(tool(MAPPING, 30), tool("ears-questions", 8))
    assert kinds(given) == [(Kind.USED, "ears-questions"), (Kind.BELOW_TARGET, MAPPING)]


def test_a_tool_that_the_municipality_uses_and_the_unit_never() -> None:
    given = seen(tool(MAPPING, 34), tool("safety-plan", 0, everywhere=35), tool("safety-house", 0, everywhere=19))
    assert kinds(given) == [(Kind.TARGET_REACHED, MAPPING), (Kind.NEVER_USED, "safety-plan")]


def test_a_told_number_that_is_too_low_is_said_before_shares_are() -> None:
    doubtful = Denominator(40, Told(30, Basis.IMPORT, is_too_low=True))
    given = seen(tool(MAPPING, 34), tool(PRIVATE_NETWORK, 8), tool("safety-plan", 0, everywhere=50), now=doubtful)
    assert [kind for kind, _tool in kinds(given)] == [Kind.TARGET_REACHED, Kind.TOLD_TOO_FEW, Kind.BELOW_TARGET]


def test_few_registered_of_those_told_makes_the_figures_uncertain() -> None:
    told = Denominator(12, Told(40, Basis.MANAGER))
    given = seen(tool(MAPPING, 10), now=told, before=told)
    assert (Kind.FEW_REGISTERED, None) in kinds(given)


@pytest.mark.parametrize(
    ("denominator", "why"),
    [
        (Denominator(None), Missing.HIDDEN_PROCESSES),
        (Denominator(0), Missing.NO_PROCESSES),
        (Denominator(9), Missing.FEW_PROCESSES),
    ],
)
def test_few_processes_say_nothing_of_shares(denominator: Denominator, why: Missing) -> None:
    of = denominator.processes
    given = seen(replace(tool(MAPPING, 5), now=Share(5, of)), now=denominator)
    assert stands_out(given).things == []
    assert stands_out(given).missing == [why]


def test_hidden_figures_stand_out_of_nothing() -> None:
    given = seen(*(tool(name, None, everywhere=60, median=80) for name in (MAPPING, PRIVATE_NETWORK, "safety-plan")))
    assert stands_out(given).things == []
    assert stands_out(given).missing[0] is Missing.HIDDEN_TOOLS


def test_never_more_than_three_and_each_tool_once() -> None:
    many = [tool(f"tool-{n}", 0, everywhere=50) for n in range(6)]
    given = seen(tool(MAPPING, 10, before=Share(2, 40)), tool(PRIVATE_NETWORK, 4), *many)
    found = kinds(given)
    assert len(found) == len({name for _kind, name in found}) == 3
    assert stands_out(given).missing == []


def test_three_tools_at_most_stay_unsaid_when_nothing_differs() -> None:
    given = seen(tool(MAPPING, 34, before=Share(33, 40), median=80))
    assert stands_out(given).missing == [Missing.NOTHING_MORE]
