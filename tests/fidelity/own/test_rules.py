"""Writing as Markdown and back, ids that stay with their items, and what differs between two versions."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.checklists.own.rules import (
    Difference,
    Named,
    Numbering,
    Written,
    differences,
    free_name,
    from_source,
    in_order,
    named,
    slug_of,
    to_source,
    with_ids,
    without_ids,
)
from tests.fidelity.own import desk
from tests.fidelity.own.desk import raw, with_body

WRITTEN = replace(
    desk.WRITTEN,
    title="Hembesök: hos familjen",
    lessons=("basic/three-questions/the-three-columns",),
    tools=("three-houses",),
)
KNOWN = [
    Named(False, "Före", "before"),
    Named(True, "**Du** läser.", "read-the-report"),
    Named(True, "**Kollegan** skriver allt som sägs.", "colleague-writes"),
]
LINES = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=60)


def test_what_is_written_comes_back_as_it_was() -> None:
    assert from_source(to_source(WRITTEN, "home-visit")) == WRITTEN


@settings(max_examples=150, deadline=None)
@given(title=LINES, summary=LINES, minutes=st.text("0123456789 x", max_size=3), body=LINES)
def test_nothing_that_can_be_typed_is_lost_on_the_way(title: str, summary: str, minutes: str, body: str) -> None:
    one_line = [" ".join(text.split()) for text in (title, summary, minutes)]
    written = replace(WRITTEN, title=one_line[0], summary=one_line[1], minutes=one_line[2], body=body)
    assert from_source(to_source(written, "x")) == written


def test_the_stored_text_is_written_as_the_files_in_content_are() -> None:
    lines = to_source(WRITTEN, "home-visit", Numbering(2, "cosmetic", "Ord")).split("\n")
    assert lines[:7] == [
        "---",
        "kind: checklist",
        "id: home-visit",
        "title: 'Hembesök: hos familjen'",
        "version: 2",
        "change: cosmetic",
        "news: Ord",
    ]
    assert "steps: [investigation]" in lines
    assert yaml.safe_load("\n".join(lines[1:13]))["minutes"] == 4


def test_an_item_that_stands_keeps_its_id_and_a_new_one_gets_its_first_words() -> None:
    body = "## Före\n\n- [ ] **Du** läser.\n- [!] **Barnet** får säga vad det vill först.\n"
    assert with_ids(body, KNOWN) == (
        "## Före {#before}\n\n- [ ] **Du** läser. {#read-the-report}\n"
        "- [!] **Barnet** får säga vad det vill först. {#barnet-far-saga-vad-det}\n"
    )


def test_a_reworded_item_keeps_its_id_and_one_with_other_words_does_not() -> None:
    body = "## Före\n- [ ] **Kollegan** skriver det som sägs.\n- [ ] **Chefen** ringer domstolen.\n"
    lines = with_ids(body, KNOWN).split("\n")
    assert lines[1].endswith("{#colleague-writes}")
    assert lines[2].endswith("{#chefen-ringer-domstolen}")


def test_two_items_never_share_an_id() -> None:
    body = "## A\n- [ ] **Du** läser.\n- [ ] **Du** läser.\n- [ ] **Du** läser.\n"
    ids = [line.rpartition("{#")[2] for line in with_ids(body, KNOWN).split("\n") if "{#" in line]
    assert ids == ["a}", "read-the-report}", "du-laser}", "du-laser-2}"]


def test_an_id_that_the_author_wrote_stays_and_is_nobody_elses() -> None:
    body = "## Före\n- [ ] **Du** ringer. {#read-the-report}\n- [ ] **Du** läser.\n"
    lines = with_ids(body, KNOWN).split("\n")
    assert lines[1] == "- [ ] **Du** ringer. {#read-the-report}"
    assert lines[2].endswith("{#du-laser}")


def test_lines_stay_lines_and_come_back_without_ids() -> None:
    body = "Först.\n\n## Före\n\n- [ ] **Du** läser.\nEn rad för sig {#nej}.\n"
    numbered = with_ids(body, KNOWN)
    assert numbered.count("\n") == body.count("\n")
    assert without_ids(numbered) == body


def test_a_text_far_too_long_gets_ids_without_being_compared() -> None:
    body = "\n".join(f"- [ ] **Du** gör {number}." for number in range(3000))
    assert with_ids(body, KNOWN).count("{#") == 3000


@pytest.mark.parametrize(
    ("text", "name"),
    [("Hembesök hos familjen", "hembesok-hos-familjen"), ("**Åsa & Ömsesidigt!**", "asa-omsesidigt"), ("…", "")],
)
def test_names_for_addresses(text: str, name: str) -> None:
    assert slug_of(text) == name


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_name("meeting", {"meeting", "meeting-2"}) == "meeting-3"


def test_what_is_chosen_keeps_its_order_and_what_is_new_comes_last() -> None:
    assert in_order(["a", "b", "c"], ["c", "x", "a"]) == ("c", "a", "b")


def differs(after: Written, before: Written = WRITTEN) -> list[Difference]:
    old = raw(before)
    return differences(before, after, old, raw(after, named(old)))


def test_nothing_differs_from_itself() -> None:
    assert differs(WRITTEN) == []


def test_each_kind_of_difference_is_told() -> None:
    changed = replace(WRITTEN, title="Besök", steps=("report",), network=("private",))
    assert differs(changed) == [
        Difference("title", "Hembesök: hos familjen", "Besök"),
        Difference("steps", before="investigation"),
        Difference("steps", after="report"),
        Difference("network", after="private"),
    ]


def test_a_new_a_gone_and_a_reworded_item_are_told_apart() -> None:
    gone = "- [ ] **Ni** går igenom vad ni såg.\n"
    body = with_body(gone, "- [ ] **Chefen** ringer domstolen nästa vecka.\n").body
    body = body.replace("läser anmälan en gång till.", "läser hela anmälan en gång till.")
    assert differs(replace(WRITTEN, body=body)) == [
        Difference("item", "**Du** läser anmälan en gång till.", "**Du** läser hela anmälan en gång till.", True, True),
        Difference("item", None, "**Chefen** ringer domstolen nästa vecka."),
        Difference("item", "**Ni** går igenom vad ni såg.", None),
    ]


def test_what_must_be_done_the_opening_and_a_heading_count_as_differences() -> None:
    body = with_body("- [ ] **Kollegan**", "- [!] **Kollegan**").body.replace("Läs först.\n", "")
    body = body.replace("## Efter", "## Efteråt, samma dag")
    wrong = {(one.what, one.before, one.after) for one in differs(replace(WRITTEN, body=body))}
    assert ("opening", "Läs först.", None) in wrong
    assert ("pause", None, "Efteråt, samma dag") in wrong
    assert ("item", "**Kollegan** har sagt ja till att skriva.", "**Kollegan** har sagt ja till att skriva.") in wrong


def test_another_order_is_a_difference() -> None:
    first, second = "- [!] **Du** läser anmälan en gång till.\n", "- [ ] **Kollegan** har sagt ja till att skriva.\n"
    assert differs(with_body(first + second, second + first, WRITTEN)) == [Difference("order")]
