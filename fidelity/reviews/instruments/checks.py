"""Everything to mend in the instruments, beyond their front matter's schema."""

from collections.abc import Iterator

from core.documents import Document, Library, Problem
from core.pages import References
from core.text_checks import text_problems
from fidelity.reviews.instruments import text
from fidelity.reviews.instruments.catalogue import FOLDER
from fidelity.reviews.instruments.fields import entry_of, line_of


def problems(library: Library, references: References) -> list[Problem]:
    """Everything to mend in every instrument."""
    found: list[Problem] = []
    for document in library.documents.values():
        if document.kind == "instrument":
            found += text.read(document).problems
            found += text_problems(document, references)
            found += [*_place_problems(document), *_entry_problems(library, document)]
            found += _twin_problems(document, library.documents.get((document.key, "sv")))
    return found


def _place_problems(document: Document) -> Iterator[Problem]:
    if document.key != f"{FOLDER}/{document.id}":
        yield document.problem(1, f"Put the file in content/{FOLDER}/.")


def _entry_problems(library: Library, document: Document) -> Iterator[Problem]:
    """Criteria that only the text or only the front matter knows, and names that lead nowhere."""
    criteria = text.read(document).criteria
    for entry in criteria:
        if entry.id and entry.id not in document.fields["criteria"]:
            advice = f"Add {entry.id} to `criteria:` in the front matter, with the lessons that teach it."
            yield document.problem(entry.line, advice)
    for name in document.fields["criteria"]:
        line = line_of(document, "criteria", name)
        if name not in {entry.id for entry in criteria}:
            yield document.problem(line, f"The text has no criterion {name}. Write it, or take the line away.")
        for advice in _advice_on_entry(library, document, name):
            yield document.problem(line, f"{name}: {advice}")


def _advice_on_entry(library: Library, document: Document, name: str) -> Iterator[str]:
    entry = entry_of(document, name)
    for folder, kind, slugs in (
        ("courses", "lesson", entry.lessons),
        ("tools", "tool", entry.tools),
        ("checklists", "checklist", entry.checklists),
    ):
        for slug in slugs:
            found = library.get(f"{folder}/{slug}", "sv")
            if found is None or found.kind != kind:
                yield f"There is no {kind} {folder}/{slug}. Mend the name."
    if not entry.lessons:
        yield "Name a lesson that teaches it, such as lessons: [basic/the-network/inviting]."
    if entry.same_since > document.version:
        yield f"`same_since` is the earliest version in which it means the same: write {document.version} or less."
    if not set(entry.steps) <= set(map(str, document.fields["steps"])):
        yield "`steps` names a step that the instrument's own `steps` does not. Add it there, or take it away here."


def _twin_problems(document: Document, twin: Document | None) -> Iterator[Problem]:
    """A translation asks the same, in the same order, taught by the same."""
    if twin is None or twin is document or twin.kind != "instrument":
        return
    for name in ("steps", "criteria"):
        if document.fields[name] != twin.fields[name]:
            yield document.problem(document.lines[name], f"`{name}` differs from the Swedish file's. Write the same.")
    if _shape(document) != _shape(twin):
        advice = "Write the same domains, criteria, levels and gate questions as in the Swedish file, with the same ids, in the same order."
        yield document.problem(document.body_line, advice)


def _shape(document: Document) -> list[tuple[str, list[tuple[str, int]]]]:
    sections = text.read(document).sections
    return [(section.id, [(one.id, len(one.levels)) for one in section.entries]) for section in sections]
