"""Rounds of review with their samples, assignments and ratings."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "review_invited_rater",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agreement", sa.String(length=120), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_invited_rater_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_invited_rater_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_invited_rater"),
        sa.UniqueConstraint("person_id", name="uq_review_invited_rater_person_id"),
    )
    op.create_index(
        "ix_review_invited_rater_municipality_id", "review_invited_rater", ["municipality_id"], unique=False
    )
    op.create_table(
        "review_round",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("hand_in_by", sa.Date(), nullable=False),
        sa.Column("rate_by", sa.Date(), nullable=False),
        sa.Column("samples_per_unit", sa.SmallInteger(), nullable=False),
        sa.Column("share_twice", sa.SmallInteger(), nullable=False),
        sa.Column("fewest_twice", sa.SmallInteger(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("retention_days", sa.SmallInteger(), nullable=False),
        sa.Column("retention_decision", sa.String(length=80), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_review_round_period_ends_after_it_begins")),
        sa.CheckConstraint("samples_per_unit between 1 and 100", name=op.f("ck_review_round_has_samples")),
        sa.CheckConstraint("share_twice between 0 and 100", name=op.f("ck_review_round_share_is_percent")),
        sa.ForeignKeyConstraint(["document_id"], ["published_document.id"], name="fk_review_round_document_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_round_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_round"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_round_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "name", name="uq_review_round_municipality_id_name"),
    )
    op.create_index("ix_review_round_municipality_id", "review_round", ["municipality_id"], unique=False)
    op.create_table(
        "review_erasure",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("because", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=80), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("quotes", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["review_round.municipality_id", "review_round.id"],
            name="fk_review_erasure_municipality_id_round_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_erasure_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_erasure"),
    )
    op.create_index("ix_review_erasure_municipality_id", "review_erasure", ["municipality_id"], unique=False)
    op.create_index("ix_review_erasure_round_id", "review_erasure", ["round_id"], unique=False)
    op.create_table(
        "review_round_rater",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_round_rater_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["review_round.municipality_id", "review_round.id"],
            name="fk_review_round_rater_municipality_id_round_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_round_rater_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_round_rater"),
        sa.UniqueConstraint("round_id", "person_id", name="uq_review_round_rater_round_id_person_id"),
    )
    op.create_index("ix_review_round_rater_municipality_id", "review_round_rater", ["municipality_id"], unique=False)
    op.create_index("ix_review_round_rater_person_id", "review_round_rater", ["person_id"], unique=False)
    op.create_table(
        "review_round_unit",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["review_round.municipality_id", "review_round.id"],
            name="fk_review_round_unit_municipality_id_round_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_review_round_unit_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_round_unit_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_round_unit"),
        sa.UniqueConstraint("round_id", "unit_id", name="uq_review_round_unit_round_id_unit_id"),
    )
    op.create_index("ix_review_round_unit_municipality_id", "review_round_unit", ["municipality_id"], unique=False)
    op.create_index("ix_review_round_unit_unit_id", "review_round_unit", ["unit_id"], unique=False)
    op.create_table(
        "review_drawn_process",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("unusable_because", sa.String(length=40), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "process_id"],
            ["process.municipality_id", "process.id"],
            name="fk_review_drawn_process_municipality_id_process_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["review_round.municipality_id", "review_round.id"],
            name="fk_review_drawn_process_municipality_id_round_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_review_drawn_process_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_drawn_process_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_drawn_process"),
        sa.UniqueConstraint("round_id", "process_id", name="uq_review_drawn_process_round_id_process_id"),
        sa.UniqueConstraint("round_id", "unit_id", "place", name="uq_review_drawn_process_round_id_unit_id_place"),
    )
    op.create_index(
        "ix_review_drawn_process_municipality_id", "review_drawn_process", ["municipality_id"], unique=False
    )
    op.create_index("ix_review_drawn_process_process_id", "review_drawn_process", ["process_id"], unique=False)
    op.create_table(
        "review_sample",
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.SmallInteger(), nullable=True),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=40), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.SmallInteger(), nullable=True),
        sa.Column("is_rated_twice", sa.Boolean(), nullable=False),
        sa.Column("handed_in_on", sa.Date(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_sample_municipality_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "process_id"],
            ["process.municipality_id", "process.id"],
            name="fk_review_sample_municipality_id_process_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "released_by_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_sample_municipality_id_released_by_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "round_id"],
            ["review_round.municipality_id", "review_round.id"],
            name="fk_review_sample_municipality_id_round_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_review_sample_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_sample_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_sample"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_sample_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "key", name="uq_review_sample_municipality_id_key"),
        sa.UniqueConstraint("round_id", "number", name="uq_review_sample_round_id_number"),
    )
    op.create_index("ix_review_sample_municipality_id", "review_sample", ["municipality_id"], unique=False)
    op.create_index("ix_review_sample_person_id", "review_sample", ["person_id"], unique=False)
    op.create_index("ix_review_sample_process_id", "review_sample", ["process_id"], unique=False)
    op.create_index("ix_review_sample_round_id_unit_id", "review_sample", ["round_id", "unit_id"], unique=False)
    op.create_table(
        "review_assignment",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("given_up_because", sa.String(length=40), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_review_assignment_municipality_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "sample_id"],
            ["review_sample.municipality_id", "review_sample.id"],
            name="fk_review_assignment_municipality_id_sample_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_assignment_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_assignment"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_assignment_municipality_id_id"),
        sa.UniqueConstraint("sample_id", "person_id", name="uq_review_assignment_sample_id_person_id"),
    )
    op.create_index("ix_review_assignment_municipality_id", "review_assignment", ["municipality_id"], unique=False)
    op.create_index("ix_review_assignment_person_id_state", "review_assignment", ["person_id", "state"], unique=False)
    op.create_table(
        "review_kept_detail",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "sample_id"],
            ["review_sample.municipality_id", "review_sample.id"],
            name="fk_review_kept_detail_municipality_id_sample_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_kept_detail_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_kept_detail"),
    )
    op.create_index("ix_review_kept_detail_municipality_id", "review_kept_detail", ["municipality_id"], unique=False)
    op.create_index("ix_review_kept_detail_sample_id", "review_kept_detail", ["sample_id"], unique=False)
    op.create_table(
        "review_marked_place",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "sample_id"],
            ["review_sample.municipality_id", "review_sample.id"],
            name="fk_review_marked_place_municipality_id_sample_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name="fk_review_marked_place_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_marked_place"),
        sa.UniqueConstraint(
            "sample_id", "part", "begins", "ends", name="uq_review_marked_place_sample_id_part_begins_ends"
        ),
    )
    op.create_index("ix_review_marked_place_municipality_id", "review_marked_place", ["municipality_id"], unique=False)
    op.create_table(
        "review_sample_text",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "sample_id"],
            ["review_sample.municipality_id", "review_sample.id"],
            name="fk_review_sample_text_municipality_id_sample_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_sample_text_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_sample_text"),
        sa.UniqueConstraint("sample_id", "part", name="uq_review_sample_text_sample_id_part"),
    )
    op.create_index("ix_review_sample_text_municipality_id", "review_sample_text", ["municipality_id"], unique=False)
    op.create_table(
        "review_gate_answer",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("gate", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "assignment_id"],
            ["review_assignment.municipality_id", "review_assignment.id"],
            name="fk_review_gate_answer_municipality_id_assignment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_gate_answer_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_gate_answer"),
        sa.UniqueConstraint("assignment_id", "gate", name="uq_review_gate_answer_assignment_id_gate"),
    )
    op.create_index("ix_review_gate_answer_municipality_id", "review_gate_answer", ["municipality_id"], unique=False)
    op.create_table(
        "review_rating",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("operation", sa.String(length=36), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "assignment_id"],
            ["review_assignment.municipality_id", "review_assignment.id"],
            name="fk_review_rating_municipality_id_assignment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_rating_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_rating"),
        sa.UniqueConstraint("assignment_id", "criterion", name="uq_review_rating_assignment_id_criterion"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_review_rating_municipality_id_id"),
    )
    op.create_index("ix_review_rating_municipality_id", "review_rating", ["municipality_id"], unique=False)
    op.create_table(
        "review_tool_seen",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(length=60), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "assignment_id"],
            ["review_assignment.municipality_id", "review_assignment.id"],
            name="fk_review_tool_seen_municipality_id_assignment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_tool_seen_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_tool_seen"),
        sa.UniqueConstraint("assignment_id", "tool", name="uq_review_tool_seen_assignment_id_tool"),
    )
    op.create_index("ix_review_tool_seen_municipality_id", "review_tool_seen", ["municipality_id"], unique=False)
    op.create_table(
        "review_evidence",
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends > begins", name=op.f("ck_review_evidence_holds_something")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "rating_id"],
            ["review_rating.municipality_id", "review_rating.id"],
            name="fk_review_evidence_municipality_id_rating_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_review_evidence_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review_evidence"),
        sa.UniqueConstraint(
            "rating_id", "part", "begins", "ends", name="uq_review_evidence_rating_id_part_begins_ends"
        ),
    )
    op.create_index("ix_review_evidence_municipality_id", "review_evidence", ["municipality_id"], unique=False)


def downgrade() -> None:
    """Drop them again."""

    op.drop_index("ix_review_evidence_municipality_id", table_name="review_evidence")
    op.drop_table("review_evidence")
    op.drop_index("ix_review_tool_seen_municipality_id", table_name="review_tool_seen")
    op.drop_table("review_tool_seen")
    op.drop_index("ix_review_rating_municipality_id", table_name="review_rating")
    op.drop_table("review_rating")
    op.drop_index("ix_review_gate_answer_municipality_id", table_name="review_gate_answer")
    op.drop_table("review_gate_answer")
    op.drop_index("ix_review_sample_text_municipality_id", table_name="review_sample_text")
    op.drop_table("review_sample_text")
    op.drop_index("ix_review_marked_place_municipality_id", table_name="review_marked_place")
    op.drop_table("review_marked_place")
    op.drop_index("ix_review_kept_detail_sample_id", table_name="review_kept_detail")
    op.drop_index("ix_review_kept_detail_municipality_id", table_name="review_kept_detail")
    op.drop_table("review_kept_detail")
    op.drop_index("ix_review_assignment_person_id_state", table_name="review_assignment")
    op.drop_index("ix_review_assignment_municipality_id", table_name="review_assignment")
    op.drop_table("review_assignment")
    op.drop_index("ix_review_sample_round_id_unit_id", table_name="review_sample")
    op.drop_index("ix_review_sample_process_id", table_name="review_sample")
    op.drop_index("ix_review_sample_person_id", table_name="review_sample")
    op.drop_index("ix_review_sample_municipality_id", table_name="review_sample")
    op.drop_table("review_sample")
    op.drop_index("ix_review_drawn_process_process_id", table_name="review_drawn_process")
    op.drop_index("ix_review_drawn_process_municipality_id", table_name="review_drawn_process")
    op.drop_table("review_drawn_process")
    op.drop_index("ix_review_round_unit_unit_id", table_name="review_round_unit")
    op.drop_index("ix_review_round_unit_municipality_id", table_name="review_round_unit")
    op.drop_table("review_round_unit")
    op.drop_index("ix_review_round_rater_person_id", table_name="review_round_rater")
    op.drop_index("ix_review_round_rater_municipality_id", table_name="review_round_rater")
    op.drop_table("review_round_rater")
    op.drop_index("ix_review_erasure_round_id", table_name="review_erasure")
    op.drop_index("ix_review_erasure_municipality_id", table_name="review_erasure")
    op.drop_table("review_erasure")
    op.drop_index("ix_review_round_municipality_id", table_name="review_round")
    op.drop_table("review_round")
    op.drop_index("ix_review_invited_rater_municipality_id", table_name="review_invited_rater")
    op.drop_table("review_invited_rater")
