"""Search over lessons, tools and the glossary, the same on SQLite and PostgreSQL."""
