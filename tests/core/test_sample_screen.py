"""What a case sample is searched for beyond a note: disguises, small letters, ages, rare events, and names across its parts."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.screen import Certainty, Kind, find, find_sure
from core.screen.folding import fold
from core.screen.sample import find_in_parts, find_in_sample
from tests.core.test_screen_names import certain_names, everyday_words, sure_ones, surroundings
from tests.core.test_screen_possible import HARMLESS_NOTES

FOUND = {
    Kind.AGE: [
        "7 år", "sju år gammal", "fem och ett halvt år", "1½ år", "2,5 år", "3 år och 8 månader", "sju veckor gammal", "9-åring",
        "sjuåring", "tolvårige", "15 bast", "i trettioårsåldern", "född 2017", "född hösten 2017", "född -17", "f. 2017",
        "fyller tio", "fyllt 16", "går i trean", "åk 4", "klass 4B", "årskurs 6", "7 years old", "aged 7",
    ],
    Kind.RARE: [
        "den enda brandmannen i byn", "enda döva i kommunen", "byns enda frisör", "kyrkans kantor", "prästen i församlingen",
        "stod i tidningen", "tidningarna skrev om dem", "som var med i nyheterna", "ett uppmärksammat fall", "löpsedeln",
        "deltog i tv", "alla i byn vet vilka", "är den som drog upp", "tvillingar", "trillingarna", "två dödsfall", "farfar dog",
        "begravningen", "självmordsförsök", "sköts ihjäl", "bussolyckan", "olyckan på bron", "skjutningen", "huset brann",
        "dömd för mord", "landslagsman", "vann på lotteri", "Årets eldsjäl", "en sällsynt sjukdom", "Turners syndrom",
        "som bara tre barn i landet har", "the only deaf girl in the village", "in the news",
    ],
    Kind.DATE: [
        "2 och 3 mars", "12-15 februari", "den 28:e", "måndagen v. 12", "julaftonen 2023", "ringde 3/10", "2024-05-03",
        "den 14 mars", "240112",
    ],
    Kind.CASE_NUMBER: [
        "5000-K12345-24", "K12345-24", "2024-003417", "2024-IFO-0311", "1187/2021", "IFO 2024:00451", "Barn-2024-00231",
        "IFO-19-4471", "journalnummer BHV 55172", "deras nr 87-4410-2", "sn 2024-411", "#123456", "dossiernr 12345678",
    ],
    Kind.PLATE: [
        "kgo08a", "en Volvo med skylten kgo 08a", "DN 48211", "ABC 123",
    ],
    Kind.POSTCODE: [
        "521 42", "S-602 24", "SE-33152",
    ],
    Kind.ADDRESS: [
        "Ågatan 17", "Kvarnliden 7", "på storgatan", "lgh 1102", "3 tr", "vån 2", "portkod 1234",
    ],
    Kind.INSTITUTION: [
        "Hovslätts skola", "Trollets förskola", "Myrstigens skola", "vallaskolan", "förskolan smultronet", "LVM-hemmet Rällsö",
        "stödboendet Eken", "Källgatans gruppbostad", "polisen i Mjölby", "avd 12", "avdelning 54 på Vadstena",
    ],
    Kind.PLACE: [
        "i Habo", "Kalmar län", "från Idre",
    ],
    Kind.NAME: [
        "liam", "anna-karin", "jessica svensson", "@kalle_99", "www.exempel.se/kalle",
    ],
}  # fmt: skip


def found(text: str) -> list[tuple[str, Kind, Certainty]]:
    return [(text[one.start : one.end], one.kind, one.certainty) for one in find_in_sample(text)]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_each_is_found_in_a_sentence(kind: Kind, text: str) -> None:
    sentence = f"vi vet att hon är {text}, och det är allt"
    start = sentence.index(text)
    here = [one for one in find_in_sample(sentence) if one.start < start + len(text) and one.end > start]
    assert kind in {one.kind for one in here}, found(sentence)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("[BARN 1] (9) och [BARN 2], fyra, kom.", ["9", "fyra"]),
        ("Kalle är 8 och Ida är tolv.", ["8", "tolv"]),
        ("Hon fyller sju i mars.", ["sju"]),
        ("Skalan är 4. Mamma sa 7.", []),
        ("De har bott här i sju år.", []),
        ("För tre år sedan. Under två år. Om fem år. Varje år. Tre år senare.", []),
        ("De har tre barn, två hundar och en katt.", []),
        ("Möte om sju veckor och fem dagar.", []),
        ("Oron är 3 (av 10).", []),
    ],
)
def test_an_age_is_told_from_how_long_and_how_many(text: str, ages: list[str]) -> None:
    assert [words for words, kind, _certainty in found(text) if kind is Kind.AGE] == ages


@pytest.mark.parametrize(
    "text",
    [
        "Det enda som fungerar är att mormor kommer. Hon är ensam hemma.",
        "Pappa ser på tv och läser tidningen. Första mötet var i höstas, det största steget.",
        "Mamma är rädd att barnet ska dö. Han kunde ha dött.",
        "Läkaren på skolan ringde. Tränaren i klubben kom. Ingen vet vem som ringde.",
        *HARMLESS_NOTES,
    ],
)
def test_ordinary_sentences_hold_nothing_rare(text: str) -> None:
    assert [words for words, kind, _certainty in found(text) if kind is Kind.RARE] == []


@pytest.mark.parametrize("note", HARMLESS_NOTES)
def test_a_harmless_note_is_a_harmless_sample(note: str) -> None:
    assert found(note) == []


def test_certainties_are_those_of_a_sample() -> None:
    text = "Kalle (7 år) ringde 070-174 06 12 från Storgatan 12 den 3 mars. Hans tvilling bor i Habo. Se 2024-003417."
    assert found(text) == [
        ("Kalle", Kind.NAME, Certainty.POSSIBLE),
        ("7 år", Kind.AGE, Certainty.CONSIDER),
        ("070-174 06 12", Kind.PHONE, Certainty.SURE),
        ("Storgatan 12", Kind.ADDRESS, Certainty.POSSIBLE),
        ("den 3 mars", Kind.DATE, Certainty.CONSIDER),
        ("tvilling", Kind.RARE, Certainty.CONSIDER),
        ("Habo", Kind.PLACE, Certainty.POSSIBLE),
        ("2024-003417", Kind.CASE_NUMBER, Certainty.POSSIBLE),
    ]


def test_notes_are_asked_about_as_before() -> None:
    assert {one.kind for one in find("Kalle är 7 år, den enda brandmannen i byn. liam bor på storgatan, 521 42.")} == {
        Kind.NAME
    }


@pytest.mark.parametrize("written", ["Ｋａｌｌｅ", "Kal\N{ZERO WIDTH SPACE}le", "Ka\N{SOFT HYPHEN}lle", "𝐊alle"])
def test_a_name_in_disguise_is_found(written: str) -> None:
    assert (written, Kind.NAME, Certainty.POSSIBLE) in found(f"Vi mötte {written} igår.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bo ringde. Per kom till mötet.", ["Bo", "Per"]),
        ("Bo hemma är målet. Per telefon kom svaret.", []),
        ("hans mamma ville bo hos sten och mina frågor är klara", []),
        ("mamma sandra och pappa ali", ["sandra", "ali"]),
    ],
)
def test_names_that_are_words(text: str, names: list[str]) -> None:
    assert [words for words, _kind, _certainty in found(text)] == names


def test_a_name_found_in_one_part_is_found_in_all() -> None:
    parts = {
        "mapping": "Vi mötte Qadan Hesen.",
        "process": "Qadan kom. Hesens bror. QADAN ville, och qadan gick. Han sov.",
    }
    written = {name: [parts[name][one.start : one.end] for one in some] for name, some in find_in_parts(parts).items()}
    assert written == {"mapping": ["Qadan Hesen"], "process": ["Qadan", "Hesens", "QADAN"]}


def test_a_listed_name_is_found_in_small_letters_in_other_parts() -> None:
    parts = {"a": "Jessica ringde.", "b": "sen gick jessica. jessicas bror"}
    assert [len(some) for some in find_in_parts(parts).values()] == [1, 2]


def test_words_that_are_pointed_out_are_found_in_all_letters() -> None:
    parts = {"a": "Den röda ladan brann. den  Röda Ladans tak. [LADAN] den röda ladans"}
    found_there = find_in_parts(parts, ["den röda ladan"])["a"]
    assert [parts["a"][one.start : one.end] for one in found_there if one.kind is Kind.OWN] == [
        "Den röda ladan",
        "den  Röda Ladans",
        "den röda ladans",
    ]


def test_a_placeholder_is_not_found_and_a_bracket_with_a_name_is() -> None:
    assert found("[BARN 1] och [MARS 2024], [I MAJ], [MÅNAD ÅR], [SKOLA]s rektor, [VÅREN 2023]") == []
    written = [words for words, _kind, _certainty in found("[ANNA] [MAJ] [850101-1234] [Kalle]")]
    assert written == ["ANNA", "MAJ", "850101-1234", "Kalle"]


scraps = st.one_of(
    everyday_words, certain_names, sure_ones, st.sampled_from([text for texts in FOUND.values() for text in texts])
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(scraps, max_size=14).map(" ".join), st.text(max_size=60)))
def test_property_findings_lie_in_the_text_never_overlap_and_hold_what_is_sure(text: str) -> None:
    findings = find_in_sample(text)
    assert findings == sorted(findings)
    assert all(0 <= one.start < one.end <= len(text) for one in findings)
    assert all(one.end <= after.start for one, after in pairwise(findings)), findings
    for sure in find_sure(text) if fold(text) == text else ():
        assert any(
            one.start <= sure.start and sure.end <= one.end and one.certainty is Certainty.SURE for one in findings
        ), (sure, findings)


@settings(max_examples=200, deadline=None)
@given(surroundings, certain_names, st.sampled_from(["", "s"]), st.sampled_from([str, str.upper]), surroundings)
def test_property_no_name_of_the_lists_escapes(
    before: str, name: str, genitive: str, letters: Callable[[str], str], after: str
) -> None:
    written = letters(name + genitive)
    text = f"{before} {written} {after}"
    start = len(before) + 1
    covered = {place for one in find_in_sample(text) for place in range(one.start, one.end)}
    assert all(place in covered for place in range(start, start + len(name)) if text[place].isalnum()), text
