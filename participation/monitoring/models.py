"""Nouns of monitoring: a figure, its values, and a milestone."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.monitoring.rules import Aspect, Path


class Indicator(Base):
    """A figure by which people see whether a measure gets where it should (Kennzahl)."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("(baseline IS NULL) = (baseline_on IS NULL)", name="baseline_has_day"),
        CheckConstraint("baseline_on IS NULL OR baseline_on < target_on", name="begins_before_it_ends"),
    )

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(info=personal("none"))
    unit: Mapped[str] = mapped_column(default="", info=personal("none"))
    source: Mapped[str] = mapped_column(default="", info=personal("none"))
    aspect: Mapped[Aspect]
    every_days: Mapped[int]
    baseline: Mapped[float | None]
    baseline_on: Mapped[date | None]
    target: Mapped[float]
    target_on: Mapped[date]
    rises: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))

    readings: Mapped[list["Reading"]] = relationship(
        order_by="(Reading.measured_on, Reading.id)", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def path(self) -> Path:
        """The straight way from its baseline to its target."""
        return Path(self.baseline, self.baseline_on, self.target, self.target_on, self.rises)


class Reading(Base):
    """What a figure was on one day; rows are only ever added, and the newest counts (Messwert)."""

    __tablename__ = "reading"

    id: Mapped[Id]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"), index=True)
    value: Mapped[float]
    measured_on: Mapped[date]
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class Milestone(Base):
    """Something a measure is to have reached by a day, and the day on which it did (Meilenstein)."""

    __tablename__ = "milestone"

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(info=personal("none"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
