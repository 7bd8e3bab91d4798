"""The screen's possible details that have a form: dates, addresses, plates, schools and places; and what is left alone."""

from collections.abc import Sequence

import pytest

from core.screen import Certainty, Finding, Kind, find, find_sure

DATES = [
    "den 3 mars 2025",
    "den 3 mars",
    "3 mars",
    "3:e mars",
    "den 3:e mars -25",
    "3–5 mars",
    "31 dec 2024",
    "1 sept",
    "Den 14 maj",
    "måndagen den 3 mars",
    "måndag 3 mars",
    "den tredje mars",
    "tredje mars 2025",
    "den tjugoförsta juni",
    "2025-03-03",
    "2025-3-3",
    "2025–03–03",
    "2025/03/03",
    "2025.03.03",
    "20250303",
    "250303",
    "25-03-03",
    "03-03-2025",
    "3.3.2025",
    "3.3.25",
    "3/3",
    "3/3-25",
    "3/3 2025",
    "31/12",
    "3/3/2025",
    "den 3/10",
    "måndag 7/10",
    "7/10 2025",
    "18/10",
    "julafton 2024",
    "midsommarafton 2025",
    "March 3rd",
    "March 3, 2025",
    "March 3",
    "3 March 2025",
    "3rd of March",
    "on the 21st of June",
    "Sept. 4",
]
ADDRESSES = [
    "Storgatan 12",
    "Storgatan 12 B",
    "Storgatan 12b",
    "Storgatan nr 12",
    "Lillvägen 3 B",
    "storgatan 12",
    "lillvägen 3 b",
    "STORGATAN 12",
    "Björkgränd 4",
    "Ekallén 15",
    "Norra Storgatan 12",
    "S:t Olofsgatan 3",
    "Erik Dahlbergs gata 7",
    "Sankt Eriks väg 4",
    "Stora torget 1",
    "Skolbacken 9",
    "lgh 1203",
    "lägenhet 1203",
    "Box 123",
    "12 Mill Lane",
    "4 Old Church Road",
]
POSTCODES = [
    "331 52 Värnamo",
    "33152 Värnamo",
    "331 52 VÄRNAMO",
    "SE-331 52 Värnamo",
    "331 52, Värnamo",
    "postnr 331 52",
]
PLATES = ["ABC 123", "ABC123", "ABC 12D", "ABC12D", "ABC-123", "reg.nr abc123", "registreringsnummer KLM 48F"]
INSTITUTIONS = [
    "Björkskolan",
    "Björkskolans",
    "Lindgymnasiet",
    "förskolan Myran",
    "Förskolan Myran",
    "förskolan ”Myran",
    "förskolan Lilla Myran",
    "HVB Granliden",
    "skolan Eken",
    "fritids Solstrålen",
    "behandlingshemmet Solgläntan",
    "Ryhovssjukhuset",
    "stödboendet Kompassen",
    "vårdcentralen Väster",
    "klubben Tigrarna",
    "Oak Hill School",
]
INSIDE_A_SENTENCE = {
    "Granhemmet": Kind.INSTITUTION,
    "Västerhallen": Kind.INSTITUTION,
    "Nordplåt AB": Kind.INSTITUTION,
    "Scania": Kind.CAPITALISED,
    "Storgatan": Kind.ADDRESS,
    "Bredaryd": Kind.PLACE,
    "byn Hånger": Kind.PLACE,
    "Gnosjö kommun": Kind.PLACE,
    "Gislaved": Kind.CAPITALISED,
    "Syrien": Kind.CAPITALISED,
    "TÖRESTORP": Kind.PLACE,
}
LEFT_ALONE = [
    "i mars 2025",
    "mars 2025",
    "våren 2025",
    "i mars 12 barn",
    "sedan 2018",
    "läsåret 2024/25",
    "HT 2024/25",
    "skala 7/10",
    "7/10",
    "10/10",
    "en 7 av 10",
    "24/7",
    "1/2 av barnen",
    "2/3 delar",
    "50/50",
    "kl 10-12",
    "kl. 10.30",
    "vecka 12",
    "på julafton",
    "första veckan i mars",
    "andra mötet",
    "2018:1937",
    "lagen (2018:1937)",
    "SoL 2025:400",
    "prop. 2012/13:10",
    "11 kap. 1 § SoL",
    "version 2.0",
    "112",
    "1177",
    "barn 1–3 år",
    "ca 10–12 barn",
    "12 500 kronor",
    "på vägen 3 gånger",
    "skolvägen 3 dagar i veckan",
    "säkerhetsplan 2",
    "en gata",
    "hela vägen hem",
    "SKR 500",
    "SEK 200",
    "LVU 123",
    "till 112",
    "barn 123",
    "ring 112",
    "förskolan",
    "förskolan ringer",
    "skolan och fritids",
    "Förskolan och skolan",
    "vår kommun",
    "kommunen",
    "BUP och IVO",
    "BUP:s kurator",
    "Försäkringskassans beslut",
    "LVU-beslut",
    "en BBIC-utredning",
    "Signs of Safety",
    "hos Socialtjänsten",
    "med Polisen",
    "på Teams",
    "via WhatsApp",
    "till Skolan",
    "ska INTE åka",
    "barn A och barn B",
    "Barn 1 och barn 2",
    "[BARN 1]",
    "[MAMMA]s oro",
    "[SYSKON 2] och [SKOLA]",
    "[LÄRARE A]",
    "”Jag vill bo hos mormor”",
    "Mål: Barnet sover hemma",
    "t.ex. mormor",
]


def wrapped(text: str) -> Sequence[str]:
    return [
        f"Mamman sa {text}, och gick.",
        f"Vi hörde ({text}) igår",
        f"{text} nämndes.",
        f"Rad ett\n- {text}\nrad tre",
        text,
    ]


def assert_found(sentence: str, text: str, kind: Kind) -> None:
    """Every letter and digit of the text is found, and something in it is of the kind."""
    start = sentence.index(text)
    here = [one for one in find(sentence) if one.start < start + len(text) and one.end > start]
    assert kind in {one.kind for one in here}, f"{sentence!r} gave {here}"
    covered = {place for one in here for place in range(one.start, one.end)}
    missed = [sentence[place] for place in range(start, start + len(text)) if place not in covered]
    assert not any(map(str.isalnum, missed)), f"{sentence!r} missed {''.join(missed)!r}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, Kind.DATE) for text in DATES),
        *((text, Kind.ADDRESS) for text in ADDRESSES),
        *((text, Kind.POSTCODE) for text in POSTCODES),
        *((text, Kind.PLATE) for text in PLATES),
        *((text, Kind.INSTITUTION) for text in INSTITUTIONS),
    ],
)
def test_what_has_a_form_is_found_wherever_it_stands(text: str, kind: Kind) -> None:
    for sentence in wrapped(text):
        assert_found(sentence, text, kind)


@pytest.mark.parametrize(("text", "kind"), INSIDE_A_SENTENCE.items())
def test_what_only_a_capital_shows_is_found_inside_a_sentence(text: str, kind: Kind) -> None:
    for sentence in (f"De kommer från {text} idag.", f"nu är det {text}", f"Barnet, pappan och {text}. Sedan hem."):
        assert_found(sentence, text.removesuffix(" kommun"), kind)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_words_are_left_alone(text: str) -> None:
    for sentence in (text, f"Mamman sa {text} och gick.", f"- {text}", f"Så här: {text}."):
        assert find(sentence) == [], f"{sentence!r}: {[sentence[f.start : f.end] for f in find(sentence)]}"


HARMLESS_NOTES = [
    "Mamma och morfar är med på nästa nätverksmöte, förskolan ringer socialsekreteraren.",
    "Kartläggning i tre kolumner gjord med båda föräldrarna. Skala: mamma 4, pappa 6, vi 3. Ny kartläggning om två veckor.",
    "Tre hus med barnet på skolan. Barnet ville visa bilden för mormor. Visar den på nästa möte.",
    "Barnet sa: ”Mamma sover när jag äter frukost.” Vi läste upp det för mamma.",
    "VAD ÄR VI OROADE ÖVER\nPappa dricker på helgerna.\nVAD FUNGERAR BRA\nFarmor kommer varje fredag.",
    "- Ord och bilder: första texten klar\n- Säkerhetsplan: prövas i helgen\n- Ring BUP och Försäkringskassan",
    "Säkerhetsmålet godkänt av gruppledaren. Polisen och Socialjouren har planen. LVU är inte aktuellt enligt 2 §.",
    "Hans mamma var med. Per telefon deltog pappan. Bo kvar hemma är målet. Mina frågor är besvarade. Ville inte ha tolk.",
    "Grandma and the neighbour come to the next network meeting. Three Houses done. The school will call.",
]


@pytest.mark.parametrize("note", HARMLESS_NOTES)
def test_a_harmless_note_is_not_asked_about(note: str) -> None:
    assert find(note) == [], [note[one.start : one.end] for one in find(note)]


def test_sure_and_possible_are_told_apart() -> None:
    text = "Ring 070-123 45 67 och fråga efter Samira på Björkskolan."
    assert [(text[one.start : one.end], one.kind, one.certainty) for one in find(text)] == [
        ("070-123 45 67", Kind.PHONE, Certainty.SURE),
        ("Samira", Kind.NAME, Certainty.POSSIBLE),
        ("Björkskolan", Kind.INSTITUTION, Certainty.POSSIBLE),
    ]
    assert find_sure(text) == [Finding(5, 18, Kind.PHONE)]


def test_a_placeholder_hides_no_name_and_no_number() -> None:
    assert [one.kind for one in find("[ANNA] och [850101-1234]")] == [Kind.NAME, Kind.PERSONAL_NUMBER]


def test_an_address_is_told_apart_from_its_postcode_and_its_people() -> None:
    text = "Hanna Ek, Storgatan 12, 331 52 Värnamo, 070-123 45 67"
    assert [(one.kind, text[one.start : one.end]) for one in find(text)] == [
        (Kind.NAME, "Hanna Ek"),
        (Kind.ADDRESS, "Storgatan 12"),
        (Kind.POSTCODE, "331 52 Värnamo"),
        (Kind.PHONE, "070-123 45 67"),
    ]
