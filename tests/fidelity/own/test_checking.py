"""What an author is told: the same checker as for files, in words for somebody who sees no file."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from core.settings import ROOT
from fidelity.checklists.own.checking import Fault, Look
from fidelity.checklists.own.queries import common
from fidelity.checklists.own.rules import Named, Written
from fidelity.checklists.own.words import FAULTS, fault_words
from tests.core.markers import on_one_database
from tests.fidelity.own.desk import WRITTEN, with_body

pytestmark = on_one_database


def faults(app: Flask, written: Written) -> list[Fault]:
    with app.app_context():
        return Look(written, "home-visit", (), common()).faults


def test_a_whole_text_has_nothing_to_mend_and_its_ids_are_made(app: Flask) -> None:
    with app.app_context():
        look = Look(WRITTEN, "home-visit", [Named(True, "**Du** läser anmälan en gång till.", "read")], common())
        assert look.faults == []
        assert "en gång till. {#read}\n" in look.source()
        assert "hörs igen. {#du-sager-nar-ni-hors}\n" in look.source()


@pytest.mark.parametrize(
    ("old", "new", "name", "line", "about"),
    [
        ("- [ ] **Ni** går igenom vad ni såg.\n", "Ni går igenom.\n", "no-item", 11, ""),
        ("**Kollegan** har", "Kollegan har", "nobody", 6, ""),
        ("Läs först.", "- [ ] **Du** läser.", "no-heading", 1, ""),
        ("## Efter\n", "## Under\n\n## Efter\n", "empty-pause", 8, ""),
        ("hörs igen.", "hörs [igen](/tools/three-houses).", "broken-link", 10, "/tools/three-houses"),
        ("hörs igen.", "hörs [igen](javascript:alert(1)).", "broken-link", 10, "javascript:alert(1)"),
        ("Läs först.", "!!! secret\n    Text.", "unknown-box", 1, "secret"),
        ("till.\n", "till. {#Å}\n", "no-id", 5, "Å"),
        ("[!]", "[ ]", "nothing-must", None, ""),
    ],
)
def test_a_fault_in_the_text_is_told_with_its_line(
    app: Flask, old: str, new: str, name: str, line: int | None, about: str
) -> None:
    found = faults(app, with_body(old, new))
    assert (name, line, about) in [(one.name, one.line, one.about) for one in found]
    for one in found:
        if one.line:
            assert one.quoted == with_body(old, new).body.split("\n")[one.line - 1].strip()


def test_an_id_given_twice_by_hand_is_told(app: Flask) -> None:
    twice = with_body("till.\n", "till. {#x}\n")
    (fault,) = faults(app, with_body("skriva.\n", "skriva. {#x}\n", twice))
    assert (fault.name, fault.line, fault.about) == ("same-id", 6, "x")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("summary", ""),
        ("minutes", "fem"),
        ("minutes", "0"),
        ("minutes", ""),
        ("steps", ()),
        ("tools", ("no-such-tool",)),
        ("lessons", ("basic/no/where",)),
    ],
)
def test_a_fault_in_a_field_is_told_there_and_the_text_is_still_read(app: Flask, field: str, value: object) -> None:
    found = faults(app, replace(with_body("**Kollegan** har", "Kollegan har"), **{field: value}))
    assert [(one.field, one.line) for one in found if one.name != "nobody"] == [(field, None)]
    assert any(one.name == "nobody" for one in found)


def test_everything_wrong_at_once_can_be_read_and_shown(app: Flask) -> None:
    with app.app_context():
        look = Look(Written(minutes="x", body="Bara text [länk](ingenstans.md).\n"), "new", (), common())
        assert {one.field for one in look.faults} == {"title", "summary", "minutes", "steps", "body"}
        assert look.pauses == []
        assert "ingenstans" in look.opening


def test_the_preview_holds_no_markup_of_its_authors(app: Flask) -> None:
    with app.app_context():
        bad = with_body("hörs igen.", 'hörs <script>alert(1)</script> <img src=x onerror="x"> [x](javascript:x).')
        look = Look(replace(bad, title="<b>Fet</b>"), "home-visit", (), common())
        shown = str(look.opening) + "".join(str(item.text) for pause in look.pauses for item in pause.items)
        assert "<script" not in shown
        assert "<img" not in shown
        assert "href" not in shown


def test_every_fault_that_there_can_be_has_words_in_both_languages(app: Flask) -> None:
    sources = (
        "fidelity/checklists/items.py",
        "fidelity/checklists/catalogue.py",
        "core/text_checks.py",
        "core/documents.py",
    )
    names = {name for path in sources for name in re.findall(r'name="([a-z-]+)"', Path(ROOT / path).read_text("utf-8"))}
    assert names == FAULTS
    texts = [Fault("field", name, field=name) for name in ("title", "summary", "minutes", "steps", "network")]
    texts += [Fault("nowhere", name, field=name) for name in ("tools", "lessons")]
    texts += [Fault("item-count", count) for count in ("0", "1", "13")]
    texts += [Fault(name, "x", line=1) for name in FAULTS - {"field", "nowhere", "item-count"}]
    with app.test_request_context():
        for fault in texts:
            said = []
            for language in ("sv", "en"):
                with force_locale(language):
                    said.append(fault_words(fault))
            assert said[0] != said[1], fault
            assert "front matter" not in said[1]
