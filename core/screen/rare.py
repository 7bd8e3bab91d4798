"""Phrases of rare events: the only one of a kind, what stood in the papers, deaths, accidents, crimes, honours. It knows only some."""

import re
from collections.abc import Iterator

from core.screen.findings import Finding, Kind
from core.screen.sure import SPACE

_S = rf"{SPACE}{{1,3}}"
_WORDS = rf"(?:{_S}[\w-]+){{0,4}}?"  # a few words of the same clause
_CAPITAL = r"[A-ZÅÄÖ][\w-]{1,40}"
_AROUND = (
    r"(?:byn|bygden|orten|samhället|tätorten|staden|stan|kommunen|hemkommunen|socknen|församlingen|länet|regionen|stiftet|landet|hemlandet|Sverige|Norden"
    r"|Europa|världen|ön|trakten|området|bostadsområdet|kvarteret|gatan|skolan|klassen|årskursen|förskolan|släkten|familjen|laget|klubben|föreningen"
    r"|arbetsplatsen|avdelningen)"
)
_OF_ALL = (
    r"(?:byns|bygdens|ortens|samhällets|stadens|stans|kommunens|församlingens|länets|regionens|landets|Sveriges|Nordens|Europas|världens|öns|traktens"
    r"|områdets|kyrkans|skolans|klassens|släktens)"
)
# Works that few have, where few live; and works that tell only when there is one of them.
_FEW = (
    r"(?:präst|kyrkoherde|biskop|kantor|organist|diakon|imam|rabbin|pastor|polischef|brandm[aä]n|brandchef|veterinär|apotekare|borgmästare|kommunalråd"
    r"|kommundirektör|kommunchef|riksdagsman|riksdagsledamot|minister|landshövding|fyrvaktare|lots|pilot|kapten|skeppare|fiskare|fårfarmare|mjölkbonde"
    r"|storbonde|godsägare|smed|sotare|bagare|slaktare|begravningsentreprenör|dykare|jägare|renskötare|skogvaktare|jägmästare|lanthandlare|krögare"
    r"|hotellägare|museichef|tatuerare|trubadur|redaktör)"
)
_WORKS = (
    rf"(?:{_FEW}|polis|tandläkare|läkare|doktor|distriktssköterska|barnmorska|optiker|advokat|domare|åklagare|notarie|rektor|socialchef|förvaltningschef"
    r"|politiker|bibliotekarie|kiropraktor|frisör|taxichaufför|busschaufför|vaktmästare|simlärare|ridlärare|tränare|journalist)"
)
_ACCIDENT = (
    r"(?:bil|buss|tåg|båt|färje|flyg|trafik|mc|motorcykel|moped|arbetsplats|skoter|drunknings|jakt|ski(?:d)?|kran|plankorsnings|gruv|spårvagns|krock)"
    r"-?olycka?n?\w*"
)
_ON_AIR = r"(?:tv|teve|TV|tv:n|television|radio|radion|SVT|TV4|Sveriges Radio|P4|poddar?|podden|YouTube|Youtube)"

_PHRASES = (
    # the only one, the first one
    rf"(?:\b(?:den|det|de|som|är|var|min|vår|hans|hennes){_S})?\b(?:enda|ende|ensam){_S}(?!som\b|gång|sätt|sak)[\w-]+{_WORDS}{_S}(?:i|på|inom|vid){_S}"
    rf"(?:hela{_S})?(?:{_AROUND}\b|{_CAPITAL})",
    rf"\b{_OF_ALL}{_S}(?:enda|ende|första|förste|största|äldsta|yngsta|rikaste|mest{_S}\w+){_S}[\w-]+",
    rf"\b(?:enda|ende){_S}(?:{_WORKS}(?:en|n|nen|na)?|(?:manliga|manlige|kvinnliga|kvinnlige|svarta|svarte|mörkhyade|döva|döve|blinda|blinde|utländska|rullstolsburna)\b"
    rf"(?:{_S}\w+)?)",
    rf"\b(?:först|första|förste|bäst|äldst|yngst|störst){_S}(?:\w+{_S})?(?:i|på){_S}(?:{_AROUND})\b",
    # a work that few have, where few live
    rf"\b{_FEW}(?:en|n|nen|na)?{_S}(?:i|på|för|vid){_S}(?:{_AROUND}\b|{_CAPITAL})",
    rf"\b(?:{_OF_ALL}|{_CAPITAL}s){_S}{_FEW}\b",
    # papers, radio and television, and who is known
    rf"\b(?:\w+{_S})?(?:stod|står|stått|skrev|skrevs|skrivit|läste|läst|syntes|synts|syns|fanns|hamnade|hängdes|kom|omtalad|refererad\w*|var{_S}med|varit{_S}med){_WORDS}{_S}"
    rf"(?:i|om{_S}i|på){_S}(?:\w+{_S})?(?:tidning\w*|lokaltidning\w*|kvällstidning\w*|blaskan|nyheterna|press(?:en)?|media|medierna|nyhetssajt\w*|löpsed\w*|{_ON_AIR})\b",
    rf"\b(?:tidningen|tidningarna|kvällstidningarna|pressen|media|medierna){_S}(?:skrev|skrivit|skriver|rapporterade|uppmärksammade|tog{_S}upp)\b",
    r"\b(?:löpsed\w+|dokumentär\w*|tv-program\w*|teveprogram\w*|realityprogram\w*|dokusåpa\w*|influencer\w*|youtuber?\w*|kändis\w*|rikskänd\w*|ökänd\w*"
    r"|omskriv(?:en|et|na)|uppmärksammad\w*|uppmärksammat\w*|tv-profil\w*|programledar\w+|skådespelar\w+|rockstjärn\w*|popstjärn\w*|artist(?:en)?\b)",
    rf"\b(?:känd|kända|känt|kändes{_S}igen){_S}(?:i{_S}(?:hela{_S})?{_AROUND}|från{_S}\w+|för{_S}att|person|profil)",
    rf"\b(?:var|varit|är|syns|syntes|synts|medverka\w*|delt[oa]g\w*|vann|vunnit|tävla\w*|kom){_S}(?:med{_S})?(?:i|på){_S}{_ON_AIR}\b",
    r"\b(?:Idol|Talang|Melodifestivalen|Mello|Let's Dance|Paradise Hotel|Ex on the Beach|Farmen|Big Brother|Robinson|Mästerkocken|Lyxfällan"
    r"|Uppdrag granskning|Efterlyst|Bonde söker fru|Nyhetsmorgon|Rapport|Aktuellt|Aftonbladet|Expressen)\b",
    rf"\b(?:alla|många|hela{_S}{_AROUND}|folk){_S}(?:här{_S})?(?:i{_S}{_AROUND}{_S}|på{_S}{_AROUND}{_S})?(?:vet|visste|känner|kände|pratar|pratade)"
    rf"(?:{_S}(?:av|om|till|igen))?{_S}(?:vem|vilka|vad|varför|henne|honom|dem|familjen|alla)\b",
    rf"\b(?:känner|kände){_S}alla{_S}(?:i|på){_S}{_AROUND}\b",
    rf"\b(?:inte|inga|få|bara{_S}\w+){_S}(?:så{_S})?(?:många{_S})?(?:\w+{_S})?(?:i|på){_S}(?:{_AROUND}){_S}(?:som|har)\b",
    rf"\b(?:är|var){_S}(?:ju{_S})?(?:den|hon|han|de|dem|det){_S}(?:var{_S})?(?:som|vars){_S}(?:drog|räddade|kom|förlorade|vann|sköt|hittade|blev|dog|sprang|tog|körde)\w*"
    rf"(?:{_S}[\w-]+){{0,4}}",
    # twins
    r"\b(?:tvilling|trilling|fyrling)\w*",
    # deaths
    r"\b(?:dödsfall\w*|avled|avlidit|avlid(?:en|na|ne)|omkom(?:mit|na|men)?|begravning\w*|begravd\w*|självmord\w*|suicid\w*|drunkna(?:de|t)|mörda(?:d|de|t|des|ts)|mord|mordet"
    r"|mordförsök\w*|dråp\w*|förolycka\w*|änka|änkan|änkling\w*|föräldralös\w*|hedersmord\w*|dödade|dödades|dödsskjut\w*)\b",
    rf"\bdog\b(?!{_S}ut\b)|(?<!ha{SPACE})(?<!kunnat{SPACE})\bdött\b|\btog{_S}(?:sitt|livet|sina){_S}(?:eget{_S})?(?:liv|av)\b"
    rf"|\b(?:sköt|sköts|körde|kördes|slog|slogs|brann|skjuten|skjutits){_S}(?:\w+{_S})?ihjäl\b",
    # accidents, crimes, disasters
    rf"\b{_ACCIDENT}\b|\bolyckan{_S}(?:på|vid|i|med)\b{_WORDS}{_S}[\w-]+",
    r"\b(?:skjutning\w*|skjuten|skjutits|sprängning\w*|sprängde\w*|explosion\w*|mordbrand\w*|eldsvåda\w*|villabrand\w*|kidnapp\w*|gisslan\w*|terror\w*|tsunami\w*|jordskred\w*"
    r"|skredet|lavin(?:en)\b|jordbävning\w*|översvämning\w*|polisjakt\w*|polisuppbåd\w*|livstid\w*|utvisningsbeslut\w*|massaker\w*|efterlyst\w*|koncentrationsläg\w*|Estonia)\b",
    rf"\b(?:huset|gården|villan|lägenheten|affären|skolan|kyrkan|ladan|stugan){_S}(?:brann|brunnit|eldhärjades|totalförstördes)\b",
    rf"\bsköt{_S}(?:\w+{_S})?(?:polis\w*|mot|mannen|kvinnan)\b|\bdöm(?:d|da|des|ts){_S}(?:för|till){_S}(?:mord|dråp|grov\w*|våldtäkt\w*|terror\w*|spioneri\w*|rån|livstids\w*)"
    rf"|\b(?:rättegången|domen|målet){_S}(?:som{_S})?(?:uppmärksamma\w*|refererad\w*|blev{_S}känt?)",
    rf"\b(?:dom|domen|rättegång\w*){_S}(?:som{_S})?(?:refererad\w*|uppmärksammad\w*)",
    # honours, sport, politics, inheritance
    r"\b(?:landslag\w*|landskamp\w*|elitseri\w*|allsvensk\w*|Allsvensk\w*|fotbollsproffs|hockeyproffs|proffs(?:spelare)?\b|olympi\w*|OS-\w+|SM-\w+|VM-\w+|världsmästar\w*"
    r"|mästerskap\w*|världsrekord\w*|rekord(?:et)?\b|lotterivinst\w*|miljonvinst\w*|\w{0,20}medalj\w*|hedersdoktor\w*|eldsjäl\w*|idrottsgala\w*|stipendi\w+|Nobel\w*|Elitlopp\w*"
    r"|kungafamilj\w*|kungahuset|adlig\w*|grev(?:e|en|inna|innan)|baron(?:en|essa)?|cirkus\w*|riksdag\w*|kommunalråd\w*|borgmästar\w*|biskop\w*|ambassadör\w*"
    r"|landshövding\w*|partiledar\w*|språkrör\w*)\b",
    rf"\b(?:vann|vunnit){_S}(?:\w+{_S}){{0,3}}?(?:lott\w*|pris\w*|tävling\w*|miljon\w*|guld\w*|mästerskap\w*|Elitloppet|trav\w*)|\bÅrets{_S}[\w-]+",
    rf"\b(?:kungens|drottningens|lokaltidningens|tidningens){_S}\w+|\b(?:[Kk]ungen|[Dd]rottningen|kronprinsessan|statsministern|påven){_S}(?:har{_S})?\w+",
    rf"\bunder{_S}(?:kriget|andra{_S}världskriget|belägringen|folkmordet|revolutionen)\b{_WORDS}",
    # illnesses that few have
    rf"\b(?:sällsynt|ovanlig|unik|unikt|mycket{_S}ovanlig)\w*{_S}(?:\w+{_S})?(?:sjukdom\w*|diagnos\w*|syndrom\w*|skada\w*|namn\w*|efternamn\w*|språk\w*|yrke\w*|utbildning\w*|adress\w*|hundras\w*)",
    rf"\b{_CAPITAL}{_S}syndrom\w*|\b(?:transplant\w+|cochlea\w*|hörselimplantat\w*|elöverkänslig\w*)",
    rf"\bsom{_S}(?:bara|endast){_S}\w+{_S}(?:\w+{_S})?(?:i|på){_S}(?:hela{_S})?(?:{_AROUND})\b",
    # in English
    rf"\bthe{_S}only{_S}(?:[\w-]+{_S}){{1,3}}in{_S}(?:the{_S})?[\w-]+|\b(?:twins?|triplets?)\b|\bin{_S}the{_S}(?:news|newspapers?|papers)\b"
    r"|\b(?:suicide|murder(?:ed)?|funeral|drowned)\b",
)
_RARE = tuple(re.compile(phrase) for phrase in _PHRASES)


def find_rare(text: str) -> Iterator[Finding]:
    """Whatever in a folded text speaks of something rare, in no order and perhaps more than once."""
    for pattern in _RARE:
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), Kind.RARE)
