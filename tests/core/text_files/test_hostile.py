"""Files that are made to harm: bombs, entities, endless nesting. Each is refused, soon and without much memory."""

import io
import resource
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest

from core.text_files import DamagedFile, EncryptedFile, FileNotRead, TooLargeFile, TooLongFile, limits, read_text
from core.text_files.refusals import SlowFile
from tests.core.text_files.files import (
    docx,
    docx_parts,
    drawn,
    odt,
    odt_part,
    odt_parts,
    packed,
    paragraph,
    pdf,
    stream,
    whole_pdf,
    word_part,
)

BOMB = b" " * (64 * 1024 * 1024)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
SECONDS = 25


def with_document(part: str | bytes) -> bytes:
    return packed({**docx_parts(""), "word/document.xml": part})


def with_content(part: str | bytes) -> bytes:
    return packed({**odt_parts(""), "content.xml": part})


def lying(content: bytes, name: bytes) -> bytes:
    """The packed file, saying that the entry is ten bytes when unpacked."""
    place = content.rindex(name) - 46
    return content[: place + 24] + (10).to_bytes(4, "little") + content[place + 28 :]


def locked(content: bytes) -> bytes:
    """The packed file, saying that its entries are locked."""
    changed = bytearray(content)
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def twice(parts: dict[str, bytes | str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name, content in [*parts.items(), ("word/document.xml", word_part("<w:body/>"))]:
            archive.writestr(name, content)
    return whole.getvalue()


PACKED: dict[str, tuple[Callable[[], bytes], type[FileNotRead], str]] = {
    "a bomb": (lambda: with_document(word_part("<w:body>" + " " * len(BOMB) + "</w:body>")), TooLargeFile, "docx"),
    "a bomb that lies about its size": (lambda: lying(with_document(BOMB), b"word/document.xml"), FileNotRead, "docx"),
    "a bomb of styles": (lambda: docx(paragraph("x"), styles=BOMB), TooLargeFile, "docx"),
    "a bomb of notes": (lambda: docx(paragraph("x"), footnotes=BOMB), TooLargeFile, "docx"),
    "a bomb of a mimetype": (lambda: packed({**odt_parts(""), "mimetype": BOMB}), TooLargeFile, "odt"),
    "a bomb of OpenDocument": (lambda: with_content(BOMB), TooLargeFile, "odt"),
    "many entries": (lambda: packed({f"{n}": b"" for n in range(limits.MOST_PARTS + 1)}), TooLargeFile, "docx"),
    "many elements": (
        lambda: with_document(word_part("<w:body>" + "<w:p/>" * 500_000 + "</w:body>")),
        TooLargeFile,
        "docx",
    ),
    "many letters": (lambda: docx(paragraph("ord " * 200_000)), TooLongFile, "docx"),
    "a few letters too many": (lambda: docx(paragraph("o" * (limits.MOST_CHARACTERS + 1))), TooLongFile, "docx"),
    "deep nesting": (lambda: with_document(word_part("<w:p>" * 100_000 + "</w:p>" * 100_000)), FileNotRead, "docx"),
    "deep nesting that never ends": (lambda: with_document(word_part("<w:p>" * 300_000)), DamagedFile, "docx"),
    "a long name": (lambda: with_document(f"<{'a' * 10_000_000}/>"), FileNotRead, "docx"),
    "many attributes": (
        lambda: with_document("<a " + " ".join(f'b{n}="1"' for n in range(300_000)) + "/>"),
        FileNotRead,
        "docx",
    ),
    "a billion laughs": (lambda: with_document(f"{LAUGHS}<w:document>&lol9;</w:document>"), DamagedFile, "docx"),
    "a billion laughs in OpenDocument": (lambda: with_content(f"{LAUGHS}<a>&lol9;</a>"), DamagedFile, "odt"),
    "a DTD": (lambda: with_document("<!DOCTYPE a>" + word_part("")), DamagedFile, "docx"),
    "an address in a DTD": (
        lambda: with_document('<!DOCTYPE a SYSTEM "http://x.invalid/a">' + word_part("")),
        DamagedFile,
        "docx",
    ),
    "a file of the server": (
        lambda: with_content('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + odt_part("&b;")),
        DamagedFile,
        "odt",
    ),
    "a DTD in other letters": (
        lambda: with_document(f"{LAUGHS}<a/>".replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")),
        DamagedFile,
        "docx",
    ),
    "an entity that is not there": (lambda: with_content(odt_part("&b;")), DamagedFile, "odt"),
    "a locked entry": (lambda: locked(docx(paragraph("x"))), EncryptedFile, "docx"),
    "two parts of one name": (lambda: twice(docx_parts(paragraph("x"))), DamagedFile, "docx"),
    "a part that is no XML": (lambda: docx(paragraph("x"), styles=b"\x00\x01"), DamagedFile, "docx"),
    "a slower way of packing": (
        lambda: packed(docx_parts(paragraph("x")), method=zipfile.ZIP_LZMA),
        DamagedFile,
        "docx",
    ),
    "a damaged part": (
        lambda: docx(paragraph("långt " * 500)).replace(b"word/document.xml", b"word/documant.xml", 1),
        DamagedFile,
        "docx",
    ),
}


def endless_pages() -> bytes:
    return whole_pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"]
    )


def many_operations() -> bytes:
    return pdf([b"BT /F1 1 Tf " + b"(a) Tj 1 0 Td " * 3_000_000 + b"ET"])


def bomb_of_a_page() -> bytes:
    twice_packed = zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)
    content = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (
        len(twice_packed),
        twice_packed,
    )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    return whole_pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, content]
    )


def nested_brackets() -> bytes:
    return whole_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 200_000])


def form_within_itself() -> bytes:
    form = stream(
        b"/Fm1 Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm1 6 0 R /Fm2 6 0 R >> >>",
    )
    return pdf([drawn("x") + b" /Fm1 Do"], resources=b"/XObject << /Fm1 6 0 R >>", more=[form])


PDFS = [endless_pages, many_operations, bomb_of_a_page, nested_brackets]


def refusal(content: bytes, name: str) -> FileNotRead:
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileNotRead) as caught:
        read_text(content, name)
    assert time.monotonic() - begun < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024, "kilobytes that it took"
    return caught.value


@pytest.mark.parametrize("what", PACKED)
def test_a_packed_file_that_would_harm_is_refused(what: str) -> None:
    make, why, ending = PACKED[what]
    assert isinstance(refusal(make(), f"utdrag.{ending}"), why)


@pytest.mark.parametrize("make", PDFS, ids=lambda make: make.__name__)
def test_a_pdf_that_would_harm_is_refused(make: Callable[[], bytes]) -> None:
    assert isinstance(refusal(make(), "utdrag.pdf"), DamagedFile | SlowFile | TooLongFile)


def test_a_form_that_draws_itself_ends() -> None:
    with suppress(FileNotRead):
        assert "x" in read_text(form_within_itself(), "utdrag.pdf")


def test_an_ordinary_odt_has_none_of_this() -> None:
    assert read_text(odt("<text:p>x</text:p>"), "a.odt") == "x"
