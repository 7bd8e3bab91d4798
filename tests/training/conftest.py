"""Fixtures of the tests of training: two people with a small course before them, and a town with pages."""

import pytest
from flask import Flask

from core.database import Database
from tests.training import shared
from tests.training.study import Study, begin_study
from tests.training.town import Town, begin_town

shared_database, shared_app = shared.shared_database, shared.shared_app


@pytest.fixture
def study(shared_database: Database) -> Study:
    """Two people of one unit who have not begun the small course."""
    return begin_study(shared_database)


@pytest.fixture
def town(shared_app: Flask, shared_database: Database) -> Town:
    """A municipality with somebody new, a coach and a section manager."""
    return begin_town(shared_app, shared_database)
