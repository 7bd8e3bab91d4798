"""The visible words of an OpenDocument text: its body with tables, text boxes and notes.

What was deleted is dropped; so are comments, headers, hidden text and all that describes the file.
"""

from xml.sax.xmlreader import AttributesNSImpl

from core.text_files.docx import hidden_with_parents
from core.text_files.lines import Lines
from core.text_files.packages import Elements, Name, Package, parse
from core.text_files.refusals import EmptyFile, EncryptedFile, MisnamedFile, ScannedFile

MIMETYPE = b"application/vnd.oasis.opendocument.text"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _STYLE, _DRAW = (f"{_OPEN}{of}:1.0" for of in ("office", "text", "style", "drawing"))
_MANIFEST = "META-INF/manifest.xml"
_DROPPED = frozenset(
    {
        "annotation", "change-info", "desc", "forms", "note-citation", "notes", "ruby-text", "script", "scripts", "title",
        "tracked-changes",
    }
)  # fmt: skip
_PICTURES = frozenset({"image", "object", "object-ole", "plugin"})
_PARAGRAPHS = frozenset({"p", "h"})
_WRITTEN = {"s": " ", "tab": " ", "line-break": "\n"}


def read_odt(package: Package) -> str:
    """The words of an .odt. Raises a FileNotRead."""
    if _MANIFEST in package.names:
        parse(package.read(_MANIFEST), _Manifest())
    hides: dict[str, bool] = {}
    based_on: dict[str, str] = {}
    if "styles.xml" in package.names:
        parse(package.read("styles.xml"), _Styles(hides, based_on))
    content = package.read("content.xml")
    parse(content, _Styles(hides, based_on))
    body = _Body(hidden_with_parents(hides, based_on))
    parse(content, body)
    if not body.is_text_document:
        raise MisnamedFile
    text = body.lines.whole()
    if not text.strip():
        raise ScannedFile if body.has_pictures else EmptyFile
    return text


class _Manifest(Elements):
    """Whether the parts are locked."""

    def begin(self, name: Name, attributes: AttributesNSImpl) -> None:  # noqa: ARG002
        if name[1] == "encryption-data":
            raise EncryptedFile


class _Styles(Elements):
    """Which styles hide (`hides`), and which is based on which; both are filled."""

    def __init__(self, hides: dict[str, bool], based_on: dict[str, str]) -> None:
        super().__init__()
        self._hides, self._based_on = hides, based_on
        self._style = ""

    def begin(self, name: Name, attributes: AttributesNSImpl) -> None:
        if name == (_STYLE, "style"):
            self._style = attributes.get((_STYLE, "name")) or ""
            above = attributes.get((_STYLE, "parent-style-name"))
            if above:
                self._based_on[self._style] = above
        elif name == (_STYLE, "text-properties"):
            display = attributes.get((_TEXT, "display"))
            if display is not None:
                self._hides[self._style] = display == "none"


class _Body(Elements):
    """The lines of the document's body."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        super().__init__()
        self.lines = Lines()
        self.has_pictures = False
        self.is_text_document = False
        self._hidden_styles = hidden_styles
        self._in_body = 0
        self._dropped = 0
        self._hides: list[bool] = []  # one for each paragraph that is open: whether it is hidden

    def begin(self, name: Name, attributes: AttributesNSImpl) -> None:
        if not self._in_body:
            if name == (_OFFICE, "text"):
                self._in_body, self.is_text_document = 1, True
            return
        self._in_body += 1
        if self._dropped or self._is_dropped(name, attributes):
            self._dropped += 1
        else:
            self._begin(name, attributes)

    def _is_dropped(self, name: Name, attributes: AttributesNSImpl) -> bool:
        space, local = name
        if local in _DROPPED or local.endswith(("-source", "-decls")):
            return True
        if space != _TEXT:
            return False
        if local == "hidden-text":
            return attributes.get((_TEXT, "is-hidden")) != "false"
        if local == "section":
            return attributes.get((_TEXT, "display")) in {"none", "condition"}
        return local == "span" and self._is_hidden(attributes)

    def _begin(self, name: Name, attributes: AttributesNSImpl) -> None:
        space, local = name
        if space == _DRAW and local in _PICTURES:
            self.has_pictures = True
        if space != _TEXT:
            return
        if local in _PARAGRAPHS:
            self.lines.begin_line()
            self._hides.append(self._is_hidden(attributes))
        elif local == "hidden-paragraph" and attributes.get((_TEXT, "is-hidden")) != "false" and self._hides:
            self._hides[-1] = True
            self.lines.drop_line()
        elif local in _WRITTEN:
            self._write(_WRITTEN[local])

    def _is_hidden(self, attributes: AttributesNSImpl) -> bool:
        return attributes.get((_TEXT, "style-name")) in self._hidden_styles

    def end(self, name: Name) -> None:
        if not self._in_body:
            return
        self._in_body -= 1
        if self._dropped:
            self._dropped -= 1
        elif name[0] == _TEXT and name[1] in _PARAGRAPHS:
            self._hides.pop()
            self.lines.end_line()

    def text(self, content: str) -> None:
        if self._in_body and not self._dropped:
            self._write(content)

    def _write(self, content: str) -> None:
        if not any(self._hides):
            self.lines.write(content)
