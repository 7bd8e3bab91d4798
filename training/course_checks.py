"""Everything to mend in the courses' texts, beyond what the front matter's schema finds."""

from core.documents import Document, Library, Problem
from core.markup import BrokenLink, unknown_boxes, words
from training import check_format
from training.catalogue import COMPARISON, KINDS, PARTS, Catalogue, Page, asked_for

FEWEST_WORDS, MOST_WORDS = 400, 900


def problems(library: Library, catalogue: Catalogue) -> list[Problem]:
    """Everything to mend in the courses, beyond what the front matter's schema finds."""
    found: list[Problem] = []
    for document in library.documents.values():
        if document.kind in KINDS:
            found += _wrong_parts(library, document)
            found += _unnamed_parts(library, document)
            found += _broken_text(document, catalogue)
            found += _length(document)
    return found


def _wrong_parts(library: Library, document: Document) -> list[Problem]:
    """Parts that are named and not there, or are of another kind than their place asks for."""
    if document.kind not in PARTS:
        return []
    line, found = document.lines[PARTS[document.kind]], []
    for key, kind in asked_for(document):
        part, name = library.get(key, document.language), key.rpartition("/")[2]
        if part is None:
            advice = f"There is no {name} in {document.key}. Write it, or take the name away."
            found.append(document.problem(line, advice))
        elif part.kind != kind:
            found.append(part.problem(part.lines["kind"], f"Its place asks for another kind. Write `kind: {kind}`."))
    return found


def _unnamed_parts(library: Library, document: Document) -> list[Problem]:
    """Parts that lie in the folder and are not named."""
    if document.kind not in PARTS:
        return []
    field, prefix = PARTS[document.kind], f"{document.key}/"
    there = {key.removeprefix(prefix).partition("/")[0] for key, _ in library.documents if key.startswith(prefix)}
    named = {key.removeprefix(prefix) for key, _kind in asked_for(document)}
    return [
        document.problem(document.lines[field], f"{name} lies in the folder and is not in `{field}`. Add it.")
        for name in sorted(there - named)
    ]


def _broken_text(document: Document, catalogue: Catalogue) -> list[Problem]:
    """Broken links and pictures, unknown boxes, questions that are not whole."""
    found = [
        document.problem(
            document.body_line + offset, f"There is no box {name!r}. Write example, remember, law or pause."
        )
        for offset, name in unknown_boxes(document.body)
    ]
    if document.kind == "exercise" and COMPARISON not in document.body:
        advice = "End the exercise with a box `!!! remember` that says what a good answer usually holds."
        found.append(document.problem(document.body_line, advice))
    if document.kind == "check":
        found += check_format.read(document).problems
    page = Page(document, catalogue.address)
    try:
        _ = page.html
    except BrokenLink as broken:
        line = next((n for n, text in enumerate(document.body.split("\n")) if broken.target in text), 0)
        found.append(document.problem(document.body_line + line, f"{broken.target}: {broken.advice}"))
    return found


def _length(document: Document) -> list[Problem]:
    count = words(document.body)
    if document.kind != "lesson" or FEWEST_WORDS <= count <= MOST_WORDS:
        return []
    advice = f"The lesson has {count} words. Write {FEWEST_WORDS} to {MOST_WORDS}."
    return [document.problem(document.body_line, advice, is_warning=True)]
