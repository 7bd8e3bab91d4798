"""Markdown to safe HTML: four kinds of boxes, links by file path, blocks one can return to, words that open an explanation."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

import markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

BOXES = frozenset({"example", "remember", "law", "pause"})
BLOCKS = frozenset({"p", "h2", "h3", "ul", "ol", "table", "blockquote", "div"})
TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "img", "blockquote", "code", "br", "hr", "div",
    "table", "thead", "tbody", "tr", "th", "td", "button",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "div": {"class"},
    "p": {"class"},
    "th": {"scope"},
    "button": {"type", "class", "popovertarget"},
    "*": {"id"},
}
BOX_OPENING = re.compile(r"^!!!\s+(\S+)", re.MULTILINE)
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)

NEVER_EXPLAINED_IN = frozenset({"a", "h2", "h3", "code", "th"})
EXPLAINED_WORD = re.compile(r'<button\b[^<>]*\bpopovertarget="term-([a-z0-9-]+)"[^<>]*>([^<]*)</button>')

Resolve = Callable[[str], str | None]
"""Takes a path from `content/`; returns the address to link to, or None when there is nothing there."""


Explain = Mapping[str, str]
"""From a word's form, in lower case, to the id of its explanation."""


class BrokenLink(Exception):
    """A link or picture leads nowhere, or a picture has no description."""

    def __init__(self, target: str, advice: str) -> None:
        super().__init__(advice)
        self.target = target
        self.advice = advice


def to_html(text: str, *, place: str, resolve: Resolve, explain: Explain | None = None) -> Markup:
    """Render Markdown as sanitised HTML.

    `place` is the folder the links start from, as a path from `content/`. The first place of each word to `explain` becomes a
    button that opens its explanation, which the page has to bring along. Raises BrokenLink.
    """
    documents = _Documents(place, resolve, explain or {})
    converter = markdown.Markdown(extensions=["tables", "admonition", "sane_lists", documents])
    return Markup(nh3.clean(converter.convert(text), tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https", "mailto"}))  # noqa: S704


def without_ids(html: Markup) -> Markup:
    """The same HTML without ids and without words that open something, for pages that show several texts."""
    plain = EXPLAINED_WORD.sub(r"\2", str(html))
    return Markup(re.sub(r'(<\w[^<>]*?) id="b\d+"', r"\1", plain))  # noqa: S704  it was sanitised before


def explained_in(html: Markup) -> list[str]:
    """The ids of the explanations that the HTML opens, in order."""
    return [match[1] for match in EXPLAINED_WORD.finditer(str(html))]


def unknown_boxes(text: str) -> list[tuple[int, str]]:
    """Line (from 0) and name of each box of a kind that does not exist."""
    return [
        (text.count("\n", 0, match.start()), match[1]) for match in BOX_OPENING.finditer(text) if match[1] not in BOXES
    ]


def words(text: str) -> int:
    """How many words a reader reads, marks and addresses not counted."""
    shown = re.sub(r"\]\([^)]*\)", "]", BOX_OPENING.sub("", text))
    return len(re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", shown))


def relative_path(place: str, target: str) -> str | None:
    """The path from `content/` that a link in `place` leads to, or None when it leaves `content/`."""
    parts: list[str] = []
    for part in PurePosixPath(place, target).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


class _Documents(Extension):
    def __init__(self, place: str, resolve: Resolve, explain: Explain) -> None:
        super().__init__()
        self.place = place
        self.resolve = resolve
        self.explain = explain

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  the library's name
        md.preprocessors.deregister("html_block")  # HTML is shown as it is written: no link can get past the tree
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Tree(md, self.place, self.resolve), "documents", 5)
        if self.explain:
            md.treeprocessors.register(_Explained(md, self.explain), "explained", 4)


class _Tree(Treeprocessor):
    """Resolves links, numbers the blocks and marks table heads, in one walk over the finished tree."""

    def __init__(self, md: markdown.Markdown, place: str, resolve: Resolve) -> None:
        super().__init__(md)
        self.place = place
        self.resolve = resolve

    def run(self, root: ElementTree.Element) -> None:
        for number, block in enumerate((child for child in root if child.tag in BLOCKS), start=1):
            block.set("id", f"b{number}")
        for element in root.iter():
            if element.tag == "a":
                element.set("href", self._address(element.get("href", "")))
            elif element.tag == "img":
                self._picture(element)
            elif element.tag == "th":
                element.set("scope", "col")

    def _picture(self, element: ElementTree.Element) -> None:
        source = element.get("src", "")
        if not (element.get("alt") or "").strip():
            raise BrokenLink(source, "Describe the picture between the square brackets, for those who can't see it.")
        if ABSOLUTE.match(source):
            raise BrokenLink(source, "Put the picture in content/pictures/ and write the path to it.")
        element.set("src", self._address(source))

    def _address(self, target: str) -> str:
        if target.startswith("https://"):
            return target
        path, hash_mark, anchor = target.partition("#")
        if ABSOLUTE.match(target):
            raise BrokenLink(target, "Write the path to the file, such as ../the-network/inviting.sv.md.")
        where = relative_path(self.place, path)
        address = None if where is None else self.resolve(where)
        if address is None:
            raise BrokenLink(target, "There is no such file. Mend the path.")
        return address + hash_mark + anchor


class _Explained(Treeprocessor):
    """Makes the first place of each explained word a button."""

    def __init__(self, md: markdown.Markdown, explain: Explain) -> None:
        super().__init__(md)
        self.explain = explain
        self.words = _any_of(tuple(explain))

    def run(self, root: ElementTree.Element) -> None:
        self._visit(root, set())

    def _visit(self, element: ElementTree.Element, done: set[str]) -> None:
        """Go through the element's text, its children and what stands between them, in the order they are read."""
        pieces: list[str | ElementTree.Element] = [*self._pieces(element.text or "", done)]
        for child in list(element):
            if child.tag not in NEVER_EXPLAINED_IN and child.get("class") != "admonition-title":
                self._visit(child, done)
            pieces += [child, *self._pieces(child.tail or "", done)]
            child.tail = None
            element.remove(child)
        element.text, last = None, None
        for piece in pieces:
            if not isinstance(piece, str):
                element.append(piece)
                last = piece
            elif last is None:
                element.text = (element.text or "") + piece
            else:
                last.tail = (last.tail or "") + piece

    def _pieces(self, text: str, done: set[str]) -> Iterator[str | ElementTree.Element]:
        at = 0
        for match in self.words.finditer(text):
            name = self.explain[match[0].lower()]
            if name not in done:
                done.add(name)
                yield text[at : match.start()]
                button = ElementTree.Element(
                    "button", {"type": "button", "class": "term", "popovertarget": f"term-{name}"}
                )
                button.text, at = match[0], match.end()
                yield button
        yield text[at:]


@lru_cache(maxsize=8)
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)
