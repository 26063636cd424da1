"""Nouns of the process: what it is about, its phases, fields and districts."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.clock import today
from participation.core.database import Base, Id, JsonType, Texts, personal
from participation.core.vocabulary import Phase


class FieldKind(StrEnum):
    """Whether an action field stands beside the others or runs through them."""

    FIELD = "field"
    CROSS_CUTTING = "cross"


class Process(Base):
    """One digital agenda on its way through four phases (Beteiligungsprozess)."""

    __tablename__ = "process"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    short_code: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    title: Mapped[Texts] = mapped_column(info=personal("none"))
    lead: Mapped[Texts] = mapped_column(info=personal("none"))
    is_open: Mapped[Texts] = mapped_column(info=personal("none"))
    is_fixed: Mapped[Texts] = mapped_column(info=personal("none"))
    who_decides: Mapped[Texts] = mapped_column(info=personal("none"))
    decider: Mapped[str] = mapped_column(info=personal("none"))
    decision_on: Mapped[date]
    answers_by: Mapped[date]
    answering_office: Mapped[str] = mapped_column(info=personal("none"))
    learns: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))
    slow_minutes: Mapped[int] = mapped_column(default=0, server_default="0")

    phases: Mapped[list["ProcessPhase"]] = relationship(order_by="ProcessPhase.starts_on", lazy="selectin")
    fields: Mapped[list["ActionField"]] = relationship(order_by="ActionField.position", lazy="selectin")

    def open_phases(self) -> frozenset[Phase]:
        """Return the phases whose time it is today; phases may overlap and reopen."""
        return frozenset(phase.phase for phase in self.phases if phase.starts_on <= today() <= phase.ends_on)

    def grant_names(self) -> Iterator[str]:
        """Yield the name under which roles are granted on this process."""
        yield f"process:{self.slug}"


class ProcessPhase(Base):
    """One phase of one process with the gate at its end (Phase)."""

    __tablename__ = "process_phase"
    __table_args__ = (
        UniqueConstraint("process_id", "phase"),
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    phase: Mapped[Phase]
    name: Mapped[Texts] = mapped_column(info=personal("none"))
    summary: Mapped[Texts] = mapped_column(info=personal("none"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    gate: Mapped[str] = mapped_column(info=personal("none"))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(default="", info=personal("none"))
    decision: Mapped[str] = mapped_column(default="", info=personal("none"))
    left_open: Mapped[str] = mapped_column(default="", server_default="", info=personal("none"))


class ActionField(Base):
    """A field of town life the agenda works on (Handlungsfeld)."""

    __tablename__ = "action_field"
    __table_args__ = (UniqueConstraint("process_id", "code"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(info=personal("none"))
    name: Mapped[Texts] = mapped_column(info=personal("none"))
    question: Mapped[Texts] = mapped_column(info=personal("none"))
    kind: Mapped[FieldKind] = mapped_column(default=FieldKind.FIELD)
    position: Mapped[int]


class District(Base):
    """A part of the town or one of its villages (Ortsteil)."""

    __tablename__ = "district"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    name: Mapped[str] = mapped_column(info=personal("none"))
    population: Mapped[int]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    area: Mapped[list[list[list[float]]] | None] = mapped_column(JsonType(), info=personal("none"))


class Street(Base):
    """A street of the town's own list, by which people say where something is (Straße)."""

    __tablename__ = "street"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(info=personal("none"))
    key: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id", ondelete="SET NULL"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
