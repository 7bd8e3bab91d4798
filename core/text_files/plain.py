"""A plain text file: UTF-8, otherwise the letters that Windows in the west of Europe writes."""

from core.text_files.refusals import DamagedFile, UnknownFile, UnreadableText

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MOST_CONTROLS = 100
"""One character in so many may be a control character; in a picture or a program it is one in ten."""


def read_plain(content: bytes) -> str:
    """The words of a .txt. Raises a FileNotRead."""
    if content.startswith(_UTF16_MARKS):
        raise UnreadableText
    if b"\0" in content:
        raise UnknownFile
    text = _decoded(content)
    controls = sum(character < " " and character not in "\t\n\v\f\r" for character in text)
    if controls * _MOST_CONTROLS > len(text):
        raise UnknownFile
    return text


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise DamagedFile from None
