"""What has not passed the screen is nowhere on disk: the real server, no temporary folder that can be written, files under the cap."""

import http.client
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from core.security import LARGEST_REQUEST
from core.settings import ROOT
from fidelity.reviews.samples.models import SampleText
from tests.conftest import SECRET
from tests.core.markers import on_one_database
from tests.core.test_reliability import free_port
from tests.fidelity.reviews.samples.desk import Desk, Form, form_of

pytestmark = on_one_database

SPELLINGS = (
    "150314-2387", "20150314-2387", "201503142387", "1503142387", "150314+2387", "150314 2387", "20150314 2387", "150314–2387",
    "150314 - 2387", "15 03 14 23 87", "150314.2387", "15-03-14-2387", "20 150314-2387", "150374-2387", "150314-T238", "150314-2380",
    "150314\u200b-2387", "150314\u00a0-\u00a02387", "１５０３１４-２３８７", "150314-\n2387",
)  # fmt: skip
"""One invented number (with a wrong check digit, as a coordination number, as a T-number) as people write it."""
START = "import tempfile, runpy; tempfile.tempdir = {folder!r}; runpy.run_path('app.py', run_name='__main__')"
BOUNDARY = "b0undary"


class Served:
    """The real server, and somebody's browser with it."""

    def __init__(self, desk: Desk, port: int) -> None:
        client = desk.browser("uploader", second_factor=False)
        self.token = client.csrf_token()
        self.cookie = "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())
        self.address, self.port = desk.new, port

    def send(self, form: Form, intent: str, file: tuple[str, bytes] | None = None, **more: str) -> tuple[int, str]:
        """Press a button; gives status and page."""
        fields = {**form, "csrf_token": self.token, "intent": intent, **more}
        headers = {"Cookie": self.cookie, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("POST", self.address, body_of(fields, file), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


def body_of(fields: Mapping[str, object], file: tuple[str, bytes] | None) -> bytes:
    """A form as browsers send it."""
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'.encode())
    name, content = file or ("", b"")
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return b"".join([*parts, head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()])


@pytest.fixture
def served(open_desk: Desk, tmp_path: Path) -> Iterator[Served]:
    """The server as `python app.py` starts it; what it writes to its log is kept beside the database."""
    nowhere = tmp_path / "file"
    nowhere.touch()  # no folder: nobody can write into it, whoever they are
    port, folder = free_port(), str(nowhere / "tmp")
    environment = os.environ | {
        "TMPDIR": folder,
        "METODSTOD_INSTANCE": str(tmp_path),
        "METODSTOD_DATABASE_URL": open_desk.database.engine.url.render_as_string(hide_password=False),
        "METODSTOD_SECRET_KEY": SECRET,
        "PORT": str(port),
    }
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", START.format(folder=folder)], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(port)
            yield Served(open_desk, port)
        finally:
            process.kill()
            process.wait(timeout=20)


def wait_for(port: int) -> None:
    for _attempt in range(1200):  # a loaded machine is slow, not wrong
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not answer within two minutes")


def on_disk(desk: Desk, tmp_path: Path) -> list[str]:
    """Which spellings lie in the database's files, in what the server has written, or in its log."""
    file = Path(str(desk.database.engine.url.database))
    files = [*file.parent.glob(f"{file.name}*"), *(one for one in tmp_path.rglob("*") if one.is_file())]
    assert tmp_path / "log" in files and file in files
    contents = [one.read_bytes() for one in files]
    return [one for one in SPELLINGS if any(code in content for code in written(one) for content in contents)]


def written(text: str) -> list[bytes]:
    """A text in every way in which a program may write it."""
    escaped = [text.encode("unicode_escape"), quote(text).encode(), quote_plus(text).encode()]
    return [text.encode("utf-8"), text.encode("utf-16-le"), text.encode("cp1252", "backslashreplace"), *escaped]


def docx(text: str, size: int) -> bytes:
    """A Word document with this text, as large as this by what lies beside it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{kind}" Target="word/document.xml"/></Relationships>',
        )
        word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{lines}</w:body></w:document>')
        archive.writestr("word/media/image1.png", os.urandom(size))
    return packed.getvalue()


def test_personal_numbers_in_any_spelling_are_nowhere_on_disk(open_desk: Desk, served: Served, tmp_path: Path) -> None:
    numbers = "\n".join(f"Nummer {one} står här." for one in SPELLINGS)
    form: Form = {"step": "investigation", "text:mapping": numbers, "text:child": "Barnet ritade ett hus."}
    largest = LARGEST_REQUEST - 20_000

    for intent in ("write", "look", "resolve", "hand-in"):
        status, page = served.send(form, intent, attested="yes")
        assert status in {200, 422} and "150314-2387" in page
    status, page = served.send(form, "write", ("allt.txt", (numbers * (largest // len(numbers.encode()))).encode()))
    assert status == 422 and "150314-2387" in page
    status, page = served.send({"step": "investigation"}, "write", ("utdrag.docx", docx(numbers, largest - 20_000)))
    assert status == 200 and "150314-2387" in page
    status, page = served.send(form | {"text:process": "&" * 400_000}, "write")
    assert status == 200 and len(page) > 500_000, (
        "an answer that is larger than what a server keeps in memory by itself"
    )
    assert on_disk(open_desk, tmp_path) == []

    found = form_of(BeautifulSoup(served.send(form, "look")[1], "html.parser"))
    status, page = served.send(found, "resolve")
    assert status == 200, BeautifulSoup(page, "html.parser").text
    status, _page = served.send(form_of(BeautifulSoup(page, "html.parser")), "hand-in", attested="yes")
    assert status == 303
    assert on_disk(open_desk, tmp_path) == []
    with open_desk.looking() as session:
        stored = " ".join(session.scalars(select(SampleText.text)))
    assert "Nummer [PERSONNUMMER] står här." in stored and "2387" not in stored
    assert b"Traceback" not in (tmp_path / "log").read_bytes(), "something wanted to write a temporary file"
