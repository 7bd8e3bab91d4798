"""The text of the glossary: a heading per term, a line `= form, form` by which it is found in running text, an explanation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.documents import Document, Problem, Schema

KEY = "glossary"
KINDS: Mapping[str, Schema] = {"glossary": {}}
HEADING = re.compile(r"##\s+(?P<name>.+?)\s*(?:\{#(?P<id>[^}]*)\})?\s*")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FORMS = "= "


@dataclass
class RawTerm:
    """A term as it is written; `text` is Markdown."""

    id: str
    name: str
    line: int
    forms: tuple[str, ...] = ()
    text: list[str] = field(default_factory=list)


@dataclass
class RawGlossary:
    """What stands before the first term, and the terms."""

    opening: list[str] = field(default_factory=list)
    terms: list[RawTerm] = field(default_factory=list)


def read(document: Document) -> RawGlossary:
    """Take the glossary's body apart, line by line."""
    glossary = RawGlossary()
    for number, line in enumerate(document.body.split("\n"), start=document.body_line):
        heading = HEADING.fullmatch(line)
        if heading:
            glossary.terms.append(RawTerm(heading["id"] or "", heading["name"], number))
        elif not glossary.terms:
            glossary.opening.append(line)
        elif line.startswith(FORMS) and not glossary.terms[-1].forms:
            written = (form.strip() for form in line.removeprefix(FORMS).split(","))
            glossary.terms[-1].forms = tuple(form for form in written if form)
        else:
            glossary.terms[-1].text.append(line)
    return glossary


def forms(document: Document | None) -> Mapping[str, str]:
    """Every form in lower case, with its term's id; none where there is no glossary."""
    if document is None:
        return {}
    return {form.lower(): term.id for term in read(document).terms for form in term.forms}


def problems(document: Document, twin: Document | None) -> list[Problem]:
    """Everything to mend in the glossary; `twin` is the Swedish one beside a translation."""
    terms = read(document).terms
    found = [one for term in terms for one in _term_problems(document, term)]
    ids: set[str] = set()
    owners: dict[str, str] = {}
    for term in terms:
        if term.id in ids:
            found.append(document.problem(term.line, f"Two terms have the id {term.id}. Give this one another."))
        ids.add(term.id)
        for form in term.forms:
            if owners.setdefault(form.lower(), term.id) != term.id:
                advice = f"{form} belongs to {owners[form.lower()]} already. Take it away from one of them."
                found.append(document.problem(term.line, advice))
    if twin is not None:
        differs = sorted(ids ^ {term.id for term in read(twin).terms})
        found += [document.problem(document.body_line, f"{name} stands in one language only.") for name in differs]
    return found


def _term_problems(document: Document, term: RawTerm) -> list[Problem]:
    found = []
    if not ID.fullmatch(term.id):
        found.append(document.problem(term.line, "Give the term an id of English words: {#short-name}."))
    if not term.forms:
        found.append(
            document.problem(term.line, "Write the forms it is found by on a line of their own: = form, form.")
        )
    if not any(line.strip() for line in term.text):
        found.append(document.problem(term.line, "Explain the term in a sentence or two below it."))
    return found
