"""The text of a calibration sample taken apart: the parts of a sample as headings, plain text below each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.documents import Document, Problem
from fidelity.reviews.parts import SamplePart

HEADING = re.compile(r"##\s+(?P<text>.+?)\s*+(?:\{#(?P<id>[^}]*)\})?\s*+")
MARKS = re.compile(r"#|\*\*|\]\(|\||!!!|`|^\s*>", re.MULTILINE)
"""What would be Markdown; a sample is plain text. A single * or _ may be somebody's own sign."""


@dataclass
class RawSample:
    """The parts with their lines, and what is wrong."""

    parts: dict[SamplePart, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(document: Document) -> RawSample:
    """Take a sample's body apart, line by line."""
    found, part = RawSample(), None
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        heading = HEADING.fullmatch(line)
        if heading:
            part = _part(document, found, heading["id"] or "", number)
        elif part is not None:
            found.parts[part].append(line)
            found.problems += _line_problems(document, line, number)
        elif line.strip() and not found.problems:
            found.problems.append(document.problem(number, _FIRST))
    found.problems += _structure_problems(document, found)
    return found


_IDS = ", ".join(f"{{#{part}}}" for part in SamplePart)
_FIRST = f"Begin with the heading of a part and its id, one of {_IDS}."


def _part(document: Document, found: RawSample, name: str, number: int) -> SamplePart | None:
    if name not in list(SamplePart):
        found.problems.append(document.problem(number, f"Give the part one of the ids {_IDS}."))
        return None
    part = SamplePart(name)
    if part in found.parts:
        found.problems.append(document.problem(number, f"The part {name} stands twice. Make one of them."))
    found.parts.setdefault(part, [])
    return part


def _line_problems(document: Document, line: str, number: int) -> Iterator[Problem]:
    if MARKS.search(line):
        yield document.problem(number, "Write plain text, as samples are: no headings, bold, links, tables or boxes.")


def _structure_problems(document: Document, found: RawSample) -> Iterator[Problem]:
    if not found.parts:
        yield document.problem(document.body_line, _FIRST)
    if list(found.parts) != [part for part in SamplePart if part in found.parts]:
        yield document.problem(document.body_line, f"Write the parts in the order {_IDS}.")
    for part, lines in found.parts.items():
        if not "".join(lines).strip():
            advice = f"The part {part} is empty. Say that nothing was written, or leave its heading out: then it is not in the excerpt."
            yield document.problem(document.body_line, advice)
