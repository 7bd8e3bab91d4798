"""Marks that tests of several packages put on themselves."""

import pytest

on_one_database = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True, scope="session")
"""For what has nothing to do with the kind of database: the test runs once instead of once on each."""

on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True, scope="session")
"""For what only PostgreSQL needs."""
