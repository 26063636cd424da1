"""Nouns of money: one sum that pays for a measure."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, personal
from participation.plan.money.rules import FundingState


class Funding(Base):
    """One sum that is to pay for a measure, from whom, and how sure it is (Finanzierungsposten)."""

    __tablename__ = "funding"
    __table_args__ = (CheckConstraint("euros >= 0", name="is_a_sum"),)

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(info=personal("none"))
    euros: Mapped[int]
    state: Mapped[FundingState] = mapped_column(default=FundingState.IDEA)
    apply_by: Mapped[date | None]
