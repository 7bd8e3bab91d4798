"""Fixtures of the tests of follow-up: municipalities with staff in a database that many tests share."""

import pytest
from flask import Flask

from core.database import Database
from organisation.models import Role
from tests.followup.staff import Staff, found_municipality, hire_at_random
from tests.training import shared

shared_database, shared_app = shared.shared_database, shared.shared_app


@pytest.fixture(scope="session")
def many(shared_app: Flask, shared_database: Database) -> Staff:
    """Three sections with random staff, and a viewer of each reach. Tests look at it and change nothing."""
    staff = found_municipality(shared_app, shared_database)
    hire_at_random(staff, people=70, seed=11)
    first_section, first_unit = staff.sections[0], next(iter(staff.units))
    staff.add_viewer("management", (Role.MANAGEMENT, {}))
    staff.add_viewer("method-supporter", (Role.METHOD_SUPPORTER, {}))
    staff.add_viewer("section-manager", (Role.SECTION_MANAGER, {"section_id": first_section}))
    staff.add_viewer("coach", (Role.COACH, {"section_id": first_section}))
    staff.add_viewer("unit-manager", (Role.UNIT_MANAGER, {"unit_id": first_unit}))
    return staff


@pytest.fixture
def few(shared_app: Flask, shared_database: Database) -> Staff:
    """Two sections with two units each, and nobody in them."""
    return found_municipality(shared_app, shared_database, units_in_sections=(2, 2))
