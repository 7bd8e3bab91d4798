"""A hundred thousand rows, through the pages, twice: the second time changes nothing, and nobody waits for the reading."""

import random
import threading
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.database import Database
from core.security import LARGEST_REQUEST
from fidelity.tool_use import counts, service
from fidelity.tool_use.importing.models import ProcessImport
from fidelity.tool_use.models import Process, ToolUse
from fidelity.tool_use.rules import INVESTIGATION
from fidelity.tool_use.service import Opening
from organisation.models import Role
from tests.client import PageClient
from tests.core.markers import on_one_database
from tests.fidelity.tool_use.importing.pages import send_file, settled
from tests.world import NOON

ROWS = 100_000
TOOLS = ("Kartläggning i tre kolumner", "Tre hus", "Säkerhetsplan", "Nätverksmöte", "Faroformulering", "Ord och bilder")
NETWORKS = ("", "privat", "professionellt", "privat, professionellt")


def large_file() -> bytes:
    """Processes of four years in three units."""
    chance = random.Random(1)
    lines = ["Slag;Enhet;Öppnad;Avslutad;Verktyg;Nätverk"]
    for _ in range(ROWS):
        opened = date(2021, 1, 1) + timedelta(days=chance.randrange(1500))
        closed = opened + timedelta(days=chance.randrange(200)) if chance.random() < 0.9 else ""
        kind = chance.choice(("Förhandsbedömning", "Utredning", "Insats"))
        unit = chance.choice(("Utredning 1", "Utredning 2", "Öppenvård"))
        tools = ", ".join(chance.sample(TOOLS, chance.randrange(5)))
        lines.append(f"{kind};{unit};{opened};{closed};{tools};{chance.choice(NETWORKS)}")
    return "\n".join(lines).encode()


@on_one_database
def test_a_hundred_thousand_rows_twice(app: Flask, client: PageClient, database: Database, session: Session) -> None:
    client.sign_in(client.world.people[Role.METHOD_SUPPORTER])
    content = large_file()
    assert len(content) > 0.9 * LARGEST_REQUEST, "so large a file is let in here and nowhere else"
    beside = threading.Thread(target=_register_meanwhile, args=(database, client.world))
    kept = send_file(client, session, content)
    beside.start()
    beside.join(30)
    assert _counts(settled(session, kept, "preview")) == (ROWS, 0)
    client.send(f"/tool-use/imports/{kept.id}/apply", {"is_sure": "y"})
    assert settled(session, kept, "done").content is None
    there = _totals(session)
    assert there[0] == ROWS + 1
    assert counts.differences(session, client.world.municipality) == []

    again = settled(session, send_file(client, session, content), "preview")
    assert _counts(again) == (0, ROWS)
    assert again.preview is not None
    assert again.preview["is_empty"]
    client.send(f"/tool-use/imports/{again.id}/apply")
    settled(session, again, "done")
    assert _totals(session) == there
    assert counts.differences(session, client.world.municipality) == []


def _register_meanwhile(database: Database, world: object) -> None:
    """What somebody else does while the file is being read: it does not wait."""
    with database.transaction() as session:
        opening = Opening(world.municipality, world.unit, INVESTIGATION, date(2026, 1, 1))  # type: ignore[attr-defined]
        service.open_process(session, opening, actor=service.Actor(), now=NOON)


def _counts(kept: ProcessImport) -> tuple[int, int]:
    assert kept.preview is not None
    return kept.preview["counts"]["new"], kept.preview["counts"]["unchanged"]


def _totals(session: Session) -> tuple[int, int]:
    session.rollback()
    return tuple(session.scalar(select(func.count()).select_from(model)) or 0 for model in (Process, ToolUse))  # type: ignore[return-value]
