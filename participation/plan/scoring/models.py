"""Nouns of scoring: criteria with their weights, the day they were fixed, points, and what starts first."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, personal
from participation.plan.rules import SHORTEST_REASON
from participation.plan.scoring.rules import is_quick, starts_first


class Criterion(Base):
    """By what measures are compared, and how much it counts, in per cent (Kriterium)."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("process_id", "code"), CheckConstraint("weight BETWEEN 1 AND 100", name="share"))

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(info=personal("none"))
    name: Mapped[str] = mapped_column(info=personal("none"))
    weight: Mapped[int]
    position: Mapped[int]


class WeightsFixed(Base):
    """The moment from which the weights of a process stand, so that points can be given (Gewichtung)."""

    __tablename__ = "weights_fixed"

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), primary_key=True)
    fixed_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class Points(Base):
    """How well a measure does by one criterion, from one to five (Punkte)."""

    __tablename__ = "measure_points"
    __table_args__ = (CheckConstraint("points BETWEEN 1 AND 5", name="on_scale"),)

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(
        ForeignKey("criterion.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    points: Mapped[int]


class Estimate(Base):
    """How much a measure is thought to change, how much work it is, and whether it starts first (Einschätzung).

    The table itself refuses to decide otherwise than the rule does without a reason.
    """

    __tablename__ = "measure_estimate"
    __table_args__ = (
        CheckConstraint("impact BETWEEN 1 AND 5", name="impact_on_scale"),
        CheckConstraint("effort BETWEEN 1 AND 5", name="effort_on_scale"),
        CheckConstraint(f"decided IS NULL OR length(reason) >= {SHORTEST_REASON}", name="decision_has_reason"),
    )

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    impact: Mapped[int | None]
    effort: Mapped[int | None]
    decided: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(info=personal("none"))

    @property
    def is_quick(self) -> bool:
        """Whether the rule says that it starts first."""
        return is_quick(self.impact, self.effort)

    @property
    def starts_first(self) -> bool:
        """Whether it starts first, by the rule or by a decision of people."""
        return starts_first(self.impact, self.effort, self.decided)
