"""Nouns of the plan: a measure, the voices it grew from, and how binding it became when."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.access.guard import guarded
from participation.contributions.models import Contribution, Thread
from participation.core.database import Base, Id, personal
from participation.core.vocabulary import Phase
from participation.plan.rules import (
    LONGEST_SUMMARY,
    SHORTEST_REASON,
    BindingState,
    Fact,
    Share,
    TimeHorizon,
    missing,
)
from participation.process.models import ActionField, Process

COMPLETE = "length(summary) > 0 AND length(benefit) > 0 AND length(lead_unit) > 0 AND horizon IS NOT NULL"


@guarded
class Measure(Base):
    """What the town means to do, grown out of voices, with exactly one unit in charge (Maßnahme).

    A draft belongs to the planners alone. The table itself refuses to show an incomplete one to everybody.
    """

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("process_id", "code"),
        Index("ix_measure_state", "process_id", "state"),
        CheckConstraint(f"length(summary) <= {LONGEST_SUMMARY}", name="summary_is_short"),
        CheckConstraint(f"state = 'draft' OR ({COMPLETE})", name="public_is_complete"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    action_field_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id"), index=True)
    code: Mapped[str] = mapped_column(info=personal("none"))
    title: Mapped[str] = mapped_column(info=personal("text"))
    summary: Mapped[str] = mapped_column(default="", info=personal("text"))
    benefit: Mapped[str] = mapped_column(default="", info=personal("text"))
    lead_unit: Mapped[str] = mapped_column(default="", info=personal("none"))
    horizon: Mapped[TimeHorizon | None]
    state: Mapped[BindingState] = mapped_column(default=BindingState.DRAFT)
    next_step: Mapped[str] = mapped_column(default="", info=personal("text"))
    next_on: Mapped[date | None]
    cost_once: Mapped[int | None]
    cost_yearly: Mapped[int | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own name and form

    process: Mapped[Process] = relationship()
    action_field: Mapped[ActionField | None] = relationship()
    thread: Mapped[Thread | None] = relationship()
    changes: Mapped[list["MeasureChange"]] = relationship(
        order_by="MeasureChange.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @classmethod
    def visible_to(cls, sees_hidden: bool) -> ColumnElement[bool]:
        """Return the condition under which a row may be shown: everything but drafts, or all of it."""
        return true() if sees_hidden else Measure.state != BindingState.DRAFT

    @property
    def is_draft(self) -> bool:
        """Whether only the planners know of it."""
        return self.state is BindingState.DRAFT

    @property
    def missing(self) -> tuple[Fact, ...]:
        """What must be said before everybody can read it."""
        return missing(self.summary, self.benefit, self.lead_unit, self.horizon)

    @property
    def decision(self) -> "MeasureChange | None":
        """By whom and when it was decided last."""
        decided = [change for change in self.changes if change.state is BindingState.DECIDED]
        return decided[-1] if decided else None

    def open_phases(self) -> frozenset[Phase]:
        """Return the open phases of the measure's process."""
        return self.process.open_phases()

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this measure."""
        yield f"measure:{self.process.slug}/{self.code}"
        yield from self.process.grant_names()


class MeasureOrigin(Base):
    """A voice from which a measure grew, and how much of it the measure takes up (Ursprung)."""

    __tablename__ = "measure_origin"
    __table_args__ = (UniqueConstraint("measure_id", "contribution_id"),)

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    share: Mapped[Share] = mapped_column(default=Share.ADOPTED)
    added_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    measure: Mapped[Measure] = relationship()
    contribution: Mapped[Contribution] = relationship()


class MeasureChange(Base):
    """A day on which a measure became more or less binding; rows are only ever added (Standwechsel).

    The table itself refuses a decision without somebody who decided, and a stop without a reason.
    """

    __tablename__ = "measure_change"
    __table_args__ = (
        CheckConstraint("state <> 'draft'", name="is_public"),
        CheckConstraint("state <> 'decided' OR length(decided_by) > 0", name="decision_has_decider"),
        CheckConstraint(f"state <> 'stopped' OR length(reason) >= {SHORTEST_REASON}", name="stop_has_reason"),
    )

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    state: Mapped[BindingState]
    happened_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(default="", info=personal("none"))
    reason: Mapped[str] = mapped_column(default="", info=personal("none"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime]


class MeasureCounter(Base):
    """The last number a process has given to a measure; no number is ever given twice (Nummernzähler)."""

    __tablename__ = "measure_counter"

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), primary_key=True)
    last: Mapped[int]
