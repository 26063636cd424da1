"""Nouns of goals: the vision, a goal, the alternatives that lead to it, and which of them was chosen."""

from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, true
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.access.guard import guarded
from participation.contributions.models import Thread
from participation.core.database import Base, Id, JsonType, personal
from participation.plan.goals.rules import SHORTEST_REASON, CostClass


class Vision(Base):
    """How the town wants to be, and the guiding goals that follow from it (Leitbild)."""

    __tablename__ = "vision"

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(info=personal("none"))
    guiding: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    is_public: Mapped[bool] = mapped_column(server_default=sql("false"))


@guarded
class Goal(Base):
    """What is to be reached by which day, seen by which figure (Ziel)."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(info=personal("none"))
    guiding: Mapped[str] = mapped_column(info=personal("none"))
    indicator: Mapped[str] = mapped_column(info=personal("none"))
    target: Mapped[str] = mapped_column(info=personal("none"))
    due_on: Mapped[date]
    is_public: Mapped[bool] = mapped_column(server_default=sql("false"))

    alternatives: Mapped[list["Alternative"]] = relationship(
        order_by="(Alternative.is_nothing.desc(), Alternative.id)", cascade="all, delete-orphan", passive_deletes=True
    )
    choice: Mapped["Choice | None"] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @classmethod
    def visible_to(cls, _sees_hidden: bool) -> ColumnElement[bool]:
        """Return the condition under which a row may be shown: once it is public, and to nobody before."""
        return Goal.is_public == true()

    @property
    def code(self) -> str:
        """The name by which people call it."""
        return f"Z{self.number}"


class Alternative(Base):
    """One way to a goal, or doing nothing, with what it assumes, costs and changes (Entwicklungsalternative)."""

    __tablename__ = "alternative"

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(info=personal("none"))
    is_nothing: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    assumptions: Mapped[str] = mapped_column(default="", info=personal("none"))
    cost: Mapped[CostClass] = mapped_column(default=CostClass.NONE)
    change_infrastructure: Mapped[str] = mapped_column(default="", info=personal("none"))
    change_data: Mapped[str] = mapped_column(default="", info=personal("none"))
    change_services: Mapped[str] = mapped_column(default="", info=personal("none"))
    change_users: Mapped[str] = mapped_column(default="", info=personal("none"))
    pros: Mapped[list[str]] = mapped_column(JsonType, default=list, info=personal("none"))
    cons: Mapped[list[str]] = mapped_column(JsonType, default=list, info=personal("none"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="SET NULL"), index=True)

    thread: Mapped[Thread | None] = relationship(lazy="joined")


class Choice(Base):
    """Which alternative was chosen, by whom, when and why; the table refuses one without a reason (Auswahl)."""

    __tablename__ = "goal_choice"
    __table_args__ = (CheckConstraint(f"length(reason) >= {SHORTEST_REASON}", name="choice_has_reason"),)

    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), primary_key=True)
    alternative_id: Mapped[int] = mapped_column(ForeignKey("alternative.id", ondelete="CASCADE"), index=True)
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(info=personal("none"))
    reason: Mapped[str] = mapped_column(info=personal("none"))


class Served(Base):
    """That a measure serves a goal (Zielbezug)."""

    __tablename__ = "measure_goal"

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), primary_key=True, index=True)
