"""Exact days as case files jot them down, beyond what notes are searched for: den 28:e, 2 och 3 mars, ringde 3/10, tisdag v. 12."""

import re

from core.screen.findings import Kind, Pattern
from core.screen.sure import SPACE

_S = rf"{SPACE}{{1,3}}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_MONTH = (
    r"(?i:jan(?:uari)?|feb(?:r|ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = rf"(?:{_S}(?:19|20)\d\d(?!\d)|{SPACE}?[-'’\u2013]{SPACE}?\d\d(?!\d))"
_WEEKDAY = r"\b(?i:(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?|\.)?|tor\.?)"
_HAPPENED = (
    r"(?i:den|ringde|träffade|möte|mötet|besök|hembesök|samtal|samtalet|kontakt|anmälan|inkom|beslut|beslutet|sedan|sen|från|till|efter|före|innan|per|datum"
    r"|daterad|daterat|kom|flyttade|fr\.?o\.?m\.?|t\.?o\.?m\.?)"
)
_NO_COUNT = r"(?!\s(?:gång|möte|barn|samtal|besök|punkt|dag|veck|månad|kvartal|person|sommar|vinter|höst|vår))"

LOOSE_DATES: tuple[Pattern, ...] = (
    (
        Kind.DATE,
        re.compile(
            rf"""
            # 2 och 3 mars, 12-15 februari 2024, 5 till 9/6
            (?<![\d.,:/-]){_DAY}(?::[ae])?{_S}?(?:och|till|samt|eller|[-\u2013/,]){_S}?{_DAY}(?::[ae])?(?:{_S}{_MONTH}\b|/(?:1[0-2]|0?[1-9])(?![\d/])){_YEAR}?
            # den 4, 11 och 18 februari; 14/4-22/4; juni 3
            | (?:\b[Dd]en{_S})?(?<![\d.,:/-])(?:{_DAY},{_S}){{1,6}}{_DAY}{_S}och{_S}{_DAY}{_S}{_MONTH}\b{_YEAR}?
            | (?<![\d.,:/-]){_DAY}/(?:1[0-2]|0?[1-9]){SPACE}?[-\u2013]{SPACE}?{_DAY}/(?:1[0-2]|0?[1-9])(?![\d/])
            | \b{_MONTH}{_S}{_DAY}(?![\d:/-]|\.\d|{_S}(?:barn|år\b|personer|gånger|st\b|%))
            # den 28:e, natten till den 7:e
            | \b[Dd]en{_S}{_DAY}:[ae]\b{_NO_COUNT}
            # ringde 3/10: ten is a month when something happened on it
            | (?<=\w{SPACE})(?<!\d{SPACE}){_DAY}/(?:1[0-2]|0?[1-9])(?![\d/:]){_YEAR}
            # julaftonen 2023, midsommarhelgen 2024
            | (?i:\b(?:jul|nyårs|påsk|midsommar|valborgsmässo)(?:afton|dag|natt)(?:en)?|långfredagen|skärtorsdagen|luciadagen|nationaldagen)
              \b(?:{_S}(?:19|20)\d\d(?!\d))?
            # måndagen v. 12, tisdag vecka 7
            | {_WEEKDAY}{_S}(?i:i{_S})?(?i:v\.?|vecka){SPACE}?\d{{1,2}}(?!\d)
            """,
            re.VERBOSE,
        ),
    ),
    (
        Kind.DATE,
        re.compile(rf"\b{_HAPPENED}{_S}(?:{_WEEKDAY}{_S})?(?:den{_S})?{_DAY}/10(?![\d/:])(?:{_YEAR})?"),
    ),
)
