"""PDF files: tagged, made once, of the site's own files only, and the same for everybody."""

import re
import time
import zlib
from contextlib import closing, suppress
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from core import paper
from tests.client import PageClient, checked
from tests.conftest import REQUIRED
from tests.core.markers import on_one_database

pytestmark = pytest.mark.skipif(
    not paper.is_possible() and "pdf" not in REQUIRED, reason="Pango is not on this machine: no PDF can be made"
)
MODULE = "/print/courses/basic/three-questions"


def made(client: PageClient, address: str) -> bytes:
    """The file, waited for as the page waits."""
    for _try in range(200):
        answer: TestResponse = client.get(address)
        if answer.status_code == 200:
            assert answer.mimetype == "application/pdf"
            with closing(answer):
                return answer.data
        checked(answer, 202)
        time.sleep(0.5)
    raise AssertionError("never ready")


def unpacked(pdf: bytes) -> bytes:
    """The file with its packed objects beside it, as they are written."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    found = [pdf]
    for one in streams:
        with suppress(zlib.error):
            found.append(zlib.decompress(one))
    return b"\n".join(found)


@on_one_database
def test_a_module_is_saved_as_a_tagged_pdf_with_its_pictures(client: PageClient, tmp_path: Path) -> None:
    client.sign_in(client.world.people["learner"])
    link = client.page(MODULE).select_one(f"a[href='{MODULE}.pdf']")
    assert link is not None
    pdf = made(client, f"{MODULE}.pdf")
    assert pdf.startswith(b"%PDF-")
    inside = unpacked(pdf)
    assert b"/MarkInfo" in inside
    assert b"/StructTreeRoot" in inside
    assert b"(sv)" in inside
    assert b"/Subtype /Form" in inside or b"/Image" in inside or b" re\n" in inside, "its drawings came along"


@on_one_database
def test_a_blank_is_one_page_of_its_own_shape(client: PageClient) -> None:
    client.sign_in(client.world.people["learner"])
    pdf = made(client, "/tools/three-houses/blank.pdf")
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", unpacked(pdf))
    assert [(round(float(wide)), round(float(high))) for wide, high in boxes] == [(842, 595)]


@on_one_database
def test_the_same_text_is_made_once_for_everybody(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.sign_in(client.world.people["learner"])
    first = made(client, "/tools/safety-plan/blank.pdf")
    monkeypatch.setattr(paper, "_make", lambda *_arguments: pytest.fail("it is there already"))
    client.sign_in(client.world.people["coach"])
    assert made(client, "/tools/safety-plan/blank.pdf") == first


@on_one_database
def test_what_cannot_be_made_is_said_and_tried_again_by_the_next(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(client.world.people["learner"])
    monkeypatch.setattr(paper.sys, "executable", "/nowhere/python")
    checked(client.get("/tools/network-map/blank.pdf"), 503)
    monkeypatch.undo()
    assert made(client, "/tools/network-map/blank.pdf").startswith(b"%PDF-")


def test_only_the_sites_own_files_are_read_for_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    html = f"<html lang='sv'><title>T</title><p>Text<img alt='a' src='file://{secret}'><img alt='b' src='/static/../secret.svg'></p>"
    paper.write(html, tmp_path / "out.pdf", tmp_path)
    inside = unpacked((tmp_path / "out.pdf").read_bytes())
    assert b"Text" in inside or b"/Font" in inside
    assert b"/Image" not in inside


def test_where_there_is_no_pango_nothing_is_offered(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "is_possible", lambda: False)
    client.sign_in(client.world.people["learner"])
    assert client.get(f"{MODULE}.pdf").status_code == 404
