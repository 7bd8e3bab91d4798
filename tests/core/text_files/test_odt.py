"""OpenDocument texts: visible words only, and all of them."""

import pytest

from core.text_files import DamagedFile, EmptyFile, EncryptedFile, ScannedFile, read_text
from tests.core.text_files.files import odt, odt_part, odt_parts, packed

HIDDEN = '<style:style style:name="Dold"><style:text-properties text:display="none"/></style:style>'


def words(body: str, automatic: str = "", **more: bytes | str) -> str:
    return read_text(odt(body, automatic, **more), "utdrag.odt")


def test_paragraphs_and_headings_become_lines() -> None:
    body = (
        "<text:h>Oro</text:h><text:p>Mamma <text:span>ringde</text:span>.</text:p>"
        "<text:list><text:list-item><text:p>ett</text:p></text:list-item></text:list>"
    )
    assert words(body) == "Oro\nMamma ringde.\nett"


def test_spaces_tabs_and_breaks_are_written() -> None:
    assert words('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>') == "a b c\nd"


def test_tables_text_boxes_and_notes_are_read() -> None:
    table = "<table:table><table:table-row><table:table-cell><text:p>Oro</text:p></table:table-cell></table:table-row></table:table>"
    note_body = "<text:note-body><text:p>Enligt mormor.</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{note_body}</text:note>"
    box = "<draw:frame><draw:text-box><text:p>I rutan</text:p></draw:text-box><svg:title>T</svg:title><svg:desc>D</svg:desc></draw:frame>"
    assert words(f"{table}<text:p>Hon sov{note}.{box}</text:p>") == "Oro\nHon sov.\nEnligt mormor.\nI rutan"


def test_deleted_words_and_comments_go() -> None:
    region = "<text:changed-region><text:deletion><text:p>gammal</text:p></text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{region}</text:tracked-changes>"
    comment = "<office:annotation><dc:creator>Svensson</dc:creator><text:p>Kommentar</text:p></office:annotation>"
    assert (
        words(
            f'{deleted}<text:p>ny{comment}<text:change text:change-id="1"/> text<text:title>Titel</text:title></text:p>'
        )
        == "ny text"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:p text:style-name="Dold">dold</text:p>',
        '<text:p text:style-name="Under">dold</text:p>',
        '<text:p><text:span text:style-name="Dold">dold</text:span></text:p>',
        '<text:section text:display="none"><text:p>dold</text:p></text:section>',
        '<text:p>dold<text:hidden-paragraph text:is-hidden="true"/> dold</text:p>',
        '<text:p><text:hidden-text text:is-hidden="true">dold</text:hidden-text></text:p>',
        "<text:table-of-content><text:table-of-content-source><text:p>dold</text:p></text:table-of-content-source></text:table-of-content>",
        "<text:variable-decls><text:p>dold</text:p></text:variable-decls>",
    ],
)
def test_hidden_words_go(hidden: str) -> None:
    below = '<style:style style:name="Under" style:parent-style-name="Dold"/>'
    shown = '<text:p>syns<text:hidden-text text:is-hidden="false"> nu</text:hidden-text></text:p>'
    assert words(f"{shown}{hidden}<text:p>sist</text:p>", HIDDEN + below).replace("\n\n", "\n") == "syns nu\nsist"
    if "style-name" in hidden:
        styles = odt_part(f"<office:styles>{HIDDEN}</office:styles>", "document-styles")
        assert "dold" not in words(shown + hidden, below, styles=styles)


def test_a_picture_without_words_is_a_scanned_page_and_nothing_is_empty() -> None:
    picture = "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
    with pytest.raises(ScannedFile):
        words(picture)
    assert words(f"{picture}<text:p>En bild.</text:p>") == "En bild."
    with pytest.raises(EmptyFile):
        words("<text:p/>")


def test_a_locked_one_is_refused() -> None:
    manifest = odt_part("<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>", "manifest")
    parts = {**odt_parts(""), "content.xml": b"\x8f\x01", "META-INF/manifest.xml": manifest}
    with pytest.raises(EncryptedFile):
        read_text(packed(parts), "a.odt")
    with pytest.raises(DamagedFile):
        read_text(packed({**odt_parts(""), "content.xml": b"\x8f\x01"}), "a.odt")
