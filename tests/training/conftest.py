"""Fixtures of the tests of training: two people with the small course before them."""

import pytest

from core.database import Database
from tests.training import shared
from tests.training.study import Study, begin_study

shared_database, shared_app = shared.shared_database, shared.shared_app


@pytest.fixture
def study(shared_database: Database) -> Study:
    """Two people of one unit who have not begun the small course."""
    return begin_study(shared_database)
