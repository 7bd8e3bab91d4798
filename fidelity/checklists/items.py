"""The text of a checklist: pause points as headings, items as a list with boxes; `[!]` marks one that must be done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.documents import Document, Problem

PAUSE = re.compile(r"##\s+(?P<text>.+?)\s*(?:\{#(?P<id>[^}]*)\})?\s*")
ITEM = re.compile(r"-\s+\[(?P<box>[ !])\]\s+(?P<text>.+?)\s*(?:\{#(?P<id>[^}]*)\})?\s*")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FEWEST_ITEMS, MOST_ITEMS = 4, 12


@dataclass(frozen=True)
class RawItem:
    """An item as it is written; `text` is Markdown."""

    id: str
    text: str
    must: bool
    line: int


@dataclass
class RawPause:
    """A pause point: a heading with the items to look at there."""

    id: str
    text: str
    line: int
    items: list[RawItem] = field(default_factory=list)


@dataclass
class RawChecklist:
    """What stands first, the pause points, and what is wrong."""

    opening: list[str] = field(default_factory=list)
    pauses: list[RawPause] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def items(self) -> Iterator[RawItem]:
        """Every item, in order."""
        return (item for pause in self.pauses for item in pause.items)


def read(document: Document) -> RawChecklist:
    """Take a checklist's body apart, line by line."""
    found = RawChecklist()
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        pause, item = PAUSE.fullmatch(line), ITEM.fullmatch(line)
        if pause:
            found.pauses.append(RawPause(pause["id"] or "", pause["text"], number))
        elif item and found.pauses:
            found.pauses[-1].items.append(RawItem(item["id"] or "", item["text"], item["box"] == "!", number))
        elif item:
            advice = "Write a heading above the first item: ## When {#id}"
            found.problems.append(document.problem(number, advice, name="no-heading"))
        elif not found.pauses:
            found.opening.append(line)
        elif line.strip():
            advice = "Write an item as `- [ ] **Who** does what. {#id}`, or `- [!] …` for one that must be done."
            found.problems.append(document.problem(number, advice, name="no-item"))
    found.problems += _problems(document, found)
    return found


def _problems(document: Document, found: RawChecklist) -> list[Problem]:
    items = list(found.items)
    problems = [
        document.problem(pause.line, "Write the items of the pause point below it.", name="empty-pause")
        for pause in found.pauses
        if not pause.items
    ]
    if not FEWEST_ITEMS <= len(items) <= MOST_ITEMS:
        advice = f"It has {len(items)} items. Write {FEWEST_ITEMS} to {MOST_ITEMS}: what is left out is not forgotten, it is trusted."
        problems.append(document.problem(document.body_line, advice, name="item-count", about=len(items)))
    if not any(item.must for item in items):
        problems.append(document.problem(document.body_line, "Mark what must be done with [!].", name="nothing-must"))
    problems += [
        document.problem(item.line, "Begin with who does it, in bold: **Du** …", name="nobody")
        for item in items
        if not item.text.startswith("**")
    ]
    return problems + _id_problems(document, found)


def _id_problems(document: Document, found: RawChecklist) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[str] = set()
    named = [(one.id, one.line) for one in found.pauses] + [(one.id, one.line) for one in found.items]
    for name, line in named:
        if not ID.fullmatch(name):
            advice = "Give it an id of English words: {#short-name}."
            problems.append(document.problem(line, advice, name="no-id", about=name))
        elif name in seen:
            advice = f"Two have the id {name}. Give this one another."
            problems.append(document.problem(line, advice, name="same-id", about=name))
        seen.add(name)
    return problems
