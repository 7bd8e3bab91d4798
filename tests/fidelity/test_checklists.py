"""Checklists: the ones that ship, their pages, and what is said of a broken one."""

from pathlib import Path

import pytest

from app import KINDS
from core.documents import Library
from core.settings import ROOT
from fidelity.checklists.catalogue import Checklists, problems
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from training.references import References

WHOLE = """---
kind: checklist
id: meeting
title: Mötet
version: 1
summary: Kort.
minutes: 3
steps: [investigation]
tools: []
network: [private]
lessons: []
---
Läs först.

## Före {#before}

- [!] **Du** läser. {#read}
- [ ] **Kollegan** skriver. {#write}

## Efter {#after}

- [!] **Du** säger när ni hörs. {#next}
- [ ] **Ni** går. {#go}
"""


def references(library: Library) -> References:
    return References(library, lambda name: f"/pictures/{name}")


def said(tmp_path: Path, text: str, english: str | None = None) -> list[str]:
    folder = tmp_path / "content" / "checklists"
    folder.mkdir(parents=True)
    (folder / "meeting.sv.md").write_text(text, encoding="utf-8")
    if english is not None:
        (folder / "meeting.en.md").write_text(english, encoding="utf-8")
    library = Library(tmp_path / "content", KINDS)
    return [str(one) for one in (*library.problems, *problems(library, references(library)))]


def test_a_whole_checklist_has_nothing_to_mend(tmp_path: Path) -> None:
    assert said(tmp_path, WHOLE, WHOLE) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("{#write}", "{#read}", "Two have the id read."),
        ("{#write}", "", "Give it an id of English words"),
        ("**Kollegan**", "Kollegan", "Begin with who does it, in bold"),
        ("[!]", "[ ]", "Mark what must be done with [!]."),
        ("- [ ] **Ni** går. {#go}", "Ni går.", "Write an item as"),
        ("[private]", "[grannar]", "Write [], [private], [professional]"),
        ("tools: []", "tools: [nothing]", "There is no tools/nothing."),
        ("lessons: []", "lessons: [basic/no/where]", "There is no courses/basic/no/where."),
        ("steps: [investigation]", "steps: []", "Write a list in square brackets, from: report,"),
    ],
)
def test_a_broken_checklist_is_told_where_and_what_to_write(tmp_path: Path, before: str, after: str, told: str) -> None:
    found = said(tmp_path, WHOLE.replace(before, after))
    assert found
    assert all(one.startswith("content/checklists/meeting.sv.md:") for one in found)
    assert any(told in one for one in found), found


def test_a_translation_has_the_same_items(tmp_path: Path) -> None:
    (problem,) = said(tmp_path, WHOLE, WHOLE.replace("- [ ] **Ni** går. {#go}", "- [!] **Ni** går. {#go}"))
    assert "Write the same items as in the Swedish file" in problem


def test_at_least_thirteen_ship_in_both_languages_with_nothing_to_mend() -> None:
    library = Library(ROOT / "content", KINDS)
    assert [str(one) for one in (*library.problems, *problems(library, references(library)))] == []
    shipped = Checklists(library, references(library))
    assert len(shipped.all("sv")) >= 13
    assert {one.language for one in shipped.all("en")} == {"en"}


@on_one_database
def test_every_checklist_has_a_page_that_says_what_it_is_not(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    links = [str(link["href"]) for link in client.page("/checklists").select(".tool-list a")]
    assert len(links) == len(set(links)) >= 13
    for link in links:
        page = client.page(link)
        assert "Det här är ingen akt" in words(page)
        assert page.select(".check-items li .must"), link
        for other in page.select(".not-in-print .tool-list a"):
            assert client.get(str(other["href"])).status_code == 200, other["href"]
    assert client.get("/checklists/nothing").status_code == 404
