"""Figures that have been worked out, kept by the process for as long as nothing that they are made of has changed."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from followup.unit_tools.figures import Figures, Question

AT_MOST = 48
"""Some hundred kilobytes each for a hundred units: the years of a kind or two in a few municipalities."""


class KeptFigures:
    """The latest figures of the questions that were asked last, each under the number of changes that it was read at."""

    def __init__(self, at_most: int = AT_MOST) -> None:
        self._at_most = at_most
        self._kept: OrderedDict[Question, tuple[int, Figures]] = OrderedDict()
        self._lock = Lock()

    def figures(self, question: Question, changes: int, read: Callable[[Question, Figures | None], Figures]) -> Figures:
        """The question's figures as they stand after so many changes; read now when they are not kept.

        The number of changes is asked for before the figures: figures that are newer than it are read once more, never the reverse.
        """
        with self._lock:
            found = self._kept.get(question)
            if found is not None and found[0] == changes:
                self._kept.move_to_end(question)
                return found[1]
        figures = read(question, found[1] if found else None)
        with self._lock:
            self._kept[question] = (changes, figures)
            self._kept.move_to_end(question)
            while len(self._kept) > self._at_most:
                self._kept.popitem(last=False)
        return figures
