"""PDFs: words of their pages, lines that go on joined, pictures of pages refused; read by a process that can write nothing."""

import os
import subprocess
import sys

import pytest

from core import paper
from core.text_files import (
    MOST_PAGES,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    ScannedFile,
    TooLongFile,
    pdf,
    pdf_worker,
    read_text,
)
from core.text_files.limits import MOST_CHARACTERS
from core.text_files.pdf import unwrapped
from core.text_files.refusals import SlowFile
from tests.core.text_files.files import PICTURE, drawn, scanned_pdf, stream, whole_pdf
from tests.core.text_files.files import pdf as made

ENCRYPTED = (
    b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") /P -44 >> /ID [(a) (a)]"
)


def words(content: bytes) -> str:
    return read_text(content, "utdrag.pdf")


def test_the_words_of_all_pages_are_read() -> None:
    assert words(made([drawn("Åsa ringde (igen)."), drawn("Sida två.")])) == "Åsa ringde (igen).\nSida två."


def test_lines_that_go_on_are_joined() -> None:
    assert words(
        made([drawn("Mamma ringde till social-", "sekreteraren och sa att", "hon var rädd.", "Pappa kom.")])
    ) == ("Mamma ringde till socialsekreteraren och sa att hon var rädd.\nPappa kom.")


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("", ""),
        ("850101-\n1234", "850101-1234"),
        ("barn-\noch ungdomsvård", "barn- och ungdomsvård"),
        ("Ett.\nTvå", "Ett.\nTvå"),
        ("ett\n\ntvå", "ett\n\ntvå"),
        ("Anna-\nKarin kom", "Anna-\nKarin kom"),
    ],
)
def test_what_is_broken_at_a_lines_end_is_whole_again(lines: str, whole: str) -> None:
    assert unwrapped(lines) == whole


@pytest.mark.skipif(not paper.is_possible(), reason="Pango is not on this machine: no PDF can be made")
def test_a_pdf_with_typefaces_of_its_own_is_read_without_its_metadata() -> None:
    from weasyprint import HTML

    html = (
        "<html lang=sv><head><title>Titeln</title><meta name=author content=Svensson></head><body><h1>Kartläggning</h1>"
        "<p>Vad är vi oroade över? Pappa <b>skrek</b>.</p><table><tr><td>Skala</td><td>4</td></tr></table></body></html>"
    )
    text = words(HTML(string=html).write_pdf())
    assert " ".join(text.split()) == "Kartläggning Vad är vi oroade över? Pappa skrek. Skala 4"


@pytest.mark.parametrize("pages", [1, 3])
def test_pictures_of_pages_are_refused(pages: int) -> None:
    with pytest.raises(ScannedFile) as caught:
        words(scanned_pdf(pages))
    assert "scanned" in caught.value.message
    with pytest.raises(ScannedFile):
        words(scanned_pdf(pages, drawn("Sida 1") + b" q /Im1 Do Q"))


def test_a_picture_drawn_in_the_page_itself_or_in_a_form_is_one_too() -> None:
    inline = b"q 595 0 0 842 0 0 cm BI /W 8 /H 8 /CS /G /BPC 8 ID " + b"\x01" * 64 + b" EI Q"
    with pytest.raises(ScannedFile):
        words(made([inline]))
    form = stream(
        b"/Im1 Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Im1 7 0 R >> >>"
    )
    with pytest.raises(ScannedFile):
        words(made([b"/Fm1 Do"], resources=b"/XObject << /Fm1 6 0 R >>", more=[form, PICTURE]))


def test_a_picture_beside_words_is_no_scanned_page() -> None:
    assert (
        words(scanned_pdf(1, drawn("En hel mening under ett vapen.") + b" q /Im1 Do Q"))
        == "En hel mening under ett vapen."
    )


def test_pages_without_anything_are_empty() -> None:
    with pytest.raises(EmptyFile):
        words(made([b"0 0 m 9 9 l S"]))


def test_a_locked_one_is_refused() -> None:
    with pytest.raises(EncryptedFile):
        words(made([drawn("hemligt")], trailer=ENCRYPTED))


def test_too_many_pages_and_too_many_words_are_refused() -> None:
    assert words(made([drawn("en sida")] * MOST_PAGES)).count("sida") == MOST_PAGES
    with pytest.raises(TooLongFile):
        words(made([drawn("en sida")] * (MOST_PAGES + 1)))
    with pytest.raises(TooLongFile):
        words(made([drawn(*["ord " * 20] * 100)] * (MOST_CHARACTERS // 8000 + 1)))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\ntrailer << /Root 1 0 R >>",
        whole_pdf([b"<< /Type /Catalog >>"]),
        whole_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"(no pages)"]),
        made([drawn("x")])[:-300],
    ],
)
def test_a_broken_one_is_damaged_or_empty(content: bytes) -> None:
    with pytest.raises((DamagedFile, EmptyFile)):
        words(content)


def test_the_process_is_stopped_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_ready(*_arguments: object, **_more: object) -> None:
        raise subprocess.TimeoutExpired("pdf_worker", 1)

    monkeypatch.setattr(pdf.subprocess, "run", never_ready)
    with pytest.raises(SlowFile):
        pdf.read_pdf(made([drawn("x")]))


def test_the_process_may_write_no_file_and_has_bounds(tmp_path: object) -> None:
    """What the bounds forbid is tried in a process that has them."""
    if os.name == "nt":
        pytest.skip("no such bounds on Windows")
    code = (
        f"import sys; sys.path.insert(0, {str(pdf._WORKER.parent)!r}); import pdf_worker, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "pdf_worker.bound(1, 400 * 1024 * 1024)\n"
        "try:\n    open(sys.argv[1], 'wb').write(b'x' * 10_000)\nexcept OSError:\n    print('no file')\n"
        "try:\n    bytearray(10 ** 9)\nexcept MemoryError:\n    print('no memory')\n"
        "sys.stdout.flush()\n"
        "while True: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, f"{tmp_path}/file"], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.stdout.split("\n")[:2] == ["no file", "no memory"]
    assert done.returncode in pdf._KILLED


def test_the_workers_own_answers() -> None:
    """In this process, where a test can see inside it."""
    assert pdf_worker.pages(made([drawn("ett"), drawn("två")]), 2, 100) == {
        "texts": ["ett", "två"],
        "pictures": [False, False],
    }
    assert pdf_worker.pages(made([drawn("ett"), drawn("två")]), 1, 100) == {"refused": "long"}
    assert pdf_worker.pages(made([drawn("ett" * 30)]), 2, 10) == {"refused": "long"}
