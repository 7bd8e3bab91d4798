"""Pure rules of filling in a checklist: answers and reasons, whether an answer may be kept, what finishing asks for, half-years."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Answer(StrEnum):
    """What may be answered to an item; None is *not answered*."""

    DONE = "done"
    NOT_APPLICABLE = "not-applicable"


REASONS = ("not-needed", "not-safe", "family-declined", "done-by-others", "done-before", "later")
"""Why something does not apply, in the order that they are offered. A code once used is never given another meaning."""


@dataclass(frozen=True)
class Given:
    """An answer with its reason: *not applicable* has one, nothing else has."""

    answer: Answer | None = None
    reason: str | None = None

    @property
    def code(self) -> str:
        """The answer in one word: empty, *done*, or the reason why it does not apply."""
        return self.reason or self.answer or ""


NOTHING = Given()
DONE = Given(Answer.DONE)


def given_of(code: str) -> Given | None:
    """The answer that a word stands for, or None for a word that is none."""
    if code in REASONS:
        return Given(Answer.NOT_APPLICABLE, code)
    return {NOTHING.code: NOTHING, DONE.code: DONE}.get(code)


@dataclass(frozen=True)
class Sheet:
    """What the rules need to know of a published version: its items in order, which must be done, what finishing it registers."""

    document_id: int
    items: tuple[str, ...]
    must: tuple[str, ...]
    tools: tuple[str, ...]
    needs_process: bool


@dataclass(frozen=True)
class Standing:
    """What stands at an item, and the operation that set it (None while nothing has)."""

    given: Given = NOTHING
    operation: str | None = None


class Outcome(StrEnum):
    """What becomes of an answer that was sent."""

    KEPT = "kept"
    """It stands, or stood until something later was built on it."""
    CONFLICT = "conflict"
    """Somebody else has answered otherwise since, unseen by who sent this: one of the two is to be chosen."""
    LOCKED = "locked"
    """The checklist was finished first, with another answer."""
    REFUSED = "refused"
    """There is no such item or answer."""


def settle(standing: Standing, wanted: Given, after: str | None, *, is_finished: bool) -> Outcome:
    """What becomes of an answer that builds on the operation `after`: nobody's answer is written over unseen."""
    if wanted == standing.given:
        return Outcome.KEPT
    if is_finished:
        return Outcome.LOCKED
    return Outcome.KEPT if standing.operation == after else Outcome.CONFLICT


def moves(standing: Standing, after: str | None) -> bool:
    """Whether a kept answer becomes what later ones build on: the same answer, given unseen by somebody else, does not."""
    return standing.operation == after


def missing(must: Iterable[str], given: Mapping[str, Given]) -> list[str]:
    """The items that must be done and have no answer."""
    return [item for item in must if given.get(item, NOTHING).answer is None]


def stands_for_something(must: Collection[str], given: Mapping[str, Given]) -> bool:
    """Whether finishing means that the tools were used: not when nothing that must be done applied."""
    return not must or any(given.get(item, NOTHING).answer == Answer.DONE for item in must)


@dataclass(frozen=True, order=True)
class HalfYear:
    """Half a year: `half` is 0 or 1."""

    year: int
    half: int

    @property
    def number(self) -> int:
        """The half-year as the database keeps it: it grows by one each half-year."""
        return self.year * 2 + self.half

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return date(self.year, 6, 30) if self.half == 0 else date(self.year, 12, 31)

    @property
    def before(self) -> "HalfYear":
        """The half-year before it."""
        return half_year_of(date(self.year, 6 * self.half + 1, 1) - timedelta(days=1))

    @classmethod
    def of_number(cls, number: int) -> "HalfYear":
        """The half-year that the database keeps as a number."""
        return cls(*divmod(number, 2))


def half_year_of(day: date) -> HalfYear:
    """The half-year that holds a day."""
    return HalfYear(day.year, int(day.month > 6))


FINISHED = ""
"""The "item" and "answer" under which finished checklists themselves are counted."""
