"""Tables of search. The words themselves lie in `search_index`, which each database keeps in its own way (migration 0002)."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class SearchPassage(Base):
    """A passage of a page, from one heading to the next: what a result shows and where it leads."""

    __tablename__ = "search_passage"

    key: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(250))
    title: Mapped[str] = mapped_column(String(200))
    heading: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)


class SearchBuilt(Base):
    """What the index was built from: one row, with a hash over every text and the way words are cut."""

    __tablename__ = "search_built"

    fingerprint: Mapped[str] = mapped_column(String(64))


class SearchWord(Base):
    """A stem that the content has in a language: what compounds are taken apart by."""

    __tablename__ = "search_word"

    language: Mapped[str] = mapped_column(String(2), index=True)
    stem: Mapped[str] = mapped_column(String(100))
