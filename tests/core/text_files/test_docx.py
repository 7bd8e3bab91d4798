"""Word documents: visible words only, and all of them."""

import pytest

from core.text_files import DamagedFile, EmptyFile, FileNotRead, ScannedFile, read_text
from tests.core.text_files.files import docx, docx_parts, packed, paragraph, relations, word_part


def words(body: str, **more: bytes | str) -> str:
    return read_text(docx(body, **more), "utdrag.docx")


def test_paragraphs_become_lines() -> None:
    assert (
        words(paragraph("Mamma  ringde.") + "<w:p/>" + paragraph("Pappa &amp; farmor kom."))
        == "Mamma ringde.\n\nPappa & farmor kom."
    )


def test_words_that_are_cut_into_runs_are_whole() -> None:
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in ("8501", "01", "-12", "34"))
    assert words(f"<w:p>{runs}</w:p>") == "850101-1234"


def test_breaks_tabs_and_hyphens_are_written() -> None:
    run = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t>"
    assert words(f'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r>{run}</w:r></w:p>') == "a b\nc-de"


def test_tables_text_boxes_and_links_are_read() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Oro')}</w:tc><w:tc>{paragraph('Styrka')}</w:tc></w:tr></w:tbl>"
    box = f"<w:txbxContent>{paragraph('I rutan')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    link = "<w:hyperlink><w:r><w:t>länken</w:t></w:r></w:hyperlink>"
    assert (
        words(f"{table}<w:p><w:r><w:t>Se </w:t></w:r><w:r>{both}</w:r>{link}</w:p>")
        == "Oro\nStyrka\nSe länken\nI rutan"
    )


def test_notes_come_after_the_text_without_their_separators() -> None:
    notes = (
        f'<w:footnote w:type="separator">{paragraph("strecket")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("Enligt mormor.")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="1">{paragraph("Enligt farmor.")}</w:endnote>'
    body = '<w:p><w:r><w:t>Hon sov</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    text = words(body, footnotes=word_part(notes, "footnotes"), endnotes=word_part(ends, "endnotes"))
    assert text == "Hon sov\nEnligt mormor.\nEnligt farmor."


def test_inserted_words_stay_and_deleted_and_moved_ones_go() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>ny</w:t></w:r></w:ins><w:del><w:r><w:delText>gammal</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>härifrån</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t> hit</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:del><w:r><w:t>också borta</w:t></w:r></w:del></w:p>"
    )
    assert words(body) == "ny hit"


def test_codes_of_fields_go_and_what_they_show_stays() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "mailto:x"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>visat</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert words(body) == "visat"


@pytest.mark.parametrize(
    "properties", ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:rStyle w:val="Dold"/>', '<w:rStyle w:val="Under"/>']
)
def test_hidden_words_go(properties: str) -> None:
    styles = word_part(
        '<w:style w:styleId="Dold"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="Under"><w:basedOn w:val="Dold"/></w:style>'
        '<w:style w:styleId="Visad"><w:basedOn w:val="Dold"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
        "styles",
    )
    shown = (
        paragraph("syns") + paragraph("med", '<w:vanish w:val="false"/>') + paragraph("nu", '<w:rStyle w:val="Visad"/>')
    )
    assert words(shown + paragraph("dold", properties), styles=styles) == "syns\nmed\nnu"
    hidden_line = '<w:p><w:pPr><w:pStyle w:val="Under"/></w:pPr><w:r><w:t>dold</w:t></w:r></w:p>'
    assert words(shown + hidden_line, styles=styles) == "syns\nmed\nnu"


def test_how_a_paragraphs_mark_is_drawn_hides_nothing() -> None:
    assert words("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>syns</w:t></w:r></w:p>") == "syns"


def test_metadata_comments_and_headers_go() -> None:
    assert words(paragraph("Bara detta.")) == "Bara detta."


def test_the_document_is_found_where_the_package_says() -> None:
    parts = docx_parts(paragraph("här"))
    parts["_rels/.rels"] = relations("/word/other.xml")
    parts["word/other.xml"] = word_part(f"<w:body>{paragraph('där')}</w:body>")
    assert read_text(packed(parts), "a.docx") == "där"


def test_the_strict_kind_of_word_document_is_read() -> None:
    strict = word_part(f"<w:body>{paragraph('strikt')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert words("", document=strict) == "strikt"


@pytest.mark.parametrize("picture", ["<w:drawing><a:blip/></w:drawing>", "<w:pict/>"])
def test_a_picture_without_words_is_a_scanned_page(picture: str) -> None:
    with pytest.raises(ScannedFile):
        words(f"<w:p><w:r>{picture}</w:r></w:p>")
    assert words(f"<w:p><w:r>{picture}</w:r></w:p>{paragraph('En bild.')}") == "En bild."


def test_no_words_and_no_picture_is_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        words("<w:p/>")
    with pytest.raises(EmptyFile):
        words(paragraph("\u00ad\u200b"))


@pytest.mark.parametrize(
    "parts",
    [
        {"_rels/.rels": "<Relationships/>"},
        {"_rels/.rels": relations("word/none.xml")},
        {"word/document.xml": "<w:document"},
        {"word/document.xml": ""},
        {"word/document.xml": b"\xff\xfe\x00"},
        {"word/document.xml": '<?xml version="1.0" encoding="nonsense"?><a/>'},
    ],
)
def test_a_broken_document_is_damaged(parts: dict[str, bytes | str]) -> None:
    with pytest.raises(FileNotRead) as caught:
        read_text(packed({**docx_parts(paragraph("x")), **parts}), "a.docx")
    assert type(caught.value) is DamagedFile
