"""The heading row of a file of processes, and the headings that speak of people or cases: those no file may have."""

from collections.abc import Mapping
from enum import StrEnum

from core.table_files.cells import plain_key
from core.table_files.headings import HeadingWords


class Column(StrEnum):
    """Something a file of processes tells."""

    KIND = "kind"
    UNIT = "unit"
    OPENED = "opened"
    CLOSED = "closed"
    TOOLS = "tools"
    NETWORK = "network"
    REFERENCE = "reference"


HEADINGS: Mapping[Column, str] = {
    Column.KIND: "Slag, Typ, Processtyp, Processlag, Ärendetyp, Insatstyp, Kind, Type, Process type",
    Column.UNIT: "Enhet, Enhetsnamn, Grupp, Team, Arbetsgrupp, Unit, Group",
    Column.OPENED: "Öppnad, Öppnat, Öppnades, Öppningsdatum, Startdatum, Start, Startad, Inledd, Aktualiserad, "
    "Opened, Opened on, Start date, Started",
    Column.CLOSED: "Avslutad, Avslutat, Avslutades, Avslutsdatum, Slutdatum, Slut, Stängd, "
    "Closed, Closed on, End date, Ended",
    Column.TOOLS: "Verktyg, Arbetsverktyg, Metoder, Verktyg som använts, Tools, Tool, Tools used",
    Column.NETWORK: "Nätverk, Nätverkskontakt, Nätverkskontakter, Kontaktat nätverk, "
    "Network, Networks, Network contact, Network contacts",
    Column.REFERENCE: "Referens, Plattformens referens, Metodstöds referens, Reference, Platform reference",
}
"""The accepted headings, the one we recommend first. They are not translated: a file may be written in either language."""

WORDS = HeadingWords(HEADINGS)
OPTIONAL = frozenset({Column.REFERENCE})
"""What need not have a column. The rest must, because a mistyped heading would else leave tools or closing days out unseen."""
NEEDED = tuple(column for column in Column if column not in OPTIONAL)

_PERSONAL = (
    "namn", "name", "initialer", "initials", "pnr", "ssn", "dnr", "akt", "aktnr", "aktnummer", "aktid", "aktbeteckning",
    "case", "caseid", "caseno", "casenumber", "file", "barn", "barnet", "child", "barnetsid", "familj", "familjen",
    "family", "mamma", "pappa", "mother", "father", "förälder", "parent", "syskon", "sibling", "epost", "mejl", "mail",
    "email", "mobil", "ålder", "age", "kön", "gender", "personid", "individ", "individid",
)  # fmt: skip
_PERSONAL_PARTS = (
    "personn", "persnr", "persid", "samordningsn", "socialsecurity", "identitynumber", "efternamn", "förnamn", "tilltalsnamn",
    "personnamn", "fullständigtnamn", "barnetsnamn", "lastname", "firstname", "surname", "fullname", "ärende", "diarie",
    "målnummer", "journal", "klient", "brukare", "client", "handläggare", "socialsekreterare", "caseworker", "socialworker",
    "vårdnadshavare", "guardian", "adress", "address", "telefon", "phone", "född", "födelse", "birth", "dateofbirth",
)  # fmt: skip


def is_personal(heading: str) -> bool:
    """Whether a heading that is not understood says that its column holds people or cases."""
    key = plain_key(heading)
    return key in _PERSONAL or any(part in key for part in _PERSONAL_PARTS)
