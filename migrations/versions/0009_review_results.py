"""What a round of review came to, kept as it was when the round was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "review_result",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("agreement", sa.JSON(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["review_round.municipality_id", "review_round.id"],
            name="fk_review_result_municipality_id_round_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_result_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_result"),
        sa.UniqueConstraint("round_id", name="uq_review_result_round_id"),
    )
    op.create_index("ix_review_result_municipality_id", "review_result", ["municipality_id"], unique=False)


def downgrade() -> None:
    """Drop it again."""
    op.drop_index("ix_review_result_municipality_id", table_name="review_result")
    op.drop_table("review_result")
