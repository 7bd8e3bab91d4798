"""Twelve invented notes of the kind that is written under a checklist, with what could tell who a family is marked: {class|words}.

Nobody in them exists. They were written before the screen was tried on them; what it misses is part of the measure.
"""

import re
from typing import NamedTuple

NOTES = (
    # 1 a phone call, written quickly
    """Ringde mamma {name|Samira} kl 10, inget svar. Mormor {name|Gun-Britt} svarade på {phone|070-123 45 67} och hämtar {name|Elton} på
{institution|Björkskolan} idag. Hon bor på {address|Storgatan 12 B}, {postcode|331 52 Värnamo}. Ny kontakt {date|den 3 mars}.""",
    # 2 bullets
    """- {name|Fatmira} och {name|Besnik} är med på nätverksmötet {date|14/5}
- moster {name|Lindita} i {place|Gislaved} tar barnen om pappa dricker
- {institution|förskolan Myran} har sagt ja till att ringa samma dag
- skala: mamma 4/10, mormor 7/10, vi 3/10""",
    # 3 a meeting with a care home
    """Uppföljning på {institution|HVB Granliden} {date|2025-03-03}. Närvarande: {name|Bo}, kontaktperson {name|Annelie Rydén}
och socialsekreteraren. {name|Abdirahman} vill åka hem till {place|Tranås} i
helgen. Pappa {name|Yonas Tesfamariam} hämtar i {plate|ABC 12D}.""",
    # 4 a mapping
    """Oro: pappa slog {name|Oliwier} i hallen {date|tredje februari}. Det fungerar bra när farfar {name|Zdzisław} är där. Polisanmälan,
diarienummer {case|5000-K12345-25}. BUP är inkopplade sedan i höstas. {rare|Pappan är byns enda brandman.}""",
    # 5 a child's words
    """{name|Love} ritade Tre hus. I drömmarnas hus bor {name|My} och hunden. {name|Love} sa att mamma gråter när {name|Kenneth} kommer.
{name|My} är {age|sju år och går i tvåan} på {institution|Centralskolan}.""",
    # 6 names that begin sentences and are in no list
    """{name|Qadan} kom själv till mötet. Han vill att farbror {name|Shvan} är med i nätverket. {name|Rojava Hesen} bjuds in till nästa
gång. Mötet är på {institution|Familjecentralen Solrosen} i {place|Bankeryd}.""",
    # 7 Finnish and Ukrainian
    """Mummo {name|Pirkko} och {name|Väinö Korhonen} passar barnen. {name|Oleksandr} har inte fått tolk, ring {phone|0370-37 70 00} och
boka. Mamma {name|Svitlana} jobbar på {institution|Scania} och slutar {date|31 augusti}. Mejla {email|svitlana.k@example.com}.""",
    # 8 written in capitals and small letters
    """HEMBESÖK {date|12/2-25}
{name|ANNA KARLSSON} öppnade. Bra kontakt! pappa {name|ali} sov. Familjen hyr en lägenhet på {address|lillvägen 3}, {address|lgh 1203}.
personnr {personal|120304-1234}""",
    # 9 an English note
    """Grandma {name|Halyna} came with uncle {name|Dmytro} on {date|March 3rd}. The boys go to
{institution|Oak Hill School} in {place|Jönköping}. {name|Dmytro} will call on Fridays. Safety scale 5.""",
    # 10 after a placement
    """Familjehemmet {name|Petterson} i {place|Aneby} tar emot fram till {date|fredagen den 6 juni 2025}. {name|Hodan} ringer mamma varje
kväll kl 19. {name|Per} och {name|Ulla} är trygga med planen. Umgänge på {institution|Stödboendet Kompassen}, {address|Norra vägen 14}.""",
    # 11 double names and genitive
    """{name|Anna-Karins} syster {name|Eva Lotta Sjögren} är med. {name|Mohammeds} lärare på {institution|Gummarpskolan} har sett blåmärken.
{name|von Essen}, advokat, ville vänta. Kvar: prova planen vid {name|Ebbas} kalas {date|den tjugoförsta juni}.""",
    # 12 almost nothing
    """Mamma och morfar är med på nästa nätverksmöte, förskolan ringer socialsekreteraren. Tre hus gjordes med båda barnen. Vi provar planen
en lördag i {place|Vetlanda} när {rare|pappan, kyrkans kantor,} är ledig. {age|Flickan på 16 år är gravid.}""",
)

_MARK = re.compile(r"\{(?P<of>[a-z]+)\|(?P<words>[^}]*)\}")


class Marked(NamedTuple):
    """Something that could tell who a family is, and where it stands."""

    of: str
    start: int
    end: int


def read(note: str) -> tuple[str, list[Marked]]:
    """The note as it would be written, and what is marked in it."""
    text, marked, place = "", [], 0
    for match in _MARK.finditer(note):
        text += note[place : match.start()]
        marked.append(Marked(match["of"], len(text), len(text) + len(match["words"])))
        text += match["words"]
        place = match.end()
    return text + note[place:], marked
