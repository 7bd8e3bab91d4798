"""Tables: what a person's app and this site have in common, and the recovery codes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class SecondFactor(Base):
    """A person's second factor. The app's key is made of the seed and the site's own secret, and is itself stored nowhere.

    `last_step` is the latest half-minute whose code was used: neither it nor an earlier one is taken again.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    seed: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    last_step: Mapped[int]


class RecoveryCode(Base):
    """A code on paper that works once in place of the phone. Only its hash is kept."""

    __tablename__ = "recovery_code"

    second_factor_id: Mapped[int] = mapped_column(ForeignKey("second_factor.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
