"""Bringing in a file of processes through the pages and the command line."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core import clock
from core.audit import Actor, AuditEvent
from core.settings import ROOT
from core.table_files import work as work_beside
from core.table_files.kept import GIVEN_UP_AFTER, KEPT_FOR
from fidelity.tool_use import counts, service
from fidelity.tool_use.importing import process_file
from fidelity.tool_use.importing.kept_rows import unpacked
from fidelity.tool_use.importing.models import ProcessImport
from fidelity.tool_use.models import Process, ProcessKind, ToldCount, ToolUse
from fidelity.tool_use.rules import quarter_of
from fidelity.tool_use.service import Opening
from organisation.models import Role
from tests.client import PageClient, checked, words
from tests.core.markers import on_one_database
from tests.fidelity.tool_use.importing.pages import send_file, settled
from tests.world import World

pytestmark = on_one_database

HEAD = "Slag;Enhet;Öppnad;Avslutad;Verktyg;Nätverk\n"
TWO = (
    f"{HEAD}Utredning;Utredning 1;2025-01-13;2025-04-30;Tre hus, Kartläggning i tre kolumner;privat, professionellt\n"
    "Förhandsbedömning;Utredning 2;2025-02-03;;Faroformulering;\n"
).encode()


@pytest.fixture
def supporter(client: PageClient) -> PageClient:
    """The method supporter's browser."""
    return client.sign_in(client.world.people[Role.METHOD_SUPPORTER])


def shown(client: PageClient, kept: ProcessImport) -> Any:
    """The page of a file."""
    return client.page(f"/tool-use/imports/{kept.id}")


def figures(page: Any) -> list[str]:
    """New, closed, given more tools, unchanged."""
    return [words(one) for one in page.select(".figures dd")]


def processes(session: Session) -> list[Process]:
    """Every process as it is now."""
    session.rollback()
    return list(session.scalars(select(Process).order_by(Process.id)))


def by_hand(session: Session, world: World, **changes: Any) -> Process:
    """A process that staff have registered by hand."""
    values = {"unit_id": world.unit, "kind": "investigation", "opened_on": clock.today() - timedelta(days=9)} | changes
    process = service.open_process(session, Opening(world.municipality, **values), actor=Actor(), now=clock.now())
    session.commit()
    return process


def test_a_file_is_shown_first_and_taken_in_once(supporter: PageClient, session: Session) -> None:
    kept = settled(session, send_file(supporter, session, TWO), "preview")
    page = shown(supporter, kept)
    assert figures(page) == ["2", "0", "0", "0"]
    assert [words(cell) for cell in page.select("tbody tr")] == ["Utredning 1 0 1 0 0 0", "Utredning 2 0 1 0 0 0"]
    assert processes(session) == []
    url = page.select_one("form[action$='/apply']")["action"]
    checked(supporter.send(url, follow_redirects=True))
    settled(session, kept, "done")
    first, second = processes(session)
    assert (first.kind, first.closed_on.isoformat()) == ("investigation", "2025-04-30")
    assert service.tools_of(session, first.id) == {
        "three-houses", "three-column-mapping", "private-network", "professional-network",
    }  # fmt: skip
    assert service.tools_of(session, second.id) == {"danger-statement"}
    assert supporter.send(url).status_code == 409
    assert len(processes(session)) == 2
    assert (kept.content, kept.preview) == (None, {"counts": {"new": 2, "closed": 0, "more_tools": 0, "unchanged": 0}})
    assert counts.differences(session, supporter.world.municipality) == []


def test_the_same_file_again_changes_nothing(supporter: PageClient, session: Session) -> None:
    for expected in (["2", "0", "0", "0"], ["0", "0", "0", "2"]):
        kept = settled(session, send_file(supporter, session, TWO), "preview")
        page = shown(supporter, kept)
        assert figures(page) == expected
        supporter.send(page.select_one("form[action$='/apply']")["action"])
        settled(session, kept, "done")
    assert page.select_one(".answer") is not None
    assert len(processes(session)) == 2


def test_a_later_file_closes_what_has_been_closed_since(supporter: PageClient, session: Session) -> None:
    supporter.send(f"/tool-use/imports/{settled(session, send_file(supporter, session, TWO), 'preview').id}/apply")
    later = TWO.replace(b"2025-02-03;;", b"2025-02-03;2025-02-14;")
    assert figures(shown(supporter, send_file(supporter, session, later))) == ["0", "1", "0", "1"]


def test_words_of_the_site_are_understood_in_both_languages(supporter: PageClient, session: Session) -> None:
    session.add(ProcessKind(municipality_id=supporter.world.municipality, key="own", name="Familjehem"))
    session.add(ProcessKind(municipality_id=supporter.world.municipality, key="service", is_used=False))
    session.commit()
    rows = (
        "Type,Unit,Opened,Closed,Tools,Network\n"
        "Investigation,utredning 1,2025-01-13,,Three Houses|Fairy/Wizard; words-and-pictures,both\n"
        "safety planning,Utredning-1,2025-01-13,,Genogram,private\n"
        "familjehem,Öppenvård,2025-01-13,,,none\n"
        "förhandsbedömningar,Öppenvård,2025-01-13,,privat nätverk,\n"
    )
    kept = settled(session, send_file(supporter, session, rows.encode()), "preview")
    supporter.send(f"/tool-use/imports/{kept.id}/apply")
    settled(session, kept, "done")
    assert {one.kind for one in processes(session)} == {
        "investigation", "safety-planning", "own", "preliminary-assessment",
    }  # fmt: skip
    assert {"three-houses", "fairy-and-wizard", "words-and-pictures", "network-map"} <= set(
        session.scalars(select(ToolUse.tool))
    )
    kept = send_file(supporter, session, f"{HEAD}Insats;Öppenvård;2025-01-13;;;\n".encode())
    assert settled(session, kept, "refused").preview is not None, "a kind that is no longer used"


def test_a_faulty_file_is_refused_with_line_column_and_advice(supporter: PageClient, session: Session) -> None:
    faulty = f"{HEAD}Utredning;Utredning 3;2025-01-13;2025-02-31;Tre hsu;\n".encode()
    page = shown(supporter, settled(session, send_file(supporter, session, faulty), "refused"))
    rows = [[words(cell) for cell in row.select("td")] for row in page.select("tbody tr")]
    assert [row[:2] for row in rows] == [["2", "Enhet"], ["2", "Avslutad"], ["2", "Verktyg"]]
    assert "Menade du ”Utredning 1”" in rows[0][2].replace("Utredning 2", "Utredning 1")
    assert "Menade du ”Tre hus”?" in rows[2][2]
    assert processes(session) == []


@pytest.mark.parametrize("place", ["column", "cell", "file name"])
def test_what_identifies_somebody_is_kept_nowhere(
    supporter: PageClient, session: Session, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content, name = TWO.decode(), "processer.csv"
    if place == "column":
        content = commented("850612-1234")
    if place == "cell":
        content = content.replace("Tre hus", "Tre hus 850612-1234")
    if place == "file name":
        name = "850612-1234.csv"
    kept = send_file(supporter, session, content.encode(), name=name)
    page = shown(supporter, settled(session, kept, "preview" if place == "file name" else "refused"))
    assert "850612" not in page.text
    if place != "file name":
        assert "personnummer" in words(page.main)
        assert "Inget av filen har sparats." in words(page.main)
    assert "850612" not in capsys.readouterr().out
    session.rollback()
    for table in ("process_import", "audit_event"):
        assert "850612" not in str(session.execute(text(f"select * from {table}")).all())  # noqa: S608


def test_what_is_kept_until_it_is_settled_are_the_rows_as_understood(supporter: PageClient, session: Session) -> None:
    kept = settled(session, send_file(supporter, session, commented("Hemligt").encode()), "preview")
    assert "Kommentar" in str(kept.preview), "it is told which columns are not read"
    assert kept.content is not None
    assert "Hemligt" not in str(kept.preview) + str(unpacked(kept.content))


def test_a_dropped_file_leaves_nothing_behind(supporter: PageClient, session: Session) -> None:
    kept = settled(session, send_file(supporter, session, TWO), "preview")
    page = checked(supporter.send(f"/tool-use/imports/{kept.id}/drop", follow_redirects=True))
    assert page.select_one(".flashes") is not None
    assert settled(session, kept, "dropped").content is None
    assert supporter.send(f"/tool-use/imports/{kept.id}/apply").status_code == 409
    assert processes(session) == []
    names = session.scalars(select(AuditEvent.name).order_by(AuditEvent.id)).all()
    assert [name for name in names if name.startswith("process")] == ["process-file-sent", "process-file-dropped"]


def test_a_file_that_is_taken_in_stands_in_the_log(supporter: PageClient, session: Session) -> None:
    kept = settled(session, send_file(supporter, session, TWO), "preview")
    supporter.send(f"/tool-use/imports/{kept.id}/apply")
    settled(session, kept, "done")
    event = session.scalars(select(AuditEvent).where(AuditEvent.name == "processes-imported")).one()
    assert (event.actor_id, event.subject["new"]) == (supporter.world.people[Role.METHOD_SUPPORTER], 2)


def test_what_changed_since_the_preview_is_shown_again(supporter: PageClient, session: Session) -> None:
    kept = settled(session, send_file(supporter, session, TWO), "preview")
    opened_on = clock.today().replace(year=2025, month=2, day=3)
    by_hand(
        session,
        supporter.world,
        unit_id=supporter.world.sibling_unit,
        kind="preliminary-assessment",
        opened_on=opened_on,
    )
    again = checked(supporter.send(f"/tool-use/imports/{kept.id}/apply", follow_redirects=True))
    assert figures(again) == ["1", "0", "1", "0"]
    assert again.select_one("form[action$='/apply']") is not None
    assert len(processes(session)) == 1


def test_a_reference_that_was_corrected_since_the_preview_becomes_a_fault(
    supporter: PageClient, session: Session
) -> None:
    process = by_hand(session, supporter.world)
    content = f"{HEAD[:-1]};Referens\nUtredning;Utredning 1;{process.opened_on};;Tre hus;;{process.reference}\n"
    kept = settled(session, send_file(supporter, session, content.encode()), "preview")
    process.opened_on = process.opened_on - timedelta(days=1)
    session.commit()
    supporter.send(f"/tool-use/imports/{kept.id}/apply")
    page = shown(supporter, settled(session, kept, "refused"))
    assert [words(cell) for cell in page.select("tbody td")][:2] == ["2", "Öppnad"]


def test_a_file_that_more_than_doubles_a_unit_asks_first(supporter: PageClient, session: Session) -> None:
    by_hand(session, supporter.world)
    many = HEAD + "".join(f"Utredning;Utredning 1;2025-01-{day:02};;;\n" for day in (13, 14))
    kept = settled(session, send_file(supporter, session, many.encode()), "preview")
    page = shown(supporter, kept)
    assert "Utredning 1" in words(page.select_one(".notice.attend"))
    refused = checked(supporter.send(f"/tool-use/imports/{kept.id}/apply"), 422)
    assert refused.select_one(".error-summary") is not None
    assert len(processes(session)) == 1
    supporter.send(f"/tool-use/imports/{kept.id}/apply", {"is_sure": "y"})
    settled(session, kept, "done")
    assert len(processes(session)) == 3


def commented(comment: str) -> str:
    """The file with one column more."""
    heading, *rows = TWO.decode().splitlines()
    return "\n".join([f"{heading};Kommentar", *(f"{row};{comment}" for row in rows)])


def quarter(year: int, number: int) -> str:
    """A quarter as the form sends it."""
    return str(year * 4 + number - 1)


def test_a_file_with_every_process_says_how_many_were_closed(supporter: PageClient, session: Session) -> None:
    fields = {"holds": "every", "first": quarter(2025, 1), "last": quarter(2025, 2)}
    kept = settled(session, send_file(supporter, session, TWO, **fields), "preview")
    page = shown(supporter, kept)
    assert "kvartal 1 2025 till kvartal 2 2025" in words(page.main)
    supporter.send(f"/tool-use/imports/{kept.id}/apply")
    settled(session, kept, "done")
    session.rollback()
    told = {(one.unit_id, one.kind, one.quarter): one.processes for one in session.scalars(select(ToldCount))}
    assert len(told) == 8
    assert {key: count for key, count in told.items() if count} == {
        (supporter.world.unit, "investigation", 2025 * 4 + 1): 1
    }


def test_quarters_in_which_the_file_closed_nothing_ask_first(supporter: PageClient, session: Session) -> None:
    fields = {"holds": "every", "first": quarter(2024, 1), "last": quarter(2024, 1)}
    kept = settled(session, send_file(supporter, session, TWO, **fields), "preview")
    assert shown(supporter, kept).select_one(".notice.attend") is not None
    assert supporter.send(f"/tool-use/imports/{kept.id}/apply").status_code == 422


def test_what_is_not_chosen_or_not_possible_is_refused_with_advice(supporter: PageClient) -> None:
    this = quarter_of(clock.today()).number
    for fields in (
        {"holds": "some", "first": str(this - 1), "last": str(this - 1)},
        {"holds": "every", "first": str(this - 1), "last": str(this - 2), "file": (ROOT / "LICENSE").open("rb")},
        {"holds": "every", "first": str(this - 1), "last": str(this), "file": (ROOT / "LICENSE").open("rb")},
    ):
        page = checked(supporter.send("/tool-use/imports", fields, content_type="multipart/form-data"), 422)
        assert page.select_one(".error-summary") is not None


def test_the_page_shows_how_far_it_has_come_and_then_where_it_was_cut_off(
    supporter: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_beside, "WAIT_SECONDS", 0.01)
    go_on = threading.Event()
    real = process_file.records

    def slow(*arguments: Any) -> Any:
        go_on.wait(20)
        return real(*arguments)

    monkeypatch.setattr(process_file, "records", slow)
    kept = send_file(supporter, session, TWO)
    assert shown(supporter, kept).select_one("progress") is not None
    kept.beat_at -= GIVEN_UP_AFTER + timedelta(minutes=1)
    session.commit()
    assert shown(supporter, kept).select_one(".notice.wrong") is not None
    assert processes(session) == []
    go_on.set()
    settled(session, kept, "preview")


def test_work_that_fails_changes_nothing_and_says_so(
    supporter: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = settled(session, send_file(supporter, session, TWO), "preview")

    def breaks(*_arguments: object, **_more: object) -> None:
        raise LookupError("Tre hus")

    monkeypatch.setattr(counts, "apply", breaks)
    supporter.send(f"/tool-use/imports/{kept.id}/apply")
    assert settled(session, kept, "failed").content is None
    assert shown(supporter, kept).select_one(".notice.wrong") is not None
    assert processes(session) == []


def test_files_that_were_left_lying_are_cleared_away(supporter: PageClient, session: Session) -> None:
    kept = settled(session, send_file(supporter, session, TWO), "preview")
    kept.created_at -= KEPT_FOR + timedelta(minutes=1)
    session.commit()
    latest = send_file(supporter, session, TWO)
    assert session.scalars(select(ProcessImport.id)).all() == [latest.id]


@pytest.mark.parametrize("whose", [Role.METHOD_SUPPORTER, Role.ADMINISTRATOR])
def test_another_municipalitys_file_is_not_there(client: PageClient, session: Session, whose: Role) -> None:
    world = client.world
    kept = ProcessImport(
        municipality_id=world.other_municipality,
        person_id=world.people["foreign"],
        created_at=clock.now(),
        beat_at=clock.now(),
        state="preview",
        file_name="x.csv",
    )
    session.add(kept)
    session.commit()
    client.sign_in(world.people[whose])
    for way in ("", "/apply", "/drop"):
        url = f"/tool-use/imports/{kept.id}{way}"
        assert (client.send(url) if way else client.get(url)).status_code == 404


@pytest.mark.parametrize("role", [Role.METHOD_SUPPORTER, Role.ADMINISTRATOR, Role.COACH])
def test_the_link_is_under_the_name_of_those_who_may(client: PageClient, role: Role) -> None:
    page = client.sign_in(client.world.people[role]).page("/about")
    has_link = page.select_one(".menu-panel a[href='/tool-use/imports']") is not None
    assert has_link == (role is not Role.COACH)


# --- The command line


def test_the_command_line_takes_a_file_in_or_changes_nothing(
    app: Flask, world: World, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "processer.csv"
    file.write_bytes(TWO)
    runner, arguments = app.test_cli_runner(), ["tool-use", "import", "Testby kommun", str(file)]
    dry = runner.invoke(args=[*arguments, "--dry-run"])
    assert "new: 2" in dry.output
    assert processes(session) == []
    done = runner.invoke(args=[*arguments, "--every", "2025Q1", "2025-2"])
    assert done.exit_code == 0, done.output
    assert len(processes(session)) == 2
    assert len(session.scalars(select(ToldCount)).all()) == 8
    again = runner.invoke(args=arguments)
    assert "changed nothing" in again.output
    assert counts.differences(session, world.municipality) == []


def test_the_command_line_says_what_is_wrong(app: Flask, world: World, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "processer.csv"
    file.write_text(f"{HEAD}Utredning;Utredning 9;2025-01-13;;;\n", encoding="utf-8")
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["tool-use", "import", "Testby kommun", str(file)])
    assert refused.exit_code == 1
    assert "line 2, Enhet" in refused.output
    assert runner.invoke(args=["tool-use", "import", "Ingenstans", str(file)]).exit_code == 1
    late = ["--every", "2025Q1", "2099Q1"]
    assert runner.invoke(args=["tool-use", "import", "Testby kommun", str(file), *late]).exit_code == 2
    file.write_text(f"{HEAD[:-1]};Referens\nUtredning;Utredning 1;2025-01-13;;;;lugn gran 7\n", encoding="utf-8")
    assert "line 2, Referens" in runner.invoke(args=["tool-use", "import", "Testby kommun", str(file)]).output


def test_the_command_line_asks_where_it_is_very_much(
    app: Flask, world: World, session: Session, tmp_path: Path
) -> None:
    by_hand(session, world)
    file = tmp_path / "processer.csv"
    file.write_text(
        HEAD + "".join(f"Utredning;Utredning 1;2025-01-{day:02};;;\n" for day in (13, 14)), encoding="utf-8"
    )
    runner, arguments = app.test_cli_runner(), ["tool-use", "import", "Testby kommun", str(file)]
    assert runner.invoke(args=arguments, input="n\n").exit_code == 1
    assert len(processes(session)) == 1
    assert runner.invoke(args=[*arguments, "--yes"]).exit_code == 0
    assert len(processes(session)) == 3


def test_the_example_file_can_be_taken_in(supporter: PageClient, session: Session) -> None:
    example = (ROOT / "static/examples/processes.csv").read_bytes()
    assert figures(shown(supporter, send_file(supporter, session, example)))[0] == "3"
