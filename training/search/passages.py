"""Pages cut into passages, from one heading to the next, each with the place on the page where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from core.pages import Page

HEADINGS = frozenset({"h2", "h3"})
SEPARATE = frozenset({"p", "li", "h2", "h3", "td", "th", "blockquote", "br"})


@dataclass(frozen=True)
class Passage:
    """A heading (empty before the first) with the text below it, and its block's id (empty at the top)."""

    heading: str
    anchor: str
    text: str


def passages(page: Page) -> Iterator[Passage]:
    """The passages of a page."""
    reader = _Reader()
    reader.feed(str(page.html))
    reader.close()
    return iter([one for one in reader.found() if one.text or one.heading])


class _Reader(HTMLParser):
    """Collects text, beginning anew at each heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[tuple[list[str], str, list[str]]] = [([], "", [])]
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self._done.append(([], dict(attrs).get("id") or "", []))
            self._in_heading = True
        elif tag in SEPARATE:
            self._done[-1][2].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        heading, _anchor, text = self._done[-1]
        (heading if self._in_heading else text).append(data)

    def found(self) -> list[Passage]:
        """What was read."""
        return [Passage(_flat(heading), anchor, _flat(text)) for heading, anchor, text in self._done]


def _flat(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())
