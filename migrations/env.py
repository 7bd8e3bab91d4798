"""Alembic's entry: runs migrations on the connection it is handed."""

from alembic import context

from core import audit, publishing
from core.database import Base
from fidelity.checklists.filling import models as filling_models
from fidelity.checklists.own import models as own_checklist_models
from fidelity.reviews.calibration import group_models
from fidelity.reviews.calibration import models as calibration_models
from fidelity.reviews.rating import models as rating_models
from fidelity.reviews.results import models as result_models
from fidelity.reviews.rounds import models as round_models
from fidelity.reviews.samples import models as sample_models
from fidelity.tool_use import models as tool_use_models
from organisation import models as organisation_models
from training import models as training_models
from training.search import models as search_models

TABLES = (
    audit,
    publishing,
    own_checklist_models,
    organisation_models,
    training_models,
    search_models,
    tool_use_models,
    filling_models,
    result_models,
    round_models,
    sample_models,
    rating_models,
    calibration_models,
    group_models,
)
"""Importing them makes their tables known to the metadata, which is compared with the database."""

connection = context.config.attributes["connection"]
is_sqlite = connection.dialect.name == "sqlite"
if (
    is_sqlite
):  # it changes a table by making it anew: what points at the table must not be seen to point at nothing meanwhile
    connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=is_sqlite,
    transaction_per_migration=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
if is_sqlite:
    dangling = connection.connection.driver_connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
    if dangling:
        raise RuntimeError(f"after migrating, rows point at nothing: {dangling[:5]}")
