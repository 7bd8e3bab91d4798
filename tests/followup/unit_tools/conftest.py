"""Fixtures of the tests of the picture: a day that stays, and a municipality with nothing registered yet."""

from collections.abc import Iterator
from datetime import datetime, time

import pytest
import time_machine
from flask import Flask

from core import clock
from core.database import Database
from tests.followup.unit_tools.uses import TODAY, Uses, found_uses


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    """It is the same day in every test."""
    with time_machine.travel(datetime.combine(TODAY, time(12), clock.STOCKHOLM)):
        yield


@pytest.fixture
def uses(shared_app: Flask, shared_database: Database) -> Uses:
    """Two sections with three and two units."""
    return found_uses(shared_app, shared_database)
