"""Own checklists: published documents of a municipality beside the common ones, drafts, and what is in use."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLD_UNIQUE = "uq_published_document_key_language_version"


def upgrade() -> None:
    """Let published documents belong to a municipality; make the tables."""
    with op.batch_alter_table("published_document") as batch_op:
        batch_op.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("base_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "fk_published_document_municipality_id", "municipality", ["municipality_id"], ["id"]
        )
        batch_op.create_foreign_key("fk_published_document_base_id", "published_document", ["base_id"], ["id"])
        batch_op.drop_constraint(OLD_UNIQUE, type_="unique")
        batch_op.create_unique_constraint("uq_published_document_municipality_id_id", ["municipality_id", "id"])
        batch_op.create_unique_constraint(
            "uq_published_document_municipality_id_key_language_version",
            ["municipality_id", "key", "language", "version"],
        )
        batch_op.create_index("ix_published_document_municipality_id", ["municipality_id"])
    common = sa.text("municipality_id IS NULL")
    op.create_index(
        "ix_published_document_common",
        "published_document",
        ["key", "language", "version"],
        unique=True,
        sqlite_where=common,
        postgresql_where=common,
    )
    _make_drafts()
    _make_in_use()


def _make_drafts() -> None:
    op.create_table(
        "checklist_draft",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["published_document.id"], name="fk_checklist_draft_base_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_checklist_draft_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_draft"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_checklist_draft_municipality_id_key"),
    )
    op.create_index("ix_checklist_draft_municipality_id", "checklist_draft", ["municipality_id"])


def _make_in_use() -> None:
    op.create_table(
        "checklist_in_use",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("retired_because", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(retired_at is null) = (retired_because is null)",
            name=op.f("ck_checklist_in_use_retired_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "document_id"],
            ["published_document.municipality_id", "published_document.id"],
            name="fk_checklist_in_use_municipality_id_document_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_checklist_in_use_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_in_use"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_checklist_in_use_municipality_id_key"),
    )
    op.create_index("ix_checklist_in_use_municipality_id", "checklist_in_use", ["municipality_id"])


def downgrade() -> None:
    """Drop them again, with the municipalities' own versions."""
    op.drop_table("checklist_in_use")
    op.drop_table("checklist_draft")
    op.execute("DELETE FROM published_document WHERE municipality_id IS NOT NULL")
    op.drop_index("ix_published_document_common", table_name="published_document")
    with op.batch_alter_table("published_document") as batch_op:
        batch_op.drop_index("ix_published_document_municipality_id")
        batch_op.drop_constraint("uq_published_document_municipality_id_key_language_version", type_="unique")
        batch_op.drop_constraint("uq_published_document_municipality_id_id", type_="unique")
        batch_op.create_unique_constraint(OLD_UNIQUE, ["key", "language", "version"])
        batch_op.drop_constraint("fk_published_document_base_id", type_="foreignkey")
        batch_op.drop_constraint("fk_published_document_municipality_id", type_="foreignkey")
        batch_op.drop_column("base_id")
        batch_op.drop_column("municipality_id")
