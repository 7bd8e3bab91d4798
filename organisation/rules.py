"""Pure rules about employments and roles: where a person is counted on a day, and since when employed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from `starts_on` to `ends_on`, both included; `ends_on` None means without end."""

    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def borders(self) -> Iterable[date]:
        """The days on which something begins to differ: the first one, and the one after the last."""
        yield self.starts_on
        if self.ends_on is not None and self.ends_on < date.max:
            yield self.ends_on + DAY


@dataclass(frozen=True)
class Work:
    """An employment as the rules see it. `hired_on` is None where the HR system has no first day."""

    unit_id: int
    span: Span
    hired_on: date | None
    is_primary: bool = False
    leave: tuple[Span, ...] = ()

    def on_leave(self, day: date) -> bool:
        """Whether the person is away from this employment that day."""
        return any(span.holds(day) for span in self.leave)


def current(works: Sequence[Work], day: date) -> list[Work]:
    """The employments that hold the day, the primary one first.

    Primary is the one that HR marks, else the one that began first, else the one in the unit with the lowest id.
    """
    held = [work for work in works if work.span.holds(day)]
    return sorted(held, key=lambda work: (not work.is_primary, work.span.starts_on, work.unit_id))


def employed_since(works: Sequence[Work], day: date) -> date | None:
    """The first day of the unbroken employment that holds the day, over moves and parallel ones; None where HR gives none."""
    held = current(works, day)
    if not held or held[0].hired_on is None:
        return None
    first, chain = min(work.span.starts_on for work in held), list(held)
    begun = sorted((work for work in works if work.span.starts_on <= day), key=lambda work: work.span.starts_on)
    for work in reversed(begun):
        if work.span.ends_on is None or work.span.ends_on >= first - DAY:
            first = min(first, work.span.starts_on)
            chain.append(work)
    return min(work.hired_on for work in chain if work.hired_on is not None)


def is_on_leave(works: Sequence[Work], day: date) -> bool:
    """Whether the person is away from every employment of the day: who still works somewhere is not on leave."""
    held = current(works, day)
    return bool(held) and all(work.on_leave(day) for work in held)
