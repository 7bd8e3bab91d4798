"""What kind a file is, by what is in it and by its name; plain text; and that reading leaves nothing behind."""

import io
import tempfile
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask_babel import Babel

from core import text_files
from core.errors import DomainError
from core.text_files import (
    ENDINGS,
    LARGEST_FILE,
    MOST_CHARACTERS,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileNotRead,
    TooLargeFile,
    TooLongFile,
    UnknownFile,
    read_text,
)
from core.text_files.refusals import MisnamedFile, OldWordFile, UnreadableText
from tests.core.text_files.files import docx, drawn, odt, packed, paragraph, pdf, relations

GOOD: dict[str, Callable[[], bytes]] = {
    ".docx": lambda: docx(paragraph("Mamma ringde.")),
    ".odt": lambda: odt("<text:p>Mamma ringde.</text:p>"),
    ".txt": lambda: b"Mamma ringde.",
    ".pdf": lambda: pdf([drawn("Mamma ringde.")]),
}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refused(content: bytes, name: str) -> FileNotRead:
    with pytest.raises(FileNotRead) as caught:
        read_text(content, name)
    return caught.value


def test_every_ending_that_is_offered_is_read() -> None:
    assert set(GOOD) == set(ENDINGS)
    for ending, make in GOOD.items():
        assert read_text(make(), f"utdrag{ending}") == "Mamma ringde."
        assert read_text(make(), f"Utdrag 1.v2{ending.upper()}") == "Mamma ringde."


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("named", ENDINGS)
def test_a_name_that_says_another_kind_is_refused(ending: str, named: str) -> None:
    if ending != named:
        assert isinstance(refused(GOOD[ending](), f"utdrag{named}"), MisnamedFile)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"text", "utdrag", UnknownFile),
        (b"text", "", UnknownFile),
        (b"text", ".docx", UnknownFile),
        (b"text", "utdrag.html", UnknownFile),
        (PNG, "sida.png", UnknownFile),
        (PNG, "sida.txt", UnknownFile),
        (PNG, "sida.docx", MisnamedFile),
        (b"\x01\x02\x03\x04 text", "utdrag.txt", UnknownFile),
        (OLD_WORD, "utdrag.doc", OldWordFile),
        (OLD_WORD, "utdrag.txt", OldWordFile),
        (OLD_WORD, "utdrag.docx", EncryptedFile),
        (b"{\\rtf1 text}", "utdrag.rtf", OldWordFile),
        (b"{\\rtf1 text}", "utdrag.txt", OldWordFile),
        (packed({"xl/workbook.xml": "<a/>"}), "utdrag.docx", UnknownFile),
        (packed({"a.txt": "text"}), "utdrag.docx", UnknownFile),
        (b"PK\x03\x04 no more", "utdrag.docx", DamagedFile),
        (b"%PDF-1.7 no more", "utdrag.pdf", DamagedFile),
        (b"", "utdrag.txt", EmptyFile),
        (b" \r\n\t", "utdrag.txt", EmptyFile),
        ("\ufeff\u200b\u00ad".encode(), "utdrag.txt", EmptyFile),
        ("Åsa".encode("utf-16"), "utdrag.txt", UnreadableText),
        (b"a\x81b", "utdrag.txt", DamagedFile),
        (b"x" * (LARGEST_FILE + 1), "utdrag.txt", TooLargeFile),
        (b"x" * (MOST_CHARACTERS + 1), "utdrag.txt", TooLongFile),
    ],
)
def test_what_is_not_read_is_refused_with_its_reason(content: bytes, name: str, why: type[FileNotRead]) -> None:
    error = refused(content, name)
    assert type(error) is why
    assert error.status == 422
    assert isinstance(error, DomainError)


def test_another_office_document_is_not_a_text() -> None:
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
    parts["_rels/.rels"] = relations("xl/workbook.xml")
    assert isinstance(refused(packed(parts), "blad.docx"), MisnamedFile)
    assert isinstance(
        refused(packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "a.odt"),
        MisnamedFile,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_plain_text_in_the_encodings_that_are_written(encoding: str) -> None:
    assert read_text("Åsa säger ”hej”\r\nså.\r".encode(encoding), "a.txt") == "Åsa säger ”hej”\nså."


def test_every_refusal_is_a_sentence_that_says_what_to_do_and_repeats_nothing() -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        for name in [one for one in dir(text_files.refusals) if isinstance(getattr(text_files.refusals, one), type)]:
            kind = getattr(text_files.refusals, name)
            if issubclass(kind, FileNotRead) and kind is not FileNotRead:
                message = kind().message
                assert message.endswith(".")
                assert "%(" not in message


def test_nothing_is_written_or_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With no folder for temporary files and no way to open a file for writing, everything is read all the same."""
    real = io.open

    def only_to_read(file: object, mode: str = "r", *rest: object, **more: object) -> object:
        assert not set(mode) & set("wax+"), f"{file} opened with {mode}"
        return real(file, mode, *rest, **more)  # type: ignore[call-overload]

    contents = {ending: make() for ending, make in GOOD.items()}
    monkeypatch.setenv("TMPDIR", "/nowhere")
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    monkeypatch.setattr("builtins.open", only_to_read)
    for ending, content in contents.items():
        assert read_text(content, f"Kalle Svensson{ending}") == "Mamma ringde."
        with pytest.raises(FileNotRead) as caught:
            read_text(content[:-40] if ending != ".txt" else b"\x00", f"Kalle Svensson{ending}")
        assert "Kalle" not in caught.value.message
    assert capsys.readouterr() == ("", "")


def test_a_file_just_under_the_cap_is_read() -> None:
    """Pictures are not unpacked: they cost what they weigh."""
    noise = bytes(range(256)) * ((LARGEST_FILE - 20_000) // 256)
    whole = io.BytesIO(docx(paragraph("Mamma ringde.")))
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/image1.png", noise)
    content = whole.getvalue()
    assert LARGEST_FILE - 30_000 < len(content) <= LARGEST_FILE
    assert read_text(content, "a.docx") == "Mamma ringde."
