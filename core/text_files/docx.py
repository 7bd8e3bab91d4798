"""The visible words of a Word document: the body with its tables, text boxes, foot- and endnotes.

Inserted changes count as done, deleted and moved ones are dropped; so are comments, codes of fields, headers, hidden text
and all that describes the file.
"""

from collections.abc import Mapping
from posixpath import dirname, join
from xml.sax.xmlreader import AttributesNSImpl

from core.text_files.lines import Lines
from core.text_files.packages import Elements, Name, Package, parse
from core.text_files.refusals import DamagedFile, EmptyFile, MisnamedFile, ScannedFile

_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MAIN_PART = "/officeDocument"
_DROPPED = frozenset({"del", "moveFrom"})
_PICTURES = frozenset({"drawing", "pict", "object"})
_NO = frozenset({"0", "false", "off"})
_WRITTEN = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": " "}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(package: Package) -> str:
    """The words of a .docx. Raises a FileNotRead."""
    main = _main_part(package)
    folder = dirname(main)
    hidden = _hidden_styles(package, join(folder, "styles.xml"))
    body = _Body(hidden)
    parse(package.read(main), body)
    texts = [body.lines.whole()]
    for part in ("footnotes.xml", "endnotes.xml"):
        if join(folder, part) in package.names:
            notes = _Body(hidden)
            parse(package.read(join(folder, part)), notes)
            texts.append(notes.lines.whole())
    text = "\n".join(texts)
    if not text.strip():
        raise ScannedFile if body.has_pictures else EmptyFile
    return text


def _main_part(package: Package) -> str:
    relations = _Relations()
    parse(package.read("_rels/.rels"), relations)
    if relations.main is None:
        raise DamagedFile
    return relations.main


def _hidden_styles(package: Package, part: str) -> frozenset[str]:
    """The styles in which nothing is shown, by themselves or by what they are based on."""
    if part not in package.names:
        return frozenset()
    styles = _Styles()
    parse(package.read(part), styles)
    return hidden_with_parents(styles.hides, styles.based_on)


def hidden_with_parents(hides: Mapping[str, bool], based_on: Mapping[str, str]) -> frozenset[str]:
    """The styles that hide: those that say so, and those that say nothing and are based on one that does."""
    hidden = {style for style, says in hides.items() if says}
    for style in based_on:
        seen = [style]
        while seen[-1] not in hides and (above := based_on.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        if seen[-1] in hidden:
            hidden.add(style)
    return frozenset(hidden)


def _value(attributes: AttributesNSImpl, of: str) -> str | None:
    """An attribute of Word's own."""
    values = (attributes.get((space, of)) for space in _WORD)
    return next((value for value in values if value is not None), None)


def _is_on(attributes: AttributesNSImpl) -> bool:
    return _value(attributes, "val") not in _NO


class _Relations(Elements):
    """Where the document itself lies in the package."""

    def __init__(self) -> None:
        super().__init__()
        self.main: str | None = None

    def begin(self, name: Name, attributes: AttributesNSImpl) -> None:
        if name[1] == "Relationship" and (attributes.get((None, "Type")) or "").endswith(_MAIN_PART):
            self.main = (attributes.get((None, "Target")) or "").lstrip("/")


class _Styles(Elements):
    """Which styles hide (`hides`), and which is based on which."""

    def __init__(self) -> None:
        super().__init__()
        self.hides: dict[str, bool] = {}
        self.based_on: dict[str, str] = {}
        self._style = ""

    def begin(self, name: Name, attributes: AttributesNSImpl) -> None:
        space, local = name
        if space not in _WORD:
            return
        if local == "style":
            self._style = _value(attributes, "styleId") or ""
        elif local == "basedOn":
            self.based_on[self._style] = _value(attributes, "val") or ""
        elif local == "vanish":
            self.hides[self._style] = _is_on(attributes)


class _Body(Elements):
    """The lines of a part with paragraphs."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        super().__init__()
        self.lines = Lines()
        self.has_pictures = False
        self._hidden_styles = hidden_styles
        self._above: list[str] = []
        self._dropped = 0
        self._hides: list[bool] = []  # one for each paragraph and run that is open: whether it is hidden

    def begin(self, name: Name, attributes: AttributesNSImpl) -> None:
        space, local = name
        if not self._above and (space not in _WORD or local not in {"document", "footnotes", "endnotes"}):
            raise MisnamedFile
        ours = local if space in _WORD else ""
        if self._dropped or self._is_dropped(name, attributes):
            self._dropped += 1
        else:
            self._begin(ours, attributes)
        self._above.append(ours)

    def _is_dropped(self, name: Name, attributes: AttributesNSImpl) -> bool:
        space, local = name
        if space == _COMPATIBILITY:
            return local == "Fallback"  # what stands in it stands in the choice before it too
        if space not in _WORD:
            return False
        return local in _DROPPED or (local in {"footnote", "endnote"} and _value(attributes, "type") in _SEPARATORS)

    def _begin(self, local: str, attributes: AttributesNSImpl) -> None:
        if local in {"p", "r"}:
            self._hides.append(False)
            if local == "p":
                self.lines.begin_line()
        elif local in _PICTURES:
            self.has_pictures = True
        elif self._above[-1:] == ["r"] and local in _WRITTEN:
            self._write(_WRITTEN[local])
        elif self._hides and self._is_hiding(local, attributes):
            self._hides[-1] = True

    def _is_hiding(self, local: str, attributes: AttributesNSImpl) -> bool:
        """Whether a run's or a paragraph's properties hide it. How a paragraph's mark is drawn says nothing of its words."""
        if local == "vanish":
            return self._above[-2:] == ["r", "rPr"] and _is_on(attributes)
        return (
            local in {"rStyle", "pStyle"}
            and self._above[-2:] != ["pPr", "rPr"]
            and (_value(attributes, "val") in self._hidden_styles)
        )

    def end(self, name: Name) -> None:  # noqa: ARG002
        local = self._above.pop()
        if self._dropped:
            self._dropped -= 1
        elif local in {"p", "r"}:
            self._hides.pop()
            if local == "p":
                self.lines.end_line()

    def text(self, content: str) -> None:
        if not self._dropped and self._above[-1] == "t":
            self._write(content)

    def _write(self, content: str) -> None:
        if not any(self._hides):
            self.lines.write(content)
