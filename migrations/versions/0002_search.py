"""Search: the passages, their words in the database's own full-text index, and what it was built from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the index is filled when the content is published."""
    op.create_table(
        "search_passage",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=250), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("heading", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_passage")),
    )
    op.create_index("ix_search_passage_language", "search_passage", ["language"])
    op.create_table(
        "search_built",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_built")),
    )
    op.create_table(
        "search_word",
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("stem", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_language", "search_word", ["language"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5"
            "(title, heading, body, content='', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute("CREATE TABLE search_index (passage_id integer PRIMARY KEY, tokens tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)")


def downgrade() -> None:
    """Drop them."""
    op.drop_table("search_index")
    op.drop_index("ix_search_word_language", table_name="search_word")
    op.drop_table("search_word")
    op.drop_table("search_built")
    op.drop_index("ix_search_passage_language", table_name="search_passage")
    op.drop_table("search_passage")
