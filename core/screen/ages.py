"""Ages and years of birth, which tell little alone and much together: 7 år, sjuåring, född 2017, går i trean.

How long something lasted is no age, as far as the words beside it tell.
"""

import re
from collections.abc import Iterator

from core.screen.findings import Finding, Kind
from core.screen.sure import SPACE

_S = rf"{SPACE}{{1,3}}"
_ONES = r"(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio)"
_WORD = (
    rf"(?:noll|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio){_ONES}?"
    rf"|{_ONES})"
)
_HALF = rf"(?:{_S}och{_S}(?:ett{_S}halvt|en{_S}halv)|½|{SPACE}?1/2)"
_NUMBER = (
    rf"(?:(?<![\d.,:/§-])\d{{1,2}}(?:[.,]5)?|\b(?i:{_WORD})\b|\b(?i:ett|en)\b(?={_S}och))(?![\d:/]|[.,]\d){_HALF}?"
)
_OLD = rf"(?:{_S}(?:gammal|gamla|gammalt|gml|fyllda))"

# How long, how often, since when: no age.
_LASTING_BEFORE = "".join(
    rf"(?<!\b(?i:{words}) )"
    for words in (
        "i", "om", "på", "var", "sen", "för", "per", "under", "efter", "inom", "drygt", "varje", "sedan", "varannat", "senaste", "minst",
        "högst", "flera", "mer än", "över", "i ca", "i cirka", "i nästan", "i över", "i snart", "före", "dessa", "de", "tog",
        "tar", "maximalt",
    )
)  # fmt: skip
_LASTING_AFTER = (
    rf"(?!{_S}(?:sedan|sen|senare|tidigare|framåt|framöver|i{_S}rad|av\b|till\b|innan|före|efter|dessförinnan|bort|på{_S}sig|kvar|lång|långt"
    rf"|långa|utan|tillbaka|i{_S}(?:sträck|taget|fängelse|följd)))"
)
_WHO = (
    r"(?:\b(?!Skala|Oro|Svar|Nivå|Bilaga|Steg|Punkt|Fråga|Kapitel)(?:[A-ZÅÄÖ][a-zåäöé]+|han|hon|hen|som|jag|du|barnet|pojken|flickan|sonen"
    r"|dottern|mamman?|pappan?|bror|brodern|syster|systern|(?:lill|stor)(?:a)?(?:bror|syster)n?)|\])"
)
_IS = rf"(?:(?:är|var|blir|blev|bara|knappt|nästan|snart|nyss|redan|nu){_S}){{1,3}}"
_GRADE = r"(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)"
_ENDS = rf"(?=[.,;:)”!?]|{_S}och\b|{_S}(?:i|nu|och|men|när)\b|\s*$)"

# Where only the number is the age, it is the group `age`.
AGES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # sju år gammal, sju veckor gammal, 3 år och 8 månader
        rf"{_NUMBER}{SPACE}?(?i:år|månader|månad|mån|veckor|vecka|dagar){_OLD}",
        rf"{_NUMBER}{SPACE}?(?i:år){_S}och{_S}{_NUMBER}{SPACE}?(?i:månad(?:er)?|mån)\b(?:{_OLD})?",
        # 7 år, fem och ett halvt år, 1½ år; 9 mån in brackets or between commas
        rf"{_LASTING_BEFORE}{_NUMBER}{SPACE}?(?i:år)\b{_LASTING_AFTER}",
        rf"[(,]{SPACE}?(?P<age>{_NUMBER}{SPACE}?(?i:mån(?:ader)?|veckor))\b(?=[),])",
        # 7-åring, sjuårig, i trettioårsåldern, 15 bast
        rf"(?:(?<!\d)\d{{1,2}}{SPACE}?-?{SPACE}?|\b(?i:{_WORD}))(?:åring|årig)[a-zåäö]{{0,6}}\b",
        rf"(?:(?<!\d)\d{{1,2}}{SPACE}?-?{SPACE}?|\b(?i:{_WORD}))årsålder[a-zåäö]{{0,2}}\b",
        rf"(?<!\d)\d{{1,2}}{_S}(?:bast|jordsnurr|vårar)\b",
        # fyller sju; hon är 8; [BARN 1] (9); Cornelia, fyra,
        rf"\b(?i:fyll(?:er|de|t|a)){_S}(?:(?:nu|snart|just){_S})?(?P<age>{_NUMBER}(?:{SPACE}?år\b)?)",
        rf"{_WHO}{_S}{_IS}(?P<age>{_NUMBER}){_ENDS}",
        rf"{_WHO}{_S}\((?P<age>{_NUMBER})\)",
        rf"{_WHO},{_S}(?P<age>{_NUMBER})(?=,{_S}|{_S}och{_S}[A-ZÅÄÖ\[])",
        # född 2017, född våren -15, f. 2017, årgång 2009
        rf"\b(?i:född|födda|fött|föddes)(?:{_S}[a-zåäö]{{1,10}}){{0,3}}?{_S}(?P<age>[-'’]?(?:(?:19|20)\d\d|\d\d)(?!\d)(?:-?talet)?)"
        rf"(?!{SPACE}?[-/.:]\d)",
        rf"\bf(?:\.{SPACE}?|{SPACE})(?P<age>[-'’]?(?:(?:19|20)\d\d|\d\d))(?!\d)(?!{SPACE}?[-/.:]\d)",
        rf"\b(?i:årgång|årskull){_S}(?P<age>(?:19|20)?\d\d)(?!\d)",
        # går i trean, åk 3, klass 4B
        rf"\b(?:går|gick|gått|börja[rdt][a-z]*|elev){_S}(?:nu{_S}|just{_S}nu{_S})?i{_S}(?P<age>{_GRADE})\b",
        rf"\b(?i:åk|årskurs|klass){SPACE}?\d[A-Fa-f]?\b",
        # 7 years old, aged 7, a 7-year-old
        r"\b(?:\d{1,2}|[a-z]{3,9})[ -]years?[ -]old\b",
        rf"\baged?{_S}(?P<age>\d{{1,2}})\b",
    )
)


def find_ages(text: str) -> Iterator[Finding]:
    """Whatever in a folded text is an age or tells one, in no order and perhaps twice."""
    for pattern in AGES:
        group = "age" if "age" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield Finding(match.start(group), match.end(group), Kind.AGE)
