"""The fixtures of samples' tests."""

import pytest

from core.database import Database
from tests.client import PageClient
from tests.fidelity.reviews.samples.desk import Desk, make_desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """A round that takes samples, with its people."""
    with database.transaction() as session:
        return make_desk(session, database)


@pytest.fixture
def open_desk(desk: Desk, client: PageClient) -> Desk:
    """The same with a browser in which nobody is signed in."""
    desk.client = client
    return desk
