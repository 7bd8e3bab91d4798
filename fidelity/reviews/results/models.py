"""Table: what a round came to, kept as it was when the round was closed. It names no rater and ties no levels of one sample together."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, MunicipalityRow, within_municipality


class ReviewResult(MunicipalityRow, Base):
    """A closed round's figures, which never change again. `units` and `agreement` are written and read by `results.kept`."""

    __tablename__ = "review_result"
    __table_args__ = (
        UniqueConstraint("round_id"),
        within_municipality("round_id", "review_round", cascade=True),
    )

    round_id: Mapped[int]
    kept_on: Mapped[date]
    units: Mapped[dict[str, Any]] = mapped_column(JSON)
    agreement: Mapped[dict[str, Any]] = mapped_column(JSON)
