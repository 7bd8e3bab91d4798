"""Documents made by hand, whole ones and hostile ones: packed files from their XML, PDFs from their objects."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_ODT_SPACES = " ".join(
    f'xmlns:{of}="{_OPEN}{of}:1.0"' for of in ("office", "text", "style", "table", "meta", "manifest")
)
_DRAW_SPACES = (
    f'xmlns:draw="{_OPEN}drawing:1.0" xmlns:svg="{_OPEN}svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def packed(parts: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A packed file of the parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def word_part(inside: str, root: str = "document") -> str:
    """A part of a Word document; `inside` uses the prefixes w, a and mc."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{WORD}" xmlns:a="{_DRAWING}" xmlns:mc="{_COMPATIBILITY}">'
        f"{inside}</w:{root}>"
    )


def relations(target: str) -> str:
    """What tells where in the package the document lies."""
    return (
        f'<Relationships><Relationship Type="http://x/relationships/officeDocument" Target="{target}"/></Relationships>'
    )


def docx_parts(body: str, **more: bytes | str) -> dict[str, bytes | str]:
    """The parts of a Word document; more of them by name, `footnotes` being word/footnotes.xml."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations("word/document.xml"),
        "docProps/core.xml": "<p>Metadata: Författare Svensson</p>",
        "word/header1.xml": word_part("<w:p><w:r><w:t>Sidhuvud</w:t></w:r></w:p>", "hdr"),
        "word/comments.xml": word_part("<w:comment><w:p><w:r><w:t>Kommentar</w:t></w:r></w:p></w:comment>", "comments"),
        "word/document.xml": word_part(f"<w:body>{body}</w:body>"),
        **{f"word/{name}.xml": content for name, content in more.items()},
    }


def docx(body: str, **more: bytes | str) -> bytes:
    """A Word document with this in its body."""
    return packed(docx_parts(body, **more))


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of a Word document, its run with these properties."""
    return f'<w:p><w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def odt_part(inside: str, root: str = "document-content") -> str:
    """A part of an OpenDocument text."""
    return f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {_ODT_SPACES} {_DRAW_SPACES}>{inside}</office:{root}>'


def odt_parts(body: str, automatic: str = "", **more: bytes | str) -> dict[str, bytes | str]:
    """The parts of an OpenDocument text; `automatic` are styles in it."""
    styles = f"<office:automatic-styles>{automatic}</office:automatic-styles>"
    return {
        "mimetype": ODT_TYPE,
        "meta.xml": odt_part("<office:meta><dc:creator>Svensson</dc:creator></office:meta>", "document-meta"),
        "content.xml": odt_part(f"{styles}<office:body><office:text>{body}</office:text></office:body>"),
        **{f"{name}.xml": content for name, content in more.items()},
    }


def odt(body: str, automatic: str = "", **more: bytes | str) -> bytes:
    """An OpenDocument text with this in its body."""
    return packed(odt_parts(body, automatic, **more))


def pdf(pages: Sequence[bytes], *, resources: bytes = b"", trailer: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """A PDF with a page for each stream of drawing, all with the typeface F1; `more` are objects from number 4 + 2 × pages on."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, drawing in enumerate(pages):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> %s >> >>"
            % (5 + 2 * place, resources),
            stream(drawing),
        ]
    return whole_pdf([*objects, *more], trailer)


def whole_pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalog."""
    written, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            table,
            size,
            trailer,
            len(written),
        )
    )


def stream(content: bytes, keys: bytes = b"") -> bytes:
    """A packed stream."""
    short = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(short), keys, short)


def drawn(*lines: str) -> bytes:
    """What draws these lines, one under the other."""
    shown = b" T* ".join(
        b"(%s) Tj" % line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines
    )
    return b"BT /F1 12 Tf 14 TL 72 770 Td %s ET" % shown


PICTURE = stream(
    b"\x00" * 64, b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
)


def scanned_pdf(pages: int = 1, drawing: bytes = b"q 595 0 0 842 0 0 cm /Im1 Do Q") -> bytes:
    """A PDF whose pages are pictures."""
    return pdf([drawing] * pages, resources=b"/XObject << /Im1 %d 0 R >>" % (4 + 2 * pages), more=[PICTURE])
