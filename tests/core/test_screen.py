"""The screen's sure patterns: what they must find in every spelling, what they must leave alone, and that no text makes them slow."""

import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import screen
from core.screen import Certainty, Finding, Kind, pieces
from core.screen import find_sure as find
from core.settings import ROOT

PERSONAL_NUMBERS = [
    "19850101-1234",
    "198501011234",
    "850101-1234",
    "8501011234",
    "850101+1234",
    "850101 1234",
    "850101 - 1234",
    "850101–1234",
    "850101‑1234",
    "850101−1234",
    "850101\N{NO-BREAK SPACE}1234",
    "850101\N{SOFT HYPHEN}1234",
    "850101\N{ZERO WIDTH SPACE}1234",
    "19 850101 1234",
    "19 85 01 01 12 34",
    "85 01 01-12 34",
    "1985 01 01 - 1 2 3 4",
    "1985-01-01-1234",
    "1985-01-01 1234",
    "1985.01.01-1234",
    "85.01.01.1234",
    "1985/01/01-1234",
    "85/01/01 1234",
    "1985_01_01_1234",
    "850101:1234",
    "20121212-1212",
    "18991231-9999",
    "850101-1235",
    "850161-1234",
    "19850191-1234",
    "8501701234",
    "850101-T123",
    "850101-t123",
    "850101 T 123",
    "850101-TF12",
    "850101T123",
    "850101-123P",
    "850101-XXXX",
    "850101-12xx",
    "850101-****",
    "19000101-0000",
]
PHONES = [
    "070-123 45 67",
    "070 - 123 45 67",
    "070–123 45 67",
    "070 123 45 67",
    "073-9999999",
    "070.123.45.67",
    "070/123 45 67",
    "08-123 456 78",
    "08-12 34 56",
    "08/123 456 78",
    "(08) 123 456 78",
    "(08)-123 456 78",
    "0370-37 70 00",
    "0370-12345",
    "018-727 00 00",
    "010-123 45 67",
    "+46701234567",
    "+46 70 123 45 67",
    "+46 (0)70-123 45 67",
    "+46(0)701234567",
    "+ 46 70 123 45 67",
    "0046 70 123 45 67",
    "0046-8-123 456 78",
    "+47 22 12 34 56",
    "+358 40 1234567",
]
EMAILS = [
    "anna@kommun.se",
    "Anna.Berg+x@sub.kommun.se",
    "anna_berg-2@kommun.se",
    "åsa@kommun.nu",
    "anna @ kommun.se",
    "anna(at)kommun.se",
    "anna (at) kommun.se",
    "anna [at] kommun.se",
    "anna{at}kommun.se",
    "anna( at )kommun.se",
    "anna(@)kommun.se",
    "anna(a)kommun.se",
    "anna (snabel-a) kommun.se",
    "anna snabel-a kommun.se",
    "anna snabela kommun punkt se",
    "anna(at)kommun(dot)se",
    "anna (at) kommun (punkt) se",
    "ANNA@KOMMUN.SE",
]
CASE_NUMBERS = [
    "SCN-2019-0434",
    "scn-2019-0434",
    "SCN 2019-0434",
    "SCN 2019 0434",
    "SCN-2019-12",
    "SCN–2019–0434",
    "SN 2024/00123",
    "sn 2024/00123",
    "SN 2024/7",
    "SN2024/123",
    "SN-2024/123",
    "SN/2024:123",
    "KS.2023.123",
    "SN 123/2024",
    "SN123/2024",
    "SN 123/24",
    "ÄN 2022-0017",
    "Dnr 123/2024",
    "dnr: 2024-00123",
    "Dnr. SN 2024:123",
    "dnr 2.1.1-123/2024",
    "diarienr 2024/12",
    "Diarienummer: 12345",
    "ärendenummer 123456",
    "ärende nr 2024-17",
    "Ärende 2024-00123",
    "ärendet 20240123",
    "akt 12345",
    "akt nr 12345-2",
    "aktnummer: 998877",
    "T 1234-22",
    "T 1234–22",
    "T1234-22",
    "B 12345-23",
    "Ö 345-24",
    "PMT 1234-22",
    "UM 1234-22",
    "mål 1234-22",
    "mål nr 1234-22",
    "mål nr T 1234-22",
    "målnummer T 12-22",
    "case no 2024-123",
    "case number: 12345",
]
SAFE = [
    "2026-01-31",
    "den 2026-01-31 träffades vi",
    "2026-01-31 kl. 10.30",
    "2026-01-31 kl10",
    "2026-01-31 10:30",
    "2026-01-31T10:30",
    "2026-01-12 – 2026-02-28",
    "2026-01-12–2026-02-28",
    "mellan 2026-01-12 och 2026-02-28",
    "260112–260228",
    "BUP 2024-12-01",
    "LVU 2024/12/01",
    "31 januari 2026",
    "den 31/12",
    "den 5/12 2025",
    "05/12/2025",
    "05.12.2025",
    "05-12-2025",
    "mars 2026",
    "i mars 2026 12 barn",
    "våren 2025 3 barn",
    "år 2026",
    "sedan 2018",
    "åren 2019-2024",
    "läsåret 2024/25",
    "läsår 2024/2025",
    "HT 2024/25",
    "I 2024-12 flyttade familjen",
    "Mål 2026",
    "Våra mål 2025–2027",
    "målen 2025-27 är",
    "mål nr 1–3",
    "mål 1 och 2",
    "Akt 2024",
    "kl 10-12",
    "kl. 10.30",
    "kl 08:00",
    "07:30-16:00",
    "07.30 – 16.00",
    "08.00–16.30",
    "kl 0730–1615",
    "3 år och 4 månader",
    "barn 1–3 år",
    "ca 10–12 barn",
    "om 3-12 månader",
    "ungdomar 13-17 år",
    "Grupp B 10-12 år",
    "sida 12-14",
    "åk 4-6",
    "skala 0–10",
    "en 7 av 10",
    "3 av 8",
    "0 – 10",
    "2018:1937",
    "lagen (2018:1937)",
    "2025:400",
    "SoL 2025:400",
    "SFS 2025:400",
    "SOSFS 2014:5",
    "HSLF-FS 2017:79",
    "SOU 2023:66",
    "prop. 2012/13:10",
    "prop.2024/25:89",
    "JO 2019/20 s. 412",
    "NJA 2019 s. 23",
    "11 kap. 1 § SoL",
    "14 kap. 1 §",
    "BBIC 2.0",
    "BBIC 2015",
    "84 000 000 kr",
    "1 285 000 kr",
    "12 500 kronor",
    "0,5 procent",
    "112",
    "1177",
    "116 111",
    "fråga (a) t.ex. mamman",
    "alternativ (a) eller (b)",
    "vi ses @ skolan",
    "556677-8899",
    "E20",
    "covid-19",
    "Signs of Safety®",
    "1) skada, 2) fara, 3) styrkor",
    "Barnet är 7 år. 2 syskon finns.",
]


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in find(text)]


def in_a_sentence(text: str) -> Sequence[str]:
    return [text, f"Mamman sa {text}, och sedan gick hon.", f"({text})", f"Rad ett\n{text}\nrad tre", f"nr:{text}."]


def assert_found_whole(text: str, *kinds_allowed: Kind) -> None:
    for sentence in in_a_sentence(text):
        findings = find(sentence)
        assert findings, f"nothing found in {sentence!r}"
        start = sentence.index(text)
        begins, ends = findings[0].start, findings[-1].end
        assert len(findings) == 1, f"{sentence!r} gave {findings}"
        assert findings[0].kind in kinds_allowed, f"{sentence!r} gave {findings}"
        # A bracket or a plus sign around it may be left out; no digit or letter may.
        assert not any(map(str.isalnum, sentence[start:begins] + sentence[ends : start + len(text)])), sentence[
            begins:ends
        ]


@pytest.mark.parametrize("text", PERSONAL_NUMBERS)
def test_personal_number_is_found_in_every_spelling(text: str) -> None:
    assert_found_whole(text, Kind.PERSONAL_NUMBER)


@pytest.mark.parametrize("text", PHONES)
def test_phone_number_is_found_in_every_spelling(text: str) -> None:
    assert_found_whole(text, Kind.PHONE)


def test_ten_digits_that_may_be_either_are_found() -> None:
    assert_found_whole("0701234567", Kind.PHONE, Kind.PERSONAL_NUMBER)


@pytest.mark.parametrize("text", EMAILS)
def test_email_is_found_in_every_spelling(text: str) -> None:
    for sentence in (text, f"Skriv till {text}, tack.", f"<{text}>"):
        (finding,) = find(sentence)
        assert finding.kind is Kind.EMAIL
        assert sentence[finding.start : finding.end] == text


@pytest.mark.parametrize("text", CASE_NUMBERS)
def test_case_number_is_found_in_every_spelling(text: str) -> None:
    for sentence in (text, f"Se {text}, som avslutades.", f"({text})", f"{text}."):
        assert kinds(sentence) == [Kind.CASE_NUMBER], sentence


@pytest.mark.parametrize("text", SAFE)
def test_ordinary_text_is_left_alone(text: str) -> None:
    for sentence in in_a_sentence(text):
        assert find(sentence) == [], f"{sentence!r}: {[sentence[f.start : f.end] for f in find(sentence)]}"


COURSE_FILES = sorted((ROOT / "content/courses").rglob("*.md"))


def test_the_courses_are_there_to_be_read() -> None:
    assert len(COURSE_FILES) > 30


@pytest.mark.parametrize("path", COURSE_FILES, ids=lambda path: str(path.relative_to(ROOT / "content/courses")))
def test_a_course_text_has_nothing_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [text[finding.start : finding.end] for finding in find(text)] == []


def test_several_findings_come_in_order_with_their_places() -> None:
    text = "Ring 070-123 45 67 eller anna@kommun.se om 850101-1234 i SN 2024/00123."
    assert [(text[one.start : one.end], one.kind) for one in find(text)] == [
        ("070-123 45 67", Kind.PHONE),
        ("anna@kommun.se", Kind.EMAIL),
        ("850101-1234", Kind.PERSONAL_NUMBER),
        ("SN 2024/00123", Kind.CASE_NUMBER),
    ]


def test_findings_that_overlap_are_one_named_after_the_longer() -> None:
    text = "dnr 850101-1234/2024"
    assert find(text) == [Finding(0, len(text), Kind.CASE_NUMBER)]
    text = "SN 2024/001234 567 89-1234"
    assert [one.start for one in find(text)] == [0]


def test_pieces_mark_what_was_found_and_nothing_else() -> None:
    text = "Ring 070-123 45 67 nu"
    assert [(piece.text, piece.kind) for piece in pieces(text, find(text))] == [
        ("Ring ", None),
        ("070-123 45 67", Kind.PHONE),
        (" nu", None),
    ]


def test_text_without_findings_is_one_piece_and_no_text_none() -> None:
    assert [piece.text for piece in pieces("Hej", [])] == ["Hej"]
    assert pieces("", []) == []


scraps = st.sampled_from(
    [*PERSONAL_NUMBERS, *PHONES, *EMAILS, *CASE_NUMBERS, *SAFE, " ", "-", "0", "\n", "(", "a@b.se"]
)
texts = st.one_of(
    st.lists(scraps, max_size=8).map(" ".join),
    st.lists(scraps, max_size=8).map("".join),
    st.text("0123456789 -./:@()aTSN\n", max_size=60),
    st.text(max_size=60),
)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_property_findings_lie_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    findings = find(text)
    assert findings == sorted(findings)
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
    assert all(one.end <= after.start for one, after in pairwise(findings))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_property_pieces_give_back_the_whole_text(text: str) -> None:
    cut = pieces(text, find(text))
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text for piece in cut)
    assert [piece.text for piece in cut if piece.kind] == [text[one.start : one.end] for one in find(text)]


@settings(max_examples=100, deadline=None)
@given(st.text("abcåäö ,.\n", max_size=30), st.sampled_from(PERSONAL_NUMBERS), st.text("abcåäö ,.\n", max_size=30))
def test_property_personal_number_is_found_wherever_it_stands(before: str, number: str, after: str) -> None:
    text = f"{before} {number} {after}"
    assert any(
        finding.start <= len(before) + 1 and finding.end >= len(before) + 1 + len(number) for finding in find(text)
    )


LENGTH = 20_000
ADVERSARIAL: dict[str, Callable[[int], str]] = {
    "spaces between the groups": lambda n: " ".join(["85", "01", "01", "12"]).replace(" ", " " * (n // 4)) + "x",
    "spaces after a year": lambda n: "85" + " " * n,
    "spaces after an at sign": lambda n: "a@b" + " " * n,
    "spaces before an at sign": lambda n: "a" + " " * n + "(at",
    "letters only": lambda n: "a" * n,
    "capitals only": lambda n: "A" * n,
    "digits only": lambda n: "0" * n,
    "other digits only": lambda n: "1" * n,
    "digits and spaces": lambda n: "0 1 " * (n // 4),
    "digits and dashes": lambda n: "08-" * (n // 3),
    "at signs": lambda n: "a@" * (n // 2),
    "a domain that never ends": lambda n: "a@" + "b." * (n // 2),
    "a domain of spaced dots": lambda n: "a@b" + " . b" * (n // 4),
    "brackets": lambda n: "a(" * (n // 2),
    "open brackets with spaces": lambda n: "a( at " * (n // 6),
    "prefixes": lambda n: "SN " * (n // 3),
    "years": lambda n: "2024 " * (n // 5),
    "prefixes and years": lambda n: "SN 2024 " * (n // 8),
    "a prefix and spaces": lambda n: "SN" + " " * n,
    "keywords": lambda n: "dnr " * (n // 4),
    "a keyword and dots": lambda n: "dnr 1" + "." * n,
    "plus signs": lambda n: "+46 " * (n // 4),
    "dates": lambda n: "2026-01-31 " * (n // 11),
    "many findings": lambda n: "850101-1234 " * (n // 12),
    "invisible spaces": lambda n: "85" + "\N{ZERO WIDTH SPACE}" * n + "01",
}


def quickest(text: str) -> float:
    """The best of several runs: what the work costs, without what else the machine does."""
    best = float("inf")
    for _ in range(3):
        begun = time.thread_time()
        find(text)
        best = min(best, time.thread_time() - begun)
    return best


@pytest.mark.parametrize("shape", ADVERSARIAL)
def test_no_text_makes_it_slow(shape: str) -> None:
    """Twice the text may take up to six times as long; from small texts upwards, so that a slow pattern fails and does not hang."""
    make = ADVERSARIAL[shape]
    lengths = [LENGTH >> halvings for halvings in range(8, -1, -1)]
    before = quickest(make(lengths[0]))
    for length in lengths[1:]:
        now = quickest(make(length))
        assert now < 6 * before + 0.005, f"{length} characters took {now:.4f} s, half of them {before:.4f} s"
        before = now


def test_patterns_name_each_kind_once() -> None:
    assert {kind for kind, _pattern in screen.PATTERNS} == {kind for kind in Kind if kind.certainty is Certainty.SURE}
    assert len(dict(screen.PATTERNS)) == len(screen.PATTERNS)


def test_findings_are_sorted_by_place() -> None:
    assert Finding(1, 2, Kind.PHONE) < Finding(3, 4, Kind.EMAIL)
