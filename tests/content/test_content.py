"""The content that comes with the product: nothing in it is to mend, and what is published stays as it was."""

import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from app import KINDS
from core.documents import Library
from core.markup import words
from core.publishing import LOCK_FILE, changed_since_published, locked, write_lock
from core.settings import ROOT
from training.catalogue import Catalogue, Course
from training.content import problems
from training.references import References

CONTENT = ROOT / "content"
PICTURES = sorted((CONTENT / "pictures").glob("*.svg"))
OUTLINES = [path for path in PICTURES if path.name.startswith("blank-")]
"""The drawings of blanks: outlines without words, each of its own size."""
PICTURE = re.compile(r"!\[(?P<alternative>[^\]]*)\]\((?P<path>[^)]*)\)")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(CONTENT, KINDS)


def references(library: Library) -> References:
    return References(library, lambda name: f"/pictures/{name}")


@pytest.fixture(scope="module")
def catalogue(library: Library) -> Catalogue:
    return Catalogue(library, references(library))


LANGUAGES = ("sv", "en")
COURSES = {"basic": 8, "advanced": 7, "managers": 3}
"""The courses, with how many modules each has at the least."""


@pytest.fixture(scope="module", params=[f"{name} {language}" for name in COURSES for language in LANGUAGES])
def course(catalogue: Catalogue, request: pytest.FixtureRequest) -> Course:
    name, language = request.param.split()
    found = catalogue.course(name, language)
    assert found is not None
    return found


def test_nothing_is_to_mend_or_to_think_about(library: Library) -> None:
    assert [str(one) for one in (*library.problems, *problems(library, references(library)))] == []


def test_what_is_published_stands_as_it_was_published(library: Library) -> None:
    assert changed_since_published(library) == []
    gone = {path for path, _version in locked(CONTENT) if not (ROOT / path).is_file()}
    assert gone == set()


def test_a_published_file_that_is_changed_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(CONTENT / "courses/basic/the-network", root / "courses/basic/the-network")
    if (CONTENT / LOCK_FILE).exists():
        shutil.copy(CONTENT / LOCK_FILE, root)
    write_lock(Library(root, KINDS))
    assert changed_since_published(Library(root, KINDS)) == []
    lesson = root / "courses/basic/the-network/inviting.sv.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\nEn mening till.\n", encoding="utf-8")
    (problem,) = changed_since_published(Library(root, KINDS))
    assert problem.path == "content/courses/basic/the-network/inviting.sv.md"
    assert not problem.is_warning
    assert "never changes" in problem.advice


def test_everything_is_there_in_both_languages(library: Library) -> None:
    there = {language: {key for key, lang in library.documents if lang == language} for language in LANGUAGES}
    assert there["sv"] == there["en"]


def test_a_course_has_its_modules_each_with_three_to_five_lessons(course: Course) -> None:
    assert len(course.modules) >= COURSES[course.id]
    for module in course.modules:
        kinds = [step.kind for step in module.steps]
        assert kinds[-2:] == ["exercise", "check"], module.key
        assert kinds[:-2] == ["lesson"] * len(kinds[:-2]), module.key
        assert 3 <= len(kinds[:-2]) <= 5, module.key


def test_every_lesson_has_four_to_nine_hundred_words_and_an_example(course: Course) -> None:
    lessons = [step for step in course.steps if step.kind == "lesson"]
    lengths = {step.key: words(step.document.body) for step in lessons}
    assert {key: count for key, count in lengths.items() if not 400 <= count <= 900} == {}
    assert [step.key for step in lessons if "\n!!! example" not in step.document.body] == []


def test_every_check_has_five_questions_and_explains_each_option_of_its_own(course: Course) -> None:
    for check in (step for step in course.steps if step.kind == "check"):
        assert len(check.questions) >= 5, check.key
        for question in check.questions:
            told = [option.explanation.striptags() for option in question.options]
            assert len(told) >= 3, f"{check.key}: {question.id}"
            assert all(words(one) >= 4 for one in told), question.id
            assert len(set(told)) == len(told), f"{check.key}: {question.id} explains two options alike"


def test_every_module_has_an_exercise_with_boxes_to_write_in_and_something_to_compare_with(course: Course) -> None:
    for exercise in (step for step in course.steps if step.kind == "exercise"):
        assert exercise.reflections, exercise.key
        assert words(exercise.comparison.striptags()) >= 20, exercise.key
        assert words(exercise.task.striptags()) >= 40, exercise.key


def test_every_picture_in_a_text_exists_and_is_described(library: Library) -> None:
    shown = set()
    for document in library.documents.values():
        for picture in PICTURE.finditer(document.body):
            file = (ROOT / document.path).parent / picture["path"]
            assert file.resolve() in PICTURES, f"{document.path}: {picture['path']}"
            assert words(picture["alternative"]) >= 3, f"{document.path}: {picture['path']}"
            shown.add(file.resolve())
    assert shown == set(PICTURES) - set(OUTLINES)


def test_every_outline_is_on_a_blank(library: Library) -> None:
    drawn = {one.fields["blank"].get("drawing") for one in library.of_kind("tool", "sv")} - {None}
    assert drawn == {path.stem for path in OUTLINES}


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_every_picture_is_a_plain_drawing_with_a_title(path: Path) -> None:
    drawing = ElementTree.parse(path).getroot()  # noqa: S314  it is our own
    assert drawing.tag == f"{SVG}svg"
    size = (drawing.get("width"), drawing.get("height"))
    assert path in OUTLINES or size == ("720", "420")
    assert drawing.get("viewBox") == f"0 0 {size[0]} {size[1]}"
    title = drawing.find(f"{SVG}title")
    assert title is not None
    assert (title.text or "").strip()
    for element in drawing.iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "image", "foreignObject", "a"}
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            assert not plain.startswith("on"), name
            assert plain != "style"
            assert plain != "href" or value.startswith("#"), value
            assert all(target.startswith("#") for target in re.findall(r"url\(\s*['\"]?([^)]*)", value)), value
    source = path.read_text(encoding="utf-8")
    assert "<!" not in re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    assert "<?xml-stylesheet" not in source
