"""Pure: how far the raters of a round agree, from what each of a sample's two raters answered before anybody adjudicated."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fidelity.reviews.agreement.bootstrap import Array
from fidelity.reviews.agreement.criteria import CriterionAgreement, criterion_agreement
from fidelity.reviews.agreement.intraclass import icc_one_way
from fidelity.reviews.agreement.outcomes import Estimate
from fidelity.reviews.agreement.pairs import weighted_kappa
from fidelity.reviews.agreement.scores import sample_scores
from fidelity.reviews.answers import disputed, level_of
from fidelity.reviews.results.rules import RATERS
from fidelity.reviews.rounds.rules import FEWEST_FOR_INTERVAL

Answers = Mapping[str, str]
"""A rater's answers by criterion."""


@dataclass(frozen=True)
class Rated:
    """A sample with what its raters answered (one or two of them), and whether somebody adjudicated."""

    raters: tuple[Answers, ...]
    is_adjudicated: bool = False
    by: tuple[int, ...] = ()
    """Who they are, in the same order: to tell pairs apart, and for nothing else."""


@dataclass(frozen=True)
class Scale:
    """What is rated: the criteria of each domain, in order, on so many levels."""

    domains: Mapping[str, tuple[str, ...]]
    levels: int

    @property
    def criteria(self) -> tuple[str, ...]:
        """Every criterion, in order."""
        return tuple(criterion for own in self.domains.values() for criterion in own)


@dataclass(frozen=True)
class PairAgreement:
    """Weighted kappa of each pair of raters with enough samples together, the highest first: nothing says which pair it is."""

    kappas: tuple[Estimate, ...]
    with_too_few: int
    """Pairs with fewer samples together than a figure needs."""


@dataclass(frozen=True)
class RoundAgreement:
    """A round's agreement. Scores of domains and the total are means over criteria; their figure is ICC(1,1), as pairs rotate."""

    samples: int
    rated_twice: int
    disputed: int
    """Samples rated twice in which the two lay so far apart on some criterion that it went to somebody else."""
    adjudicated: int
    criteria: Mapping[str, CriterionAgreement]
    domains: Mapping[str, Estimate]
    total: Estimate
    pairs: PairAgreement


def agreement_of(samples: Sequence[Rated], scale: Scale) -> RoundAgreement:
    """The agreement of a round's samples."""
    array = ratings(samples, scale.criteria)
    places = {criterion: place for place, criterion in enumerate(scale.criteria)}
    pairs = [one for one in samples if len(one.raters) == RATERS]
    return RoundAgreement(
        len(samples),
        len(pairs),
        sum(bool(disputed(*one.raters)) for one in pairs),
        sum(one.is_adjudicated for one in samples),
        {name: criterion_agreement(array[:, :, place], scale.levels) for name, place in places.items()},
        {name: _score_agreement(array[:, :, [places[one] for one in own]]) for name, own in scale.domains.items()},
        _score_agreement(array),
        pair_agreement(pairs, scale),
    )


def pair_agreement(samples: Sequence[Rated], scale: Scale) -> PairAgreement:
    """How far each pair agrees, over all criteria of the samples that both rated."""
    by_pair: dict[frozenset[int], list[Rated]] = defaultdict(list)
    for one in samples:
        by_pair[frozenset(one.by)].append(one)
    found = [_kappa(own, scale) for own in by_pair.values() if len(own) >= FEWEST_FOR_INTERVAL]
    found.sort(key=lambda one: -1.0 if one.value is None else one.value, reverse=True)
    return PairAgreement(tuple(found), len(by_pair) - len(found))


def _kappa(samples: Sequence[Rated], scale: Scale) -> Estimate:
    """Of one pair's samples: the levels of one of them on one side, whichever part each had."""
    array = ratings(samples, scale.criteria)
    one_side = min(samples[0].by)
    for row, sample in enumerate(samples):
        if sample.by[0] != one_side:
            array[row] = array[row, ::-1]
    return weighted_kappa(array[:, 0], array[:, 1], scale.levels)


def ratings(samples: Sequence[Rated], criteria: Sequence[str]) -> Array:
    """The levels (samples, raters, criteria), NaN where there is none."""
    found = np.full((len(samples), RATERS, len(criteria)), np.nan)
    for row, sample in enumerate(samples):
        for column, answers in enumerate(sample.raters[:RATERS]):
            for place, criterion in enumerate(criteria):
                level = level_of(answers.get(criterion))
                if level is not None:
                    found[row, column, place] = level
    return found


def _score_agreement(array: Array) -> Estimate:
    return icc_one_way(sample_scores(array).values)
