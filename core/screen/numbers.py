"""Personal numbers in any spelling, as a case sample may hold them: further than the sure patterns, and still only by pattern.

Digits one by one, with anything between; broken over lines; six digits here and "the last four" there; with a month or a digit
that is wrong.
"""

import re
from collections.abc import Iterator

from core.screen.findings import Finding, Kind
from core.screen.sure import PATTERNS, SPACE

_SURE = dict(PATTERNS)[Kind.PERSONAL_NUMBER]
_HYPHEN = r"[\u2010-\u2015\u2212-]"
_NOT_YEAR = r"(?!(?:19|20)\d\d(?!\d))"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])"
_DATE = rf"(?:(?:1[89]|20)?\d\d{_MONTH_DAY}|(?:(?:1[89]|20)?\d\d[-./]){_MONTH_DAY[:17]}[-./]{_MONTH_DAY[17:]})"
_LAST_FOUR_WORDS = r"(?:fyra\s+sista|sista\s+(?:fyra|4)|4\s+sista|fyra\s+siffror|slutsiffr|kontrollsiffr|last\s+four)"

# A line that ends inside a number: what follows is not a year that begins a sentence.
_BROKEN = re.compile(
    rf"(?<=[\d.,:/_\u00ad\u2010-\u2015\u2212+-])([ \t]*)(?:\r\n|\n|\r)(?=[ \t]*[-\u2010-\u2015\u2212+]?[ \t]*{_NOT_YEAR}\d)"
)
_BETWEEN = rf"[{SPACE[1:-1]}\n.,:;/_|·•*~=+()\[\]{_HYPHEN[1:-1]}]"  # one class: two that overlap would be slow
_ONE_BY_ONE = re.compile(
    rf"(?<![\d,.])\d(?:{_BETWEEN}{{1,4}}\d(?!\d)){{9,11}}(?!\d)"
    rf"|(?<![\d,.+])\d{{3}}[ .]\d{{3}}(?:[ .]|{_HYPHEN})\d{{4}}(?!\d)"  # 850 101 1234
)
_WRONG = re.compile(
    rf"""
    # a month or a day that there is not, a digit too few: 851301-1234, 850101-123
    (?<![\d-])\d{{6}}(?:\d\d)?{SPACE}?(?:{_HYPHEN}|\+){SPACE}?\d{{4}}(?![\d-])
    | (?<![\d-])(?:(?:19|20)\d\d|\d\d){_MONTH_DAY}(?:-|\+)(?:\d{{3}}|\d{{5}})(?![\d-])
    # a letter for a figure: 8501O1-1234
    | (?<![\w-])(?=[OoIl]*\d)[\dOoIl]{{6}}(?:[\dOoIl]{{2}})?{_HYPHEN}[\dOoIl]{{4}}(?![\w-])
    # as many digits as one has
    | (?<![\d.,])(?:(?:1[89]|20)\d{{10}}|[1-9]\d{{9}})(?![\d]|[.,]\d)
    """,
    re.VERBOSE,
)
_APART = re.compile(
    rf"""
    # 860213 nr 1234, 860213 (1234), 860213, 1234, 860213 ... 1234
    (?<!\d){_DATE}(?:
        [^\w\n]{{0,3}}(?i:nr|nummer|no)[^\w\n]{{0,3}}
        | {SPACE}?[(\[]{SPACE}?{_NOT_YEAR}
        | {SPACE}?(?:[^\w\s]|\.{{2,3}}|[)\]]{SPACE}?{_HYPHEN}|{_HYPHEN}{SPACE}?{_HYPHEN}){SPACE}?{_NOT_YEAR}
        | {SPACE}(?:och|med|samt|plus){SPACE}{_NOT_YEAR}
    )\d{{4}}(?!\d)
    # 860213 ... last four 1234; the four by themselves
    | (?:(?<!\d){_DATE}[^\d\n]{{1,60}}?)?\b(?i:{_LAST_FOUR_WORDS})\w*[^\d\n]{{0,20}}\d(?:{SPACE}?\d){{3}}(?!\d)
    # personnummer: whatever stands behind it
    | \b(?i:(?:person|samordnings|födelse|reserv|lma-?|tf?-)(?:nr|nummer|numret)|pnr|samnr)\b[.:]?{SPACE}{{0,3}}(?:är{SPACE})?
      (?=[^\n]{{0,14}}\d)[A-Z\d](?:[A-Z\d.+/-]|{SPACE}(?=[\d+-])){{3,15}}[A-Z\d]
    """,
    re.VERBOSE,
)


def personal_numbers(text: str) -> Iterator[Finding]:
    """Whatever in a folded text is written like a personal or coordination number, or a part of one that tells."""
    joined = _BROKEN.sub(lambda match: " " * len(match[0]), text)
    for pattern, where in ((_SURE, joined), (_WRONG, text), (_APART, text)):
        for match in pattern.finditer(where):
            yield Finding(match.start(), match.end(), Kind.PERSONAL_NUMBER)
    for match in _ONE_BY_ONE.finditer(text):
        digits = "".join(filter(str.isdigit, match[0]))
        if re.fullmatch(rf"(?:(?:1[89]|20)?\d\d){_MONTH_DAY}\d{{4}}", digits):
            yield Finding(match.start(), match.end(), Kind.PERSONAL_NUMBER)
