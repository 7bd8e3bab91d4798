"""Pure rules: what an author has written as Markdown and back, ids for items, and what differs between two versions."""

import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from core.documents import FENCE, split_text
from fidelity.checklists.items import ITEM, PAUSE, RawChecklist, RawItem

LISTS = ("steps", "tools", "network", "lessons")
RESERVED = frozenset({"own", "new", "fill-in", "filled", "left-behind", "sections", "sync", "units", "use"})
"""Words that stand where a checklist's id does in other addresses."""
LONGEST_ID = 60
ALIKE = 0.6
"""How alike (0 to 1) two wordings are that count as the same item, reworded."""
MOST_COMPARED = 4000
ID_AT_END = re.compile(r"[ \t]*\{#[^}]*\}[ \t]*$")


@dataclass(frozen=True)
class Written:
    """What an author has written, as it stands in the form; nothing of it need be right."""

    title: str = ""
    summary: str = ""
    minutes: str = ""
    steps: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    body: str = ""

    @property
    def free_text(self) -> str:
        """Everything that was written freely."""
        return "\n".join((self.title, self.summary, self.body))


@dataclass(frozen=True)
class Numbering:
    """A version's number, and what it says of itself from the second one on."""

    version: int = 1
    change: str | None = None
    news: str | None = None


def to_source(written: Written, checklist_id: str, numbering: Numbering | None = None) -> str:
    """The text as a file of `content/` would hold it."""
    number = numbering or Numbering()
    fields: dict[str, Any] = {
        "kind": "checklist",
        "id": checklist_id,
        "title": written.title,
        "version": number.version,
        "change": number.change,
        "news": number.news,
        "summary": written.summary,
        "minutes": int(written.minutes) if re.fullmatch("[1-9][0-9]{0,2}", written.minutes) else written.minutes,
        **{name: list(getattr(written, name)) for name in LISTS},
    }
    given = {name: value for name, value in fields.items() if value is not None}
    front = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, default_flow_style=None, width=math.inf)
    return f"{FENCE}\n{front}{FENCE}\n{written.body}"


def from_source(source: str) -> Written:
    """The text taken apart into what its author wrote."""
    front, body = split_text(source) or ("", source)
    fields: Mapping[str, Any] = yaml.safe_load(front) or {}
    return Written(
        title=str(fields.get("title", "")),
        summary=str(fields.get("summary", "")),
        minutes=str(fields.get("minutes", "")),
        **{name: tuple(map(str, fields.get(name) or ())) for name in LISTS},
        body=body,
    )


def in_order(chosen: Collection[str], before: Sequence[str]) -> tuple[str, ...]:
    """What was chosen, in the order that stood before; what is new comes last, as it was chosen."""
    return (*(one for one in before if one in chosen), *(one for one in chosen if one not in before))


def without_ids(body: str) -> str:
    """The body without the ids of its pause points and items, as people read it."""
    return "\n".join(
        ID_AT_END.sub("", line) if PAUSE.fullmatch(line) or ITEM.fullmatch(line) else line for line in body.split("\n")
    )


@dataclass(frozen=True)
class Named:
    """A pause point or an item with its id."""

    is_item: bool
    text: str
    id: str


def named(checklist: RawChecklist) -> list[Named]:
    """The pause points and items of a checklist."""
    return [
        *(Named(False, pause.text, pause.id) for pause in checklist.pauses),
        *(Named(True, item.text, item.id) for item in checklist.items),
    ]


def with_ids(body: str, known: Sequence[Named]) -> str:
    """The body with an id on each pause point and item, line for line.

    One that stands in an earlier version keeps its id, reworded too; a new one gets its first words. What the author gave stays.
    """
    lines = body.split("\n")
    found = {number: (is_item, match) for number, is_item, match in _named_lines(lines)}
    given = {number: match["id"] for number, (_is_item, match) in found.items() if match["id"] is not None}
    bare = {number: (is_item, match["text"]) for number, (is_item, match) in found.items() if number not in given}
    left = [one for one in known if one.id not in given.values()]
    ids = given | _kept_ids(bare, left)
    taken = {one.id for one in known} | set(ids.values())
    for number, (is_item, text) in bare.items():
        if number not in ids:
            ids[number] = free_name(slug_of(" ".join(text.split()[:5])) or ("item" if is_item else "pause"), taken)
            taken.add(ids[number])
    return "\n".join(
        f"{ID_AT_END.sub('', line).rstrip()} {{#{ids[number]}}}" if number in ids else line
        for number, line in enumerate(lines)
    )


def _named_lines(lines: Sequence[str]) -> Iterator[tuple[int, bool, re.Match[str]]]:
    for number, line in enumerate(lines):
        pause, item = PAUSE.fullmatch(line), ITEM.fullmatch(line)
        if pause or item:
            yield number, item is not None, pause or item  # type: ignore[misc]


def _kept_ids(bare: Mapping[int, tuple[bool, str]], known: Sequence[Named]) -> dict[int, str]:
    """By line, the ids of earlier pause points and items: the most alike first, each id once."""
    if len(bare) * len(known) > MOST_COMPARED:  # no checklist that could be published
        return {}
    pairs = [
        (_likeness(text, one.text), number, one.id)
        for number, (is_item, text) in bare.items()
        for one in known
        if one.is_item == is_item
    ]
    ids: dict[int, str] = {}
    for likeness, number, name in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if likeness >= ALIKE and number not in ids and name not in ids.values():
            ids[number] = name
    return ids


def _likeness(one: str, other: str) -> float:
    first, second = (text.casefold().split() for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def slug_of(text: str) -> str:
    """A name for addresses, of a Swedish text: *Hembesök hos familjen* becomes hembesok-hos-familjen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-")


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The wanted name, with a number after it where it is taken."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


@dataclass(frozen=True)
class Difference:
    """One thing that two versions do not share: new without `before`, gone without `after`; `order` has neither."""

    what: str
    before: str | None = None
    after: str | None = None
    before_must: bool = False
    after_must: bool = False


def differences(before: Written, after: Written, before_raw: RawChecklist, after_raw: RawChecklist) -> list[Difference]:
    """What differs, in the order in which it is read."""
    found = [
        Difference(name, getattr(before, name), getattr(after, name))
        for name in ("title", "summary", "minutes")
        if getattr(before, name) != getattr(after, name)
    ]
    opening = ["\n".join(raw.opening).strip() for raw in (before_raw, after_raw)]
    if opening[0] != opening[1]:
        found.append(Difference("opening", opening[0] or None, opening[1] or None))
    found += _in_texts(before_raw, after_raw)
    for name in LISTS:
        old, new = getattr(before, name), getattr(after, name)
        found += [Difference(name, before=one) for one in old if one not in new]
        found += [Difference(name, after=one) for one in new if one not in old]
    return found


def _in_texts(before: RawChecklist, after: RawChecklist) -> list[Difference]:
    """What differs in pause points and items, and whether they stand in another order."""
    old_pauses, new_pauses = ({one.id: one.text for one in raw.pauses} for raw in (before, after))
    old_items, new_items = ({one.id: one for one in raw.items} for raw in (before, after))
    found = [
        Difference("pause", old_pauses.get(name), new_pauses.get(name))
        for name in {**new_pauses, **old_pauses}
        if old_pauses.get(name) != new_pauses.get(name)
    ]
    found += [
        _of_items(old_items.get(name), new_items.get(name))
        for name in {**new_items, **old_items}
        if _shown(old_items.get(name)) != _shown(new_items.get(name))
    ]
    orders = [_order(raw, {*old_pauses, *old_items} & {*new_pauses, *new_items}) for raw in (before, after)]
    return [*found, Difference("order")] if orders[0] != orders[1] else found


def _order(raw: RawChecklist, shared: Collection[str]) -> list[str]:
    everything = (name for pause in raw.pauses for name in (pause.id, *(item.id for item in pause.items)))
    return [name for name in everything if name in shared]


def _shown(item: RawItem | None) -> tuple[str, bool] | None:
    return None if item is None else (item.text, item.must)


def _of_items(before: RawItem | None, after: RawItem | None) -> Difference:
    return Difference(
        "item",
        before.text if before else None,
        after.text if after else None,
        before_must=before is not None and before.must,
        after_must=after is not None and after.must,
    )
