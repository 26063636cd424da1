"""Nouns of monitoring: a figure, its values, a milestone, an obstacle, and what a person says about the light."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.monitoring.rules import SHORTEST_REASON, Aspect, Effect, Hindrance, Light, Path


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
    weight: Mapped[int] = mapped_column(default=1, server_default="1")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own name and form

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
    expected_on: Mapped[date | None]
    done_on: Mapped[date | None]
    reminded_for: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own name and form


class Obstacle(Base):
    """Something that holds a measure up, what that costs, and who can do something about it (Hemmnis)."""

    __tablename__ = "obstacle"

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    kind: Mapped[Hindrance]
    text: Mapped[str] = mapped_column(info=personal("none"))
    found_on: Mapped[date]
    was_foreseen: Mapped[bool] = mapped_column(server_default=sql("false"))
    effect: Mapped[Effect]
    expected_on: Mapped[date | None]
    remover: Mapped[str] = mapped_column(default="", info=personal("none"))
    next_action: Mapped[str] = mapped_column(info=personal("none"))
    next_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own name and form


class Judgement(Base):
    """The light that a person gives instead of the rule, and why; rows are only ever added (Abweichung der Ampel).

    The newest counts; one without a light gives the word back to the rule.
    """

    __tablename__ = "judgement"
    __table_args__ = (CheckConstraint(f"length(reason) >= {SHORTEST_REASON}", name="has_reason"),)

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    light: Mapped[Light | None]
    reason: Mapped[str] = mapped_column(info=personal("none"))
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class TargetChange(Base):
    """What a figure or milestone said before somebody changed it; rows are only ever added (Änderung am Soll)."""

    __tablename__ = "target_change"

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(info=personal("none"))
    field: Mapped[str] = mapped_column(info=personal("none"))
    before: Mapped[str] = mapped_column(info=personal("none"))
    after: Mapped[str] = mapped_column(info=personal("none"))
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class ProgressNote(Base):
    """One sentence of those in charge, and the money spent so far; rows are only ever added (Sachstand)."""

    __tablename__ = "progress_note"

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(info=personal("none"))
    spent: Mapped[int | None]
    recorded_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
