"""Alembic's entry: runs migrations on the connection it is handed."""

from alembic import context

from core import audit, publishing
from core.database import Base
from fidelity.tool_use import models as tool_use_models
from organisation import models as organisation_models
from training import models as training_models
from training.search import models as search_models

TABLES = (audit, publishing, organisation_models, training_models, search_models, tool_use_models)
"""Importing them makes their tables known to the metadata, which is compared with the database."""

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
