"""`flask tool-use verify` and `recount`: the stored counts are proved, and mended where they have gone wrong."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from fidelity.tool_use import counts
from fidelity.tool_use.models import ToolUseChange, ToolUseCount
from fidelity.tool_use.rules import EVERY_PROCESS
from tests.fidelity.tool_use.office import MAPPING, Office


@pytest.fixture
def used(office: Office) -> Office:
    """The unit with two processes, one of which has used a tool."""
    process = office.open()
    office.open()
    office.browser()
    office.tap(process, MAPPING)
    return office


def run(app: Flask, *words: str) -> tuple[int, str]:
    """A command's exit code and what it said."""
    done = app.test_cli_runner().invoke(args=["tool-use", *words])
    return done.exit_code, done.output


def spoil(office: Office) -> None:
    """Let a count be wrong, as nothing of ours makes it."""
    with office.database.transaction() as session:
        session.execute(update(ToolUseCount).where(ToolUseCount.tool == EVERY_PROCESS).values(processes=7))


def test_verify_agrees_as_long_as_all_is_well(app: Flask, used: Office) -> None:
    assert run(app, "verify") == (0, "The stored counts equal a recount.\n")
    assert run(app, "recount") == (0, "The stored counts equal a recount: nothing to mend.\n")


def test_verify_says_what_differs_and_ends_with_one(app: Flask, used: Office) -> None:
    spoil(used)
    code, said = run(app, "verify")
    assert code == 1
    assert said.splitlines()[0] == (
        f"Testby kommun, unit {used.world.unit}, investigation, open, processes: stored 7, recounted 2"
    )
    with used.database.session(writes=False) as session:
        assert len(counts.differences(session, used.world.municipality)) == 1


def test_recount_mends_and_says_that_figures_have_changed(app: Flask, used: Office) -> None:
    spoil(used)
    with used.database.session(writes=False) as session:
        before = session.scalars(select(ToolUseChange.changes)).one()
    code, said = run(app, "recount")
    assert code == 0
    assert said.splitlines()[-1] == "1 counts are mended."
    assert run(app, "verify")[0] == 0
    with used.database.session(writes=False) as session:
        assert session.scalars(select(ToolUseChange.changes)).one() == before + 1


def test_a_count_of_nothing_that_is_there_is_mended_too(app: Flask, used: Office) -> None:
    with used.database.transaction() as session:
        session.execute(update(ToolUseCount).where(ToolUseCount.tool == MAPPING).values(tool="never", quarter=8104))
    code, said = run(app, "verify")
    assert code == 1
    assert "closed in quarter 1 of 2026, never: stored 1, recounted 0" in said
    run(app, "recount")
    assert run(app, "verify")[0] == 0
