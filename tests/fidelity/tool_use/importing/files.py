"""Files of processes for the tests, and the words of a small municipality to read them by."""

from datetime import date

from fidelity.tool_use.importing.process_file import ProcessFile, read_process_file
from fidelity.tool_use.importing.vocabulary import Vocabulary, Words
from fidelity.tool_use.rules import PRIVATE_NETWORK, PROFESSIONAL_NETWORK

TODAY = date(2026, 3, 2)
HEADING = "Slag;Enhet;Öppnad;Avslutad;Verktyg;Nätverk;Referens"
ROW = "Utredning;Utredning 1;2026-01-12;2026-02-20;Tre hus, Säkerhetsplan;privat;"
CELLS = ("kind", "unit", "opened", "closed", "tools", "network", "reference")
UNITS = {"Utredning 1": 1, "Utredning 2": 2, "Öppenvård": 3}
WORDS = Vocabulary(
    units=Words(UNITS.items()),
    kinds=Words({"Utredning": "investigation", "Förhandsbedömning": "preliminary-assessment", "Insats": "service"}.items()),
    tools=Words(
        {
            "Tre hus": "three-houses",
            "Three Houses": "three-houses",
            "Säkerhetsplan": "safety-plan",
            "Kartläggning i tre kolumner": "three-column-mapping",
        }.items()
    ),
    networks=Words(
        {
            "privat": frozenset({PRIVATE_NETWORK}),
            "professionellt": frozenset({PROFESSIONAL_NETWORK}),
            "båda": frozenset({PRIVATE_NETWORK, PROFESSIONAL_NETWORK}),
            "inget": frozenset(),
        }.items()
    ),
    kind_names=("Förhandsbedömning", "Utredning", "Insats"),
)  # fmt: skip


def row_of(**cells: str) -> str:
    """The standard row with some cells changed."""
    assert cells.keys() <= set(CELLS)
    return ";".join((dict(zip(CELLS, ROW.split(";"), strict=True)) | cells).values())


def read(*rows: str, heading: str = HEADING) -> ProcessFile:
    """A file with these rows, as it is read."""
    return read_process_file("\r\n".join((heading, *rows)).encode(), WORDS, today=TODAY)
