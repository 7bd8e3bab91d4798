"""A course small enough to read: two modules with a lesson, an exercise and a check of five questions each."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from core.documents import Library, Problem
from training.catalogue import Catalogue, Course
from training.content import KINDS, problems
from training.glossary.glossary import Glossary
from training.references import References
from training.search.index import Searched
from training.tools.toolbox import Toolbox

ROOT = "courses/small"
WORDS = "Ord om barnet. " * 150
SEVERAL = "q3"
"""The id of the question that takes several answers, in both modules."""


def front(kind: str, name: str, **more: str) -> str:
    fields = {"kind": kind, "id": name, "title": f"Titel {name}", "version": "1", **more}
    return "\n".join(["---", *(f"{key}: {value}" for key, value in fields.items()), "---", ""])


def question(number: int) -> str:
    """The first option is right; in question three the second one as well."""
    also = "x" if number == int(SEVERAL[1:]) else " "
    return "\n".join(
        [
            f"## Fråga {number}? {{#q{number}}}",
            "",
            "- [x] Ett svar {#yes}",
            f"  Därför, om det första svaret på fråga {number}.",
            f"- [{also}] Ett svar till {{#more}}",
            f"  Därför, om det andra svaret på fråga {number}.",
            "- [ ] Ett tredje svar {#no}",
            f"  Därför, om det tredje svaret på fråga {number}.",
            "",
        ]
    )


def check_text(*, questions: int = 5) -> str:
    return front("check", "check") + "\n".join(question(number) for number in range(1, questions + 1))


def exercise_text() -> str:
    return (
        front(
            "exercise",
            "exercise",
            minutes="10",
            reflections="[{id: noticed, ask: Vad såg du?}, {id: next, ask: Och sen?}]",
        )
        + 'Gör så här.\n\n!!! remember "När du har skrivit"\n    Jämför.\n'
    )


def files() -> dict[str, str]:
    """Every file of the course, by its path in `content/`."""
    written = {
        f"{ROOT}/course.sv.md": front("course", "small", summary="Kort.", due_days="90", modules="[one, two]")
        + "Hej.\n"
    }
    for name, lesson in (("one", "first"), ("two", "second")):
        written |= {
            f"{ROOT}/{name}/module.sv.md": front("module", name, summary="Kort.", lessons=f"[{lesson}]") + "Hej.\n",
            f"{ROOT}/{name}/{lesson}.sv.md": front("lesson", lesson, minutes="7") + WORDS,
            f"{ROOT}/{name}/exercise.sv.md": exercise_text(),
            f"{ROOT}/{name}/check.sv.md": check_text(),
        }
    return written


def read(folder: Path, written: Mapping[str, str]) -> tuple[Library, Catalogue]:
    """Write the files into `content/` in the folder and read them as the app does."""
    root = folder / "content"
    for path, text in written.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    library = Library(root, KINDS)
    return library, Catalogue(library, references(library))


def searched(library: Library) -> Searched:
    """Everything in the library that is searched."""
    found = references(library)
    return Searched(library, Catalogue(library, found), Toolbox(library, found), Glossary(library, found))


def references(library: Library) -> References:
    """What the texts may refer to, with pictures at an address of their own."""
    return References(library, lambda name: f"/pictures/{name}")


def to_mend(folder: Path, written: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong with the files, in the order of files and lines."""
    library, _catalogue = read(folder, written)
    return sorted({*library.problems, *problems(library, references(library))})


@cache
def small_course() -> Course:
    """The course, read once."""
    with TemporaryDirectory() as folder:
        _library, catalogue = read(Path(folder), files())
        course = catalogue.course("small", "sv")
    assert course is not None
    return course
