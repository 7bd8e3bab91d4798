"""Sending files of processes through the pages, for the tests."""

import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.tool_use.importing.models import ProcessImport
from tests.client import PageClient

PATIENCE = 120
"""Seconds that work beside a request is waited for: a loaded machine is slow, not wrong."""


def send_file(
    client: PageClient, session: Session, content: bytes, *, name: str = "processer.csv", **fields: str
) -> ProcessImport:
    """Send a file; gives it as it is when the request has been answered."""
    values = {"holds": "some", **_latest_quarters(client), "csrf_token": client.csrf_token(), **fields}
    body = _multipart(values, name, content)
    response = client.post("/tool-use/imports", data=body, content_type="multipart/form-data; boundary=b")
    assert response.status_code == 303, response.text
    session.rollback()
    return session.scalars(select(ProcessImport).order_by(ProcessImport.id.desc()).limit(1)).one()


def _multipart(values: dict[str, str], name: str, content: bytes) -> bytes:
    """The body of the form; the test client's own would lie in a temporary file."""
    parts = [f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{one}\r\n' for key, one in values.items()]
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return "".join([*parts, head]).encode() + content + b"\r\n--b--\r\n"


def _latest_quarters(client: PageClient) -> dict[str, str]:
    """What the page suggests."""
    page = client.page("/tool-use/imports")
    return {name: str(page.select_one(f"select[name={name}] option[selected]")["value"]) for name in ("first", "last")}


def settled(session: Session, kept: ProcessImport, state: str) -> ProcessImport:
    """The file once the work on it is over, which must have led to this state."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        session.rollback()
        session.refresh(kept)
        if kept.state not in {"reading", "writing"}:
            break
        time.sleep(0.05)
    assert kept.state == state, kept.preview
    return kept
