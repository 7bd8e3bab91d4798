"""The fixture of the pages' tests."""

import pytest

from core.database import Database
from tests.client import PageClient
from tests.fidelity.tool_use.office import Office


@pytest.fixture
def office(client: PageClient, database: Database) -> Office:
    """The world's unit, with a browser in which nobody is signed in."""
    return Office(client, database, client.world)
