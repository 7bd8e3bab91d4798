"""Tables: the drafts that are written on, and which version of a checklist a municipality uses."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, within_municipality


class ChecklistDraft(MunicipalityRow, Base):
    """The next version of a checklist while it is written, as Markdown with front matter.

    The row stays when the draft is published or thrown away (`is_open` is False then), so that a revision is never given twice.
    `base_id` is the common version that it departs from, None for a wholly new checklist.
    """

    __tablename__ = "checklist_draft"
    __table_args__ = (UniqueConstraint("municipality_id", "key"),)

    key: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("published_document.id"))
    is_open: Mapped[bool]


class ChecklistInUse(MunicipalityRow, Base):
    """What a municipality uses where that is not simply the common base: its own version, or nothing any longer.

    `document_id` is the own version that is used, or was when it was retired; None means the common one.
    """

    __tablename__ = "checklist_in_use"
    __table_args__ = (
        UniqueConstraint("municipality_id", "key"),
        within_municipality("document_id", "published_document"),
        CheckConstraint("(retired_at is null) = (retired_because is null)", name="retired_with_a_reason"),
    )

    key: Mapped[str] = mapped_column(String(200))
    document_id: Mapped[int | None]
    retired_at: Mapped[datetime | None]
    retired_because: Mapped[str | None] = mapped_column(Text)
