"""Every question of every course and language, answered wrong and right as a learner does it, in the pages."""

import pytest
from bs4 import BeautifulSoup, Tag

from app import KINDS
from core import clock
from core.documents import Library
from core.markup import words as count_words
from core.publishing import document_id
from core.settings import ROOT
from tests.client import words
from tests.core.markers import on_one_database
from tests.training.small_course import references
from tests.training.town import Town
from training import answering
from training.catalogue import Catalogue, Question, Step
from training.service import At, Learner

LANGUAGES = ("sv", "en")


@on_one_database
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("course_id", ["basic", "advanced", "managers"])
def test_each_answer_gets_its_own_explanation_and_the_right_ones_stay_hidden_until_passed(
    town: Town, course_id: str, language: str
) -> None:
    catalogue: Catalogue = town.app.extensions["metodstod_catalogue"]
    course = catalogue.course(course_id, language)
    assert course is not None
    browser = town.browser("new")
    browser.set_cookie("language", language)
    for step in (one for one in course.steps if one.kind == "check"):
        give(town, step, {question.id: [wrong(question)] for question in step.questions})
        page = browser.page(f"/{step.key}")
        for question in step.questions:
            shown = page.select_one(f"#{question.id}")
            assert shown is not None
            assert explanations(shown) == {told(question, wrong(question))}, f"{step.key}: {question.id}"
            assert shown.select(".option.right") == []
        browser.send(f"/{step.key}/again")
        give(town, step, {question.id: sorted(question.right) for question in step.questions})
        page = browser.page(f"/{step.key}")
        for question in step.questions:
            shown = page.select_one(f"#{question.id}")
            assert shown is not None
            assert explanations(shown) == {told(question, option.id) for option in question.options}
            assert len(shown.select(".option.right")) == len(question.right)


def give(town: Town, step: Step, chosen: dict[str, list[str]]) -> None:
    """Answer a whole check at once."""
    catalogue: Catalogue = town.app.extensions["metodstod_catalogue"]
    course = catalogue.course(step.key.split("/")[1], step.language)
    assert course is not None
    someone = Learner(town.people["new"], town.municipality_id)
    with town.app.app_context():
        at = At(course, step, document_id(step.key, step.language))
        with town.database.transaction() as session:
            answering.answer_all(session, someone, at, chosen, now=clock.now())


def wrong(question: Question) -> str:
    """An option that is not right."""
    return next(option.id for option in question.options if not option.is_right)


def told(question: Question, option_id: str) -> str:
    """What is said of an option."""
    return next(words_of(str(one.explanation)) for one in question.options if one.id == option_id)


def explanations(section: Tag) -> set[str]:
    """What a question's part of the page explains."""
    return {words_of(str(one)) for one in section.select(".explanation")}


def words_of(html: str) -> str:
    return words(BeautifulSoup(html, "html.parser"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_right_options_are_not_known_by_their_length(language: str) -> None:
    """Whoever always takes the longest option fails."""
    library = Library(ROOT / "content", KINDS)
    catalogue = Catalogue(library, references(library))
    for course in catalogue.courses(language):
        single = [one for step in course.steps for one in step.questions if not one.takes_several]
        hit = sum(max(one.options, key=lambda option: count_words(option.text.striptags())).is_right for one in single)
        assert hit / len(single) < 0.5, f"{course.id}: the longest option is right in {hit} of {len(single)}"
