"""Fixtures of the tests of training: two people with the small course before them, and pages that compile once."""

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from core.database import Database
from tests.training.study import Study, any_document
from tests.world import add_municipality, add_person, add_section, add_unit
from training import standings
from training.service import Learner


@pytest.fixture
def study(database: Database) -> Study:
    """Two people of one unit who have not begun the small course."""
    with database.transaction() as session:
        here = add_municipality(session, "Testby kommun").id
        unit = add_unit(session, here, add_section(session, here, "Barn och unga").id, "Utredning").id
        anna, bo = (add_person(session, here, unit, name).id for name in ("anna", "bo"))
        standings.rewrite(session, [anna, bo], ["small"])
    return Study(database, any_document(database), Learner(anna, here), Learner(bo, here))


class _Remembered(BytecodeCache):
    """Compiled templates, shared by all apps of a test run: compiling them takes longer than most tests."""

    codes: dict[str, bytes] = {}  # noqa: RUF012  one for all apps

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture
def app(app: Flask) -> Flask:
    """The app, with the templates that an earlier test has compiled."""
    app.jinja_env.bytecode_cache = _Remembered()
    return app
