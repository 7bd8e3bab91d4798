"""Table: a file of processes on its way in."""

from sqlalchemy import SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, own_pair, within_municipality
from core.table_files.kept import KeptFile


class ProcessImport(KeptFile, Base):
    """A file of processes on its way in. `content` holds its rows as they were understood, and nothing else of the file.

    From and to which quarter (`rules.Quarter.number`) it was said to hold every process that its units closed, or None.
    """

    __tablename__ = "process_import"
    __table_args__ = (own_pair(), within_municipality("person_id", "person", cascade=True))

    every_from: Mapped[int | None] = mapped_column(SmallInteger)
    every_to: Mapped[int | None] = mapped_column(SmallInteger)
