"""Paragraphs being gathered out of a document that is read from its beginning to its end."""

from dataclasses import dataclass, field

from core.text_files.limits import MOST_CHARACTERS
from core.text_files.refusals import TooLongFile


@dataclass
class _Paragraph:
    words: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return ["".join(self.words), *self.inside]


class Lines:
    """Text as it comes, a line for each paragraph. What stands inside another (a note, a text box) becomes lines after it."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[_Paragraph] = []
        self._length = 0

    def begin_line(self) -> None:
        """A paragraph begins."""
        self._open.append(_Paragraph())

    def write(self, text: str) -> None:
        """Text stands in the paragraph that began last; outside of all there is none."""
        if not self._open:
            return
        self._length += len(text)
        if self._length > 2 * MOST_CHARACTERS:  # much of it may be spaces: what is left is counted at the end
            raise TooLongFile
        self._open[-1].words.append(text)

    def end_line(self) -> None:
        """The paragraph that began last ends."""
        lines = self._open.pop().lines()
        (self._open[-1].inside if self._open else self._lines).extend(lines)

    def drop_line(self) -> None:
        """Nothing that has been written in the paragraph that began last is shown."""
        if self._open:
            self._open[-1].words.clear()

    def whole(self) -> str:
        """Everything, when it has been read."""
        return "\n".join(self._lines)
