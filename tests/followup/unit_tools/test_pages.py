"""The pages and files of the picture: who may open them, what they say and choose from, and what they cost."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from core.audit import AuditEvent
from fidelity.tool_use.models import ProcessKind
from fidelity.tool_use.rules import OPEN, Quarter
from organisation.models import Role
from tests.client import words
from tests.followup.unit_tools.reading import figures_of_heatmap, rows_of_csv, tool_names
from tests.followup.unit_tools.uses import H2, KIND, Uses, found_uses, quarters_of
from tests.training.town import statements

MAPPING, HOUSES, PRIVATE = "three-column-mapping", "three-houses", "private-network"
PAGE = "/tool-use/units"


def text_of(page: BeautifulSoup) -> str:
    assert page.main
    return words(page.main)


def fill(uses: Uses) -> None:
    """The first unit maps in half of its processes, the others in three of four; a year before it was a quarter."""
    first, *rest = uses.units
    for quarter in H2:
        uses.add(first, quarter, *[[MAPPING, HOUSES]] * 10, *[[HOUSES]] * 10)
        uses.add(first, quarter - 4, *[[MAPPING]] * 5, *[[]] * 15)
        for unit in rest:
            uses.add(unit, quarter, *[[MAPPING, PRIVATE, "safety-plan"]] * 15, *[[]] * 5)
    uses.add(first, OPEN, *[[MAPPING]] * 6)


# Who.


def test_each_role_opens_what_is_in_its_reach(uses: Uses) -> None:
    first, sibling, third, elsewhere, _last = uses.units
    section, other = uses.staff.sections
    for role in ("management", "method-supporter"):
        for path in ("", f"/sections/{section}", f"/sections/{other}", f"/{first}", f"/{elsewhere}"):
            assert uses.browser(role).get(PAGE + path).status_code == 200, (role, path)
    allowed = {
        "section-manager": ["", f"/sections/{section}", f"/{first}", f"/{sibling}", f"/{third}"],
        "coach": ["", f"/sections/{section}", f"/{first}", f"/{sibling}", f"/{third}"],
        "unit-manager": ["", f"/{first}"],
        "caseworker": [f"/{first}"],
    }
    for role, paths in allowed.items():
        browser = uses.browser(role)
        for path in ["", f"/sections/{section}", f"/sections/{other}", *(f"/{unit}" for unit in uses.units)]:
            for address in (PAGE + path, f"{PAGE}{path}/figures.csv"):
                assert (browser.get(address).status_code == 200) is (path in paths), (role, address)


def test_everybody_finds_the_page_of_the_unit_that_they_work_in(uses: Uses) -> None:
    answer = uses.browser("caseworker").get(f"{PAGE}/own")
    assert answer.headers["Location"] == f"{PAGE}/{uses.units[0]}"
    start = uses.browser("caseworker").page("/")
    assert start.select(f"a[href='{PAGE}/own']")


def test_a_unit_of_another_municipality_and_one_that_is_not_are_not_found(uses: Uses) -> None:
    other = found_uses(uses.staff.app, uses.database, units_in_sections=(1,))
    for role in ("management", "caseworker"):
        for unit in (other.units[0], 10**9, 10**20):
            assert uses.browser(role).get(f"{PAGE}/{unit}").status_code == 404
    assert uses.browser("management").get(f"{PAGE}/sections/{other.staff.sections[0]}").status_code == 404


def test_a_caseworker_sees_no_other_unit_and_a_link_to_none(uses: Uses) -> None:
    fill(uses)
    page = uses.browser("caseworker").page(f"{PAGE}/{uses.units[0]}")
    assert page.main
    links = {str(link["href"]).split("?")[0] for link in page.main.select(f"a[href^='{PAGE}']")}
    assert links == {f"{PAGE}/{uses.units[0]}/figures.{kind}" for kind in ("csv", "xlsx")}
    assert "Grupp 1B" not in text_of(page)


# What is asked.


def test_the_latest_half_year_and_investigations_are_shown_first(uses: Uses) -> None:
    fill(uses)
    page = uses.browser("management").page(PAGE)
    assert words(page.select("#process option[selected]")[0]) == "Utredning"
    assert page.select("#period option[selected]")[0]["value"] == "2025-h2"
    offered = {str(one["value"]) for one in page.select("#period option")}
    assert {"2025", "2025-q4", "2024-h2"} <= offered
    assert not [one for one in offered if one.startswith("2026")]
    assert "juli–december 2025" in text_of(page)


@pytest.mark.parametrize("period", ["2026", "2026-q1", "2026-h1", "2099", "nu", "", "1999", "2025-q9", "0000", "9999"])
def test_a_period_that_has_not_ended_or_is_none_is_refused(uses: Uses, period: str) -> None:
    for path in ("", f"/{uses.units[0]}", "/figures.csv"):
        assert uses.browser("management").get(f"{PAGE}{path}?period={period}").status_code == 400


def test_a_kind_of_the_municipality_can_be_chosen_and_one_that_is_not_is_not_found(uses: Uses) -> None:
    with uses.database.transaction() as session:
        own = ProcessKind(municipality_id=uses.staff.municipality_id, key="own-1", name="Yttrande", is_used=True)
        session.add(own)
    uses.add(uses.units[0], H2[0], *[[MAPPING]] * 8, kind="own-1")
    page = uses.browser("management").page(f"{PAGE}?process=own-1")
    assert "Yttrande" in words(page.select(".kicker")[0])
    assert "i 100 % av de 8 processer som är registrerade här" in text_of(page)
    assert uses.browser("management").get(f"{PAGE}?process=own-2").status_code == 404


# What is said.


def test_the_heatmap_has_a_row_for_each_place_in_the_order_of_names_with_share_and_count(uses: Uses) -> None:
    fill(uses)
    page = uses.browser("management").page(PAGE)
    table = page.select("table.heatmap")[0]
    rows = [str(one["abbr"]) for one in table.select("tbody th")]
    assert rows[1:] == ["Sektion 1", "Grupp 1A", "Grupp 1B", "Grupp 1C", "Sektion 2", "Grupp 2A", "Grupp 2B"]
    found = {(one.place, one.column): one.text for one in figures_of_heatmap(table, tool_names(uses.staff.app), "")}
    assert found["Grupp 1A", MAPPING] == "50 % (20)"
    assert found["Grupp 2A", MAPPING] == "75 % (30)"
    assert found["Sektion 1", MAPPING] == "67 % (80)"
    assert found[rows[0], MAPPING] == "70 % (140)"
    cells = table.select("tr.unit")[0].select("td.heat")
    assert {words(cell): cell["class"][1] for cell in cells}["50 % (20)"] == "step-3"
    medians = [words(cell) for cell in table.select("tfoot td.heat")]
    assert "75 %" in medians


def test_steps_of_the_process_stand_over_their_tools_and_networks_come_last(uses: Uses) -> None:
    table = uses.browser("management").page(PAGE).select("table.heatmap")[0]
    groups = [(words(one), int(str(one["colspan"]))) for one in table.select("th[scope=colgroup]")]
    assert groups[-1] == ("Nätverk", 2)
    assert sum(columns for _name, columns in groups) == 26 == len(table.select("tr.slanted th")) - 2


def test_the_sentence_says_what_is_used_most_where_it_differs_and_what_nobody_uses(uses: Uses) -> None:
    fill(uses)
    page = uses.browser("management").page(PAGE)
    said = " ".join(words(one) for one in page.select(".answer, .lead"))
    assert "Kartläggning i tre kolumner: i 70 % av de 200 processer som är registrerade här." in said
    assert "Mellan enheterna i kommunen skiljer det mest för Tre hus: från 0 % till 100 %." in said
    assert "21 av de 24 verktygen användes inte i någon process." in said
    assert "Grupp" not in said, "no unit is pointed at"
    assert len(page.select("#never ~ ul.plain-row")[0].select("li")) == 22  # with the professional network


def test_open_processes_are_shown_as_such_and_not_counted_among_the_closed(uses: Uses) -> None:
    fill(uses)
    closed, now = uses.browser("management").page(PAGE).select("table.heatmap:not(.by-year)")
    names = tool_names(uses.staff.app)
    by_place = {(one.place, one.column): one.text for one in figures_of_heatmap(now, names, "")}
    assert by_place["Grupp 1A", MAPPING] == "100 % (6)"
    assert ("Grupp 1A", MAPPING, "50 % (20)") in {
        (o.place, o.column, o.text) for o in figures_of_heatmap(closed, names, "")
    }


def test_what_shares_are_of_is_said_in_the_heading_and_in_every_row(uses: Uses) -> None:
    fill(uses)
    page = uses.browser("management").page(PAGE)
    assert "Varje ruta: av de processer som är registrerade här" in text_of(page)
    assert all("registrerade här" in words(one) for one in page.select("tbody th .by"))
    for unit in uses.units:
        for quarter in H2:
            uses.tell(unit, quarter, 25)
    page = uses.browser("management").page(PAGE)
    assert "Varje ruta: av alla processer som avslutades, enligt uppgift" in text_of(page)
    unit = next(one for one in page.select("tbody th") if one.get("abbr") == "Grupp 1A")
    assert words(unit.select(".by")[0]) == "50 avslutade, enligt chefen 40 av dem registrerade här"
    assert "i 56 % av de 250 processer som chefen säger avslutades" in text_of(page)


def test_a_told_number_that_is_too_low_is_said_to_be_so(uses: Uses) -> None:
    fill(uses)
    for quarter in H2:
        uses.tell(uses.units[0], quarter, 12)
    page = uses.browser("management").page(PAGE)
    assert [words(one) for one in page.select(".doubtful")] == [
        "24 avslutade, enligt uppgift: för få, för fler är registrerade här i något kvartal"
    ]
    said = text_of(uses.browser("unit-manager").page(f"{PAGE}/{uses.units[0]}"))
    assert "40 processer är registrerade här, men bara 24 sägs ha avslutats." in said


def test_the_indicators_are_drawn_year_by_year_with_the_same_figures_in_the_table(uses: Uses) -> None:
    unit = uses.units[0]
    for year, mapped in ((2021, 10), (2022, 12)):
        uses.add(unit, quarters_of(year)[0], *[[MAPPING]] * mapped, *[[]] * (20 - mapped))
    for path in ("", f"/{unit}"):
        page = uses.browser("management").page(PAGE + path)
        drawn = page.select("svg.year-columns")
        assert len(drawn) == 3
        assert [words(one) for one in drawn[0].select("text.value")] == ["50 %", "60 %"]
        rows = [words(row) for row in page.select("table.by-year tbody tr")]
        assert rows[1].endswith("50 % (10) 0 % (0) 0 % (0)")
        assert rows[2].endswith("60 % (12) 0 % (0) 0 % (0)")
        assert "mål 80 %" in words(page.select("table.by-year thead")[0])


def test_a_unit_meets_three_things_each_leading_to_figures_tool_lesson_and_checklist(uses: Uses) -> None:
    fill(uses)
    page = uses.browser("caseworker").page(f"{PAGE}/{uses.units[0]}")
    things = page.select(".things > li")
    assert [words(one.select("h3")[0]) for one in things] == [
        "Tre hus: används oftare än ett år tidigare",
        "Privat nätverk kontaktat: en bit kvar till målet",
        "Säkerhetsplan: används av andra i kommunen, syns inte här",
    ]
    assert "Samma period året innan var det 0 %." in words(things[0])
    ids = {tag["id"] for tag in page.select("[id]")}
    browser = uses.browser("caseworker")
    for thing in things:
        links = [str(link["href"]) for link in thing.select("a")]
        assert links[0].lstrip("#") in ids
        assert [one for one in links if one.startswith("/tools/")]
        assert [one for one in links if one.startswith("/courses/")]
        assert [one for one in links if one.startswith("/checklists/")]
        assert all(browser.get(one).status_code == 200 for one in links[1:])


def test_a_unit_with_few_processes_is_told_why_nothing_is_said(uses: Uses) -> None:
    browser = uses.browser("unit-manager")
    assert "Ingen process" in text_of(browser.page(f"{PAGE}/{uses.units[0]}"))
    uses.add(uses.units[0], H2[0], *[[MAPPING]] * 3)
    assert "Så få processer avslutades att siffrorna är dolda." in text_of(browser.page(f"{PAGE}/{uses.units[0]}"))
    uses.add(uses.units[0], H2[0], *[[MAPPING]] * 4)
    page = browser.page(f"{PAGE}/{uses.units[0]}")
    assert "Färre än tio processer avslutades" in text_of(page)
    assert not page.select(".things")


def test_a_manager_is_told_on_the_start_page_how_the_mapping_stands(uses: Uses) -> None:
    fill(uses)
    shares = {"management": "70 % av de 200", "section-manager": "67 % av de 120", "unit-manager": "50 % av de 40"}
    for role, share in shares.items():
        said = text_of(uses.browser(role).page("/"))
        assert f"Kartläggning i tre kolumner användes i {share} processer som är registrerade här i" in said


# Files, the log and what it costs.


def test_files_hold_what_the_page_shows_and_all_periods_of_the_year(uses: Uses) -> None:
    fill(uses)
    browser = uses.browser("section-manager")
    for more, periods in (("", 1), ("&whole-year=1", 7)):
        in_csv = rows_of_csv(browser.get(f"{PAGE}/figures.csv?period=2025-h2{more}").data)
        assert in_csv == rows_of_xlsx(browser.get(f"{PAGE}/figures.xlsx?period=2025-h2{more}").data)
        assert len(in_csv) == 1 + 5 * (periods + 1)  # municipality, section, three units; each period, and open now
        column = in_csv[0].index("Kartläggning i tre kolumner: procent")
        unit = next(row for row in in_csv if row[1:3] == ["Grupp 1A", "juli–december 2025"])
        assert unit[3:6] == ["40", "", "registrerade här"]
        assert unit[column - 1 : column + 1] == ["20", "50"]


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of_xlsx(data: bytes) -> list[list[str]]:
    """The rows of a workbook below its note, each cell as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        strings = [
            "".join(text.text or "" for text in one.iter(f"{SHEET}t"))
            for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314  we wrote it ourselves
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    found = []
    for row in list(sheet.iter(f"{SHEET}row"))[1:]:
        cells = {str(cell.get("r")).rstrip("0123456789"): cell for cell in row}
        found.append(
            {
                column: strings[int(cell.findtext(f"{SHEET}v") or 0)]
                if cell.get("t") == "s"
                else cell.findtext(f"{SHEET}v")
                for column, cell in cells.items()
            }
        )
    heading = list(found[0])
    return [[row.get(column) or "" for column in heading] for row in found]


def test_hidden_figures_are_hidden_in_files_too_and_the_note_says_why(uses: Uses) -> None:
    uses.add(uses.units[0], H2[0], *[[MAPPING]] * 3)
    file = uses.browser("unit-manager").get(f"{PAGE}/{uses.units[0]}/figures.csv").text
    assert ";..;" in file
    assert ".. är dolt" in file
    assert "enligt det som var känt 2 mars 2026" in file


def test_who_takes_a_file_is_logged(uses: Uses) -> None:
    browser, unit = uses.browser("unit-manager"), uses.units[0]
    browser.get(f"{PAGE}/figures.csv")
    browser.get(f"{PAGE}/{unit}/figures.xlsx?period=2024-q1&whole-year=1")
    assert browser.get(f"{PAGE}/figures.pdf").status_code == 404
    with uses.database.session(writes=False) as session:
        own = select(AuditEvent).where(AuditEvent.municipality_id == uses.staff.municipality_id)
        events = session.scalars(own.where(AuditEvent.name == "tool-use-exported").order_by(AuditEvent.id)).all()
        assert [event.subject for event in events] == [
            {"kind": KIND, "period": "2025-h2", "section_id": None, "unit_id": None},
            {"kind": KIND, "period": "2024", "section_id": uses.staff.sections[0], "unit_id": unit},
        ]


def test_pages_take_few_statements_however_much_there_is(uses: Uses) -> None:
    pages = {
        PAGE: 4,
        f"{PAGE}/sections/{uses.staff.sections[0]}": 4,
        f"{PAGE}/{uses.units[0]}": 5,
        f"{PAGE}/figures.csv": 5,
    }
    browser = uses.browser("management")

    def count(address: str) -> int:
        browser.get(address)
        with statements(uses.database) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    assert {page: count(page) for page in pages} == pages
    for year in range(2020, 2026):
        uses.add(uses.units[0], Quarter(year, 3).number, *[[MAPPING]] * 9)
    assert {page: count(page) for page in pages} == pages


def test_the_tabs_lead_between_coverage_and_tools(uses: Uses) -> None:
    browser = uses.browser("management")
    for address, current in (("/coverage", "Utbildningsläget"), (PAGE, "Verktyg")):
        page = browser.page(address)
        tabs = page.select("nav.tabs a")
        assert {str(one["href"]) for one in tabs} == {"/coverage", PAGE}
        assert [words(one) for one in tabs if one.get("aria-current") == "page"] == [current]
        assert words(page.select("nav.places a[aria-current]")[0]) == "Följa upp"


def test_a_manager_of_a_unit_that_was_a_manager_of_another_sees_only_the_own(uses: Uses) -> None:
    uses.staff.add_viewer("former", (Role.UNIT_MANAGER, {"unit_id": uses.units[3]}), ended=True)
    assert uses.browser("former").get(f"{PAGE}/{uses.units[3]}").status_code == 404
    assert uses.browser("former").get(PAGE).status_code == 403
