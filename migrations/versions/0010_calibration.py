"""Calibration: the limit that raters are let in at, sets that were rated, and group sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "review_settings",
        sa.Column("within_one", sa.SmallInteger(), nullable=False),
        sa.Column("exact", sa.SmallInteger(), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("exact between 0 and 100", name=op.f("ck_review_settings_exact_is_percent")),
        sa.CheckConstraint("months between 1 and 36", name=op.f("ck_review_settings_has_months")),
        sa.CheckConstraint("within_one between 0 and 100", name=op.f("ck_review_settings_within_one_is_percent")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_settings_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_settings"),
        sa.UniqueConstraint("municipality_id", name="uq_review_settings_municipality_id"),
    )
    op.create_index("ix_review_settings_municipality_id", "review_settings", ["municipality_id"], unique=False)
    op.create_table(
        "review_calibration_run",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.String(length=60), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("set_number", sa.SmallInteger(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["published_document.id"], name="fk_review_calibration_run_document_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_calibration_run_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_calibration_run_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_calibration_run"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_calibration_run_municipality_id_id"),
    )
    op.create_index(
        "ix_review_calibration_run_municipality_id", "review_calibration_run", ["municipality_id"], unique=False
    )
    op.create_index(
        "ix_review_calibration_run_open",
        "review_calibration_run",
        ["person_id", "instrument_id"],
        unique=True,
        sqlite_where=sa.text("submitted_at IS NULL"),
        postgresql_where=sa.text("submitted_at IS NULL"),
    )
    op.create_index("ix_review_calibration_run_person_id", "review_calibration_run", ["person_id"], unique=False)
    op.create_table(
        "review_group_session",
        sa.Column("starter_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("instrument_row_id", sa.Integer(), nullable=False),
        sa.Column("sample_row_id", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.String(length=1000), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_row_id"], ["published_document.id"], name="fk_review_group_session_instrument_row_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "starter_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_group_session_municipality_id_starter_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_group_session_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["sample_row_id"], ["published_document.id"], name="fk_review_group_session_sample_row_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_group_session"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_group_session_municipality_id_id"),
    )
    op.create_index(
        "ix_review_group_session_code",
        "review_group_session",
        ["municipality_id", "code"],
        unique=True,
        sqlite_where=sa.text("state != 'closed'"),
        postgresql_where=sa.text("state != 'closed'"),
    )
    op.create_index(
        "ix_review_group_session_municipality_id", "review_group_session", ["municipality_id"], unique=False
    )
    op.create_table(
        "review_calibration_sheet",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["published_document.id"], name="fk_review_calibration_sheet_document_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "run_id"],
            ["review_calibration_run.municipality_id", "review_calibration_run.id"],
            name="fk_review_calibration_sheet_municipality_id_run_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_calibration_sheet_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_calibration_sheet"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_calibration_sheet_municipality_id_id"),
        sa.UniqueConstraint("run_id", "place", name="uq_review_calibration_sheet_run_id_place"),
    )
    op.create_index(
        "ix_review_calibration_sheet_municipality_id", "review_calibration_sheet", ["municipality_id"], unique=False
    )
    op.create_table(
        "review_group_count",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["review_group_session.municipality_id", "review_group_session.id"],
            name="fk_review_group_count_municipality_id_session_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_group_count_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_group_count"),
        sa.UniqueConstraint(
            "session_id", "turn", "question", "answer", name="uq_review_group_count_session_id_turn_question_answer"
        ),
    )
    op.create_index("ix_review_group_count_municipality_id", "review_group_count", ["municipality_id"], unique=False)
    op.create_table(
        "review_group_member",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_group_member_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "session_id"],
            ["review_group_session.municipality_id", "review_group_session.id"],
            name="fk_review_group_member_municipality_id_session_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_group_member_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_group_member"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_group_member_municipality_id_id"),
        sa.UniqueConstraint("session_id", "person_id", name="uq_review_group_member_session_id_person_id"),
    )
    op.create_index("ix_review_group_member_municipality_id", "review_group_member", ["municipality_id"], unique=False)
    op.create_table(
        "review_calibration_answer",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=True),
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "sheet_id"],
            ["review_calibration_sheet.municipality_id", "review_calibration_sheet.id"],
            name="fk_review_calibration_answer_municipality_id_sheet_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_calibration_answer_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_calibration_answer"),
        sa.UniqueConstraint("sheet_id", "question", name="uq_review_calibration_answer_sheet_id_question"),
    )
    op.create_index(
        "ix_review_calibration_answer_municipality_id", "review_calibration_answer", ["municipality_id"], unique=False
    )
    op.create_table(
        "review_group_answer",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=True),
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "member_id"],
            ["review_group_member.municipality_id", "review_group_member.id"],
            name="fk_review_group_answer_municipality_id_member_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_group_answer_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_group_answer"),
        sa.UniqueConstraint("member_id", "turn", "question", name="uq_review_group_answer_member_id_turn_question"),
    )
    op.create_index("ix_review_group_answer_municipality_id", "review_group_answer", ["municipality_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""

    op.drop_index("ix_review_group_answer_municipality_id", table_name="review_group_answer")
    op.drop_table("review_group_answer")
    op.drop_index("ix_review_calibration_answer_municipality_id", table_name="review_calibration_answer")
    op.drop_table("review_calibration_answer")
    op.drop_index("ix_review_group_member_municipality_id", table_name="review_group_member")
    op.drop_table("review_group_member")
    op.drop_index("ix_review_group_count_municipality_id", table_name="review_group_count")
    op.drop_table("review_group_count")
    op.drop_index("ix_review_calibration_sheet_municipality_id", table_name="review_calibration_sheet")
    op.drop_table("review_calibration_sheet")
    op.drop_index("ix_review_group_session_municipality_id", table_name="review_group_session")
    op.drop_index(
        "ix_review_group_session_code",
        table_name="review_group_session",
        sqlite_where=sa.text("state != 'closed'"),
        postgresql_where=sa.text("state != 'closed'"),
    )
    op.drop_table("review_group_session")
    op.drop_index("ix_review_calibration_run_person_id", table_name="review_calibration_run")
    op.drop_index(
        "ix_review_calibration_run_open",
        table_name="review_calibration_run",
        sqlite_where=sa.text("submitted_at IS NULL"),
        postgresql_where=sa.text("submitted_at IS NULL"),
    )
    op.drop_index("ix_review_calibration_run_municipality_id", table_name="review_calibration_run")
    op.drop_table("review_calibration_run")
    op.drop_index("ix_review_settings_municipality_id", table_name="review_settings")
    op.drop_table("review_settings")
