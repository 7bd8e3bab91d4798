"""The migrations lead to the models' tables, back to nothing and up again, and keep what people have stored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, MetaData, create_engine, insert, inspect, make_url, select, text

from core.database import Base, Database
from core.migrating import alembic_config, migrate
from tests.world import NOON, make_world

A_DAY = NOON.date()
AT = NOON.replace(tzinfo=None)
OWN = {"id": 1, "municipality_id": 1}
FIRST_ROWS: dict[str, dict[str, Any]] = {
    "municipality": {"id": 1, "name": "By", "section_word": "section", "unit_word": "unit", "opened_on": A_DAY, "is_fictional": False},
    "section": OWN | {"name": "Barn"},
    "unit": OWN | {"section_id": 1, "name": "Utredning"},
    "person": OWN | {"employee_number": "1", "name": "Åsa Öberg", "email": "a@example.invalid"},
    "employment": OWN | {"person_id": 1, "unit_id": 1, "position": "Socialsekreterare", "starts_on": A_DAY, "is_primary": False},
    "leave": OWN | {"employment_id": 1, "starts_on": A_DAY, "ends_on": A_DAY},
    "published_document": {
        "id": 1, "key": "courses/old", "language": "sv", "version": 1, "kind": "course", "sha256": "0" * 64,
        "source": "…", "published_at": AT,
    },
    "enrolment": OWN | {"person_id": 1, "course": "old", "run": 1, "started_at": AT},
    "step_done": OWN | {"enrolment_id": 1, "module": "one", "step": "first", "document_id": 1, "done_at": AT},
    "check_attempt": OWN | {"enrolment_id": 1, "module": "one", "number": 1, "document_id": 1, "started_at": AT, "has_passed": True},
    "check_answer": OWN | {"attempt_id": 1, "question": "q1", "chosen": ["yes"], "is_right": True, "answered_at": AT},
    "reflection_text": OWN | {
        "enrolment_id": 1, "module": "one", "reflection": "r", "document_id": 1, "text": "Min text", "revision": 1, "saved_at": AT,
    },
    "audit_event": {"id": 1, "at": AT, "name": "signed-in", "municipality_id": 1, "actor_id": 1, "subject": {"person_id": 1}},
}  # fmt: skip
"""Rows as the first migration's tables take them. They are never changed: later migrations have to bring them along."""


@pytest.fixture
def bare(database_kind: str, migrated: str, tmp_path: Path) -> Iterator[Database]:
    """An empty database without a schema."""
    if database_kind == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/bare.sqlite3")
        yield database
        database.engine.dispose()
        return
    url = make_url(migrated)
    server = create_engine(url.set(database="template1"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE bare"))
    database = Database(url.set(database="bare").render_as_string(hide_password=False))
    yield database
    database.engine.dispose()
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE bare"))
    server.dispose()


def migrate_down(database: Database, revision: str) -> None:
    with database.engine.connect() as connection:
        command.downgrade(alembic_config(connection), revision)


def revisions() -> list[str]:
    """Every revision, the first one first."""
    scripts = ScriptDirectory.from_config(alembic_config(None))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database itself describes them."""
    found = MetaData()
    found.reflect(database.engine)
    with database.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in found.sorted_tables
        }


def is_ours(_object: object, name: str | None, *_more: object) -> bool:
    """Whether the models describe it: the words of search lie in what each database has for that."""
    return "search_index" not in (name or "")


def differences(database: Database) -> list[object]:
    """What a migration that brings the database to the models would have to do."""
    with database.engine.connect() as connection:
        opts = {"compare_type": True, "compare_server_default": True, "include_object": is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))


def test_revisions_are_numbered_and_follow_each_other() -> None:
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]
    assert len(ScriptDirectory.from_config(alembic_config(None)).get_heads()) == 1


def test_the_newest_schema_is_what_the_models_say_also_after_going_down_and_up_again(bare: Database) -> None:
    migrate(bare)
    assert differences(bare) == []
    migrate_down(bare, "base")
    assert tables(bare) == set()
    migrate(bare)
    assert differences(bare) == []


def test_check_constraints_are_named_as_in_the_models(bare: Database) -> None:
    migrate(bare)
    inspector = inspect(bare.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        assert {one["name"] for one in inspector.get_check_constraints(table.name)} == wanted


def test_what_was_stored_under_the_first_schema_is_kept_all_the_way_up(bare: Database) -> None:
    first, *later = revisions()
    migrate(bare, first)
    schema = MetaData()
    schema.reflect(bare.engine)
    with bare.engine.begin() as connection:
        for name, row in FIRST_ROWS.items():
            connection.execute(insert(schema.tables[name]), row)
    before = rows(bare)
    for revision in later:
        migrate(bare, revision)
        migrate_down(bare, "-1")
        migrate(bare, revision)
    after = rows(bare)
    for name in FIRST_ROWS:
        (old,), (new,) = before[name], after[name]
        assert {column: new[column] for column in old} == old, name


def test_migrating_what_is_migrated_changes_no_row(bare: Database) -> None:
    migrate(bare)
    with bare.transaction() as session:
        make_world(session)
    before = rows(bare)
    migrate(bare)
    assert rows(bare) == before
    assert before["course_standing"]
