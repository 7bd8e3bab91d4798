"""Files of processes on their way in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "process_import",
        sa.Column("every_from", sa.SmallInteger(), nullable=True),
        sa.Column("every_to", sa.SmallInteger(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("preview", sa.JSON(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_process_import_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_process_import_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_process_import"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_process_import_municipality_id_id"),
    )
    op.create_index("ix_process_import_municipality_id", "process_import", ["municipality_id"], unique=False)
    op.create_index("ix_process_import_person_id", "process_import", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_index("ix_process_import_person_id", table_name="process_import")
    op.drop_index("ix_process_import_municipality_id", table_name="process_import")
    op.drop_table("process_import")
