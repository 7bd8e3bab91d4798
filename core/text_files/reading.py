"""A file as bytes to its words: what kind it is, by what is in it and by its name, and who reads that kind."""

from pathlib import PurePath

from core.text_files.docx import read_docx
from core.text_files.limits import ENDINGS, LARGEST_FILE, MOST_CHARACTERS
from core.text_files.odt import MIMETYPE, read_odt
from core.text_files.packages import Package
from core.text_files.pdf import read_pdf
from core.text_files.plain import read_plain
from core.text_files.refusals import (
    EmptyFile,
    EncryptedFile,
    MisnamedFile,
    OldWordFile,
    TooLargeFile,
    TooLongFile,
    UnknownFile,
)
from core.text_files.tidying import tidy

_PACKED = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RICH_TEXT = b"{\\rtf"
_PDF = b"%PDF-"
_CONTENT_TYPES = "[Content_Types].xml"
_PDF_WITHIN = 1024  # what a reader of PDFs may find before the file begins
_OLD_ENDINGS = frozenset({".doc", ".dot", ".docm", ".dotx", ".fodt", ".ott", ".pages", ".rtf", ".wps"})


def read_text(content: bytes, name: str) -> str:
    """The words of a .docx, .odt, .txt or .pdf, a paragraph a line, tidied. Raises a FileNotRead that says what to do; keeps nothing."""
    ending = PurePath(name).suffix.casefold()
    if ending not in ENDINGS:
        raise OldWordFile if ending in _OLD_ENDINGS or content.startswith((_OLD_OFFICE, _RICH_TEXT)) else UnknownFile
    if not content.strip():
        raise EmptyFile
    if len(content) > LARGEST_FILE:
        raise TooLargeFile
    text = tidy(_read(content, ending))
    if len(text) > MOST_CHARACTERS:
        raise TooLongFile
    if not text:
        raise EmptyFile
    return text


def _read(content: bytes, ending: str) -> str:
    if content.startswith(_OLD_OFFICE):  # a locked .docx is packed as an old document is
        raise EncryptedFile if ending == ".docx" else OldWordFile
    if content.startswith(_RICH_TEXT):
        raise OldWordFile
    if content.startswith(_PACKED):
        return _unpacked(Package(content), ending)
    is_pdf = content.startswith(_PDF) or (ending == ".pdf" and _PDF in content[:_PDF_WITHIN])
    if ending != (".pdf" if is_pdf else ".txt"):
        raise MisnamedFile
    return read_pdf(content) if is_pdf else read_plain(content)


def _unpacked(package: Package, ending: str) -> str:
    if "mimetype" in package.names and package.read("mimetype").strip() == MIMETYPE:
        kind, read = ".odt", read_odt
    elif _CONTENT_TYPES in package.names:
        kind, read = ".docx", read_docx
    else:
        raise UnknownFile
    if ending != kind:
        raise MisnamedFile
    return read(package)
