"""What the front matter of an instrument may hold, and what a criterion's entry in it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from core.documents import Document, Field, Schema, is_count, is_slug, is_text, is_text_list
from organisation.process import ProcessStep, is_steps

ENTRY_FIELDS: Schema = {
    "code": Field(is_text, required=False),
    "lessons": Field(is_text_list, required=False),
    "tools": Field(is_text_list, required=False),
    "checklists": Field(is_text_list, required=False),
    "steps": Field(is_steps, required=False),
    "same_since": Field(is_count, required=False),
}


def is_criteria(value: object) -> str | None:
    """A mapping from the id of each criterion to what teaches it."""
    if not isinstance(value, dict) or not value:
        return "Write a line for each criterion, such as a1: {lessons: [basic/the-network/inviting], tools: [network-map]}."
    return next((f"{name}: {advice}" for name, entry in value.items() if (advice := _entry_advice(name, entry))), None)


def _entry_advice(name: object, entry: object) -> str | None:
    if is_slug(name):
        return is_slug(name)
    if not isinstance(entry, dict):
        return "Write what teaches it in curly brackets, such as {lessons: [basic/the-network/inviting]}."
    unknown = next((one for one in entry if one not in ENTRY_FIELDS), None)
    if unknown is not None:
        return f"A criterion has no `{unknown}`. Its fields are {', '.join(ENTRY_FIELDS)}."
    advised = ((field, ENTRY_FIELDS[field].check(value)) for field, value in entry.items())
    return next((f"`{field}`: {advice}" for field, advice in advised if advice), None)


KINDS: Mapping[str, Schema] = {
    # What is published is read by this schema for good: a field that comes later can't be required.
    "instrument": {
        "summary": Field(is_text),
        "steps": Field(is_steps),
        "criteria": Field(is_criteria),
    }
}


@dataclass(frozen=True)
class Entry:
    """What an instrument's front matter says of a criterion."""

    code: str
    lessons: tuple[str, ...]
    tools: tuple[str, ...]
    checklists: tuple[str, ...]
    steps: tuple[ProcessStep, ...]
    same_since: int


def entry_of(document: Document, criterion_id: str) -> Entry:
    """The entry of a criterion; where there is none, what is understood."""
    given: Mapping[str, Any] = document.fields["criteria"].get(criterion_id, {})
    steps = given.get("steps", document.fields["steps"])
    return Entry(
        code=str(given.get("code", criterion_id.upper())),
        lessons=tuple(given.get("lessons", ())),
        tools=tuple(given.get("tools", ())),
        checklists=tuple(given.get("checklists", ())),
        steps=tuple(step for step in ProcessStep if step.value in steps),
        same_since=int(given.get("same_since", document.version)),
    )


def line_of(document: Document, field: str, name: str) -> int:
    """The line of an entry in a field of several lines; the field's own where the entry has none."""
    first = document.lines[field]
    lines = takewhile(lambda line: not line.strip() or line.startswith(" "), document.source.split("\n")[first:])
    return next((n for n, line in enumerate(lines, first + 1) if line.strip().startswith(f"{name}:")), first)
