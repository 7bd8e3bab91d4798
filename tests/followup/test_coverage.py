"""Coverage held against a recount person by person; what each viewer may see of it; the pages and their files."""

import csv
import io
import statistics
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from babel.dates import format_date
from bs4 import BeautifulSoup
from sqlalchemy import select

from core import clock
from core.audit import AuditEvent
from followup.coverage import queries
from followup.coverage.queries import Asked, Coverage, Filter, PersonRow, Scope
from followup.coverage.rules import UNFINISHED, Figures, total
from organisation.access import ScopedRole, Viewer
from organisation.models import Role
from tests.catalogue_check import swedish_catalogue
from tests.client import PageClient, checked, words
from tests.followup.staff import COURSE, DUE_DAYS, OPENED_ON, Staff, add_one, days_ago, hire_at_random
from tests.training.recount import Stand, recount
from tests.training.town import statements
from training.rules import Bucket

MANAGEMENT = ScopedRole(Role.MANAGEMENT)
DAYS = (0, 1, 45, 130, 290, 420)
"""Days ago on which figures are held against a recount: today, and past days before and after the platform opened."""


def asked(day: date) -> Asked:
    return Asked(COURSE, DUE_DAYS, day)


def scope(staff: Staff, section: int | None = None, unit: int | None = None) -> Scope:
    return Scope(staff.municipality_id, section if unit is None else staff.units[unit], unit)


def figures(staff: Staff, where: Scope, day: date, *, viewer: Viewer | None = None) -> Coverage:
    """What the management, or another viewer, is shown."""
    with staff.database.session(writes=False) as session:
        return queries.coverage(session, viewer or staff.viewer(MANAGEMENT), where, asked(day))


def listed(staff: Staff, where: Scope, wanted: Filter, day: date) -> list[PersonRow]:
    """Whom the management is shown."""
    with staff.database.session(writes=False) as session:
        return queries.people(session, staff.viewer(MANAGEMENT), where, wanted, asked(day))


def recounted(staff: Staff, day: date) -> list[Stand]:
    """Where each person stands on the day; who is not employed then is left out."""
    return [stand for facts in staff.facts().values() if (stand := recount(facts, day))]


def is_late(stand: Stand, day: date, opened_on: date) -> bool:
    if stand.bucket not in {"under-way", "not-started"} or stand.employed_since is None:
        return False
    return max(stand.employed_since, opened_on) + timedelta(days=DUE_DAYS) < day


def assert_figures(found: Figures, stands: Sequence[Stand], day: date, opened_on: date) -> None:
    """The figures are those of these people."""
    seasoned = [one for one in stands if one.employed_since and (day - one.employed_since).days >= 90]
    new = [one for one in stands if one.employed_since and (day - one.employed_since).days < 365]
    took = [one.days_to_complete for one in stands if one.days_to_complete is not None]
    assert +found.buckets == Counter(one.bucket for one in stands)
    assert +found.seasoned == Counter(one.bucket for one in seasoned)
    assert +found.new == Counter(one.bucket for one in new)
    assert found.staff == len(stands) == found.to_take + found.outside
    assert found.late == sum(is_late(one, day, opened_on) for one in stands)
    assert found.median_days == (statistics.median_low(took) if took else None)


@pytest.mark.parametrize("ago", DAYS)
def test_the_figures_of_units_sections_and_municipality_are_those_of_a_recount(many: Staff, ago: int) -> None:
    day, opened_on = days_ago(ago), OPENED_ON
    stands = recounted(many, day)
    assert len(stands) > 10
    for unit in many.units:
        in_unit = [one for one in stands if one.unit_id == unit]
        assert_figures(figures(many, scope(many, unit=unit), day).whole, in_unit, day, opened_on)
    for section in many.sections:
        found = figures(many, scope(many, section), day)
        in_section = [one for one in stands if many.units[one.unit_id] == section]
        assert_figures(found.whole, in_section, day, opened_on)
        assert replace(found.whole, median_days=None) == total(part.figures for part in found.rows)
        for part in found.rows:
            assert part.figures == figures(many, scope(many, unit=part.unit_id), day).whole
        assert {part.unit_id for part in found.rows} == {unit for unit, own in many.units.items() if own == section}
    found = figures(many, scope(many), day)
    assert_figures(found.whole, stands, day, opened_on)
    assert replace(found.whole, median_days=None) == total(part.figures for part in found.rows)
    assert sorted(part.section_id for part in found.rows if part.unit_id is None) == many.sections


@pytest.mark.parametrize("ago", DAYS)
def test_behind_each_figure_stand_just_as_many_people(many: Staff, ago: int) -> None:
    day = days_ago(ago)
    for where in (scope(many), *(scope(many, section) for section in many.sections)):
        found = figures(many, where, day).whole
        everybody = listed(many, where, Filter(), day)
        assert Counter(one.bucket for one in everybody) == +found.buckets
        assert len({one.person_id for one in everybody}) == len(everybody)
        late = listed(many, where, Filter(only_late=True), day)
        assert len(late) == found.late
        assert late == [one for one in everybody if one.is_late]
        for bucket in Bucket:
            assert len(listed(many, where, Filter((bucket,)), day)) == found.buckets[bucket]


def test_the_random_staff_holds_every_kind_of_person(many: Staff) -> None:
    whole = figures(many, scope(many), clock.today()).whole
    assert set(+whole.buckets) == set(Bucket)
    assert whole.late
    assert whole.seasoned_to_take < whole.to_take
    assert 0 < whole.new_to_take < whole.to_take


def test_ninety_days_and_a_year_are_counted_from_the_first_day(few: Staff) -> None:
    unit = next(iter(few.units))
    for hired in (89, 90, 364, 365):
        add_one(few, f"hired-{hired}", unit=unit, hired=hired)
    few.add_viewer("management", (Role.MANAGEMENT, {}))
    whole = figures(few, scope(few), clock.today()).whole
    assert (whole.to_take, whole.seasoned_to_take, whole.new_to_take) == (5, 4, 3)  # the fifth is the viewer


def test_the_median_is_of_those_who_have_completed(few: Staff) -> None:
    unit = next(iter(few.units))
    for name, begun, done in (("a", 60, 50), ("b", 60, 40), ("c", 60, 5), ("d", 60, None)):
        add_one(few, name, unit=unit, begun=begun, done=done)
    few.add_viewer("management", (Role.MANAGEMENT, {}))
    assert figures(few, scope(few), clock.today()).whole.median_days == 20
    assert figures(few, scope(few), days_ago(45)).whole.median_days == 10


def test_those_who_are_late_and_those_with_most_to_do_stand_first(many: Staff) -> None:
    rows = figures(many, scope(many), clock.today()).rows
    order = [(-part.figures.late, -part.figures.unfinished, part.name) for part in rows]
    assert order == sorted(order)
    people = listed(many, scope(many), Filter(UNFINISHED), clock.today())
    assert [one.is_late for one in people] == sorted((one.is_late for one in people), reverse=True)


# Who sees what.


catalogue = cache(swedish_catalogue)


def swedish(text: str, **values: str) -> str:
    """A text of the pages as they stand in Swedish."""
    message = catalogue().get(text)
    assert message, f"no longer in the catalogue: {text}"
    return str(message.string) % values if values else str(message.string)


def names_on(page: BeautifulSoup) -> set[str]:
    return {words(tag) for tag in page.select(".person-name")}


def link_targets(page: BeautifulSoup) -> set[str]:
    """Where the page itself leads, within coverage."""
    assert page.main
    return {
        str(link["href"])
        for link in page.main.select("a[href]")
        if urlsplit(str(link["href"])).path.startswith("/coverage")
    }


def assert_every_link_opens(browser: PageClient, address: str) -> None:
    page = checked(browser.get(address, follow_redirects=True))
    broken = {
        target: code for target in link_targets(page) if (code := browser.get(target).status_code) not in {200, 302}
    }
    assert not broken


def test_every_link_of_the_first_page_opens(few: Staff) -> None:
    for unit in few.units:
        add_one(few, f"new-{unit}", unit=unit, hired=30)
    few.add_viewer("section-manager", (Role.SECTION_MANAGER, {"section_id": few.sections[0]}))
    few.add_viewer("coach", (Role.COACH, {"section_id": few.sections[0]}))
    few.add_viewer("supporter", (Role.METHOD_SUPPORTER, {}))
    for name in few.viewers:
        assert_every_link_opens(few.browser(name), "/coverage")


def test_a_manager_of_two_units_sees_both_and_no_other(few: Staff) -> None:
    first, second, third, _fourth = few.units
    for unit, name in ((first, "anna"), (second, "bo"), (third, "carl")):
        add_one(few, name, unit=unit)
    few.add_viewer("manager", *((Role.UNIT_MANAGER, {"unit_id": unit}) for unit in (first, third)))
    browser = few.browser("manager")
    manager = few.viewer(*(ScopedRole(Role.UNIT_MANAGER, unit_id=unit) for unit in (first, third)))
    assert {part.unit_id for part in figures(few, scope(few), clock.today(), viewer=manager).rows} == {first, third}
    page = browser.page("/coverage")
    assert {words(link) for link in page.select("ul.bar-list > li > a")} == {"Grupp 1A", "Grupp 2A"}
    assert_every_link_opens(browser, "/coverage")
    assert names_on(browser.page("/coverage/people")) == {"Test Anna", "Test Carl", "Test Manager"}
    assert browser.get(f"/coverage/units/{second}").status_code == 404
    assert "Test Bo" not in browser.get("/coverage/people.csv").text


def test_a_manager_whose_role_ended_yesterday_sees_nothing(few: Staff) -> None:
    section = few.sections[0]
    few.add_viewer("former", (Role.SECTION_MANAGER, {"section_id": section}), ended=True)
    browser = few.browser("former")
    for address in (
        "/coverage",
        f"/coverage/sections/{section}",
        "/coverage/people",
        "/coverage/people.csv",
        "/coverage/figures.xlsx",
    ):
        assert browser.get(address).status_code == 403, address
    assert "/coverage" not in browser.page("/").text


def test_a_coach_sees_by_name_only_those_in_their_introduction(few: Staff) -> None:
    unit, _sibling, elsewhere, _last = few.units
    add_one(few, "new", unit=unit, hired=30)
    add_one(few, "begun", unit=unit, hired=364, begun=20)
    for name, more in {
        "a-year": {"hired": 365},
        "done": {"hired": 30, "begun": 20, "done": 5},
        "away": {"hired": 30, "leave": True},
        "exempt": {"hired": 30, "exempt": True},
    }.items():
        add_one(few, name, unit=unit, **more)  # type: ignore[arg-type]
    add_one(few, "new-elsewhere", unit=elsewhere, hired=30)
    few.add_viewer("coach", (Role.COACH, {"section_id": few.sections[0]}))
    browser = few.browser("coach")
    in_introduction = {"Test New", "Test Begun"}
    for address in (f"/coverage/sections/{few.sections[0]}", f"/coverage/units/{unit}", "/coverage/people"):
        page = browser.page(address)
        assert names_on(page) == in_introduction, address
        assert not page.select("a.person-name")
    for bucket in Bucket:
        assert names_on(browser.page(f"/coverage/people?bucket={bucket}")) <= in_introduction
    rows = rows_of_csv(browser.get("/coverage/people.csv").data)
    assert {row[swedish("Name")] for row in rows} == in_introduction
    for person in few.people:
        assert browser.get(f"/coverage/people/{person}").status_code == 403


def text_of(page: BeautifulSoup) -> str:
    assert page.main
    return words(page.main)


def test_a_coach_can_not_tell_whether_anybody_is_on_leave_or_exempt(few: Staff) -> None:
    """The pages and files are the same, word for word, with three people outside and with none."""
    unit, section = next(iter(few.units)), few.sections[0]
    for number in range(6):
        add_one(few, f"learner-{number}", unit=unit, begun=50, done=30 if number % 2 else None)
    few.add_viewer("coach", (Role.COACH, {"section_id": section}))
    browser = few.browser("coach")
    addresses = [f"/coverage/sections/{section}", f"/coverage/units/{unit}", "/coverage/people", "/"]
    files = [f"/coverage/figures.csv?section={section}", "/coverage/figures.csv", "/coverage/people.csv"]
    before = [text_of(browser.page(address)) for address in addresses] + [browser.get(file).text for file in files]
    for name, more in {"away": {"leave": True}, "away-too": {"leave": True}, "exempt": {"exempt": True}}.items():
        add_one(few, name, unit=unit, **more)
    after = [text_of(browser.page(address)) for address in addresses] + [browser.get(file).text for file in files]
    assert after == before
    page = browser.page(addresses[0])
    assert not page.select(".segment.on-leave, .segment.exempt, .segment.start-missing")


def test_who_sees_all_sections_without_names_sees_no_small_number_of_those_outside(few: Staff) -> None:
    first, _second, third, _fourth = few.units
    for number in range(3):
        add_one(few, f"away-{number}", unit=first, leave=True)
    for number in range(7):
        add_one(few, f"exempt-{number}", unit=third, exempt=True)
    few.add_viewer("supporter", (Role.METHOD_SUPPORTER, {}))
    browser = few.browser("supporter")
    page = browser.page("/coverage")
    heading = [words(cell) for cell in page.select("thead th")].index(swedish("Not to have the course now"))
    column = {words(row.select("th, td")[0]): words(row.select("th, td")[heading]) for row in page.select("tbody tr")}
    assert column == {"Sektion 1": "..", "Sektion 2": ".."}  # the seven would give the three away
    assert browser.get("/coverage/people").status_code == 404
    assert browser.get("/coverage/people.csv").status_code == 404
    header = rows_of_csv(browser.get("/coverage/figures.csv").data)[0]
    assert not header.keys() & {
        swedish(name) for name in ("On the staff list", "On leave", "Exempt", "First day missing")
    }


def test_the_number_below_which_figures_are_hidden_is_a_setting(few: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _second, third, _fourth = few.units
    for number in range(4):
        add_one(few, f"away-{number}", unit=first, leave=True)
        add_one(few, f"exempt-{number}", unit=third, exempt=True)
    few.add_viewer("supporter", (Role.METHOD_SUPPORTER, {}))
    browser = few.browser("supporter")
    hidden = browser.page("/coverage")
    monkeypatch.setitem(few.app.config, "SETTINGS", replace(few.app.config["SETTINGS"], smallest_shown=4))
    shown = browser.page("/coverage")
    heading = [words(cell) for cell in shown.select("thead th")].index(swedish("Not to have the course now"))
    for page, figure, least in ((hidden, "..", 5), (shown, "4", 4)):
        assert [words(row.select("th, td")[heading]) for row in page.select("tbody tr")] == [figure, figure]
        assert f"färre än {least} " in text_of(page)


def test_a_role_over_people_in_one_place_opens_nothing_more_in_another(few: Staff) -> None:
    managed, _sibling, coached, _last = few.units
    add_one(few, "own", unit=managed, hired=400)
    new = add_one(few, "new", unit=coached, hired=30)
    add_one(few, "seasoned", unit=coached, hired=400)
    add_one(few, "away", unit=coached, leave=True)
    few.add_viewer(
        "both",
        (Role.UNIT_MANAGER, {"unit_id": managed}),
        (Role.COACH, {"section_id": few.sections[1]}),
    )
    browser = few.browser("both")
    assert names_on(browser.page(f"/coverage/units/{managed}")) == {"Test Own", "Test Both"}
    for address in (f"/coverage/sections/{few.sections[1]}", f"/coverage/units/{coached}", "/coverage"):
        page = browser.page(address)
        assert not page.select(".segment.on-leave"), address
        assert names_on(page) <= {"Test New"}
    header = rows_of_csv(browser.get(f"/coverage/figures.csv?section={few.sections[1]}").data)[0]
    assert swedish("On the staff list") not in header
    assert len(header) == len(rows_of_csv(browser.get("/coverage/figures.csv").data)[0])
    assert len(header) < len(rows_of_csv(browser.get(f"/coverage/figures.csv?unit={managed}").data)[0])
    assert browser.get(f"/coverage/people/{new}").status_code == 404
    assert_every_link_opens(browser, "/coverage")


# Days, files and the log.


def test_a_day_that_is_none_or_has_not_come_is_refused(many: Staff) -> None:
    browser = many.browser("management")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for day in (tomorrow, "2026-13-01", "yesterday", "0001-01-01", "1999-12-31", "9999-12-31", "1"):
        for address in (
            "/coverage",
            "/coverage/people",
            "/coverage/figures.csv",
            f"/coverage/units/{next(iter(many.units))}",
        ):
            assert browser.get(f"{address}?day={day}").status_code == 400, f"{address} {day}"
    assert browser.get("/coverage?course=gone").status_code == 404
    assert browser.get("/coverage/people?bucket=gone").status_code == 400


def test_a_past_day_says_that_it_is_by_what_is_known_today(many: Staff) -> None:
    browser = many.browser("management")
    page = browser.page(f"/coverage?day={days_ago(130).isoformat()}")
    whole = figures(many, scope(many), days_ago(130)).whole
    assert f"{whole.completed} av {whole.to_take}" in words(page.select_one("p.answer") or page)
    written = format_date(days_ago(130), "d MMMM y", locale="sv")
    assert swedish("Figures for %(day)s, by what is known today.", day=written) in text_of(page)
    assert all(
        "day=" in target for target in link_targets(page) - {"/coverage"} if "figures" in target or "sections" in target
    )


@pytest.mark.parametrize("address", ["sections", "units", "people"])
def test_an_id_larger_than_any_is_not_found(many: Staff, address: str) -> None:
    browser = many.browser("management")
    assert browser.get(f"/coverage/{address}/{10**20}").status_code == 404
    assert browser.get(f"/coverage/people?{address.rstrip('s')}={10**20}").status_code in {200, 404}


def rows_of_csv(data: bytes) -> list[dict[str, str]]:
    """The rows of a file, without the note below them."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    end = rows.index([])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:end]]


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of_xlsx(data: bytes) -> list[dict[str, str]]:
    """The rows below the note and the heading, every cell as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        strings = [
            "".join(text.text or "" for text in one.iter(f"{SHEET}t"))
            for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314  we wrote it ourselves
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = {}
        for cell in row:
            value = cell.findtext(f"{SHEET}v") or ""
            column = str(cell.get("r")).rstrip("0123456789")
            cells[column] = strings[int(value)] if cell.get("t") == "s" else value
        rows.append(cells)
    heading = next(row for row in rows if len(row) > 1)
    return [{name: row.get(column, "") for column, name in heading.items()} for row in rows[rows.index(heading) + 1 :]]


def share(part: str, whole: str) -> str:
    """A share as the page writes it."""
    return "–" if whole == "0" else f"{round(100 * int(part) / int(whole))} %"


def test_the_files_hold_the_same_figures_as_the_page(many: Staff) -> None:
    browser, section = many.browser("section-manager"), many.sections[0]
    for question in ("", f"&day={days_ago(130).isoformat()}"):
        page = browser.page(f"/coverage/sections/{section}?{question.lstrip('&')}")
        on_page = {}
        for row in page.select("#table ~ * tbody tr"):
            name, *cells = (words(cell) for cell in row.select("th, td"))
            on_page[name] = cells
        by_csv = rows_of_csv(browser.get(f"/coverage/figures.csv?section={section}{question}").data)
        by_xlsx = rows_of_xlsx(browser.get(f"/coverage/figures.xlsx?section={section}{question}").data)
        assert by_csv == by_xlsx
        in_file = {}
        for row in by_csv:
            _section, name, staff, to_take, *buckets, seasoned, seasoned_done, _new, _new_done, median = row.values()
            in_file[name] = [staff, *buckets]
            assert on_page[name][-3:-1] == [share(buckets[0], to_take), share(seasoned_done, seasoned)]
            assert int(to_take) == sum(map(int, buckets[:3]))
            assert int(staff) == sum(map(int, buckets))
            assert on_page[name][-1] == (median or "–")
        assert {name: cells[:7] for name, cells in on_page.items()} == in_file


def test_the_lists_hold_the_same_people_as_the_page(many: Staff) -> None:
    browser = many.browser("management")
    for question in (
        "",
        "?late=1",
        "?bucket=completed",
        f"?bucket=under-way&bucket=not-started&unit={next(iter(many.units))}",
    ):
        on_page = [words(tag) for tag in browser.page(f"/coverage/people{question}").select(".person-name")]
        by_csv = rows_of_csv(browser.get(f"/coverage/people.csv{question}").data)
        by_xlsx = rows_of_xlsx(browser.get(f"/coverage/people.xlsx{question}").data)
        assert by_csv == by_xlsx
        assert [row[swedish("Name")] for row in by_csv] == on_page
        assert on_page


def logged(staff: Staff, name: str) -> list[dict[str, object]]:
    with staff.database.session(writes=False) as session:
        own = select(AuditEvent).where(AuditEvent.municipality_id == staff.municipality_id, AuditEvent.name == name)
        return [event.subject for event in session.scalars(own.order_by(AuditEvent.id))]


def test_who_takes_a_file_or_opens_a_person_is_logged(few: Staff) -> None:
    unit = next(iter(few.units))
    person = add_one(few, "anna", unit=unit)
    few.add_viewer("management", (Role.MANAGEMENT, {}))
    browser = few.browser("management")
    browser.page(f"/coverage/people/{person}")
    assert logged(few, "coverage-of-person-read") == [{"person_id": person, "course": COURSE}]
    browser.get(f"/coverage/figures.csv?section={few.sections[0]}")
    browser.get(f"/coverage/people.xlsx?unit={unit}&day={days_ago(1).isoformat()}")
    at = {"course": COURSE, "section_id": few.sections[0]}
    assert logged(few, "coverage-exported") == [
        at | {"day": clock.today().isoformat(), "unit_id": None, "named": False},
        at | {"day": days_ago(1).isoformat(), "unit_id": unit, "named": True},
    ]
    assert browser.get("/coverage/people.pdf").status_code == 404
    assert browser.get(f"/coverage/people/{few.viewers['management'] + 10**6}").status_code == 404
    assert len(logged(few, "coverage-exported")) == 2


def test_pages_take_few_statements_however_many_people_there_are(few: Staff) -> None:
    unit, section = next(iter(few.units)), few.sections[0]
    few.add_viewer("management", (Role.MANAGEMENT, {}))
    person = add_one(few, "first", unit=unit)
    browser = few.browser("management")
    pages = {
        "/coverage": 6,
        f"/coverage/sections/{section}": 8,
        f"/coverage/units/{unit}": 8,
        "/coverage/people": 4,
        f"/coverage/people/{person}": 6,
    }

    def count(address: str) -> int:
        with statements(few.database) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    hire_at_random(few, people=5, seed=3)
    before = {address: count(address) for address in pages}
    assert {address: taken for address, taken in before.items() if taken > pages[address]} == {}
    hire_at_random(few, people=45, seed=4)
    assert {address: count(address) for address in pages} == before
