"""What has a form in a case sample, beyond what notes are searched for: references, plates, postcodes and addresses as jotted down."""

import re

from core.screen.findings import Kind, Pattern
from core.screen.sure import SPACE

_S = rf"{SPACE}{{1,3}}"
_LETTER = "[A-Za-zÅÄÖåäö]"
_HYPHEN = r"[\u2010-\u2015\u2212-]"  # the plain one last, so that it may end a longer class
_YEAR = r"(?:19|20)\d\d"
_ENDS = r"(?![-/:.]?\d)"
# Laws, preparatory works and judgments, school years, and what is written with letters and figures in ordinary texts.
_NO_REFERENCE = (
    r"(?!(?i:sol|lvu|lvm|lss|osl|fb|fl|sfs|sosfs|hslf|hslf-fs|fs|sou|ds|prop|bet|rskr|skr|dir|jo|nja|rå|hfd|mig|ra|art|kap|ht|vt"
    r"|gdpr|lag|lagen|bbic|covid|kl|ca|åk|år|åren|läsår|läsåret|sid|sida|sidan|vecka|dsm|icd|who|f|v|s)\b)"
)
_NUMBER_WORD = (
    r"(?:dnr|diarie(?:nr|nummer|fört?s?)?|ärende(?:t|nr|nummer|id)?|akt(?:en|nr|nummer)?|personakt(?:en)?|mål(?:et|nr|nummer)|journal(?:nr|nummer)?"
    r"|dossier(?:nr|nummer)?|referens(?:nr|nummer)?|ref\.?(?:nr)?|beteckning|löpnr|löpnummer|id-?(?:nr|nummer)|klient(?:nr|nummer)"
    r"|kund(?:nr|nummer)|försäkrings(?:nr|nummer)|anmälnings?(?:nr|nummer)?|k-?nr|k-?nummer|nr|nummer|case|file)"
)
_CAR = (
    r"(?:bil(?:en|ar|nr)?|skåpbil\w*|reg\.?\s?(?:nr|nummer)?|registrering\w*|skylt\w*|nummerplåt\w*|volvo|saab|golf|passat|skoda|audi|bmw|ford"
    r"|toyota|opel|peugeot|renault|kia|mercedes|fiat|mazda|nissan|moped\w*|epa\w*|mc|motorcykel\w*)"
)
_SHORT_WORD = (
    r"(?:man|och|det|den|som|var|har|med|för|men|ett|hon|han|vid|när|tre|sex|fem|tio|dag|tim|kap|rum|tel|lgh|sid|sal|mål|akt|nya|per|ska|kan|vet|dom|oss"
    r"|hos|bor|kom|fik|fax|box|kod|hus|bil|lag|max|min|cirka|upp|ner|typ|ens|mer|dem|sin|sen|ute|all|lvu|lvm|lss|bup|bvc|sol|hvb|lag|kl)"
)
_PLACE_ENDING = (
    r"(?:liden|lid|stugan|gården|gård|höjden|höjd|dalen|dal|berget|kullen|parken|plan|plats|platsen|brinken|hagen|ängen|lunden|lund|stranden"
    r"|strand|udden|näset|åsen|ringen|bågen|brunnen|skogen|viken|holmen|ledet|grind|grinden|terrassen|tomten|länken|spåret|gången|gatan|vägen)"
)
_HOUSE = r"\d{1,3}(?!\d)(?:\s?[A-Ha-h](?![^\W_]))?"
_COUNTED = rf"(?!{_S}(?:gång|dag|vecka|veckor|månad|minut|min\b|timm|tim\b|km\b|meter|m\b|mil\b|år\b|barn\b|steg|procent|%|av\b|till\b|kr))"
_NO_MONEY = rf"(?!{SPACE}?(?:kr\b|kronor|%|procent|st\b|tkr|sek\b|euro|[-/:.,]?\d))"

REFERENCES: tuple[Pattern, ...] = (
    (
        Kind.CASE_NUMBER,
        re.compile(
            rf"""
            # the police's: 5000-K12345-24, K12345-24
            \b(?:\d{{4}}{_HYPHEN})?K\d{{3,9}}{_HYPHEN}\d\d{_ENDS}
            # 2023.1187-IFO · 2024-003417, 2024-IFO-0311, 2024/123 · 1187/2021
            | (?<![\w./:-]){_YEAR}(?:{_HYPHEN}|[/.:])\d{{1,8}}{_HYPHEN}[A-ZÅÄÖ]{{2,6}}\b
            | (?<![\w./:-]){_YEAR}(?:{_HYPHEN}|[/.])(?:{_LETTER}{{2,6}}(?:{_HYPHEN}|[/.:]))?(?!{_YEAR}{_ENDS})\d{{3,8}}{_ENDS}
            | (?<![\w./:-]){_YEAR}:\d{{5,8}}{_ENDS}
            | (?<![\w./:-])(?!{_YEAR}\b)\d{{3,6}}(?:/|{_HYPHEN})(?!{_YEAR}{_HYPHEN}\d){_YEAR}{_ENDS}
            # IFO 2024:00451, Barn-2024-00231, IFO-19-4471, Soc.2024.331, IFO 117/24
            | (?<![\w-]){_NO_REFERENCE}{_LETTER}{{2,8}}(?:{_HYPHEN}|[/.:])(?:19|20)?\d\d(?:{_HYPHEN}|[/.:])
              (?!{_YEAR}{_ENDS})\d{{2,8}}{_ENDS}
            | (?<![\w-]){_NO_REFERENCE}(?:[A-ZÅÄÖ]{{2,8}}{SPACE}?|(?:s[cfo]?n|ifo|soc|vn|von|bun|ks|kf|ufn){SPACE}(?=\d{{4}}[-/.]))
              {_YEAR}(?:{_HYPHEN}|[/.:])(?!{_YEAR}{_ENDS})\d{{2,8}}{_ENDS}
            | (?<![\w-]){_NO_REFERENCE}[A-ZÅÄÖ]{{2,6}}(?:{SPACE}|{_HYPHEN}|/)?\d{{2,7}}(?:{_HYPHEN}|/)\d\d{_ENDS}
            | (?<![\w-])[A-ZÅÄÖ]{{1,4}}{_HYPHEN}\d{{3,7}}{_HYPHEN}\d\d{_ENDS}
            # S2024-000118, BUN24/0231, IFO/BoU 2024-77, B-7718236
            | (?<![\w-])[A-ZÅÄÖ]{{1,6}}(?:19|20)?\d\d(?:{_HYPHEN}|/)\d{{3,8}}{_ENDS}
            | (?<![\w-])[A-ZÅÄÖ]{_LETTER}{{1,5}}/{_LETTER}{{1,6}}{SPACE}?{_YEAR}(?:{_HYPHEN}|[/.:])\d{{2,8}}{_ENDS}
            | (?<![\w-])(?!SE?{_HYPHEN})[A-ZÅÄÖ]{{1,3}}{_HYPHEN}\d{{5,9}}{_ENDS}
            # ärende 2024-17, nr 87-4410-2, journalnummer BHV 55172, beteckning A123
            | \b(?i:{_NUMBER_WORD})\b(?:{SPACE}?(?i:nr|nummer|id))?[.:\#]*{SPACE}{{0,3}}(?!{_YEAR}\b{_ENDS})
              (?:[A-ZÅÄÖ]{{1,5}}(?:{SPACE}|{_HYPHEN}|[/:])?)?\d[\d./:{_HYPHEN[1:-1]}]{{2,20}}\d
            | \#{SPACE}?\d{{4,}}
            # as many figures as nothing else has
            | (?<![\d.,+/-])(?!0)\d{{7,9}}(?![\d]|[.,]\d|/\d)
            """,
            re.VERBOSE,
        ),
    ),
    (
        Kind.PLATE,
        re.compile(
            rf"""
            # LRT 06 A · kgo08a, kgo 118 · Kgo 08a after a word for a car · a Norwegian one, a Polish one
            (?<![\w-])[A-HJ-PR-UW-Z]{{3}}[ -]?\d\d[ -][A-HJ-NPR-UW-Z](?!\w)
            | (?<![\w-])(?!{_SHORT_WORD})[a-hj-pr-uw-z]{{3}}[ ]\d{{2}}(?:\d|[ ]?[a-hj-npr-uw-z])(?!\w)
            | (?<![\w-])[A-Z]{{2,3}}{SPACE}\d{{3,4}}[A-Z]{{1,2}}(?!\w)
            | (?<![\w-])(?!och|lgh|tel|rum|sid|kap|dsm|vit|nej|mån|tis|ons|tor|fre|lör|sön)[a-hj-pr-uw-z]{{3}}\d\d[\da-hj-npr-uw-z](?!\w)
            | (?i:\b{_CAR}\b[^.\n\d]{{0,30}}?\b(?!och|lgh|tel|med|för|var|har|som|den|det|men)[a-z]{{3}}[ -]?\d\d[\da-z])(?!\w)
            | (?<![\w-])[A-Z]{{2}}{SPACE}?\d{{5}}(?!\d)
            | (?i:\b(?:{_CAR}|skyltar)\b[^.\n\d]{{0,30}}?\b)[A-ZÅÄÖ]{{1,3}}[ -][A-Z]{{1,2}}[ -]?\d{{1,4}}(?!\w)
            """,
            re.VERBOSE,
        ),
    ),
    (
        Kind.POSTCODE,
        re.compile(
            rf"(?<![\d\w])(?<!\d[ .,:-])(?:SE?{_HYPHEN}?{SPACE}?)?[1-9]\d\d{SPACE}\d\d(?!\d){_NO_MONEY}"
            rf"|(?<![\d\w])SE?{_HYPHEN}{SPACE}?[1-9]\d{{4}}(?!\d)"
            rf"|(?<=,{SPACE})[1-9]\d{{4}}(?!\d){_NO_MONEY}"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            rf"""
            # Ågatan 17 · Kvarnliden 7 · on storgatan
            (?<![\w-])[A-ZÅÄÖ](?i:gatan|vägen){_S}{_HOUSE}{_COUNTED}
            | (?<![\w-])[A-ZÅÄÖ][a-zåäöé]{{1,30}}{_PLACE_ENDING}{_S}(?:nr{SPACE})?{_HOUSE}{_COUNTED}
            | (?<![\w-])(?!(?:gå|bak|huvud|tvär|sido|land|stads|by|affärs)gata)[a-zåäö]{{3,30}}gatan(?!\w)(?:{_S}{_HOUSE}{_COUNTED})?
            # what stands behind one: lgh 1102, 3 tr, vån 2, portkod 1234; PL 2204, c/o
            | \b(?i:lgh|lägenhet)\.?{SPACE}?(?:nr{SPACE}?)?\d{{2,4}}(?!\d)
            | (?<!\d)\d{{1,2}}{SPACE}?(?:tr|trappor)\b\.?
            | \b(?i:vån(?:ing)?)\.?{SPACE}?\d{{1,2}}(?!\d)
            | \b(?i:portkod(?:en)?|dörrkod(?:en)?)[:]?{SPACE}?(?:är{SPACE}|[:]{SPACE})?\d{{4}}(?!\d)
            | \b(?:port|uppgång){SPACE}(?:[A-F]|\d{{1,2}})\b
            | \bPL{SPACE}\d{{1,5}}(?!\d)
            | (?<=[a-zåäö,(]{SPACE})(?!BUP|BVC|HVB)[A-ZÅÄÖ][a-zåäöé]{{3,30}}{SPACE}\d{{1,3}}{SPACE}?[A-H](?!\w)
            """,
            re.VERBOSE,
        ),
    ),
)

LINKS: tuple[Pattern, ...] = (
    # Somebody's page, or what they call themselves there.
    (Kind.NAME, re.compile(r"\bhttps?://\S{3,200}|\bwww\.\S{3,200}|(?<![\w@.])@[A-Za-z_][\w.]{2,29}")),
)
