"""What tells where somebody lives or what they drive: street addresses, postcodes with their place, and licence plates."""

import re

from core.screen.findings import Kind, Pattern
from core.screen.sure import SPACE

_S = rf"{SPACE}{{1,3}}"
_BIG = "[A-ZÅÄÖÉÜ]"
_WORD = rf"{_BIG}[^\W\d_]{{1,30}}"
_STREET = (
    r"(?:gatan|gata|vägen|väg|gränden|gränd|all[ée]n|all[ée]|torget|torg|stigen|stig|backen|backe|leden|esplanaden"
    r"|promenaden|kajen|stråket|slingan|svängen|kroken|rundeln)"
)
_HOUSE = rf"(?:nr\.?{SPACE}?)?\d{{1,4}}(?!\d)(?:{SPACE}?[A-Ha-h](?![^\W_]))?"
_COUNTED = rf"(?!{_S}(?:gång|dag|vecka|veckor|månad|minut|min\b|timm|tim\b|kilometer|km\b|meter|m\b|mil\b|år\b|barn\b|steg|of\b))"
_SIDE = r"(?:(?:Norra|Södra|Östra|Västra|Lilla|Stora|Gamla|Nya|Övre|Nedre|Yttre|Inre|N|S|Ö|V)\.?[ ])?"
_NO_STREET = r"(?!(?i:ut|om|hem|åter|gen|fram|in|motor|cykel|gång|skol|huvud|vård)väg(?:en)?\b)"
_PLATE_LETTERS = r"[A-HJ-PR-UW-Z]"
# Short forms with a number behind them: money, tests, laws and rooms.
_NO_PLATE = (
    r"(?!(?:SEK|SKR|EUR|USD|NOK|DKK|SOU|SFS|HFD|NJA|LSS|HSL|BUP|ADL|ASI|GAF|DSM|ICD|SGB|FSS|AES|IQS|KBT|PMT|MST|GPS|SMS|PDF|RUM"
    r"|SAL|TEL|FAX|KAP|PKT|NYA|OBS|COS|ABB|DNR)\b)"
)

PLACES: tuple[Pattern, ...] = (
    (
        Kind.ADDRESS,
        re.compile(
            rf"""
            # Storgatan 12, Norra Lillvägen 3 B · storgatan 12 · Erik Dahlbergs gata 7, S:t Eriks väg 4
            (?<![\w-])(?:S:ta?[ ])?{_SIDE}(?=[^\W\d_]{{4,40}}{_S}(?:nr|\d)){_NO_STREET}(?:
                {_BIG}[^\W\d_]{{1,30}}?(?i:{_STREET})
                | [^\W\d_]{{2,30}}?(?:gatan|vägen|gränden|gränd|stigen|torget)
            ){_S}{_HOUSE}{_COUNTED}
            | (?<![\w-])(?:S:t[ ]|S:ta[ ]|Sankt[ ])?{_WORD}(?:{_S}{_WORD}){{0,2}}{_S}{_STREET}{_S}{_HOUSE}{_COUNTED}
            # 12 Mill Lane
            | (?<![\w.,/:-])\d{{1,4}}[A-Za-z]?{_S}(?:{_WORD}{_S}){{1,3}}(?:Street|Road|Avenue|Lane|Drive|Square|St|Rd|Ave)\b
            # lgh 1203 · Box 12
            | \b(?i:lgh|lägenhet|lägenhetsnummer|lägenhetsnr)\.?{SPACE}?(?:nr{SPACE}?)?\d{{4}}(?!\d)
            | \bBox{_S}\d{{1,5}}(?!\d)
            """,
            re.VERBOSE,
        ),
    ),
    (
        Kind.POSTCODE,
        re.compile(
            rf"(?<!\d)(?<!\d{SPACE})(?:SE?{SPACE}?-{SPACE}?)?[1-9]\d\d{SPACE}?\d\d(?!\d),?{_S}{_WORD}(?:{_S}{_WORD})?"
            rf"|\b(?i:postnr|postnummer|postadress)[:.]?{SPACE}?(?:är{SPACE})?[1-9]\d\d{SPACE}?\d\d(?!\d)"
        ),
    ),
    (
        Kind.PLATE,
        re.compile(
            rf"(?<![\w-]){_NO_PLATE}{_PLATE_LETTERS}{{3}}[ \u00a0-]?\d\d(?:\d|[A-HJ-NPR-UW-Z])(?![\w])(?!:\d)"
            rf"|\b(?i:(?:reg|registrerings)\.?{SPACE}?(?:nr|nummer|skylt)\.?[:]?{SPACE}?{_PLATE_LETTERS}{{3}}[ -]?\d\d[a-z0-9])(?!\w)"
        ),
    ),
)
