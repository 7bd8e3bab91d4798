"""Markdown to HTML: what must be gone, where links lead, and what boxes, tables and block ids look like."""

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markup import (
    ATTRIBUTES,
    BOXES,
    TAGS,
    BrokenLink,
    explained_in,
    relative_path,
    to_html,
    unknown_boxes,
    without_ids,
    words,
)

PLACE = "courses/basic/harm"
FILES = {
    "courses/basic/harm/strengths.sv.md": "/courses/basic/harm/strengths",
    "courses/basic/network/inviting.sv.md": "/courses/basic/network/inviting",
    "pictures/houses.svg": "/pictures/houses.svg?v=abc",
    "courses/basic/course.sv.md": "/courses/basic",
}


def html_of(text: str) -> BeautifulSoup:
    return BeautifulSoup(to_html(text, place=PLACE, resolve=FILES.get), "html.parser")


def only(page: BeautifulSoup, selector: str) -> Tag:
    (tag,) = page.select(selector)
    return tag


def refused(text: str) -> BrokenLink:
    with pytest.raises(BrokenLink) as refusal:
        to_html(text, place=PLACE, resolve=FILES.get)
    return refusal.value


NASTY = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</script>",
    '<img src=x onerror="alert(1)" alt="x">',
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)" onclick="x()">x</a>',
    "<a href='data:text/html,<script>1</script>'>x</a>",
    '<p style="position:fixed">x</p>',
    "<style>* { display: none }</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=//evil.example><input name=x></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<details open ontoggle=alert(1)>",
    "<div id=content class=top onmouseover=alert(1)>x</div>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>`",
    "    <script>alert(1)</script>",
    "**fet** *kursiv*",
    "- en\n- två",
    "> citat",
    "## Rubrik",
    "a | b\n--|--\n<script> | <img src=x onerror=y>",
    '!!! law "<script>alert(1)</script>"\n    <b onclick=x>Text</b>',
    "\x00\x02\x03",
    "</p></div></main>",
]
nasty = st.one_of(
    st.lists(st.sampled_from(NASTY), max_size=6).map("\n\n".join),
    st.lists(st.sampled_from(NASTY), max_size=6).map(" ".join),
    st.lists(st.sampled_from([*NASTY, *"<>\"'=/`&;: \n", "on", "script", "javascript:"]), max_size=12).map("".join),
    st.text("<>/=\"'scripton `*_&;#!\n\x00\x02\x03", max_size=60),
)


def assert_harmless(page: BeautifulSoup) -> None:
    for tag in page.find_all(True):
        assert isinstance(tag, Tag)
        assert tag.name in TAGS, tag
        allowed = ATTRIBUTES.get(tag.name, set()) | ATTRIBUTES["*"] | ({"rel"} if tag.name == "a" else set())
        assert set(tag.attrs) <= allowed, tag
        for name in ("href", "src"):
            assert str(tag.get(name, "/")).startswith(("/", "https://")), tag


@settings(max_examples=150, deadline=None)
@given(nasty)
def test_property_nothing_that_runs_or_styles_comes_out(text: str) -> None:
    try:
        page = html_of(text)
    except BrokenLink:
        return
    assert_harmless(page)


@pytest.mark.parametrize("text", NASTY)
def test_html_in_a_text_is_shown_and_does_nothing(text: str) -> None:
    page = html_of(f"Före.\n\n{text}\n\nEfter.")
    assert_harmless(page)
    assert page.get_text().strip().startswith("Före.")
    assert page.get_text().strip().endswith("Efter.")


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java script:alert(1)>)",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](http://example.org)",
        "[x](//evil.example/x)",
        "[x](/people)",
        "[x](#b3)",
        "[x](mailto:anna@kommun.se)",
        "[x]()",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "<anna@kommun.se>",
        '<a href="missing.sv.md">x</a>\n\n[x](missing.sv.md)',
    ],
)
def test_link_that_is_no_file_and_no_https_address_is_refused_or_no_link(text: str) -> None:
    try:
        page = html_of(text)
    except BrokenLink:
        return
    assert page.select("a") == []


def test_html_link_cannot_slip_past_the_check_of_links() -> None:
    page = html_of('<a href="missing.sv.md">x</a> <img src="missing.svg">')
    assert page.select("a, img") == []


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("strengths.sv.md", "/courses/basic/harm/strengths"),
        ("./strengths.sv.md", "/courses/basic/harm/strengths"),
        ("../network/inviting.sv.md", "/courses/basic/network/inviting"),
        ("../network/inviting.sv.md#b3", "/courses/basic/network/inviting#b3"),
        ("../course.sv.md", "/courses/basic"),
        ("https://www.socialstyrelsen.se/x?a=1&b=2", "https://www.socialstyrelsen.se/x?a=1&b=2"),
    ],
)
def test_link_is_resolved_from_the_files_own_folder(target: str, address: str) -> None:
    assert only(html_of(f"Läs [mer]({target})."), "a")["href"] == address


def test_link_that_leaves_the_site_tells_it_nothing() -> None:
    assert only(html_of("[x](https://example.org)"), "a")["rel"] == ["noopener", "noreferrer"]


@pytest.mark.parametrize("target", ["missing.sv.md", "../strengths.sv.md", "strengths.md", "%2e%2e/course.sv.md"])
def test_broken_link_names_its_target_and_what_to_do(target: str) -> None:
    refusal = refused(f"Läs [mer]({target}).")
    assert refusal.target == target
    assert refusal.advice == "There is no such file. Mend the path."


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "../../../../courses/basic/course.sv.md"])
def test_link_out_of_the_content_is_refused_before_anybody_is_asked(target: str) -> None:
    asked: list[str] = []
    with pytest.raises(BrokenLink):
        to_html(f"[x]({target})", place=PLACE, resolve=lambda path: asked.append(path) or "/")
    assert asked == []


def test_relative_path_follows_the_folders() -> None:
    assert relative_path("a/b", "../c.md") == "a/c.md"
    assert relative_path("", "c.md") == "c.md"
    assert relative_path("a/b", "../../../c.md") is None


def test_picture_comes_out_with_its_description() -> None:
    picture = only(html_of("![Tre hus i en rad](../../../pictures/houses.svg)"), "img")
    assert (picture["src"], picture["alt"]) == ("/pictures/houses.svg?v=abc", "Tre hus i en rad")


@pytest.mark.parametrize("text", ["![](../../../pictures/houses.svg)", "![  ](../../../pictures/houses.svg)"])
def test_picture_without_description_is_refused(text: str) -> None:
    assert "Describe the picture" in refused(text).advice


@pytest.mark.parametrize("source", ["https://example.org/x.png", "//example.org/x.png", "data:image/png;base64,x"])
def test_picture_from_elsewhere_is_refused_for_no_browser_would_show_it(source: str) -> None:
    assert "content/pictures/" in refused(f"![Ett hus]({source})").advice


def test_missing_picture_is_refused() -> None:
    assert refused("![Ett hus](missing.svg)").target == "missing.svg"


@pytest.mark.parametrize("name", sorted(BOXES))
def test_box_comes_out_with_its_heading(name: str) -> None:
    page = html_of(f'!!! {name} "Rubrik"\n    Ett **stycke**.\n\n    - en punkt\n')
    box = only(page, f"div.admonition.{name}")
    assert only(page, "p.admonition-title").text == "Rubrik"
    assert box.select("strong")
    assert box.select("li")


def test_unknown_box_is_told_with_its_line() -> None:
    assert unknown_boxes("Text\n\n!!! law\n    x\n\n!!! warning\n    y\n") == [(5, "warning")]


def test_table_has_a_head_that_says_what_its_columns_are() -> None:
    page = html_of("Skada | Säkerhet\n:--|--:\nslag | farmor")
    assert [(cell.text, cell["scope"]) for cell in page.select("th")] == [("Skada", "col"), ("Säkerhet", "col")]
    assert [cell.text for cell in page.select("td")] == ["slag", "farmor"]


LESSON = "Ett.\n\n## Två\n\n- tre\n- fyra\n\n!!! law\n    Fem.\n\na | b\n--|--\n1 | 2\n\n> Sex.\n"


def ids(text: str) -> list[str]:
    return [str(tag["id"]) for tag in html_of(text).select("[id]")]


def test_each_block_has_an_id_and_no_other_element() -> None:
    page = html_of(LESSON)
    assert [(tag.name, tag["id"]) for tag in page.select("[id]")] == [
        ("p", "b1"),
        ("h2", "b2"),
        ("ul", "b3"),
        ("div", "b4"),
        ("table", "b5"),
        ("blockquote", "b6"),
    ]


def test_block_ids_are_the_same_each_time_and_do_not_move_when_text_is_added_below() -> None:
    assert ids(LESSON) == ids(LESSON)
    assert ids(LESSON + "\nSju.\n")[:6] == ids(LESSON)
    assert ids(LESSON.replace("Ett.", "Ett helt annat **stycke** [x](https://example.org).")) == ids(LESSON)


def test_text_without_ids_is_otherwise_the_same() -> None:
    html = to_html(f'{LESSON}\nDet står id="b7" här.\n', place=PLACE, resolve=FILES.get)
    expected = str(html)
    for number in range(1, 8):
        expected = expected.replace(f' id="b{number}"', "", 1)
    assert without_ids(html) == expected
    assert 'Det står id="b7" här.' in without_ids(html)


def test_words_are_counted_as_a_reader_reads_them() -> None:
    assert words("Ett två-tre [fyra](../fem.sv.md) **sex**\n\n!!! law\n    sju 8") == 6
    assert words("") == 0


EXPLAIN = {"fara": "danger", "faran": "danger", "orosanmälan": "report", "insats": "service"}


def explained(text: str) -> BeautifulSoup:
    return BeautifulSoup(to_html(text, place=PLACE, resolve=FILES.get, explain=EXPLAIN), "html.parser")


def test_the_first_place_of_a_word_opens_its_explanation_and_no_other_place() -> None:
    page = explained("Faran är stor. En *fara* till.\n\nEn orosanmälan kom.\n\n- Ännu en orosanmälan")
    buttons = page.select("button")
    assert [(one.text, one["popovertarget"], one["type"]) for one in buttons] == [
        ("Faran", "term-danger", "button"),
        ("orosanmälan", "term-report", "button"),
    ]
    assert words_of(page) == "Faran är stor. En fara till. En orosanmälan kom. Ännu en orosanmälan"


def words_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text().split())


@pytest.mark.parametrize(
    "text",
    [
        "[fara](strengths.sv.md)",
        "## Fara",
        "`fara`",
        "| Fara |\n|---|\n| x |",
        '!!! example "Fara"\n    Text.',
        "farans farafara insatsen fara-zon",
    ],
)
def test_links_headings_and_longer_words_are_left_alone(text: str) -> None:
    assert explained(text).select("button") == []


def test_a_page_knows_which_explanations_it_opens_and_can_be_shown_without_them() -> None:
    html = to_html("En fara och en insats.", place=PLACE, resolve=FILES.get, explain=EXPLAIN)
    assert explained_in(html) == ["danger", "service"]
    assert without_ids(html) == "<p>En fara och en insats.</p>"


def test_nobody_writes_a_button_of_their_own() -> None:
    page = explained('<button popovertarget="term-danger" class="term">x</button>')
    assert page.select("button") == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc åä\n*_-#|[]()<>&fara", max_size=60))
def test_explaining_words_changes_no_text(text: str) -> None:
    try:
        plain = to_html(text, place=PLACE, resolve=FILES.get)
    except BrokenLink:
        return
    assert without_ids(to_html(text, place=PLACE, resolve=FILES.get, explain=EXPLAIN)) == without_ids(plain)
