"""Consistent placeholders: what is suggested, that all forms are replaced in all parts, and that nothing unsettled passes."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.screen import Certainty, Kind
from core.screen.placeholders import is_placeholder
from core.screen.replacing import (
    Decision,
    Decisions,
    Item,
    Keep,
    KeepReason,
    Reading,
    Replace,
    SamplePiece,
    Unresolved,
    Why,
    own_key,
)
from core.screen.sample import find_in_sample
from core.screen.suggesting import PERSON_ROLES, age_of, month_of, numbered, suggestion_word
from tests.core.test_screen_names import certain_names, everyday_words, sure_ones
from tests.screen_recall import SETS, excerpts


def items(parts: Mapping[str, str], decisions: Decisions | None = None) -> tuple[Item, ...]:
    return Reading(parts, decisions).items


def pieces_of(parts: Mapping[str, str], decisions: Decisions | None = None) -> dict[str, list[SamplePiece]]:
    return Reading(parts, decisions).pieces


def apply(parts: Mapping[str, str], decisions: Decisions) -> dict[str, str]:
    return Reading(parts, decisions).outcome


def unresolved(parts: Mapping[str, str], decisions: Decisions) -> list[Unresolved]:
    return Reading(parts, decisions).unresolved


PARTS = {
    "mapping": (
        "Oro: Kalle Svensson (7 år) kom sent till Ekbackeskolan den 14 mars 2024. Kalles mamma Jessica ringde 070-174 06 12. "
        "KALLE grät. Personnr 850101-1234."
    ),
    "process": (
        "Kalle sov. kalle svensson åt. Ekbackeskolans rektor och Jessicas bror Elias. Den enda brandmannen i byn kom. "
        "Förskolan Myran i Habo. Myran ringde. Familjen Svensson hade nummer 19850101 1234."
    ),
}


def as_suggested(parts: dict[str, str], **other: Decision) -> dict[str, Decision]:
    return {**{item.key: Replace(item.suggestion) for item in items(parts)}, **other}


def by_text(parts: dict[str, str]) -> dict[str, Item]:
    return {item.text: item for item in items(parts)}


def test_each_thing_is_one_item_however_and_wherever_it_is_written() -> None:
    found = {item.key: item for item in items(PARTS)}
    kalle = found["kalle"]
    assert (kalle.forms, kalle.count, kalle.parts) == (("Kalles", "KALLE", "Kalle"), 3, ("mapping", "process"))
    assert found["kalle svensson"].forms == ("Kalle Svensson", "kalle svensson")
    assert found["8501011234"].forms == ("Personnr 850101-1234", "19850101 1234")
    assert (found["ekbackeskolan"].kind, found["ekbackeskolan"].count) == (Kind.INSTITUTION, 2)


def test_suggestions_say_who_is_the_same() -> None:
    assert {item.text: item.suggestion for item in items(PARTS)} == {
        "Kalle Svensson": "[PERSON 1]",
        "7 år": "[LÅGSTADIEÅLDER]",
        "Ekbackeskolan": "[SKOLA]",
        "den 14 mars 2024": "[MARS 2024]",
        "Kalles": "[PERSON 1]",
        "Jessica": "[PERSON 2]",
        "070-174 06 12": "[TELEFON]",
        "Personnr 850101-1234": "[PERSONNUMMER]",
        "Elias": "[PERSON 3]",
        "enda brandmannen i byn": "[OMSTÄNDIGHET 1]",
        "Förskolan Myran": "[FÖRSKOLA]",
        "Habo": "[PLATS]",
        "Myran": "[FÖRSKOLA]",
        "Svensson": "[FAMILJ]",
    }
    assert by_text(PARTS)["Kalles"].like == "kalle svensson"


def test_all_forms_are_replaced_in_all_parts() -> None:
    decisions = as_suggested(PARTS, **{key: Replace("[BARN 1]") for key in ("kalle", "kalle svensson")})
    assert apply(PARTS, decisions) == {
        "mapping": (
            "Oro: [BARN 1] ([LÅGSTADIEÅLDER]) kom sent till [SKOLA] [MARS 2024]. [BARN 1]s mamma [PERSON 2] ringde [TELEFON]. "
            "[BARN 1] grät. [PERSONNUMMER]."
        ),
        "process": (
            "[BARN 1] sov. [BARN 1] åt. [SKOLA]s rektor och [PERSON 2]s bror [PERSON 3]. Den [OMSTÄNDIGHET 1] kom. "
            "[FÖRSKOLA] i [PLATS]. [FÖRSKOLA] ringde. Familjen [FAMILJ] hade nummer [PERSONNUMMER]."
        ),
    }
    assert unresolved(PARTS, decisions) == []


def test_the_first_name_is_another_person_when_the_uploader_says_so() -> None:
    decisions = as_suggested(PARTS, **{"kalle svensson": Replace("[PAPPA]"), "kalle": Replace("[BARN 1]")})
    assert apply(PARTS, decisions)["process"].startswith("[BARN 1] sov. [PAPPA] åt.")


def test_a_piece_of_two_longer_names_is_suggested_a_person_of_its_own() -> None:
    found = by_text({"a": "Vi mötte Anna Ek och Anna Berg. Sen kom Anna."})
    assert found["Anna"].like is None
    assert len({item.suggestion for item in found.values()}) == 3


def test_a_decision_for_the_longer_one_is_suggested_for_its_piece() -> None:
    suggested = {item.key: item.suggestion for item in items(PARTS, {"kalle svensson": Replace("[BARN 4]")})}
    assert suggested["kalle"] == "[BARN 4]"


def test_suggestions_leave_alone_what_is_there_already() -> None:
    parts = {"a": "[PERSON 1] och [PERSON 3] på [SKOLA] mötte Jessica på Ekbackeskolan, sen Wilma på Vallaskolan."}
    assert [item.suggestion for item in items(parts, {"wilma": Replace("[PERSON 4]")})] == [
        "[PERSON 5]",
        "[SKOLA 2]",
        "[PERSON 4]",
        "[SKOLA 3]",
    ]


def test_many_of_a_kind_are_numbered_and_one_is_not() -> None:
    assert [item.suggestion for item in items({"a": "De bor i Habo."})] == ["[PLATS]"]
    assert [item.suggestion for item in items({"a": "De bor i Habo. De kom från Idre."})] == ["[PLATS 1]", "[PLATS 2]"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Annas hus och Anna's hund och Anna:s katt, Anna.", "[X]s hus och [X]s hund och [X]:s katt, [X]."),
        ("Vi mötte Elias. Elias bror.", "Vi mötte [X]. [X] bror."),
        ("Vi mötte Qadan. Qadans bror.", "Vi mötte [X]. [X]s bror."),
        ("Vi mötte ANNA-KARIN och Anna-Karins bror.", "Vi mötte [X] och [X]s bror."),
        ("Vi mötte An\u00adna. an\u200bnas bror.", "Vi mötte [X]. [X]s bror."),
        ("Vi mötte Klas. Klas bror.", "Vi mötte [X]. [X] bror."),
    ],
)
def test_genitives_keep_their_s(text: str, after: str) -> None:
    found = items({"a": text})
    assert len(found) == 1, found
    assert apply({"a": text}, {found[0].key: Replace("[XX]")})["a"] == after.replace("[X]", "[XX]")


@pytest.mark.parametrize(
    ("decisions", "why"),
    [
        ({}, Why.UNDECIDED),
        ({"jessica": Replace("[Jessica]")}, Why.NO_PLACEHOLDER),
        ({"jessica": Replace("[JESSICA]")}, Why.NO_PLACEHOLDER),
        ({"jessica": Replace("JESSICA")}, Why.NO_PLACEHOLDER),
        ({"jessica": Replace("")}, Why.NO_PLACEHOLDER),
        ({"jessica": Replace("[BARN 1] 850101-1234")}, Why.NO_PLACEHOLDER),
        ({"jessica": Replace("[BARN 1]")}, None),
        ({"jessica": Keep(KeepReason.TELLS_NOTHING)}, None),
    ],
)
def test_what_is_not_settled_is_told(decisions: dict[str, Decision], why: Why | None) -> None:
    parts = {"a": "Vi mötte Jessica."}
    assert [one.why for one in unresolved(parts, decisions)] == ([why] if why else [])
    assert ("Jessica" in apply(parts, decisions)["a"]) == (decisions != {"jessica": Replace("[BARN 1]")})


def test_what_is_sure_may_not_stay() -> None:
    parts = {"a": "Ring 070-174 06 12."}
    (item,) = items(parts)
    assert not item.may_stay
    assert [one.why for one in unresolved(parts, {item.key: Keep(KeepReason.NEEDED)})] == [Why.MAY_NOT_STAY]


def test_a_decision_settles_nothing_that_is_written_later() -> None:
    decisions = as_suggested(PARTS)
    more = {**PARTS, "process": PARTS["process"] + " Ring Wilma."}
    assert [one.item.text for one in unresolved(more, decisions)] == ["Wilma"]


def test_words_that_the_uploader_points_out_are_replaced_too() -> None:
    parts = {"a": "Den röda ladan syns. Bakom den Röda Ladans tak.", "b": "vid den röda ladan"}
    decisions: dict[str, Decision] = {own_key("Den  röda ladan"): Replace("[PLATS 1]")}
    assert apply(parts, decisions) == {"a": "[PLATS 1] syns. Bakom [PLATS 1]s tak.", "b": "vid [PLATS 1]"}
    assert [(one.kind, one.count) for one in items(parts, decisions)] == [(Kind.OWN, 3)]
    assert unresolved(parts, decisions) == []


def test_pointed_out_words_do_not_reach_into_placeholders_or_other_words() -> None:
    decisions: dict[str, Decision] = {own_key("barn"): Replace("[BARN 1]"), own_key("x"): Replace("[BARN 2]")}
    assert apply({"a": "[BARN 2] och barnet, x"}, decisions) == {"a": "[BARN 2] och barnet, x"}


def test_pieces_give_back_the_text_with_what_is_asked_about() -> None:
    cut = pieces_of(PARTS)
    assert {part: "".join(piece.text for piece in some) for part, some in cut.items()} == PARTS
    assert [piece.text for piece in cut["process"] if piece.item and piece.item.key == "kalle"] == ["Kalle"]
    assert pieces_of({"a": ""}) == {"a": []}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("den 14 mars 2024", "MARS 2024"), ("14 mars", "I MARS"), ("3–5 maj -25", "MAJ 2025"), ("2024-03-14", "MARS 2024"),
        ("20240314", "MARS 2024"), ("240314", "MARS 2024"), ("890314", "MARS 1989"), ("14/3", "I MARS"), ("14/3-24", "MARS 2024"),
        ("14/3 2024", "MARS 2024"), ("14.3.2024", "MARS 2024"), ("14-03-2024", "MARS 2024"), ("24-03-14", "MARS 2024"),
        ("den tredje mars", "I MARS"), ("March 3rd, 2025", "MARS 2025"), ("3 May", "I MAJ"), ("October 3", "I OKTOBER"),
        ("julafton 2024", "DECEMBER 2024"), ("midsommarafton 2023", "JUNI 2023"), ("påskdagen 2023", "VÅREN 2023"),
        ("den 28:e", "DATUM"), ("måndagen v. 12", "DATUM"), ("2024-13-14", "DATUM"), ("måndagen den 3 mars 2025", "MARS 2025"),
        ("ringde 3/10", "I OKTOBER"), ("12-15 februari 2024", "FEBRUARI 2024"),
    ],
)  # fmt: skip
def test_the_month_of_a_day(text: str, word: str) -> None:
    assert month_of(text) == word
    assert is_placeholder(f"[{word}]")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("7 år", "LÅGSTADIEÅLDER"), ("sju", "LÅGSTADIEÅLDER"), ("fem och ett halvt år", "FÖRSKOLEÅLDER"), ("1½ år", "FÖRSKOLEÅLDER"),
        ("9 mån", "SPÄDBARN"), ("sju veckor gammal", "SPÄDBARN"), ("tolvåring", "MELLANSTADIEÅLDER"), ("15 bast", "HÖGSTADIEÅLDER"),
        ("sjutton", "GYMNASIEÅLDER"), ("tjugotvå", "VUXEN ÅLDER"), ("trettioårsåldern", "VUXEN ÅLDER"), ("2017", "FÖDELSEÅR"),
        ("-17", "FÖDELSEÅR"),
        ("trean", "ÅRSKURS"), ("åk 4", "ÅRSKURS"), ("klass 4B", "ÅRSKURS"), ("7 years old", "LÅGSTADIEÅLDER"), ("gammal", "ÅLDER"),
    ],
)  # fmt: skip
def test_about_how_old(text: str, word: str) -> None:
    assert age_of(text) == word


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_placeholder_that_is_one(kind: Kind) -> None:
    assert is_placeholder(f"[{suggestion_word(kind, 'x')}]")


@pytest.mark.parametrize("role", PERSON_ROLES)
def test_every_role_is_a_placeholder_and_is_not_found_again(role: str) -> None:
    for placeholder in (f"[{role}]", numbered(role, ()), numbered(role, [f"[{role} 98]"])):
        assert is_placeholder(placeholder)
        assert find_in_sample(f"Då kom {placeholder}s bror och {placeholder}, {placeholder}.") == []
    assert numbered(role, [f"[{role} 99]"]) == f"[{role}]"


@pytest.mark.parametrize(
    "text",
    [
        "[KALLE]",
        "[BARN KALLE]",
        "[Barn 1]",
        "BARN 1",
        "[BARN 1",
        "[]",
        "[A]",
        "[850101-1234]",
        "[MAJ]",
        "[BARN 123]",
        "[BARN]\n",
    ],
)
def test_what_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


scraps = st.one_of(
    everyday_words,
    certain_names,
    sure_ones,
    st.sampled_from(["7 år", "den 3 mars", "i Habo", "tvillingar", "abc123", ". "]),
)
written = st.one_of(st.lists(scraps, max_size=12).map(" ".join), st.text(max_size=40))


@settings(max_examples=150, deadline=None)
@given(written, written)
def test_property_what_is_replaced_as_suggested_holds_nothing_sure_and_what_is_left_is_told(
    one: str, other: str
) -> None:
    parts = {"a": one, "b": other}
    decisions: dict[str, Decision] = {}
    for _round in range(6):
        standing = unresolved(parts, decisions)
        if not standing:
            break
        assert all(again.item.key not in decisions for again in standing), standing
        decisions |= {again.item.key: Replace(again.item.suggestion) for again in standing}
    outcome = apply(parts, decisions)
    for text in outcome.values():
        assert not any(found.certainty is Certainty.SURE for found in find_in_sample(text))
    assert unresolved(parts, decisions) == []
    assert all(found == [] for found in map(find_in_sample, outcome.values()))


@pytest.mark.parametrize("which", SETS)
def test_whole_excerpts_come_through(which: str) -> None:
    """As an uploader who takes every suggestion, in an order of their own: nothing found is left, and no placeholder is found again."""
    for excerpt in excerpts(which):
        parts = {"text": excerpt.text}
        decisions: dict[str, Decision] = {}
        for _round in range(4):
            standing = unresolved(parts, decisions)
            random.Random(1).shuffle(standing)
            decisions |= {one.item.key: Replace(one.item.suggestion) for one in standing}
        assert unresolved(parts, decisions) == []
        assert find_in_sample(apply(parts, decisions)["text"]) == []
