"""Filled checklists: answers, who works on them, corrections, and the counts of finished ones."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "checklist_count",
        sa.Column("half_year", sa.SmallInteger(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["published_document.id"], name="fk_checklist_count_document_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_checklist_count_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_checklist_count_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_count"),
        sa.UniqueConstraint(
            "municipality_id", "half_year", "unit_id", "document_id", "item", "answer", name="uq_checklist_count_place"
        ),
    )
    op.create_index("ix_checklist_count_municipality_id", "checklist_count", ["municipality_id"], unique=False)
    op.create_table(
        "filled_checklist",
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_revision", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "finished_on is null or finished_on >= started_on", name=op.f("ck_filled_checklist_finishes_after_starting")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["published_document.id"], name="fk_filled_checklist_document_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "process_id"],
            ["process.municipality_id", "process.id"],
            name="fk_filled_checklist_municipality_id_process_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_filled_checklist_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_filled_checklist_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_filled_checklist"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_filled_checklist_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_filled_checklist_municipality_id_key"),
    )
    op.create_index("ix_filled_checklist_municipality_id", "filled_checklist", ["municipality_id"], unique=False)
    op.create_index("ix_filled_checklist_process_id", "filled_checklist", ["process_id"], unique=False)
    op.create_index(
        "ix_filled_checklist_unit_id_finished_on", "filled_checklist", ["unit_id", "finished_on", "id"], unique=False
    )
    op.create_table(
        "checklist_amendment",
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("filled_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(reason is null) = (answer is null or answer <> 'not-applicable')",
            name=op.f("ck_checklist_amendment_not_applicable_has_a_reason"),
        ),
        sa.CheckConstraint("answer is not null or text <> ''", name=op.f("ck_checklist_amendment_says_something")),
        sa.CheckConstraint(
            "answer is null or item is not null", name=op.f("ck_checklist_amendment_an_answer_is_to_an_item")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "filled_id"],
            ["filled_checklist.municipality_id", "filled_checklist.id"],
            name="fk_checklist_amendment_municipality_id_filled_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_checklist_amendment_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_amendment"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_checklist_amendment_municipality_id_key"),
    )
    op.create_index("ix_checklist_amendment_filled_id", "checklist_amendment", ["filled_id"], unique=False)
    op.create_index("ix_checklist_amendment_municipality_id", "checklist_amendment", ["municipality_id"], unique=False)
    op.create_table(
        "checklist_holder",
        sa.Column("filled_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "filled_id"],
            ["filled_checklist.municipality_id", "filled_checklist.id"],
            name="fk_checklist_holder_municipality_id_filled_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_checklist_holder_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_checklist_holder_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_holder"),
        sa.UniqueConstraint("filled_id", "person_id", name="uq_checklist_holder_filled_id_person_id"),
    )
    op.create_index("ix_checklist_holder_municipality_id", "checklist_holder", ["municipality_id"], unique=False)
    op.create_index("ix_checklist_holder_person_id", "checklist_holder", ["person_id"], unique=False)
    op.create_table(
        "filled_item",
        sa.Column("filled_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(reason is null) = (answer is null or answer <> 'not-applicable')",
            name=op.f("ck_filled_item_not_applicable_has_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "filled_id"],
            ["filled_checklist.municipality_id", "filled_checklist.id"],
            name="fk_filled_item_municipality_id_filled_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_filled_item_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_filled_item"),
        sa.UniqueConstraint("filled_id", "item", name="uq_filled_item_filled_id_item"),
    )
    op.create_index("ix_filled_item_municipality_id", "filled_item", ["municipality_id"], unique=False)
    op.create_table(
        "filled_operation",
        sa.Column("filled_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "filled_id"],
            ["filled_checklist.municipality_id", "filled_checklist.id"],
            name="fk_filled_operation_municipality_id_filled_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_filled_operation_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_filled_operation"),
        sa.UniqueConstraint("filled_id", "operation", name="uq_filled_operation_filled_id_operation"),
    )
    op.create_index("ix_filled_operation_municipality_id", "filled_operation", ["municipality_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_filled_operation_municipality_id", table_name="filled_operation")
    op.drop_table("filled_operation")
    op.drop_index("ix_filled_item_municipality_id", table_name="filled_item")
    op.drop_table("filled_item")
    op.drop_index("ix_checklist_holder_person_id", table_name="checklist_holder")
    op.drop_index("ix_checklist_holder_municipality_id", table_name="checklist_holder")
    op.drop_table("checklist_holder")
    op.drop_index("ix_checklist_amendment_municipality_id", table_name="checklist_amendment")
    op.drop_index("ix_checklist_amendment_filled_id", table_name="checklist_amendment")
    op.drop_table("checklist_amendment")
    op.drop_index("ix_filled_checklist_unit_id_finished_on", table_name="filled_checklist")
    op.drop_index("ix_filled_checklist_process_id", table_name="filled_checklist")
    op.drop_index("ix_filled_checklist_municipality_id", table_name="filled_checklist")
    op.drop_table("filled_checklist")
    op.drop_index("ix_checklist_count_municipality_id", table_name="checklist_count")
    op.drop_table("checklist_count")
