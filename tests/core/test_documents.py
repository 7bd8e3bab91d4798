"""Reading documents: what a right file becomes, and what is said of each way in which one can be wrong."""

from pathlib import Path

import pytest

from core.documents import Document, Library, Problem
from tests.core.small_content import lesson, library


def read(tmp_path: Path, text: str | bytes, name: str = "harm.sv.md") -> Library:
    return library(tmp_path, **{name: text})


def only_problem(found: Library) -> Problem:
    (problem,) = found.problems
    return problem


def only_document(found: Library) -> Document:
    assert found.problems == []
    (document,) = found.documents.values()
    return document


def test_right_file_becomes_a_document(tmp_path: Path) -> None:
    document = only_document(read(tmp_path, lesson(body="Ett.\n\nTvå.\n"), "basic/harm.sv.md"))
    assert (document.key, document.language, document.kind) == ("basic/harm", "sv", "lesson")
    assert (document.id, document.title, document.version) == ("harm", "Skada", 1)
    assert document.path == "content/basic/harm.sv.md"
    assert document.body == "Ett.\n\nTvå.\n"
    assert (tmp_path / document.path).read_text(encoding="utf-8").split("\n")[document.body_line - 1] == "Ett."
    assert document.lines["title"] == 4


def test_file_that_describes_its_folder_has_the_folders_address(tmp_path: Path) -> None:
    text = lesson(kind="course", id="basic", minutes=None, summary="Kort", modules="[one, two]")
    assert only_document(read(tmp_path, text, "courses/basic/course.sv.md")).key == "courses/basic"


def test_file_at_the_top_has_its_name_as_address(tmp_path: Path) -> None:
    assert only_document(read(tmp_path, lesson())).key == "harm"


def test_byte_order_mark_and_windows_lines_change_nothing(tmp_path: Path) -> None:
    plain = only_document(read(tmp_path, lesson()))
    other = only_document(read(tmp_path / "windows", b"\xef\xbb\xbf" + lesson().replace("\n", "\r\n").encode()))
    assert (other.source, other.sha256) == (plain.source, plain.sha256)


def test_hash_changes_with_every_part_of_the_file(tmp_path: Path) -> None:
    texts = [lesson(), lesson(title="Fara"), lesson(body="Annan text.\n")]
    hashes = {only_document(read(tmp_path / str(number), text)).sha256 for number, text in enumerate(texts)}
    assert len(hashes) == 3


BROKEN: dict[str, tuple[str | bytes, int, str]] = {
    "no front matter": ("# Skada\n", 1, "Begin the file with front matter between two lines of ---."),
    "an empty file": ("", 1, "Begin the file with front matter between two lines of ---."),
    "front matter that never ends": ("---\nkind: lesson\n", 1, "Begin the file with front matter"),
    "front matter that is a list": ("---\n- one\n---\n", 2, "Write front matter as lines of `name: value`."),
    "empty front matter": ("---\n---\n", 2, "Write front matter as lines of `name: value`."),
    "a colon in a value": (
        lesson(title="Skada: och fara"),
        4,
        'Put values with a colon or quotation marks between "…"',
    ),
    "a tab": (lesson(title="\t- x"), 4, "can't be read here"),
    "a control character": (lesson(title='"\x07"'), 2, "can't be read here"),
    "a day that does not exist": (lesson(title="2026-02-30"), 2, "can't be read here"),
    "a Python object": (lesson(title="!!python/object:os.system x"), 4, "can't be read here"),
    "two documents in the front matter": (lesson(title="x\n...\ny: 1"), 6, "can't be read here"),
    "not UTF-8": (lesson(title="Våld").encode("cp1252"), 1, "Save the file as UTF-8."),
    "an unknown field": (lesson(author="Anna"), 7, "A lesson has no `author`. Its fields are kind, id, title"),
    "a field that is a number": (lesson(**{"12": "x"}), 7, "A lesson has no `12`."),
    "a field that is yes": (lesson(yes="x"), 2, "A lesson has no `True`."),
    "a missing field": (lesson(minutes=None), 2, "Add `minutes:` to the front matter."),
    "a missing title": (lesson(title=None), 2, "Add `title:` to the front matter."),
    "no kind": (lesson(kind=None), 2, "Write `kind:` as one of course, lesson."),
    "an unknown kind": (lesson(kind="lecture"), 2, "Write `kind:` as one of course, lesson."),
    "a kind that is a list": (lesson(kind="[lesson]"), 2, "Write `kind:` as one of course, lesson."),
    "words for a number": (lesson(minutes="five"), 6, "`minutes`: Write a whole number, 1 or more."),
    "nought": (lesson(minutes="0"), 6, "`minutes`: Write a whole number, 1 or more."),
    "yes for a number": (lesson(minutes="yes"), 6, "`minutes`: Write a whole number, 1 or more."),
    "a fraction": (lesson(minutes="1.5"), 6, "`minutes`: Write a whole number, 1 or more."),
    "an empty title": (lesson(title=""), 4, "`title`: Write a line of text."),
    "a title of spaces": (lesson(title='"  "'), 4, "`title`: Write a line of text."),
    "a title that is a list": (lesson(title="[a]"), 4, "`title`: Write a line of text."),
    "a version that is a word": (lesson(version="first"), 5, "`version`: Write a whole number, 1 or more."),
    "an id with capitals": (lesson(id="Harm"), 3, "`id`: Write lower-case English letters, digits and hyphens"),
    "an id in Swedish": (lesson(id="våld"), 3, "`id`: Write lower-case English letters, digits and hyphens"),
    "an id of another file": (lesson(id="danger"), 3, "The id is the name of its file or folder. Write harm."),
    "a name that stands twice": (lesson(about="x\ntitle: Igen"), 8, "`title` stands twice in the front matter."),
    "a name twice on one line": ("---\n{kind: lesson, id: harm, id: harm}\n---\n", 2, "`id` stands twice"),
    "a second version without news": (
        lesson(version="2", change="cosmetic"),
        5,
        "A version after the first says `change:` and `news:`.",
    ),
    "a second version without change": (lesson(version="2", news="Nytt"), 5, "says `change:` and `news:`."),
    "a change of no known kind": (
        lesson(version="2", change="big", news="Nytt"),
        7,
        "`change`: Write cosmetic or substantive.",
    ),
    "a change that is a list": (
        lesson(version="2", change="[cosmetic]", news="Nytt"),
        7,
        "`change`: Write cosmetic or substantive.",
    ),
    "empty news": (lesson(version="2", change="cosmetic", news=""), 8, "`news`: Write a line of text."),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_file_is_told_with_line_and_advice(tmp_path: Path, fault: str) -> None:
    text, line, advice = BROKEN[fault]
    found = read(tmp_path, text)
    problem = only_problem(found)
    assert (problem.path, problem.line, problem.is_warning) == ("content/harm.sv.md", line, False)
    assert advice in problem.advice
    assert found.documents == {}


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    found = read(tmp_path, lesson(title="", minutes="0", author="Anna"))
    assert sorted(problem.line for problem in found.problems) == [4, 6, 7]


def test_later_version_with_change_and_news_is_right(tmp_path: Path) -> None:
    document = only_document(read(tmp_path, lesson(version="2", change="substantive", news='"Ny lag: 2025"')))
    assert document.version == 2
    assert document.fields["news"] == "Ny lag: 2025"


@pytest.mark.parametrize(
    "name",
    [
        "Harm.sv.md",
        "harm.md",
        "harm.de.md",
        "våld.sv.md",
        "harm .sv.md",
        "harm_1.sv.md",
        "-harm.sv.md",
        "harm.sv.en.md",
    ],
)
def test_bad_file_name_is_told(tmp_path: Path, name: str) -> None:
    problem = only_problem(read(tmp_path, lesson(), name))
    assert (problem.path, problem.line) == (f"content/{name}", 1)
    assert "the-law.sv.md" in problem.advice


@pytest.mark.parametrize(
    ("modules", "advice"),
    [
        ("[]", "Write a list in square brackets"),
        ("one", "Write a list in square brackets"),
        ("[one, one]", "Each name may stand once."),
        ("[one, Two]", "Write lower-case English letters"),
        ("[one, [two]]", "Write lower-case English letters"),
    ],
)
def test_bad_list_of_names_is_told(tmp_path: Path, modules: str, advice: str) -> None:
    text = lesson(kind="course", id="basic", minutes=None, summary="Kort", modules=modules)
    problem = only_problem(read(tmp_path, text, "basic/course.sv.md"))
    assert (problem.line, advice in problem.advice) == (7, True)


def test_translation_without_a_swedish_file_names_the_file_to_write(tmp_path: Path) -> None:
    course = lesson(kind="course", id="basic", minutes=None, summary="Short", modules="[one]")
    found = library(tmp_path, **{"basic/harm.en.md": lesson(), "basic/course.en.md": course})
    assert {(one.path, one.line, one.advice) for one in found.problems} == {
        (
            "content/basic/harm.en.md",
            1,
            "There is no Swedish file beside it. Write content/basic/harm.sv.md too.",
        ),
        (
            "content/basic/course.en.md",
            1,
            "There is no Swedish file beside it. Write content/basic/course.sv.md too.",
        ),
    }


def test_translation_of_a_swedish_file_that_cannot_be_read_is_not_blamed(tmp_path: Path) -> None:
    found = library(tmp_path, **{"harm.en.md": lesson(), "harm.sv.md": lesson(minutes="0")})
    assert only_problem(found).path == "content/harm.sv.md"


def test_translation_that_is_behind_is_a_warning_at_its_version(tmp_path: Path) -> None:
    newer = lesson(version="3", change="substantive", news="Nytt")
    found = library(tmp_path, **{"harm.sv.md": newer, "harm.en.md": lesson()})
    problem = only_problem(found)
    assert (problem.path, problem.line, problem.is_warning) == ("content/harm.en.md", 5, True)
    assert "It translates version 1; the Swedish file is version 3." in problem.advice
    assert str(problem).startswith("content/harm.en.md:5: warning: ")
    assert len(found.documents) == 2


def test_two_files_with_one_address_are_told(tmp_path: Path) -> None:
    course = lesson(kind="course", id="basic", minutes=None, summary="Kort", modules="[one]")
    found = library(tmp_path, **{"basic/course.sv.md": course, "basic/zzz.sv.md": course})
    problem = only_problem(found)
    assert problem.path == "content/basic/zzz.sv.md"
    assert "same address as content/basic/course.sv.md" in problem.advice


def test_missing_language_falls_back_on_swedish(tmp_path: Path) -> None:
    found = library(tmp_path, **{"harm.sv.md": lesson(), "danger.sv.md": lesson(id="danger")})
    document = found.get("harm", "en")
    assert document is not None
    assert document.language == "sv"
    assert found.get("nothing", "sv") is None
    assert [one.id for one in found.of_kind("lesson", "sv")] == ["danger", "harm"]
    assert list(found.of_kind("lesson", "en")) == []
    assert list(found.of_kind("course", "sv")) == []
