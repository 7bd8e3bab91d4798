"""A text in which nothing is written in disguise, letter for letter as long as before, so that places in it are places in the text."""

import unicodedata
from dataclasses import dataclass

_NOTHING = "\u200b"
_NOT_DRAWN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u20e3\u3164\uffa0")
_LINE_ENDS = frozenset("\v\f\x1c\x1d\x1e\x85\u2028\u2029")


class _Folded(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < 10_000:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    if character in "\n\r\t" or " " <= character <= "~":
        return character
    if character in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(character)
    if category == "Zs" or character == "\u2800":
        return " "
    if character in _NOT_DRAWN or category in {"Cc", "Cf", "Cs"} or 0xFE00 <= ord(character) <= 0xFE0F:
        return _NOTHING
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The text with plain digits, letters and spaces for full-width, raised, ringed and unseen ones; always of the same length."""
    return text.translate(_FOLDED)


@dataclass(frozen=True)
class Dense:
    """A folded text without what can't be seen, and where in the whole one each of its letters stands; None where nothing was left out."""

    text: str
    places: list[int] | None

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the whole text that a stretch of this one is."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def dense(text: str) -> Dense:
    """The text as it is read aloud."""
    folded = fold(text)
    if _NOTHING not in folded:
        return Dense(folded, None)
    places = [place for place, character in enumerate(folded) if character != _NOTHING]
    return Dense(folded.replace(_NOTHING, ""), places)
