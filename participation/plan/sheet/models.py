"""Nouns of the fact sheet: all that a measure says beyond its first words, and the help it needs from outside."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, JsonType, personal
from participation.plan.rules import BindingState
from participation.plan.sheet.rules import SupportKind, SupportState, Weight, is_result

TEXTS = (
    *("need", "charta_note", "transfer", "licence"),
    *("hypothesis", "success_rule", "stop_rule", "trial_decider"),
)
LISTS = (
    "goals",
    "target_groups",
    "contributors",
    "partners",
    "risks",
    "steps",
    "charta",
    "sdgs",
    "levels",
    "learnings",
)


class FactSheet(Base):
    """What a measure says about itself beyond its first words, once somebody wrote it (Maßnahmensteckbrief)."""

    __tablename__ = "fact_sheet"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="begins_before_it_ends"),
        CheckConstraint("trial_from <= trial_until", name="trial_begins_before_it_ends"),
    )

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True)
    need: Mapped[str] = mapped_column(info=personal("none"))
    goals: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    target_groups: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    contributors: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    partners: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    importance: Mapped[Weight | None]
    priority: Mapped[Weight | None]
    risks: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    steps: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    charta: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    charta_note: Mapped[str] = mapped_column(info=personal("none"))
    sdgs: Mapped[list[int]] = mapped_column(JsonType, info=personal("none"))
    levels: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    transfer: Mapped[str] = mapped_column(info=personal("none"))
    licence: Mapped[str] = mapped_column(info=personal("none"))
    is_trial: Mapped[bool] = mapped_column(server_default=sql("false"))
    hypothesis: Mapped[str] = mapped_column(info=personal("none"))
    trial_from: Mapped[date | None]
    trial_until: Mapped[date | None]
    success_rule: Mapped[str] = mapped_column(info=personal("none"))
    stop_rule: Mapped[str] = mapped_column(info=personal("none"))
    trial_decider: Mapped[str] = mapped_column(info=personal("none"))
    learnings: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))

    support: Mapped[list["OutsideSupport"]] = relationship(
        order_by="OutsideSupport.id", cascade="all, delete-orphan", passive_deletes=True, lazy="selectin"
    )

    def __init__(self, **values: Any) -> None:
        """Begin with nothing said."""
        super().__init__(**{"is_trial": False, **dict.fromkeys(TEXTS, ""), **{one: [] for one in LISTS}, **values})

    def is_result(self, state: BindingState) -> bool:
        """Whether the measure in this state is a trial that ended with something learned."""
        return is_result(state, self.is_trial, self.learnings)


class OutsideSupport(Base):
    """Help that a measure needs from outside: what, until when, and how far that is (Unterstützung von außen)."""

    __tablename__ = "outside_support"

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("fact_sheet.measure_id", ondelete="CASCADE"), index=True)
    kind: Mapped[SupportKind]
    what: Mapped[str] = mapped_column(info=personal("none"))
    needed_on: Mapped[date | None]
    state: Mapped[SupportState] = mapped_column(default=SupportState.OPEN)
