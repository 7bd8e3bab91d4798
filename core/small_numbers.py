"""Small-number suppression: which figures about few people are hidden. The only place where that is decided."""

from collections.abc import Sequence

SMALLEST_SHOWN = 5
HIDDEN = ".."


def hide_small(counts: Sequence[int], *, smallest: int = SMALLEST_SHOWN) -> list[int | None]:
    """Counts that add up to a known total, with None for each that is hidden.

    A count from 1 up to but not including `smallest` is hidden. When hiding it alone would let the total give it away, or the hidden
    ones add up to less than `smallest`, the smallest other count is hidden with it, until neither holds.
    """
    hidden = {index for index, count in enumerate(counts) if 0 < count < smallest}
    while hidden and len(hidden) < len(counts) and sum(counts[index] for index in hidden) < smallest:
        rest = [index for index in range(len(counts)) if index not in hidden]
        hidden.add(min(rest, key=lambda index: (counts[index] == 0, counts[index])))
    return [None if index in hidden else count for index, count in enumerate(counts)]
