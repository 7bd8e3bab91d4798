"""What the rating page sends as a plain form: its fields depend on the instrument, so they are read by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from fidelity.reviews.parts import SamplePart
from fidelity.reviews.rating.comments import Comment, mark_of
from fidelity.reviews.rating.rules import (
    Operation,
    SetAnswer,
    SetGate,
    SetPlace,
    SetTool,
    Sheet,
    is_operation,
    new_operation,
)
from fidelity.reviews.samples.rules import Place

SUBMIT, CONFIRM = "submit", "confirm"
Form = MultiDict[str, str]


@dataclass(frozen=True)
class SentPage:
    """A page of a rating: what was changed on it, the comments that were, and whether it is to be submitted."""

    operations: tuple[Operation, ...]
    comments: tuple[Comment, ...]
    submits: bool
    place_for: str | None
    """The criterion that a place was marked for, or taken away from, with this press."""


def sent_page(form: Form, sheet: Sheet, now: datetime) -> SentPage:
    """What was changed on a page that shows everything; what was not is left as it stands."""
    marking = _marking(form, now)
    return SentPage(
        operations=(*_answers(form, sheet, now), *_gates(form, sheet, now), *_tools(form, sheet, now), *marking),
        comments=tuple(one for one in sent_comments(form, sheet) if mark_of(one.text) != one.seen),
        submits=form.get("intent") == SUBMIT,
        place_for=marking[0].criterion if marking else None,
    )


def _answers(form: Form, sheet: Sheet, now: datetime) -> Iterator[SetAnswer]:
    for criterion in sheet.criteria:
        operation, _space, seen = form.get(f"seen:{criterion}", "").partition(" ")
        answer = form.get(f"answer:{criterion}", "")
        if answer and answer != seen:
            yield SetAnswer(new_operation(now), criterion, answer, operation if is_operation(operation) else None)


def _gates(form: Form, sheet: Sheet, now: datetime) -> Iterator[SetGate]:
    for gate in sheet.gates:
        answer = form.get(f"gate:{gate}", "")
        if answer and answer != form.get(f"gate-seen:{gate}", ""):
            yield SetGate(new_operation(now), gate, answer)


def _tools(form: Form, sheet: Sheet, now: datetime) -> Iterator[SetTool]:
    if "tools-seen" not in form:
        return
    before, ticked = set(form["tools-seen"].split()), set(form.getlist("tool"))
    for tool in sheet.tools:
        if (tool in before) != (tool in ticked):
            yield SetTool(new_operation(now), tool, tool in ticked)


def _marking(form: Form, now: datetime) -> list[SetPlace]:
    """The place whose button was pressed."""
    if "unmark" in form:
        criterion, _colon, written = form["unmark"].partition(":")
    else:
        criterion, written = form.get("mark-for", ""), form.get("mark", "")
    place = read_place(written)
    return [SetPlace(new_operation(now), criterion, place, "unmark" not in form)] if place else []


def read_place(written: str) -> Place | None:
    """The place that a button carries, or None."""
    part, *numbers = written.split(":")
    if len(numbers) != 2 or not all(one.isascii() and one.isdecimal() and len(one) < 7 for one in numbers):
        return None
    if part not in list(SamplePart):
        return None
    return Place(SamplePart(part), *map(int, numbers))


def sent_comments(form: Form, sheet: Sheet) -> tuple[Comment, ...]:
    """The comments that the form holds, changed or not."""
    accepted = form.getlist("accepted") if form.get("intent") == CONFIRM else []
    return tuple(
        Comment(criterion, _plain(form[f"text:{criterion}"]), form.get(f"revision:{criterion}", ""), accepted)
        for criterion in sheet.criteria
        if f"text:{criterion}" in form
    )


def _plain(text: str) -> str:
    """A text as it is kept: PostgreSQL stores no NUL."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()
