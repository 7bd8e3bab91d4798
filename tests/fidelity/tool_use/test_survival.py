"""Counts and facts stay together when the server dies in the middle of many registrations."""

import http.client
import signal
import threading
from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from fidelity.tool_use import counts
from fidelity.tool_use.models import Registration, ToolUse
from tests.core.test_reliability import served
from tests.fidelity.tool_use.office import HOUSES, MAPPING, PLAN, PRIVATE, Office

TOOLS = (MAPPING, HOUSES, PLAN, PRIVATE)
COLLEAGUES, ENOUGH = 4, 60


def test_what_was_acknowledged_is_there_and_counts_equal_a_recount_after_the_death_of_the_server(
    office: Office, tmp_path: Path
) -> None:
    processes = [office.open() for _ in range(5)]
    headers, token = _signed_in(office)
    acknowledged: list[str] = []
    enough = threading.Event()
    with served(office.database, tmp_path) as (server, port):
        people = [
            threading.Thread(target=_register, args=(port, headers, token, processes, number, acknowledged, enough))
            for number in range(COLLEAGUES)
        ]
        for one in people:
            one.start()
        assert enough.wait(60), "the server answered too few"
        server.send_signal(signal.SIGKILL)
        server.wait(timeout=20)
        for one in people:
            one.join(30)
    with office.database.session(writes=False) as session:
        kept = {str(one) for one in session.scalars(select(Registration.id))}
        assert set(acknowledged) <= kept
        assert counts.differences(session, office.world.municipality) == []
        assert session.scalar(select(func.count()).select_from(ToolUse))
    assert office.counted("") == len(office.processes()) > len(processes)


def _signed_in(office: Office) -> tuple[dict[str, str], str]:
    token = office.browser().csrf_token()
    cookie = "; ".join(f"{one.key}={one.value}" for one in office.client._cookies.values())
    return {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}, token


def _register(
    port: int,
    headers: dict[str, str],
    token: str,
    processes: Sequence[int],
    person: int,
    acknowledged: list[str],
    enough: threading.Event,
) -> None:
    """One colleague registers and starts processes until the server is gone, and keeps what was answered."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        for number in count():
            fields = {"csrf_token": token, "key": f"{person}-{number}", "tool": TOOLS[(person + number) % len(TOOLS)]}
            address = f"/tool-use/{processes[number % len(processes)]}"
            if number % 3 == 0:
                address, fields = "/tool-use/new", {**fields, "kind": "investigation", "opened_on": "2026-01-07"}
            try:
                connection.request("POST", address, urlencode(fields), headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            assert answer.status == 303, answer.status
            acknowledged.append(str(answer.headers["Location"]).rpartition("=")[2])
            if len(acknowledged) >= ENOUGH:
                enough.set()
