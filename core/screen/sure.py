"""The sure patterns: what is written like an e-mail address, a personal number, a case number or a phone number.

It matches by pattern, never by check digit: a mistyped personal number identifies a person all the same.
"""

import re

from core.screen.findings import Kind, Pattern

SPACE = r"[ \t\u00a0\u00ad\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]"  # with those that can't be seen
_HYPHEN = r"[-\u2010-\u2015\u2212]"
_GAP = rf"(?>{SPACE}*(?:[-\u2010-\u2015\u2212+.:/_]{SPACE}*)?)"  # atomic: a long row of spaces is read once
_PHONE_GAP = rf"(?>{SPACE}*(?:[-\u2010-\u2015\u2212./]{SPACE}*)?)"

_LETTER = "[A-ZÅÄÖ]"
_CENTURY = rf"(?:1[89]|20){_GAP}"
_MONTH_DAY = rf"(?:0[1-9]|1[0-2]){_GAP}(?:[06][1-9]|[1278]\d|[39][01])"  # a coordination number adds 60 to the day
_LAST_FOUR = (
    rf"(?:(?:\d{SPACE}?){{3}}\d|\d{{0,2}}[xX*•]{{2,4}}"
    rf"|{_LETTER}{SPACE}?\d{{3}}|[a-zåäö]\d{{3}}|{_LETTER}{{2}}\d\d|\d{{3}}{_LETTER})"
)
_DAY = r"(?:19|20)\d\d[-./]\d\d[-./]\d\d(?!\d)"

_TIME = r"(?:[01]\d|2[0-3])[.:]?[0-5]\d"
_TIMES = rf"{_TIME}{SPACE}*{_HYPHEN}{SPACE}*{_TIME}(?!\d)"
_WRITTEN_DAY = r"(?:0[1-9]|[12]\d|3[01])[-./ ](?:0[1-9]|1[0-2])[-./ ](?:19|20)\d\d(?!\d)"

_AT = (
    rf"(?:{SPACE}*@{SPACE}*|{SPACE}*[(\[{{]{SPACE}*(?:at|@|snabel-?a){SPACE}*[)\]}}]{SPACE}*"
    rf"|[(\[{{]a[)\]}}]|{SPACE}+snabel-?a{SPACE}+)"
)
_DOT = (
    rf"(?:\.|{SPACE}+\.{SPACE}+|{SPACE}*[(\[{{]{SPACE}*(?:dot|punkt){SPACE}*[)\]}}]{SPACE}*"
    rf"|{SPACE}+(?:dot|punkt){SPACE}+)"
)

_SOME_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_SOME_YEAR}[-\u2013/](?:19|20)?\d\d(?!\d)"  # 2025-2027, 2025/26, and the month 2025-12
_ENDS = r"(?![-\u2013/.:]?\d)"
_NUMBER = r"(?:nr|nummer)"

PATTERNS: tuple[Pattern, ...] = (
    (
        Kind.EMAIL,
        re.compile(rf"(?<![\w.+'-])[\w.+'-]++{_AT}[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[a-zåäö]{{2,}}", re.IGNORECASE),
    ),
    (
        Kind.PERSONAL_NUMBER,
        re.compile(rf"(?<!\d)(?:{_CENTURY})?\d\d{_GAP}{_MONTH_DAY}{_GAP}(?!{_DAY}){_LAST_FOUR}(?!\d)"),
    ),
    (
        Kind.CASE_NUMBER,
        re.compile(
            rf"""
            # SCN-2019-0434, KS/2023:12 · SN 2024/7, SN 2024-00123 · sn 2024/00123 · SCN 2019 0434 · SN 123/2024 · SN 123/24
            \b(?i:{_LETTER}{{2,6}})(?:{_HYPHEN}|[/.]){_SOME_YEAR}(?:{_HYPHEN}|[/.:])\d{{1,6}}{_ENDS}
            | \b(?!JO|HT|VT){_LETTER}{{2,6}}{SPACE}*+{_SOME_YEAR}(?:/|{_HYPHEN}(?=\d{{3}}))(?!{_SOME_YEAR}\b)\d{{1,6}}{_ENDS}
            | \b(?i:{_LETTER}{{2,6}}){SPACE}*+{_SOME_YEAR}/(?!{_SOME_YEAR}\b)\d{{3,6}}{_ENDS}
            | \b{_LETTER}{{2,6}}{SPACE}{_SOME_YEAR}{SPACE}0\d{{2,5}}\b
            | \b{_LETTER}{{2,6}}{SPACE}?\d{{1,6}}/{_SOME_YEAR}{_ENDS}
            | \b{_LETTER}{{2,6}}{SPACE}?(?!{_YEARS})\d{{3,6}}(?:{_HYPHEN}|/)\d\d{_ENDS}
            # a court's: T 1234-22
            | \b[TBÖÄKMF]{SPACE}?(?!{_SOME_YEAR}{_HYPHEN}(?:0|1[0-2]))\d{{3,6}}{_HYPHEN}\d\d{_ENDS}
            # Dnr 123/2024, ärende nr 2024-17, målnummer T 12-22
            | \b(?:(?i:dnr|diarie{_NUMBER}|(?:ärende|akt){SPACE}?{_NUMBER}|case{SPACE}+(?:no|number))
                |(?i:mål{SPACE}?{_NUMBER})(?=[.:\#\s]*{_LETTER}))
              [.:\#]*{SPACE}*+(?:{_LETTER}{{1,6}}{_GAP}|(?i:{_LETTER}{{1,6}})[-/])?\d[\d./:\u2013-]*\d
            # mål nr 1234-22, ärendet 2024-00123, akt 12345; not the goals of 2025-2027
            | \b(?i:ärendet?|akt(?:en)?|mål(?:et)?)(?:{SPACE}?(?i:{_NUMBER}))?[.:\#]*{SPACE}*+(?:{_LETTER}{{1,3}}{SPACE})?
              (?!{_YEARS})(?:\d{{3,6}}(?:{_HYPHEN}|/)\d{{2,6}}|\d{{5,}})\b
            """,
            re.VERBOSE,
        ),
    ),
    (
        Kind.PHONE,
        re.compile(
            rf"(?<!\d)(?<!\d[-\u2013])\(?(?!{_TIMES}|{_WRITTEN_DAY})"
            rf"(?:(?:\+[1-9]\d{{0,2}}|(?:\+|00){SPACE}*46)\)?{_PHONE_GAP}(?:\(0\){_PHONE_GAP})?\d|0[1-9]\d{{0,2}}\)?)"
            rf"(?:{_PHONE_GAP}\d){{6,10}}(?!\d)"
        ),
    ),
)
