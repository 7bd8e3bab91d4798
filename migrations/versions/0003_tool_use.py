"""Processes, the tools they used, the counts of both, and told numbers of processes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "process_kind",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_process_kind_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_process_kind"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_process_kind_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_process_kind_municipality_id_key"),
    )
    op.create_index("ix_process_kind_municipality_id", "process_kind", ["municipality_id"], unique=False)
    op.create_table(
        "tool_use_change",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_tool_use_change_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tool_use_change"),
        sa.UniqueConstraint("municipality_id", "kind", "year", name="uq_tool_use_change_municipality_id_kind_year"),
    )
    op.create_index("ix_tool_use_change_municipality_id", "tool_use_change", ["municipality_id"], unique=False)
    op.create_table(
        "process",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("touched_on", sa.Date(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_on is null or closed_on >= opened_on", name=op.f("ck_process_closes_after_opening")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_process_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_process_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_process"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_process_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "reference", name="uq_process_municipality_id_reference"),
    )
    op.create_index("ix_process_municipality_id", "process", ["municipality_id"], unique=False)
    op.create_index("ix_process_unit_id_kind_opened_on", "process", ["unit_id", "kind", "opened_on"], unique=False)
    op.create_index("ix_process_unit_id_touched_on", "process", ["unit_id", "touched_on"], unique=False)
    op.create_table(
        "told_process_count",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("quarter", sa.SmallInteger(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("processes", sa.Integer(), nullable=False),
        sa.Column("told_by", sa.String(length=16), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("processes >= 0", name=op.f("ck_told_process_count_is_a_count")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_told_process_count_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_told_process_count_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_told_process_count"),
        sa.UniqueConstraint(
            "municipality_id",
            "kind",
            "quarter",
            "unit_id",
            name="uq_told_process_count_municipality_id_kind_quarter_unit_id",
        ),
    )
    op.create_index("ix_told_process_count_municipality_id", "told_process_count", ["municipality_id"], unique=False)
    op.create_table(
        "tool_use_count",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("quarter", sa.SmallInteger(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=60), nullable=False),
        sa.Column("processes", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_tool_use_count_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_tool_use_count_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tool_use_count"),
        sa.UniqueConstraint(
            "municipality_id",
            "kind",
            "quarter",
            "unit_id",
            "tool",
            name="uq_tool_use_count_municipality_id_kind_quarter_unit_id_tool",
        ),
    )
    op.create_index("ix_tool_use_count_municipality_id", "tool_use_count", ["municipality_id"], unique=False)
    op.create_table(
        "tool_registration",
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "process_id"],
            ["process.municipality_id", "process.id"],
            name="fk_tool_registration_municipality_id_process_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_tool_registration_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tool_registration"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_tool_registration_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_tool_registration_municipality_id_key"),
    )
    op.create_index("ix_tool_registration_municipality_id", "tool_registration", ["municipality_id"], unique=False)
    op.create_index("ix_tool_registration_process_id", "tool_registration", ["process_id"], unique=False)
    op.create_table(
        "tool_use",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=60), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "process_id"],
            ["process.municipality_id", "process.id"],
            name="fk_tool_use_municipality_id_process_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "registration_id"],
            ["tool_registration.municipality_id", "tool_registration.id"],
            name="fk_tool_use_municipality_id_registration_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_tool_use_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tool_use"),
        sa.UniqueConstraint("process_id", "tool", name="uq_tool_use_process_id_tool"),
    )
    op.create_index("ix_tool_use_registration_id", "tool_use", ["registration_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""

    op.drop_index("ix_tool_use_registration_id", table_name="tool_use")
    op.drop_table("tool_use")
    op.drop_index("ix_tool_registration_process_id", table_name="tool_registration")
    op.drop_index("ix_tool_registration_municipality_id", table_name="tool_registration")
    op.drop_table("tool_registration")
    op.drop_index("ix_tool_use_count_municipality_id", table_name="tool_use_count")
    op.drop_table("tool_use_count")
    op.drop_index("ix_told_process_count_municipality_id", table_name="told_process_count")
    op.drop_table("told_process_count")
    op.drop_index("ix_process_unit_id_touched_on", table_name="process")
    op.drop_index("ix_process_unit_id_kind_opened_on", table_name="process")
    op.drop_index("ix_process_municipality_id", table_name="process")
    op.drop_table("process")
    op.drop_index("ix_tool_use_change_municipality_id", table_name="tool_use_change")
    op.drop_table("tool_use_change")
    op.drop_index("ix_process_kind_municipality_id", table_name="process_kind")
    op.drop_table("process_kind")
