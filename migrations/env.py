"""Alembic's entry: runs migrations on the connection it is handed."""

from alembic import context

import core.audit
import core.publishing
import organisation.models
import training.models  # noqa: F401  the tables have to be known to compare them with the database
from core.database import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
