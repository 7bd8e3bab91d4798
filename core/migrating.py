"""Brings a database up to the newest schema."""

from alembic import command
from alembic.config import Config

from core.database import Database
from core.settings import ROOT


def migrate(database: Database, revision: str = "head") -> None:
    """Run the migrations up to a revision, in one transaction each."""
    with database.engine.connect() as connection:
        command.upgrade(alembic_config(connection), revision)


def alembic_config(connection: object) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config
