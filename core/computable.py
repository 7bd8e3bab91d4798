"""What can be computed of a table of the cube from everything that is shown of it.

All that can be computed of one place's four quarters is a subspace (`core.quarters.Known`). It follows from the place's own shown figures
and from those of its parent less its siblings'. As long as children together tell nothing of their parent that is not known without
them, the families (a parent and its children) can be looked at one by one from the root down, each exactly.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import compress
from operator import and_, or_, xor

from core.cube import TOP, Figures, Place, Quarters, Tree
from core.quarters import ALL_PERIODS, EVERYTHING, NOTHING, PERIODS, QUARTERS, Known, gathered


class Series:
    """One vector of figures, what can be computed of it, and what must not be; lists are by number of the place."""

    def __init__(self, tree: Tree[Place], of_units: Mapping[Place, Quarters], smallest: int) -> None:
        self.children, self.smallest = tree.children, smallest
        self._with_grandchildren = {
            parent for parent, below in tree.families if any(one in tree.children for one in below)
        }
        self.figures = tree.figures(of_units, smallest)
        self.sums = list(zip(*(figures.sums for figures in self.figures), strict=True))
        """By set of quarters, of all places."""
        self.own = [NOTHING] * len(tree.places)
        """What follows from the zeros of a place and from its own shown figures."""
        self.known = [NOTHING] * len(tree.places)
        """What follows from all zeros and from everything shown."""
        self.secret = [figures.small for figures in self.figures]
        """Masks of the sums that must not follow: small ones (nothing follows of quarters to come), and the periods that are hidden."""
        self._first: dict[tuple[int, Known], list[Known] | None] = {}
        self._telling: dict[int, bool] = {}

    def open_quarter(self, closing: int, hidden: Sequence[int]) -> None:
        """Let the zeros of the quarter that has ended be known, and take down what must not be."""
        self._first.clear()
        self._telling.clear()
        quarter = 1 << closing - 1
        for number, figures in enumerate(self.figures):
            if figures.zeros & quarter:
                self.own[number] = self.own[number].with_sum[quarter]
                self.known[number] = self.known[number].with_sum[quarter]
        self.secret = [
            secret | mask & ~known.sums for secret, mask, known in zip(self.secret, hidden, self.known, strict=True)
        ]

    def above(self, parent: int) -> Known:
        """What is known of a family's parent, or of whatever the root would be a part of."""
        return NOTHING if parent == TOP else self.known[parent]

    def tells(self, parent: int) -> bool:
        """Whether something more can follow of the children when more becomes known of their parent only."""
        if parent not in self.children:
            return False
        if parent not in self._telling:
            own = [self.own[child] for child in self.children[parent]]
            self._telling[parent] = gathered(EVERYTHING, own)[0] != own
        return self._telling[parent]

    def first_outcome(self, parent: int, above: Known) -> list[Known] | None:
        """The outcome of a family of which nothing is shown at this closing yet."""
        asked = parent, above
        if asked not in self._first:
            own = [self.own[child] for child in self.children[parent]]
            if self.tells(parent):
                self._first[asked] = self.outcome(parent, above, own, [NOTHING] * len(own))
            else:
                news = above.sums & ~self.above(parent).sums
                few = news and self._leaves_few(self.children[parent], [one.sums for one in own], news)
                self._first[asked] = None if few else own
        return self._first[asked]

    def outcome(self, parent: int, above: Known, own: list[Known], before: list[Known]) -> list[Known] | None:
        """What can be computed of each child when `own` follows from its own figures; None when that is too much.

        `before` is the last outcome that was not too much.
        """
        children = self.children[parent]
        known, shared = gathered(above, own)
        sums = [one.sums for one in known]
        if any(map(and_, sums, [self.secret[child] for child in children])):
            return None
        if parent != TOP and above.plus[shared] is not above:
            return None
        news = reduce(or_, map(xor, sums, [one.sums for one in before]))
        if self._leaves_few(children, sums, above.sums & news):
            return None
        return known if self._children_bear(parent, known) else None

    def _children_bear(self, parent: int, known: list[Known]) -> bool:
        """Whether the next families stay safe when so much is known of their parents."""
        if parent not in self._with_grandchildren:
            return True
        return all(
            one is self.known[child] or child not in self.children or self.first_outcome(child, one) is not None
            for child, one in zip(self.children[parent], known, strict=True)
        )

    def _leaves_few(self, children: Sequence[int], sums: Sequence[int], periods: int) -> bool:
        """Whether in a period in which some children are known the others add up to a small figure."""
        if not periods & ALL_PERIODS:
            return False
        partly = periods & reduce(or_, sums) & ~reduce(and_, sums)
        for period in PERIODS:
            if partly >> period & 1:
                figures, bit = self.sums[period], 1 << period
                left = compress(children, [not mask & bit for mask in sums])
                if sum([figures[child] for child in left]) < self.smallest:
                    return True
        return False


def what_follows(
    tree: Tree[Place], figures: Sequence[Figures], shown: Sequence[int], zeros: Sequence[int] | None
) -> list[Known]:
    """Per place what can be computed from everything shown (masks of periods), and from quarters that are known to be zero."""
    own = [NOTHING] * len(tree.places)
    for number, mask in enumerate(shown):
        known_quarters = zeros[number] if zeros else 0
        sums = [*(p for p in PERIODS if mask >> p & 1), *(1 << q for q in range(QUARTERS) if known_quarters >> q & 1)]
        for chosen in sums:
            own[number] = own[number].with_sum[chosen]
    while True:
        zeroed = [one.with_zeros[place.zeros] for one, place in zip(own, figures, strict=True)]
        known = _passed_on(tree, figures, zeroed)
        if known == own:
            return known
        own = known  # a zero that was found may lead to more


def _passed_on(tree: Tree[Place], figures: Sequence[Figures], own: Sequence[Known]) -> list[Known]:
    """What follows for each place from its children, and then from its parent and siblings."""
    known = list(own)
    for parent, children in reversed(tree.families[1:]):
        _, shared = gathered(NOTHING, [known[child] for child in children])
        known[parent] = known[parent].plus[shared]
    for parent, children in tree.families[1:]:
        of_children, _ = gathered(known[parent], [known[child] for child in children])
        for child, one in zip(children, of_children, strict=True):
            known[child] = one
        for period in PERIODS:
            left = [child for child in children if not known[child].sums >> period & 1]
            if known[parent].sums >> period & 1 and not any(figures[child].sums[period] for child in left):
                for child in left:  # together they are known to be nothing
                    known[child] = known[child].with_sum[period]
    return known
