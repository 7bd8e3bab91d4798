"""The words out of a document that somebody brings in: in memory only, without its metadata, and within bounds on size and time."""

from core.text_files.limits import ENDINGS, LARGEST_FILE, MOST_CHARACTERS, MOST_PAGES
from core.text_files.reading import read_text
from core.text_files.refusals import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileNotRead,
    ScannedFile,
    TooLargeFile,
    TooLongFile,
    UnknownFile,
)
from core.text_files.tidying import tidy

__all__ = [
    "ENDINGS",
    "LARGEST_FILE",
    "MOST_CHARACTERS",
    "MOST_PAGES",
    "DamagedFile",
    "EmptyFile",
    "EncryptedFile",
    "FileNotRead",
    "ScannedFile",
    "TooLargeFile",
    "TooLongFile",
    "UnknownFile",
    "read_text",
    "tidy",
]
