"""The pages and files of results: who may open them, what they say, and what they hide."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from core import paper
from core.database import Database
from fidelity.reviews.rounds.models import ReviewRound, SampleSource
from organisation.models import Role
from tests.client import PageClient, words
from tests.core.markers import on_one_database
from tests.fidelity.reviews.calibration.rating_a_set import higher, rate_a_set
from tests.fidelity.reviews.results.making import Rated, all_at, closed
from tests.fidelity.reviews.rounds.making import Place, make_place
from tests.world import add_person, add_role

pytestmark = on_one_database


@pytest.fixture
def place(database: Database) -> Place:
    with database.transaction() as session:
        return make_place(session)


@pytest.fixture
def people(database: Database, place: Place) -> dict[str, int]:
    """Caseworkers of the first and third unit, a manager of the first, one of the second section, and the management."""
    with database.transaction() as session:

        def person(name: str, unit: int) -> int:
            return add_person(session, place.municipality, place.units[unit], name).id

        found = {
            name: person(name, unit) for name, unit in [("first", 0), ("third", 2), ("manager", 0), ("section", 2)]
        }
        found["management"] = person("management", 5)
        add_role(session, place.municipality, found["manager"], Role.UNIT_MANAGER, unit_id=place.units[0])
        add_role(session, place.municipality, found["section"], Role.SECTION_MANAGER, section_id=place.sections[1])
        add_role(session, place.municipality, found["management"], Role.MANAGEMENT)
        return found


@pytest.fixture
def filled(database: Database, place: Place) -> list[int]:
    """Two rounds: one of twelve samples each, then one in which the third unit has too few and nothing is by chance."""
    some = [Rated(all_at(2, a1=4, b1=0, c2="et"), tools=["three-houses"])] * 3 + [
        Rated(all_at(2, a1=4, b1=0, a2=3, c2="et"), all_at(3, a1=4, b1=1, c2="et")),
        Rated(all_at(3, a1=4, b1=0, a2=3, c2="et"), all_at(3, a1=4, b1=0, c2="et")),
        Rated(all_at(1, a1=4, b1=0, a2=3, c2="et"), all_at(1, a1=4, b1=0, a2=3, c2="et")),
    ]
    with database.transaction() as session:
        first = closed(session, place, dict.fromkeys(place.units[:3], some * 2), samples_per_unit=12)
        rest = {unit: some for unit in place.units if unit != place.units[2]}
        second = closed(session, place, {**rest, place.units[2]: some[:3]}, name="Hösten 2026")
        return [first.id, second.id]


def text(page: object) -> str:
    return words(page.main)  # type: ignore[attr-defined]


def test_a_unit_reads_its_strengths_first_and_what_to_work_on_with_what_teaches_it(
    client: PageClient, place: Place, people: dict[str, int], filled: list[int]
) -> None:
    page = client.sign_in(people["first"]).page(f"/reviews/units/{place.units[0]}")
    said = text(page)
    assert "Rapporten bygger på 6 utdrag" in said
    assert "Utdragen är självvalda" in said
    assert said.index("Det ni har kommit längst med") < said.index("Vad ni kan arbeta med härnäst")
    strengths, to_work_on = page.select("ol.things")
    assert "A1" in words(strengths)
    assert "Alla 6 utdrag ligger på nivå 4 eller högre" in words(strengths)
    assert "B1" in words(to_work_on)
    assert {"/courses/basic/danger-goal-scale/the-danger-statement", "/tools/danger-statement"} <= {
        str(link["href"]) for link in to_work_on.select("a")
    }
    assert "6 ej tillämpliga" in said
    assert "S1" not in said.split(), "gate questions stand outside every score"
    assert "bedömare ser" not in said
    assert "Test Round Coach" not in page.text, "no rater is named"


def test_from_ten_samples_on_there_are_means_with_intervals_and_a_change_is_told(
    client: PageClient, place: Place, people: dict[str, int], filled: list[int]
) -> None:
    client.sign_in(people["first"])
    said = text(client.page(f"/reviews/units/{place.units[0]}?round={filled[0]}"))
    assert "medel 2," in said
    assert "Det finns ingen tidigare omgång" in said
    later = text(client.page(f"/reviews/units/{place.units[0]}"))
    assert "medel" not in later.replace("medelvärde", ""), "six samples have no mean"
    assert "Förra omgången är Våren 2026" in later
    assert client.get(f"/reviews/units/{place.units[0]}?round=999").status_code == 404
    assert client.get(f"/reviews/units/{place.units[0]}?round=x").status_code == 404


def test_below_the_minimum_there_is_only_why_and_the_whole_is_hidden_for_the_others(
    client: PageClient, place: Place, people: dict[str, int], filled: list[int]
) -> None:
    third = client.sign_in(people["third"]).page(f"/reviews/units/{place.units[2]}")
    assert "3 utdrag härifrån har bedömts" in text(third)
    assert not third.select("table")
    for name in ("report.pdf", "figures.csv"):
        assert client.get(f"/reviews/units/{place.units[2]}/rounds/{filled[1]}/{name}").status_code == 404
    first = text(client.sign_in(people["first"]).page(f"/reviews/units/{place.units[0]}"))
    assert "annars skulle en annan enhets siffror gå att räkna ut" in first


def test_who_reaches_what(client: PageClient, place: Place, people: dict[str, int], filled: list[int]) -> None:
    units = place.units
    allowed = {
        people["first"]: {units[0]},
        people["third"]: {units[2]},
        people["manager"]: {units[0]},
        people["section"]: {units[2], units[3]},
        people["management"]: set(units),
        place.supporter: set(units),
        client.world.people[Role.MANAGEMENT]: set(),
        client.world.people["foreign"]: set(),
    }
    for person, own in allowed.items():
        client.sign_in(person)
        for unit in units:
            expected = 200 if unit in own else 404
            assert client.get(f"/reviews/units/{unit}").status_code == expected
            # The third unit of the second round is hidden from everybody.
            files = expected if unit != units[2] else 404
            assert client.get(f"/reviews/units/{unit}/rounds/{filled[1]}/figures.csv").status_code == files
    assert client.sign_in(people["first"]).get("/reviews/results").status_code == 403
    assert client.get(f"/reviews/rounds/{filled[0]}/agreement").status_code == 403
    assert client.get("/reviews/units/own").headers["Location"] == f"/reviews/units/{units[0]}"
    foreign = client.sign_in(client.world.people[Role.MANAGEMENT])
    assert foreign.get(f"/reviews/rounds/{filled[0]}/agreement").status_code == 404


def test_units_stand_by_name_without_any_score(
    client: PageClient, place: Place, people: dict[str, int], filled: list[int]
) -> None:
    page = client.sign_in(people["management"]).page("/reviews/results")
    names = [words(one) for one in page.select(".pick-name")][: len(place.units)]
    assert names == [f"Enhet {number}" for number in range(6)]
    assert not page.main.select("table")  # type: ignore[union-attr]
    section = client.sign_in(people["section"]).page("/reviews/results")
    assert "Enhet 2" in text(section)
    assert "Enhet 0" not in text(section)


def test_agreement_says_its_traps_and_names_nobody(
    client: PageClient, place: Place, people: dict[str, int], filled: list[int]
) -> None:
    page = client.sign_in(people["management"]).page(f"/reviews/rounds/{filled[0]}/agreement")
    assert "par har färre än 10 gemensamma utdrag" in text(page)
    said = text(page)
    assert "18 av 36 utdrag bedömdes av två" in said
    assert "Färre än 30 utdrag är bedömda två gånger" in said
    assert "ej beräkningsbar" in said, "a1 does not vary"
    assert "nan" not in said.lower().split()
    assert "Test Round Coach" not in page.text
    assert "ICC(1,1)" in said


def test_figures_as_files_hold_what_the_page_shows(
    client: PageClient, place: Place, people: dict[str, int], filled: list[int]
) -> None:
    client.sign_in(people["first"])
    answer = client.get(f"/reviews/units/{place.units[0]}/rounds/{filled[1]}/figures.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    by_code = {row[1].split()[0]: row for row in rows[1:] if len(row) > 5 and row[1]}
    assert by_code["A1"][2:8] == ["6", "0", "0", "0", "0", "6"]
    assert by_code["A2"][2:8] == ["6", "0", "0", "3", "3", "0"]
    assert by_code["C2"][2:8] == ["0", *[".."] * 5]
    assert any("självvalda" in row[0] for row in rows if row)
    sheet = client.get(f"/reviews/units/{place.units[0]}/rounds/{filled[1]}/figures.xlsx")
    assert sheet.data[:2] == b"PK"
    assert client.get(f"/reviews/units/{place.units[0]}/rounds/{filled[1]}/figures.doc").status_code == 404


@pytest.mark.skipif(not paper.is_possible(), reason="Pango is not on this machine")
def test_the_report_is_a_pdf_too(client: PageClient, place: Place, people: dict[str, int], filled: list[int]) -> None:
    from pypdf import PdfReader

    client.sign_in(people["first"])
    address = f"/reviews/units/{place.units[0]}/rounds/{filled[1]}/report.pdf"
    for _again in range(20):
        with client.get(address) as answer:
            status, content = answer.status_code, answer.data
        if status != 202:
            break
    assert status == 200
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "Det ni har kommit längst med" in said
    assert "Självvalda" in said or "självvalda" in said


def test_drawn_samples_are_called_random(
    client: PageClient, place: Place, people: dict[str, int], database: Database, filled: list[int]
) -> None:
    with database.transaction() as session:
        for one in session.scalars(select(ReviewRound)):
            one.source = SampleSource.PROCESSES
    said = text(client.sign_in(people["first"]).page(f"/reviews/units/{place.units[0]}"))
    assert "Utdragen är slumpvis valda" in said
    assert "självvalda" not in said


def test_before_any_round_is_closed_the_page_says_how_it_comes(
    client: PageClient, place: Place, people: dict[str, int], app: Flask
) -> None:
    assert "Ingen omgång som ni var med i har stängts än" in text(
        client.sign_in(people["first"]).page(f"/reviews/units/{place.units[0]}")
    )
    assert "Vad granskningarna säger om vår enhet" in text(client.page("/reviews"))
    assert "När en omgång har stängts" in text(client.sign_in(people["management"]).page("/reviews/results"))


def test_a_rater_sees_their_own_drift_and_nobody_elses(
    client: PageClient, place: Place, people: dict[str, int], filled: list[int]
) -> None:
    rater = text(client.sign_in(place.coaches[0]).page("/reviews/mine"))
    assert "Våren 2026" in rater
    assert "median: 0,0" in rater
    alone = text(client.sign_in(place.coaches[3]).page("/reviews/mine"))
    assert "När en omgång har stängts där du och någon annan" in alone
    assert client.sign_in(people["management"]).get("/reviews/mine").status_code == 403
    assert "Bara du ser det" not in text(client.page("/reviews"))


def test_own_levels_stand_beside_the_reference_of_each_set(
    client: PageClient, place: Place, app: Flask, database: Database
) -> None:
    before = text(client.sign_in(place.coaches[0]).page("/reviews/mine"))
    assert "När du har kalibrerat" in before
    with app.app_context(), database.transaction() as session:
        rate_a_set(session, place.coaches[0], change=higher(1))
    after = text(client.page("/reviews/mine"))
    assert "Uppsättning 1, 2 mars 2026" in after
    assert "median: +0,9" in after
    assert "Uppsättning" not in text(client.sign_in(place.coaches[1]).page("/reviews/mine"))
