"""Pure: who rates which sample. As even as the conflicts allow, nobody with two parts in one sample, and pairs that rotate."""

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fidelity.reviews.rounds.rules import Rater, UnitPlace, in_random_order


@dataclass(frozen=True)
class ToRate:
    """A drawn sample: where it comes from, who has read it already and so may not rate it, and how many are to rate it at first."""

    id: int
    unit: UnitPlace
    readers: frozenset[int]
    times: int


Shares = dict[int, list[int]]
"""By sample, its raters in order: the first, and the second."""


class NobodyLeft(Exception):
    """A sample that too few may rate."""

    def __init__(self, sample_id: int) -> None:
        super().__init__(sample_id)
        self.sample_id = sample_id


def share_out(samples: Sequence[ToRate], raters: Sequence[Rater], seed: str) -> Shares:
    """Raters for every sample; raises NobodyLeft. Nobody has more than need be, and those who meet least are paired.

    Those that few may rate go first, each to who has least; then samples are handed on from who has most to who has least, also by way
    of others, as long as that evens it out. Where two rate, one more is left over who may adjudicate.
    """
    may = {one.id: {rater.person_id for rater in raters if rater.may_rate(one.unit)} - one.readers for one in samples}
    for one in samples:
        if len(may[one.id]) < one.times + (one.times > 1):
            raise NobodyLeft(one.id)
    luck = {
        person: place for place, person in enumerate(in_random_order({r.person_id for r in raters}, seed, "raters"))
    }
    shares: Shares = {sample: [] for sample in sorted(may)}
    load: Counter[int] = Counter()
    met: Counter[frozenset[int]] = Counter()
    places = {sample: place for place, sample in enumerate(in_random_order(list(shares), seed, "samples"))}
    for one in sorted(samples, key=lambda one: (len(may[one.id]) - one.times, places[one.id])):
        for _ in range(one.times):
            rater = least_burdened(may[one.id] - set(shares[one.id]), load, met, shares[one.id], luck)
            met.update(frozenset({rater, other}) for other in shares[one.id])
            shares[one.id].append(rater)
            load[rater] += 1
    _even_out(shares, may, load, luck)
    return shares


def least_burdened(
    may: Collection[int],
    load: Mapping[int, int],
    met: Mapping[frozenset[int], int],
    others: Sequence[int],
    luck: Mapping[int, int],
) -> int:
    """Who has least to do; of those, who has met the sample's other raters least; chance decides between the rest."""
    return min(
        may,
        key=lambda person: (
            load.get(person, 0),
            sum(met.get(frozenset({person, other}), 0) for other in others),
            luck.get(person, 0),
            person,
        ),
    )


def _even_out(shares: Shares, may: Mapping[int, set[int]], load: Counter[int], luck: Mapping[int, int]) -> None:
    """Hand samples on along the shortest way from one who has most to one who has at least two fewer, until there is none."""
    people = sorted(luck, key=lambda person: luck[person])
    while people:
        most = max(load[person] for person in people)
        way = next(filter(None, (_way(person, shares, may, load) for person in people if load[person] == most)), None)
        if way is None:
            return
        for giver, sample, taker in way:
            shares[sample][shares[sample].index(giver)] = taker
        load[way[0][0]] -= 1
        load[way[-1][2]] += 1


def _way(
    giver: int, shares: Shares, may: Mapping[int, set[int]], load: Counter[int]
) -> list[tuple[int, int, int]] | None:
    """The shortest way by which one of somebody's samples makes another one's burden at most one less than theirs was."""
    came: dict[int, list[tuple[int, int, int]]] = {giver: []}
    queue = deque([giver])
    while queue:
        person = queue.popleft()
        for sample, taker in _may_take(person, shares, may):
            if taker not in came:
                came[taker] = [*came[person], (person, sample, taker)]
                if load[taker] <= load[giver] - 2:
                    return came[taker]
                queue.append(taker)
    return None


def _may_take(person: int, shares: Shares, may: Mapping[int, set[int]]) -> Iterator[tuple[int, int]]:
    for sample, raters in shares.items():
        if person in raters:
            yield from ((sample, taker) for taker in sorted(may[sample] - set(raters)))
