"""What might stand in place of something found: [PERSON 1], [SKOLA], [MARS 2024], [LÅGSTADIEÅLDER]. Swedish, as the samples are."""

import re
from collections.abc import Collection, Iterable

from core.screen.findings import Kind
from core.screen.placeholders import SWEDISH_MONTHS

PERSON_ROLES = (
    "BARN", "SYSKON", "MAMMA", "PAPPA", "MORMOR", "MORFAR", "FARMOR", "FARFAR", "SLÄKTING", "NÄTVERK", "VÄN", "GRANNE", "LÄRARE",
    "PERSONAL", "PERSON",
)  # fmt: skip
"""Who somebody may be in a sample; the last one says nothing but that it is somebody."""
_WORDS = {
    Kind.EMAIL: "MEJLADRESS",
    Kind.PERSONAL_NUMBER: "PERSONNUMMER",
    Kind.CASE_NUMBER: "ÄRENDENUMMER",
    Kind.PHONE: "TELEFON",
    Kind.PLATE: "BILNUMMER",
    Kind.POSTCODE: "POSTADRESS",
    Kind.ADDRESS: "ADRESS",
    Kind.NAME: "PERSON",
    Kind.PLACE: "PLATS",
    Kind.CAPITALISED: "NAMN",
    Kind.RARE: "OMSTÄNDIGHET",
    Kind.OWN: "UPPGIFT",
}
_ALWAYS_NUMBERED = frozenset({"PERSON", "NAMN", "OMSTÄNDIGHET", "UPPGIFT"})
_NUMBERED_WHEN_SEVERAL = frozenset(
    {
        "FAMILJ",
        "PLATS",
        "ADRESS",
        "SKOLA",
        "FÖRSKOLA",
        "VÅRD",
        "BOENDE",
        "ARBETSPLATS",
        "FÖRSAMLING",
        "FÖRENING",
        "VERKSAMHET",
    }
)
_HIGHEST = 99
# What the name of an institution says that it is: the first that fits.
_INSTITUTIONS = (
    ("FÖRSKOLA", ("förskola", "daghem", "dagis", "nattis", "preschool", "nursery", "fritids")),
    ("SKOLA", ("skola", "skolan", "gymnasi", "school")),
    ("VÅRD", ("sjukhus", "lasarett", "vårdcentral", "mottagning", "klinik", "psykiatri", "akut", "avd", "hospital", "tandvård")),
    ("BOENDE", ("hvb", "boende", "bostad", "hemmet", "hem", "härberge", "förvar", "häkte", "anstalt", "jour")),
    ("FÖRSAMLING", ("kyrka", "moské", "församling", "church")),
    ("FÖRENING", ("klubb", "förening", "laget", "kår", "stall")),
    ("ARBETSPLATS", (" ab", " hb", " ltd", "åkeri", "bageri", "gjuteri", "verksta", "pizzeria", "restaurang", "butik", "firma", "fabrik",
                     "krog", "salong", "taxi", "bygg", "plåt", "livs", "café", "mack", "byrå", "bolag")),
)  # fmt: skip

_MONTH_WORD = re.compile(
    r"(?<![^\W\d_])(?P<month>jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-zåäö]*", re.IGNORECASE
)
_MONTH_STARTS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH_STARTS = {"may": "maj", "oct": "okt"}
_FEASTS = (
    (re.compile(r"jul(?:afton|dag|helg|natt)|lucia|christmas|nyårs(?:afton|helg|natt)", re.IGNORECASE), "DECEMBER"),
    (re.compile(r"nyårsdag", re.IGNORECASE), "JANUARI"),
    (re.compile(r"valborg", re.IGNORECASE), "APRIL"),
    (re.compile(r"midsommar", re.IGNORECASE), "JUNI"),
    (re.compile(r"påsk|easter|långfredag|skärtorsdag|fettisdag", re.IGNORECASE), "VÅREN"),
)  # fmt: skip
_NUMBERS_ONLY = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)[^\d](?P<month>\d{1,2})[^\d]\d{1,2}(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)\d\d(?!\d)",
        r"(?<!\d)\d{1,2}[-./\u2010-\u2015\u2212](?P<month>\d{1,2})[-./\u2010-\u2015\u2212](?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<!\d)(?P<year>\d\d)(?P<month>\d\d)\d\d(?!\d)",
        r"(?<!\d)(?P<year>\d\d)-(?P<month>\d\d)-\d\d(?!\d)",
        r"(?<!\d)\d{1,2}[/.](?P<month>\d{1,2})(?:\D{0,3}(?P<year>(?:19|20)\d\d|\d\d))?(?!\d)",
    )
)
_WRITTEN_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)|[-'’\u2013]\s?(?P<short>\d\d)(?!\d)$")
_THIS_CENTURY = 40  # a year of two digits up to this is of this century

_ONES = (
    "noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton", "fjorton", "femton",
    "sexton", "sjutton", "arton", "nitton",
)  # fmt: skip
_TENS = {"tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80}
_AGES = (
    (0, "SPÄDBARN"),
    (5, "FÖRSKOLEÅLDER"),
    (9, "LÅGSTADIEÅLDER"),
    (12, "MELLANSTADIEÅLDER"),
    (15, "HÖGSTADIEÅLDER"),
    (18, "GYMNASIEÅLDER"),
)
_GRADES = re.compile(r"\b(?:åk|årskurs|klass|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)", re.IGNORECASE)


def suggestion_word(kind: Kind, text: str) -> str:
    """The word, or words, that may stand in brackets for something of a kind."""
    if kind is Kind.DATE:
        return month_of(text)
    if kind is Kind.AGE:
        return age_of(text)
    if kind is Kind.INSTITUTION:
        written = f" {text.casefold()}"
        return next((word for word, signs in _INSTITUTIONS if any(sign in written for sign in signs)), "VERKSAMHET")
    return _WORDS[kind]


def month_of(text: str) -> str:
    """The month of an exact day, with its year where it has one: MARS 2024, I MARS. DATUM where it can't be told."""
    month, year = _written_month(text) or _numbered_month(text)
    if not month:
        return "DATUM"
    return f"{month} {year}" if year else f"I {month}"


def _written_month(text: str) -> tuple[str, str] | None:
    match = _MONTH_WORD.search(text)
    month = next((month for pattern, month in _FEASTS if pattern.search(text)), "")
    if match and not month:
        begun = match["month"].casefold()
        month = SWEDISH_MONTHS[_MONTH_STARTS.index(_ENGLISH_STARTS.get(begun, begun))]
    if not month:
        return None
    year = _WRITTEN_YEAR.search(text)
    return month, _whole_year(year["year"] or year["short"]) if year else ""


def _numbered_month(text: str) -> tuple[str, str]:
    for pattern in _NUMBERS_ONLY:
        match = pattern.search(text)
        if match and 1 <= int(match["month"]) <= len(SWEDISH_MONTHS):
            return SWEDISH_MONTHS[int(match["month"]) - 1], _whole_year(match["year"] or "")
    return "", ""


def _whole_year(year: str) -> str:
    if len(year) != 2:
        return year
    return f"20{year}" if int(year) <= _THIS_CENTURY else f"19{year}"


def age_of(text: str) -> str:
    """About how old: a stage of school, grown up, or what else tells an age."""
    plain = text.casefold()
    if _GRADES.search(plain):
        return "ÅRSKURS"
    if re.search(r"(?:19|20)\d\d|[-'’]\d\d|talet", plain):
        return "FÖDELSEÅR"
    if re.search(r"mån|vecka|veckor|dagar", plain) and not re.search(r"\bår\b", plain):
        return "SPÄDBARN"
    years = _number(plain)
    if years is None:
        return "ÅLDER"
    return next((word for most, word in _AGES if years <= most), "VUXEN ÅLDER")


def _number(text: str) -> int | None:
    digits = re.search(r"\d{1,2}", text)
    if digits:
        return int(digits[0])
    words = re.findall(r"[^\W\d_]+", text)
    word = words[0] if words else ""
    for tens, number in _TENS.items():
        if word.startswith(tens):
            return number + next((one for one in range(9, 0, -1) if word.startswith(tens + _ONES[one])), 0)
    return next((one for one in range(len(_ONES) - 1, -1, -1) if word.startswith(_ONES[one])), None)


def bracketed(word: str, taken: Collection[str], among: Iterable[str]) -> str:
    """The word in brackets; with the first free number where there may be more than one. `among` are the words of the whole sample."""
    several = word in _NUMBERED_WHEN_SEVERAL and (sum(one == word for one in among) > 1 or f"[{word}]" in taken)
    if word not in _ALWAYS_NUMBERED and not several:
        return f"[{word}]"
    return numbered(word, taken)


def numbered(word: str, taken: Collection[str]) -> str:
    """The word in brackets with the first number that is free after all that are taken: [BARN 2]."""
    used = [int(match[1]) for one in taken if (match := re.fullmatch(rf"\[{re.escape(word)}[ -]?(\d{{1,2}})\]", one))]
    number = max([*used, 1 if f"[{word}]" in taken else 0]) + 1
    return f"[{word} {number}]" if number <= _HIGHEST else f"[{word}]"
