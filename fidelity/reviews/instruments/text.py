"""The text of an instrument taken apart: domains and criteria as headings, levels as a list from 0, gate questions, sources."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.documents import SLUG, Document, Problem

HEADING = re.compile(r"(?P<marks>##|###)\s+(?P<text>.+?)\s*+(?:\{#(?P<id>[^}]*)\})?\s*+")
LEVEL = re.compile(r"(?P<number>\d+)\.\s+(?P<text>.+?)\s*")
GATES, SOURCES = "gates", "sources"
"""The ids of the two headings that are no domains."""
FEWEST_LEVELS, MOST_LEVELS = 2, 10
"""A level is given by one key, 0 to 9."""


@dataclass
class RawLevel:
    """An anchored level as it is written; `text` is Markdown."""

    number: int
    text: str
    line: int


@dataclass
class RawEntry:
    """A criterion with its levels, or a gate question, which has none."""

    id: str
    title: str
    line: int
    help: list[str] = field(default_factory=list)
    levels: list[RawLevel] = field(default_factory=list)


@dataclass
class RawSection:
    """A heading with what stands below it: a domain, the gate questions, or the sources."""

    id: str
    title: str
    line: int
    lead: list[str] = field(default_factory=list)
    entries: list[RawEntry] = field(default_factory=list)


@dataclass
class RawInstrument:
    """What stands first, the sections, and what is wrong."""

    opening: list[str] = field(default_factory=list)
    sections: list[RawSection] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def domains(self) -> list[RawSection]:
        """The sections that are scored."""
        return [one for one in self.sections if one.id not in (GATES, SOURCES)]

    @property
    def criteria(self) -> list[RawEntry]:
        """Every criterion, in order."""
        return [entry for domain in self.domains for entry in domain.entries]

    @property
    def gates(self) -> list[RawEntry]:
        """Every gate question, in order."""
        return [entry for section in self.sections if section.id == GATES for entry in section.entries]

    def section(self, name: str) -> RawSection | None:
        """The section of that id, or None."""
        return next((one for one in self.sections if one.id == name), None)


def read(document: Document) -> RawInstrument:
    """Take an instrument's body apart, line by line."""
    found = RawInstrument()
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        heading = HEADING.fullmatch(line)
        if heading is None or not _take_heading(document, found, heading, number):
            _take_line(document, found, line, number)
    found.problems += [*_structure_problems(document, found), *_level_problems(document, found)]
    found.problems += _id_problems(document, found)
    return found


def _take_heading(document: Document, found: RawInstrument, heading: re.Match[str], number: int) -> bool:
    """Begin what the heading begins; False where it is a heading of the text itself."""
    name, text, section = heading["id"], heading["text"], found.sections[-1] if found.sections else None
    is_plain = name is None and (section is None or section.id == SOURCES)
    if is_plain:
        return False
    if heading["marks"] == "##":
        found.sections.append(RawSection(name or "", text, number))
    elif section is None:
        advice = "Write the heading of a domain above the first criterion: ## Name {#id}"
        found.problems.append(document.problem(number, advice))
    else:
        section.entries.append(RawEntry(name or "", text, number))
    return True


def _take_line(document: Document, found: RawInstrument, line: str, number: int) -> None:
    section = found.sections[-1] if found.sections else None
    if section is None or not section.entries:
        (found.opening if section is None else section.lead).append(line)
        return
    entry, level = section.entries[-1], LEVEL.fullmatch(line) if section.id != GATES else None
    if level:
        entry.levels.append(RawLevel(int(level["number"]), level["text"], number))
    elif not entry.levels:
        entry.help.append(line)
    elif line.startswith("  ") and line.strip():
        entry.levels[-1].text += f" {line.strip()}"
    elif line.strip():
        advice = "Write what helps the rater above the levels, or indent the line to continue the level above it."
        found.problems.append(document.problem(number, advice))


def _structure_problems(document: Document, found: RawInstrument) -> Iterator[Problem]:
    if not found.domains:
        yield document.problem(
            document.body_line, "Write the domains with their criteria: ## Name {#id}, ### Name {#id}"
        )
    for section in found.sections:
        if section.id == SOURCES and section.entries:
            yield document.problem(section.entries[0].line, "Write no criterion under the sources.")
        elif section.id != SOURCES and not section.entries:
            yield document.problem(section.line, "Write what is rated below it: ### Name {#id}")
    for entry in (*found.criteria, *found.gates):
        if not "".join(entry.help).strip():
            yield document.problem(entry.line, "Write a sentence or two below it: what to look for.")


def _level_problems(document: Document, found: RawInstrument) -> Iterator[Problem]:
    """Levels that are missing, out of order, or not as many as the other criteria have."""
    usual = Counter(len(one.levels) for one in found.criteria).most_common(1)
    for entry in found.criteria:
        numbers = [level.number for level in entry.levels]
        missing = next((n for n in range(len(numbers)) if numbers[n] != n), len(numbers))
        if numbers != list(range(len(numbers))):
            advice = f"Level {missing} is missing or out of place. Write the levels in order from 0: `{missing}. What is seen.`"
            yield document.problem(entry.levels[missing].line, advice)
        elif not FEWEST_LEVELS <= len(numbers) <= MOST_LEVELS:
            advice = f"It has {len(numbers)} levels. Write {FEWEST_LEVELS} to {MOST_LEVELS}: `0. What is seen.`"
            yield document.problem(entry.line, advice)
        elif len(numbers) != usual[0][0]:
            advice = f"It has {len(numbers)} levels where others have {usual[0][0]}. Write as many for every criterion."
            yield document.problem(entry.line, advice)


def _id_problems(document: Document, found: RawInstrument) -> Iterator[Problem]:
    seen: set[str] = set()
    sections = [(one.id, one.line) for one in found.sections]
    entries = [(one.id, one.line) for section in found.sections for one in section.entries]
    for name, line in (*sections, *entries):
        if not SLUG.fullmatch(name):
            yield document.problem(line, "Give it an id of English words or letters and digits: {#short-name}.")
        elif name in seen:
            yield document.problem(line, f"Two have the id {name}. Give this one another.")
        seen.add(name)
