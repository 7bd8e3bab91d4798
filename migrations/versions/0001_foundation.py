"""Organisation, sign-in, published content, learning, standings, audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_in"),
    )
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_failed_sign_in_key_at", ["key", "at"], unique=False)

    op.create_table(
        "municipality",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("section_word", sa.String(length=32), nullable=False),
        sa.Column("unit_word", sa.String(length=32), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_municipality"),
        sa.UniqueConstraint("name", name="uq_municipality_name"),
    )
    op.create_table(
        "published_document",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("change", sa.String(length=16), nullable=True),
        sa.Column("news", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_published_document"),
        sa.UniqueConstraint("key", "language", "version", name="uq_published_document_key_language_version"),
    )
    op.create_table(
        "audit_event",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_audit_event_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_actor_id", ["actor_id"], unique=False)
        batch_op.create_index("ix_audit_event_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_event_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_audit_event_name", ["name"], unique=False)

    op.create_table(
        "person",
        sa.Column("employee_number", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_person_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        sa.UniqueConstraint("municipality_id", "employee_number", name="uq_person_municipality_id_employee_number"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_person_municipality_id_id"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_municipality_id", ["municipality_id"], unique=False)

    op.create_table(
        "section",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_section_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_section"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_section_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "name", name="uq_section_municipality_id_name"),
    )
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.create_index("ix_section_municipality_id", ["municipality_id"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("completed_at", sa.DateTime(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_enrolment_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_enrolment_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_enrolment_municipality_id_id"),
        sa.UniqueConstraint("person_id", "course", "run", name="uq_enrolment_person_id_course_run"),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_enrolment_person_id", ["person_id"], unique=False)

    op.create_table(
        "exemption",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_exemption_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_exemption_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_exemption_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_exemption"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_exemption_municipality_id_id"),
    )
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.create_index("ix_exemption_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_exemption_person_id", ["person_id"], unique=False)

    op.create_table(
        "password_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_password_link_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_password_link"),
        sa.UniqueConstraint("token_hash", name="uq_password_link_token_hash"),
    )
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.create_index("ix_password_link_person_id", ["person_id"], unique=False)

    op.create_table(
        "people_import",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_people_import_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_people_import_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_import"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_people_import_municipality_id_id"),
    )
    with op.batch_alter_table("people_import", schema=None) as batch_op:
        batch_op.create_index("ix_people_import_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_people_import_person_id", ["person_id"], unique=False)

    op.create_table(
        "reading_place",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("block", sa.String(length=8), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_reading_place_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_reading_place_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reading_place"),
        sa.UniqueConstraint("person_id", "course", name="uq_reading_place_person_id_course"),
    )
    with op.batch_alter_table("reading_place", schema=None) as batch_op:
        batch_op.create_index("ix_reading_place_municipality_id", ["municipality_id"], unique=False)

    op.create_table(
        "signed_in_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_signed_in_session_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signed_in_session"),
        sa.UniqueConstraint("token_hash", name="uq_signed_in_session_token_hash"),
    )
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.create_index("ix_signed_in_session_person_id", ["person_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "section_id"],
            ["section.municipality_id", "section.id"],
            name="fk_unit_municipality_id_section_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_unit_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_unit_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "name", name="uq_unit_municipality_id_name"),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index("ix_unit_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_unit_section_id", ["section_id"], unique=False)

    op.create_table(
        "check_attempt",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["published_document.id"], name="fk_check_attempt_document_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "enrolment_id"],
            ["enrolment.municipality_id", "enrolment.id"],
            name="fk_check_attempt_municipality_id_enrolment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_check_attempt_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_check_attempt"),
        sa.UniqueConstraint("enrolment_id", "module", "number", name="uq_check_attempt_enrolment_id_module_number"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_check_attempt_municipality_id_id"),
    )
    with op.batch_alter_table("check_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_check_attempt_municipality_id", ["municipality_id"], unique=False)

    op.create_table(
        "course_standing",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("employed_since", sa.Date(), nullable=True),
        sa.Column("days_to_complete", sa.Integer(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_course_standing_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_course_standing_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_course_standing_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_course_standing"),
        sa.UniqueConstraint("person_id", "course", "starts_on", name="uq_course_standing_person_id_course_starts_on"),
    )
    with op.batch_alter_table("course_standing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_course_standing_day", ["municipality_id", "course", "until", "starts_on"], unique=False
        )
        batch_op.create_index("ix_course_standing_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_course_standing_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "employment",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=80), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_employment_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_employment_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_employment_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_employment_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_employment"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_employment_municipality_id_id"),
    )
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.create_index("ix_employment_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_employment_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_employment_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "reflection_text",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("reflection", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["published_document.id"], name="fk_reflection_text_document_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "enrolment_id"],
            ["enrolment.municipality_id", "enrolment.id"],
            name="fk_reflection_text_municipality_id_enrolment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_reflection_text_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reflection_text"),
        sa.UniqueConstraint(
            "enrolment_id", "module", "reflection", name="uq_reflection_text_enrolment_id_module_reflection"
        ),
    )
    with op.batch_alter_table("reflection_text", schema=None) as batch_op:
        batch_op.create_index("ix_reflection_text_municipality_id", ["municipality_id"], unique=False)

    op.create_table(
        "role_assignment",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_role_assignment_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["person.municipality_id", "person.id"],
            name="fk_role_assignment_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "section_id"],
            ["section.municipality_id", "section.id"],
            name="fk_role_assignment_municipality_id_section_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "unit_id"],
            ["unit.municipality_id", "unit.id"],
            name="fk_role_assignment_municipality_id_unit_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_role_assignment_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_role_assignment"),
    )
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.create_index("ix_role_assignment_municipality_id", ["municipality_id"], unique=False)
        batch_op.create_index("ix_role_assignment_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_role_assignment_section_id", ["section_id"], unique=False)
        batch_op.create_index("ix_role_assignment_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "step_done",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["published_document.id"], name="fk_step_done_document_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "enrolment_id"],
            ["enrolment.municipality_id", "enrolment.id"],
            name="fk_step_done_municipality_id_enrolment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_step_done_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_step_done"),
        sa.UniqueConstraint("enrolment_id", "module", "step", name="uq_step_done_enrolment_id_module_step"),
    )
    with op.batch_alter_table("step_done", schema=None) as batch_op:
        batch_op.create_index("ix_step_done_municipality_id", ["municipality_id"], unique=False)

    op.create_table(
        "check_answer",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "attempt_id"],
            ["check_attempt.municipality_id", "check_attempt.id"],
            name="fk_check_answer_municipality_id_attempt_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_check_answer_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_check_answer"),
        sa.UniqueConstraint("attempt_id", "question", name="uq_check_answer_attempt_id_question"),
    )
    with op.batch_alter_table("check_answer", schema=None) as batch_op:
        batch_op.create_index("ix_check_answer_municipality_id", ["municipality_id"], unique=False)

    op.create_table(
        "leave",
        sa.Column("employment_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_leave_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "employment_id"],
            ["employment.municipality_id", "employment.id"],
            name="fk_leave_municipality_id_employment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_leave_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_leave"),
    )
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.create_index("ix_leave_employment_id", ["employment_id"], unique=False)
        batch_op.create_index("ix_leave_municipality_id", ["municipality_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.drop_index("ix_leave_municipality_id")
        batch_op.drop_index("ix_leave_employment_id")

    op.drop_table("leave")
    with op.batch_alter_table("check_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_check_answer_municipality_id")

    op.drop_table("check_answer")
    with op.batch_alter_table("step_done", schema=None) as batch_op:
        batch_op.drop_index("ix_step_done_municipality_id")

    op.drop_table("step_done")
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_role_assignment_unit_id")
        batch_op.drop_index("ix_role_assignment_section_id")
        batch_op.drop_index("ix_role_assignment_person_id")
        batch_op.drop_index("ix_role_assignment_municipality_id")

    op.drop_table("role_assignment")
    with op.batch_alter_table("reflection_text", schema=None) as batch_op:
        batch_op.drop_index("ix_reflection_text_municipality_id")

    op.drop_table("reflection_text")
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.drop_index("ix_employment_unit_id")
        batch_op.drop_index("ix_employment_person_id")
        batch_op.drop_index("ix_employment_municipality_id")

    op.drop_table("employment")
    with op.batch_alter_table("course_standing", schema=None) as batch_op:
        batch_op.drop_index("ix_course_standing_unit_id")
        batch_op.drop_index("ix_course_standing_municipality_id")
        batch_op.drop_index("ix_course_standing_day")

    op.drop_table("course_standing")
    with op.batch_alter_table("check_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_check_attempt_municipality_id")

    op.drop_table("check_attempt")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index("ix_unit_section_id")
        batch_op.drop_index("ix_unit_municipality_id")

    op.drop_table("unit")
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.drop_index("ix_signed_in_session_person_id")

    op.drop_table("signed_in_session")
    with op.batch_alter_table("reading_place", schema=None) as batch_op:
        batch_op.drop_index("ix_reading_place_municipality_id")

    op.drop_table("reading_place")
    with op.batch_alter_table("people_import", schema=None) as batch_op:
        batch_op.drop_index("ix_people_import_person_id")
        batch_op.drop_index("ix_people_import_municipality_id")

    op.drop_table("people_import")
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.drop_index("ix_password_link_person_id")

    op.drop_table("password_link")
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.drop_index("ix_exemption_person_id")
        batch_op.drop_index("ix_exemption_municipality_id")

    op.drop_table("exemption")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index("ix_enrolment_person_id")
        batch_op.drop_index("ix_enrolment_municipality_id")

    op.drop_table("enrolment")
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.drop_index("ix_section_municipality_id")

    op.drop_table("section")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_municipality_id")

    op.drop_table("person")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_name")
        batch_op.drop_index("ix_audit_event_municipality_id")
        batch_op.drop_index("ix_audit_event_at")
        batch_op.drop_index("ix_audit_event_actor_id")

    op.drop_table("audit_event")
    op.drop_table("published_document")
    op.drop_table("municipality")
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_sign_in_key_at")

    op.drop_table("failed_sign_in")
