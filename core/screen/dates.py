"""Exact dates, as they are written in Swedish and English; a month or a year alone is none."""

import re

from core.screen.findings import Kind, Pattern
from core.screen.sure import SPACE

_S = rf"{SPACE}{{1,3}}"
_SEPARATOR = r"[-\u2010-\u2015\u2212./]"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
_TWO_DIGIT_DAY, _TWO_DIGIT_MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"

_SWEDISH_MONTH = (
    r"(?:jan(?:uari)?|feb(?:r|ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ENGLISH_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_UNIT = r"(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde)"
_DAY_IN_WORDS = (
    rf"(?:{_UNIT}|tionde|elfte|tolfte|trettonde|fjortonde|femtonde|sextonde|sjuttonde|artonde|nittonde"
    rf"|tjugonde|tjugo{SPACE}?{_UNIT}|trettionde|trettio{SPACE}?första)"
)
_YEAR_AFTER = rf"(?:[.,]?{_S}{_YEAR}|{SPACE}?[-\u2013'’]{SPACE}?\d\d(?!\d))?"
_YEAR_AFTER_NUMBERS = rf"(?:{SPACE}?[-\u2013/]{SPACE}?(?:{_YEAR}|\d\d(?![\d/]))|{_S}{_YEAR})?"
_ENDING = rf"(?:{SPACE}?(?::[ae]|:?st|:?nd|:?rd|:?th|:?de|:?dje))?"

# An answer on the scale 0-10 and a share of something are written like a day; so is "round the clock".
_NO_DAY = rf"(?:(?:10|0?[1-9])/10(?!\d)(?!{_S}{_YEAR})|24/7)"
_NO_SHARE = (
    rf"(?!{SPACE}?(?:%|\bav\b|\bof\b|\bdelar\b|\bdos|\btablett|\btimm|\bdag\b|\bdygn|\btid|\bliter|\bår\b|\bportion"
    r"|\bkopp|\bflaska))"
)
_NAMED_DAY = (
    r"(?:den|the|on|(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_FEAST = (
    rf"(?:jul(?:afton|dagen)|annandag(?:en)?{_S}(?:jul|påsk)|nyårs(?:afton|dagen)|påsk(?:afton|dagen)|långfredagen|skärtorsdagen"
    rf"|midsommar(?:afton|dagen)|valborg(?:smässoafton)?|lucia|fettisdagen|christmas{_S}(?:eve|day)|easter{_S}sunday)"
)

DATES: tuple[Pattern, ...] = (
    (
        Kind.DATE,
        re.compile(
            rf"""
            (?<!\d)(?=\d)(?:
                # 2025-03-03, 2025.3.3 · 20250303, 250303 · 03-03-2025, 3.3.25 · 25-03-03
                (?<!\d[-./:])(?:
                    (?:19|20)\d\d(?P<a>{_SEPARATOR}|{SPACE}){_MONTH}(?P=a){_DAY}
                    | (?:(?:19|20)\d\d|\d\d){_TWO_DIGIT_MONTH}{_TWO_DIGIT_DAY}(?!{SPACE}?\d)
                    | {_DAY}(?P<b>{_SEPARATOR}){_MONTH}(?P=b)(?:19|20)?\d\d(?!\d)
                    | \d\d(?P<c>{_SEPARATOR}){_TWO_DIGIT_MONTH}(?P=c){_TWO_DIGIT_DAY}(?!\d)
                )(?![:/]\d)
                # 3/3, 3/3 2025, 3/3-25
                | (?<!/)(?<!\d[-.,:])(?!{_NO_DAY}){_DAY}/{_MONTH}(?![/:]\d){_NO_SHARE}{_YEAR_AFTER_NUMBERS}
                # 3 mars 2025, 3:e mars, 3–5 mars · 3rd of March
                | (?:{_DAY}{SPACE}?[-\u2013]{SPACE}?)?{_DAY}{_ENDING}(?i:{_S}of)?{SPACE}{{0,3}}
                  (?i:{_SWEDISH_MONTH}|{_ENGLISH_MONTH})\b{_YEAR_AFTER}
            )
            """,
            re.VERBOSE,
        ),
    ),
    (
        Kind.DATE,
        re.compile(
            rf"""
            \b(?=[^\W\d_])(?:
                # den 3/10, måndagen den 3 mars, on March 3rd · måndag 3/10
                (?i:{_NAMED_DAY}{_S}){{1,2}}{_DAY}(?:/{_MONTH}(?![/:]\d){_YEAR_AFTER_NUMBERS}
                    |{_ENDING}(?i:{_S}of)?{_S}(?i:{_SWEDISH_MONTH}|{_ENGLISH_MONTH})\b{_YEAR_AFTER})
                # den tredje mars
                | (?i:(?:den{_S})?{_DAY_IN_WORDS}{_S}{_SWEDISH_MONTH}\b){_YEAR_AFTER}
                # julafton 2024
                | (?i:{_FEAST}){_S}{_YEAR}
                # March 3rd, March 3, 2025
                | {_ENGLISH_MONTH}\b\.?{_S}{_DAY}(?:st|nd|rd|th)?\b{_YEAR_AFTER}
            )
            """,
            re.VERBOSE,
        ),
    ),
)
