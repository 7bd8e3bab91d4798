"""The tool library and the glossary: their pages, what is said of a broken one, and how lessons and tools find one another."""

from pathlib import Path

import pytest

from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.training.small_course import files, to_mend

TOOL = """---
kind: tool
id: houses
title: Husen
version: 1
summary: Kort.
steps: [investigation, follow-up]
synonyms: [Tre hus]
lessons: [small/one/first]
blank:
  page: landscape
  columns: 3
  fields:
    - label: Bra
      lines: 4
    - label: Rita
      space: 5
---
Text.
"""
GLOSSARY = """---
kind: glossary
id: glossary
title: Ordlista
version: 1
---
Ord.

## Anmälan {#report}

= anmälan, anmälningar

Ett besked.

## Fara {#danger}

= fara

Det vi är rädda för.
"""


def said(tmp_path: Path, **written: str) -> list[str]:
    names = {
        "tool": "tools/houses.sv.md",
        "glossary": "glossary.sv.md",
        "english": "glossary.en.md",
        "tool_en": "tools/houses.en.md",
    }
    return [str(one) for one in to_mend(tmp_path, files() | {names[name]: text for name, text in written.items()})]


def test_a_whole_tool_and_glossary_have_nothing_to_mend(tmp_path: Path) -> None:
    assert said(tmp_path, tool=TOOL, glossary=GLOSSARY) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("[investigation, follow-up]", "[utredning]", "Write a list in square brackets, from: report,"),
        ("small/one/first", "small/one/nowhere", "There is no lesson small/one/nowhere."),
        ("page: landscape", "page: wide", "Write `page:` as portrait or landscape."),
        ("columns: 3", "columns: 9", "Write `columns:` as 1, 2 or 3."),
        ("lines: 4", "lines: 99", "Write each field with a `label:`"),
        ("lines: 4", "lines: 4\n      space: 2", "Write each field with a `label:`"),
        ("space: 5", "hint: Rita", "Write each field with a `label:`"),
        ("columns: 3", "drawing: nothing", "There is no picture pictures/nothing.svg."),
        ("Text.", "[x](nowhere.sv.md)", "nowhere.sv.md: There is no such file. Mend the path."),
        ("Text.", '!!! tip "x"\n    y', "There is no box 'tip'."),
    ],
)
def test_a_broken_tool_is_told_where_and_what_to_write(tmp_path: Path, before: str, after: str, told: str) -> None:
    (problem,) = said(tmp_path, tool=TOOL.replace(before, after))
    assert problem.startswith("content/tools/houses.sv.md:")
    assert told in problem


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("{#danger}", "", "Give the term an id of English words"),
        ("{#danger}", "{#report}", "Two terms have the id report."),
        ("= fara\n", "", "Write the forms it is found by on a line of their own"),
        ("= fara\n", "= fara, anmälan\n", "anmälan belongs to report already."),
        ("Det vi är rädda för.", "", "Explain the term in a sentence or two below it."),
    ],
)
def test_a_broken_term_is_told_where_and_what_to_write(tmp_path: Path, before: str, after: str, told: str) -> None:
    found = said(tmp_path, glossary=GLOSSARY.replace(before, after))
    assert any(one.startswith("content/glossary.sv.md:") and told in one for one in found), found


def test_a_translation_holds_the_same_terms_steps_and_lessons(tmp_path: Path) -> None:
    english = GLOSSARY.replace("## Fara {#danger}", "## Risk {#risk}")
    found = said(tmp_path, tool=TOOL, glossary=GLOSSARY, english=english, tool_en=TOOL.replace(", follow-up", ""))
    assert sorted(one.partition(": ")[2] for one in found) == [
        "`steps` differs from the Swedish file's. Write the same.",
        "danger stands in one language only.",
        "risk stands in one language only.",
    ]


@on_one_database
def test_a_lesson_names_its_tools_and_a_tool_its_lessons(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    lesson = "/courses/basic/the-childs-voice/three-houses"
    assert client.page(lesson).select_one("a[href='/tools/three-houses']") is not None
    assert client.page("/tools/three-houses").select_one(f"a[href='{lesson}']") is not None


@on_one_database
def test_each_tool_stands_at_its_steps_of_the_process(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    steps = client.page("/tools").select(".process > li")
    assert [words(step.h3) for step in steps if step.h3] == [
        "Anmälan",
        "Förhandsbedömning",
        "Utredning",
        "Insats och säkerhetsplanering",
        "Uppföljning",
        "Avslut",
    ]
    at_report = {str(link["href"]) for link in steps[0].select("a")}
    assert "/tools/three-questions-to-reporter" in at_report
    assert "/tools/safety-plan" not in at_report
    shown = {str(link["href"]) for link in client.page("/tools").select(".tool-list a")}
    assert len(shown) == 24


@on_one_database
def test_every_tool_has_a_page_and_a_blank_in_both_languages(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    for language in ("sv", "en"):
        client.set_cookie("language", language)
        for link in client.page("/tools").select(".tool-list a"):
            page = client.page(str(link["href"]))
            assert page.select_one(".lesson .admonition.example"), link["href"]
            assert page.select_one(".lesson ol"), link["href"]
            assert client.page(f"{link['href']}/blank").select(".sheet-field"), link["href"]


@on_one_database
def test_a_words_explanation_comes_along_with_the_page_and_stands_in_the_glossary(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    for address in ("/courses/basic/the-network/inviting", "/courses/basic/the-network/exercise", "/tools/safety-plan"):
        page = client.page(address)
        opened = {str(one["popovertarget"]) for one in page.select("button.term")}
        assert opened, address
        assert opened == {str(one["id"]) for one in page.select(".term-card")}
    glossary = client.page("/glossary")
    assert all(glossary.select_one(f"#{one.removeprefix('term-')}") for one in opened)


@on_one_database
def test_a_tool_that_there_is_not_is_not_found(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    for address in ("/tools/nothing", "/tools/nothing/blank", "/tools/nothing/blank.pdf", "/tools/../tools"):
        assert client.get(address).status_code == 404, address
