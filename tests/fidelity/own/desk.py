"""What the tests of own checklists share: a text to write, its items, and fields as a browser sends them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from core.documents import Document, read_text
from fidelity.checklists import items
from fidelity.checklists.catalogue import KINDS
from fidelity.checklists.own.rules import Named, Written, to_source, with_ids

WRITTEN = Written(
    title="Hembesök",
    summary="Innan ni går hem till en familj.",
    minutes="4",
    steps=("investigation",),
    body="""Läs först.

## Före

- [!] **Du** läser anmälan en gång till.
- [ ] **Kollegan** har sagt ja till att skriva.

## Efter

- [!] **Du** säger när ni hörs igen.
- [ ] **Ni** går igenom vad ni såg.
""",
)


def with_body(old: str, new: str, written: Written = WRITTEN) -> Written:
    """The text with a piece of its body replaced."""
    assert old in written.body
    return replace(written, body=written.body.replace(old, new))


def raw(written: Written, known: Sequence[Named] = ()) -> items.RawChecklist:
    """A text's pause points and items, with ids."""
    source = to_source(replace(written, body=with_ids(written.body, known)), "meeting")
    found = read_text(source, PurePosixPath("content/checklists/meeting.sv.md"), KINDS)
    assert isinstance(found, Document)
    return items.read(found)


def fields(written: Written, revision: int = 0, **more: str) -> dict[str, object]:
    """What a browser sends of a text."""
    lists = {name: list(getattr(written, name)) for name in ("steps", "tools", "network", "lessons")}
    texts = {name: getattr(written, name) for name in ("title", "summary", "minutes", "body")}
    return {**texts, **lists, "revision": str(revision), **more}
