"""A text in one way of writing: nothing in it that can't be seen, so that no number or name hides from whoever looks for it."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(" {2,}")
_AROUND_LINES = re.compile(" *\n *")
_MANY_LINES = re.compile("\n{3,}")
# Letters that are drawn as nothing, and marks that change only how another one is drawn.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u20e3\u3164\uffa0\ufffc") | {
    chr(code) for start, end in ((0xFE00, 0xFE10), (0xE0100, 0xE01F0)) for code in range(start, end)
}
_BLANK = frozenset("\t\u2800")
_HYPHENS = frozenset("\u2010\u2011")
_LIGATURES = range(0xFB00, 0xFB07)
_FULL_WIDTH = range(0xFF01, 0xFF5F)


def tidy(text: str) -> str:
    """The text with composed letters, plain spaces and line ends; soft hyphens, zero-width and control characters are gone."""
    lines = _LINE_ENDS.sub("\n", text)
    plain = lines if lines.isascii() else unicodedata.normalize("NFC", lines)
    written = "".join(character if "!" <= character <= "~" else _written(character) for character in plain)
    # Once more: what stood unseen between a letter and its accent kept them apart.
    composed = written if written.isascii() else unicodedata.normalize("NFC", written)
    return _MANY_LINES.sub("\n\n", _AROUND_LINES.sub("\n", _SPACES.sub(" ", composed))).strip()


def _written(character: str) -> str:
    if character == "\n" or character == " ":
        return character
    if character in _BLANK:
        return " "
    if character in _UNSEEN:
        return ""
    if character in _HYPHENS:
        return "-"
    if ord(character) in _LIGATURES or ord(character) in _FULL_WIDTH:
        return unicodedata.normalize("NFKC", character)
    category = unicodedata.category(character)
    if category in {"Zs", "Co"}:  # a symbol of somebody's own typeface stands as a space
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Cn"} else character
