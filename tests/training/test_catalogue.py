"""Courses as typed objects, and what is said of one that is broken: file, line and what to write instead."""

from pathlib import Path

import pytest

from tests.training.small_course import ROOT, SEVERAL, files, front, read, small_course, to_mend
from training.catalogue import Course


def course_of(folder: Path, written: dict[str, str], language: str = "sv") -> Course:
    course = read(folder, written)[1].course("small", language)
    assert course is not None
    return course


def changed(path: str, before: str, after: str) -> dict[str, str]:
    """The course with one place of one file changed."""
    text = files()[f"{ROOT}/{path}"]
    assert before in text
    return files() | {f"{ROOT}/{path}": text.replace(before, after, 1)}


def said(tmp_path: Path, written: dict[str, str]) -> list[str]:
    return [str(problem).removeprefix(f"content/{ROOT}/") for problem in to_mend(tmp_path, written)]


def test_a_whole_course_has_nothing_to_mend(tmp_path: Path) -> None:
    assert to_mend(tmp_path, files()) == []


def test_the_steps_of_a_course_stand_in_order() -> None:
    course = small_course()
    assert [step.key.removeprefix(f"{ROOT}/") for step in course.steps] == [
        "one/first",
        "one/exercise",
        "one/check",
        "two/second",
        "two/exercise",
        "two/check",
    ]
    assert course.after(course.steps[2]) is course.steps[3]
    assert course.before(course.steps[3]) is course.steps[2]
    assert course.before(course.steps[0]) is None
    assert course.after(course.steps[-1]) is None


def test_a_check_takes_a_minute_a_question_and_a_module_what_its_steps_take() -> None:
    course = small_course()
    assert course.steps[2].minutes == 5
    assert course.modules[0].minutes == 7 + 10 + 5
    assert course.minutes == 2 * (7 + 10 + 5)


def test_a_question_takes_several_answers_when_more_than_one_is_right() -> None:
    questions = {question.id: question for question in small_course().steps[2].questions}
    assert [one.id for one in questions.values() if one.takes_several] == [SEVERAL]
    assert questions[SEVERAL].right == {"yes", "more"}
    assert questions["q1"].right == {"yes"}


def test_a_line_of_a_question_is_shown_without_a_paragraph_around_it(tmp_path: Path) -> None:
    course = course_of(tmp_path, changed("one/check.sv.md", "Ett svar {#yes}", "Ett *gott* svar {#yes}"))
    assert course.steps[2].questions[0].options[0].text == "Ett <em>gott</em> svar"


def test_an_exercise_keeps_what_to_compare_with_apart_from_the_task() -> None:
    exercise = small_course().steps[1]
    assert "Gör så här." in exercise.task
    assert "Jämför." not in exercise.task
    assert "Jämför." in exercise.comparison
    assert "Gör så här." not in exercise.comparison
    assert [(one.id, one.ask) for one in exercise.reflections] == [("noticed", "Vad såg du?"), ("next", "Och sen?")]


def test_only_the_last_box_of_an_exercise_is_what_to_compare_with(tmp_path: Path) -> None:
    course = course_of(
        tmp_path, changed("one/exercise.sv.md", "Gör så här.", 'Gör så här.\n\n!!! remember "Först"\n    Läs.')
    )
    assert "Läs." in course.steps[1].task
    assert "Läs." not in course.steps[1].comparison
    assert "Jämför." in course.steps[1].comparison


def test_a_page_that_is_not_translated_is_shown_in_swedish(tmp_path: Path) -> None:
    english = front("lesson", "first", minutes="7").replace("Titel first", "Title first") + "Words. " * 500
    course = course_of(tmp_path, files() | {f"{ROOT}/one/first.en.md": english}, "en")
    assert [(step.title, step.language) for step in course.steps[:2]] == [
        ("Title first", "en"),
        ("Titel exercise", "sv"),
    ]


BROKEN = """
course.sv.md      | due_days: 90           | due_days: ninety        | 7: `due_days`: Write a whole number, 1 or more.
course.sv.md      | [one, two]             | [one, one]              | 8: `modules`: Each name may stand once. Take the repeated one away.
course.sv.md      | [one, two]             | [one, two, gone]        | 8: There is no gone in courses/small. Write it, or take the name away.
course.sv.md      | [one, two]             | [one]                   | 8: two lies in the folder and is not in `modules`. Add it.
one/module.sv.md  | [first]                | [first, gone]           | 7: There is no gone in courses/small/one. Write it, or take the name away.
one/module.sv.md  | [first]                | [other]                 | 7: first lies in the folder and is not in `lessons`. Add it.
one/module.sv.md  | summary: Kort.         | version: 1              | 6: `version` stands twice in the front matter. Take one away.
one/module.sv.md  | summary: Kort.         | change: cosmetic        | 2: Add `summary:` to the front matter.
one/module.sv.md  | id: one                | id: uno                 | 3: The id is the name of its file or folder. Write one.
one/first.sv.md   | kind: lesson           | kind: check             | 6: A check has no `minutes`. Its fields are kind, id, title, version, change, news.
one/first.sv.md   | Ord om barnet.         | [Ord](../two/gone.sv.md)| 8: ../two/gone.sv.md: There is no such file. Mend the path.
one/first.sv.md   | Ord om barnet.         | ![Bild](gone.sv.svg)    | 8: gone.sv.svg: There is no such file. Mend the path.
one/first.sv.md   | Ord om barnet.         | [Ord](/courses/small)   | 8: /courses/small: Write the path to the file, such as ../the-network/inviting.sv.md.
one/first.sv.md   | Ord om barnet.         | !!! tip                 | 8: There is no box 'tip'. Write example, remember, law or pause.
one/exercise.sv.md| !!! remember           | !!! example             | 9: End the exercise with a box `!!! remember` that says what a good answer usually holds.
one/exercise.sv.md| id: next               | id: noticed             | 7: `reflections`: Write a list, each with `id:` and `ask:`.
one/exercise.sv.md| , ask: Och sen?        | , asks: Och sen?        | 7: `reflections`: Write a list, each with `id:` and `ask:`.
one/check.sv.md   | [x] Ett svar {#yes}    | [ ] Ett svar {#yes}     | 7: Mark the right option with [x].
"""  # noqa: E501


@pytest.mark.parametrize("broken", BROKEN.strip().splitlines())
def test_what_is_broken_is_said_with_file_line_and_advice(tmp_path: Path, broken: str) -> None:
    path, before, after, told = (cell.strip() for cell in broken.split("|"))
    assert f"{path}:{told}" in said(tmp_path, changed(path, before, after))


def test_a_picture_without_description_is_said_with_its_line(tmp_path: Path) -> None:
    written = changed("one/first.sv.md", "Ord om barnet.", "![](../../../pictures/one.sv.svg)")
    told = said(tmp_path, written | {"pictures/one.sv.svg": "<svg/>"})
    assert any(one.startswith("one/first.sv.md:8:") and "for those who can't see it" in one for one in told)


@pytest.mark.parametrize(("count", "is_right"), [(399, False), (400, True), (900, True), (901, False)])
def test_a_lesson_of_another_length_is_a_warning(tmp_path: Path, count: int, is_right: bool) -> None:
    written = files() | {f"{ROOT}/one/first.sv.md": front("lesson", "first", minutes="7") + "ord " * count}
    (*_more, last) = to_mend(tmp_path, written) or [None]
    assert (last is None) is is_right
    if last is not None:
        assert last.is_warning
        assert last.advice == f"The lesson has {count} words. Write 400 to 900."


def test_a_missing_exercise_or_check_is_missed(tmp_path: Path) -> None:
    written = files()
    del written[f"{ROOT}/one/exercise.sv.md"], written[f"{ROOT}/two/check.sv.md"]
    assert said(tmp_path, written) == [
        "one/module.sv.md:7: There is no exercise in courses/small/one. Write it, or take the name away.",
        "two/module.sv.md:7: There is no check in courses/small/two. Write it, or take the name away.",
    ]


def test_a_part_of_another_kind_than_its_place_asks_for_is_said(tmp_path: Path) -> None:
    as_lesson = front("lesson", "check", minutes="7") + "ord " * 500
    assert said(tmp_path, files() | {f"{ROOT}/one/check.sv.md": as_lesson}) == [
        "one/check.sv.md:2: Its place asks for another kind. Write `kind: check`."
    ]


def test_a_course_in_the_place_of_a_module_is_said(tmp_path: Path) -> None:
    written = files()
    del written[f"{ROOT}/one/module.sv.md"]
    written[f"{ROOT}/one/course.sv.md"] = front("course", "one", summary="Kort.", due_days="90", modules="[first]")
    assert "one/course.sv.md:2: Its place asks for another kind. Write `kind: module`." in said(tmp_path, written)


def test_a_translation_does_not_stand_in_for_a_swedish_page_that_can_not_be_read(tmp_path: Path) -> None:
    written = changed("one/first.sv.md", "minutes: 7", "minutes: seven")
    written[f"{ROOT}/one/first.en.md"] = front("lesson", "first", minutes="7") + "Words. " * 500
    assert "one/first.sv.md:6: `minutes`: Write a whole number, 1 or more." in said(tmp_path, written)
    for language in ("sv", "en"):
        assert [step.id for step in course_of(tmp_path, written, language).modules[0].steps] == ["exercise", "check"]
