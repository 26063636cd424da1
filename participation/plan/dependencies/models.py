"""Nouns of dependencies: that one measure needs another one first."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, personal
from participation.plan.dependencies.rules import Decided


class Dependency(Base):
    """That a measure needs another one first, and why (Abhängigkeit)."""

    __tablename__ = "measure_dependency"
    __table_args__ = (CheckConstraint("measure_id <> needs_id", name="needs_another"),)

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    needs_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(default="", info=personal("none"))


class Ripple(Base):
    """That a measure hangs on one that was moved by so many days, and whether it moves, too (Folge)."""

    __tablename__ = "measure_ripple"
    __table_args__ = (CheckConstraint("measure_id <> moved_id", name="is_of_another"),)

    moved_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True, index=True)
    days: Mapped[int]
    decided: Mapped[Decided] = mapped_column(default=Decided.OPEN)
    asked_on: Mapped[date]
    decided_on: Mapped[date | None]
