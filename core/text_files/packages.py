"""A packed file (.docx, .odt) and the XML in it: nothing is unpacked but the parts asked for, within bounds, and no DTD is accepted."""

import io
import zipfile
import zlib
from xml.sax import ContentHandler, SAXException
from xml.sax.handler import feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from core.text_files.limits import DEEPEST_ELEMENT, LARGEST_PART, MOST_ELEMENTS, MOST_PARTS
from core.text_files.refusals import DamagedFile, EncryptedFile, TooLargeFile

_ENTRY = b"PK\x01\x02"
_LOCKED = 0x1
_PLAIN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

Name = tuple[str | None, str]
"""An element's or attribute's namespace and local name."""


class Package:
    """A packed file in memory."""

    def __init__(self, content: bytes) -> None:
        if content.count(_ENTRY) > MOST_PARTS:  # counted before they are read, for reading them costs too
            raise TooLargeFile
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise DamagedFile from None
        entries = self._archive.infolist()
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) != len(entries):  # two of one name: readers differ in which one they show
            raise DamagedFile

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """One part, unpacked. What the file says of its size is not believed."""
        entry = self._entries.get(name)
        if entry is None or entry.compress_type not in _PLAIN_METHODS:
            raise DamagedFile
        if entry.flag_bits & _LOCKED:
            raise EncryptedFile
        try:
            with self._archive.open(entry) as part:
                content = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
            raise DamagedFile from None
        if len(content) > LARGEST_PART:
            raise TooLargeFile
        return content


class Elements(ContentHandler):
    """What is told of each element of a part, in order. A kind of file says what it does at `begin`, `end` and `text`."""

    def __init__(self) -> None:
        super().__init__()
        self._count = self._depth = 0

    def startElementNS(self, name: Name, qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: ARG002, N802
        """An element begins; called by the parser."""
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS:
            raise TooLargeFile
        if self._depth > DEEPEST_ELEMENT:
            raise DamagedFile
        self.begin(name, attrs)

    def endElementNS(self, name: Name, qname: str | None) -> None:  # noqa: ARG002, N802
        """An element ends; called by the parser."""
        self._depth -= 1
        self.end(name)

    def characters(self, content: str) -> None:
        """Text in an element; called by the parser."""
        self.text(content)

    def begin(self, name: Name, attributes: AttributesNSImpl) -> None:
        """An element begins."""

    def end(self, name: Name) -> None:
        """An element ends."""

    def text(self, content: str) -> None:
        """Text stands in the element that began last."""


def parse(content: bytes, elements: Elements) -> None:
    """Tell what is in an XML part. Anything with a DTD, an entity or an address to fetch is refused as damaged."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(elements)
    try:
        parser.feed(content)  # at once: in pieces, one long name would be read again with each piece
        parser.close()
    except (SAXException, DefusedXmlException, LookupError, ValueError):
        raise DamagedFile from None
