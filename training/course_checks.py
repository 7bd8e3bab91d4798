"""Everything to mend in the courses' texts, beyond what the front matter's schema finds."""

from collections.abc import Mapping

from core.documents import Document, Library, Problem
from core.markup import words
from core.text_checks import text_problems
from training import check_format
from training.catalogue import COMPARISON, KINDS, PARTS, asked_for
from training.references import References

FEWEST_WORDS, MOST_WORDS = 400, 900


def problems(library: Library, references: References) -> list[Problem]:
    """Everything to mend in the courses, beyond what the front matter's schema finds."""
    found: list[Problem] = []
    for document in library.documents.values():
        if document.kind in KINDS:
            found += _audience(document)
            found += _wrong_parts(library, document)
            found += _unnamed_parts(library, document)
            found += _own_form(document)
            found += text_problems(document, references)
            found += _length(document)
            found += _twin_problems(document, library.documents.get((document.key, "sv")))
    return found


def _audience(document: Document) -> list[Problem]:
    """A course for everybody is due; one for some is not, until it is known when they became what they are."""
    if document.kind != "course" or ("for" in document.fields) != ("due_days" in document.fields):
        return []
    return [
        document.problem(1, "Write `due_days:` for a course that everybody is to have, or `for:` with roles, not both.")
    ]


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


def _own_form(document: Document) -> list[Problem]:
    """What an exercise and a check have to hold."""
    if document.kind == "exercise" and COMPARISON not in document.body:
        advice = "End the exercise with a box `!!! remember` that says what a good answer usually holds."
        return [document.problem(document.body_line, advice)]
    return check_format.read(document).problems if document.kind == "check" else []


def _length(document: Document) -> list[Problem]:
    count = words(document.body)
    if document.kind != "lesson" or FEWEST_WORDS <= count <= MOST_WORDS:
        return []
    advice = f"The lesson has {count} words. Write {FEWEST_WORDS} to {MOST_WORDS}."
    return [document.problem(document.body_line, advice, is_warning=True)]


def _twin_problems(document: Document, twin: Document | None) -> list[Problem]:
    """What a translation has to share with the Swedish file: parts, questions, options, right answers, text boxes."""
    if twin is None or twin is document or twin.kind != document.kind:
        return []
    found = [
        document.problem(document.lines.get(name, 1), f"`{name}` differs from the Swedish file's. Write the same.")
        for name in ("modules", "lessons", "minutes", "due_days", "for")
        if document.fields.get(name) != twin.fields.get(name)
    ]
    ours, theirs = _answered_ids(document), _answered_ids(twin)
    found += [
        document.problem(ours.get(name, theirs.get(name, 1)), f"{name} differs from the Swedish file. Write the same.")
        for name in sorted(ours.keys() ^ theirs.keys())
    ]
    if list(ours) != list(theirs) and ours.keys() == theirs.keys():
        found.append(document.problem(document.body_line, "Write everything in the same order as the Swedish file."))
    return found


def _answered_ids(document: Document) -> Mapping[str, int]:
    """What people's answers are tied to, with its line: options by question, right ones marked; text boxes."""
    if document.kind == "exercise":
        return {f"the text box {one['id']}": document.lines["reflections"] for one in document.fields["reflections"]}
    if document.kind != "check":
        return {}
    return {
        f"{question.id} / {option.id}{' [x]' if option.is_right else ''}": option.line
        for question in check_format.read(document).questions
        for option in question.options
    }
