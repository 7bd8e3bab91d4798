"""Pure: a round's figures as they are kept, and read back."""

from collections.abc import Mapping, Sequence
from typing import Any

from fidelity.reviews.agreement.criteria import CriterionAgreement
from fidelity.reviews.agreement.outcomes import Estimate, Note
from fidelity.reviews.results.agreeing import PairAgreement, RoundAgreement
from fidelity.reviews.results.rules import CriterionLevels, UnitLevels

Kept = dict[str, Any]
"""What JSON can carry."""


def units_to_keep(units: Mapping[int, UnitLevels]) -> Kept:
    """Each unit's levels."""
    return {str(unit_id): _unit(levels) for unit_id, levels in units.items()}


def units_kept(kept: Kept) -> dict[int, UnitLevels]:
    """Each unit's levels, read back."""
    return {int(unit_id): _unit_kept(one) for unit_id, one in kept.items()}


def _unit(levels: UnitLevels) -> Kept:
    criteria = {
        name: [[list(sample) for sample in one.samples], one.not_assessable, one.not_applicable]
        for name, one in levels.criteria.items()
    }
    return {
        "samples": levels.samples,
        "processes": levels.processes,
        "criteria": criteria,
        "tools": dict(levels.tools),
    }


def _unit_kept(kept: Kept) -> UnitLevels:
    criteria = {
        name: CriterionLevels(tuple(tuple(sample) for sample in samples), not_assessable, not_applicable)
        for name, (samples, not_assessable, not_applicable) in kept["criteria"].items()
    }
    return UnitLevels(kept["samples"], kept["processes"], criteria, dict(kept["tools"]))


def agreement_to_keep(agreement: RoundAgreement) -> Kept:
    """The agreement."""
    return {
        "samples": agreement.samples,
        "rated_twice": agreement.rated_twice,
        "disputed": agreement.disputed,
        "adjudicated": agreement.adjudicated,
        "criteria": {name: _criterion(one) for name, one in agreement.criteria.items()},
        "domains": {name: _estimate(one) for name, one in agreement.domains.items()},
        "total": _estimate(agreement.total),
        "pairs": [[_estimate(one) for one in agreement.pairs.kappas], agreement.pairs.with_too_few],
    }


def agreement_kept(kept: Kept) -> RoundAgreement:
    """The agreement, read back."""
    return RoundAgreement(
        kept["samples"],
        kept["rated_twice"],
        kept["disputed"],
        kept["adjudicated"],
        {name: _criterion_kept(one) for name, one in kept["criteria"].items()},
        {name: _estimate_kept(one) for name, one in kept["domains"].items()},
        _estimate_kept(kept["total"]),
        PairAgreement(tuple(_estimate_kept(one) for one in kept["pairs"][0]), kept["pairs"][1]),
    )


def _criterion(one: CriterionAgreement) -> list[Any]:
    figures = (one.exact, one.within_one, one.alpha, one.ac2)
    return [*(_estimate(figure) for figure in figures), one.rated, one.rated_twice]


def _criterion_kept(kept: Sequence[Any]) -> CriterionAgreement:
    exact, within_one, alpha, ac2 = (_estimate_kept(figure) for figure in kept[:4])
    return CriterionAgreement(exact, within_one, alpha, ac2, kept[4], kept[5])


def _estimate(one: Estimate) -> list[Any]:
    return [one.value, one.low, one.high, one.cases, [str(note) for note in one.notes]]


def _estimate_kept(kept: Sequence[Any]) -> Estimate:
    value, low, high, cases, notes = kept
    return Estimate(value, low, high, cases, tuple(Note(note) for note in notes))
