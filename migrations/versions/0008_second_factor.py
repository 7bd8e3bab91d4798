"""The second factor: its seed, recovery codes, and which signed-in browsers a code has confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_second_factor_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_second_factor"),
        sa.UniqueConstraint("person_id", name="uq_second_factor_person_id"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("second_factor_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["second_factor_id"], ["second_factor.id"], name="fk_recovery_code_second_factor_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_second_factor_id", "recovery_code", ["second_factor_id"], unique=False)
    op.add_column("signed_in_session", sa.Column("second_factor_at", sa.DateTime(), nullable=True))
    op.add_column("signed_in_session", sa.Column("second_factor_seed", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Drop them again."""
    op.drop_column("signed_in_session", "second_factor_seed")
    op.drop_column("signed_in_session", "second_factor_at")
    op.drop_index("ix_recovery_code_second_factor_id", table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
