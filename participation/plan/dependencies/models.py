"""Nouns of dependencies: that one measure needs another one first."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, personal


class Dependency(Base):
    """That a measure needs another one first, and why (Abhängigkeit)."""

    __tablename__ = "measure_dependency"
    __table_args__ = (CheckConstraint("measure_id <> needs_id", name="needs_another"),)

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    needs_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(default="", info=personal("none"))
