"""Nouns of the analysis: a run, the topics it found, where each contribution belongs, and what became a measure."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import AssignedBy, Contribution
from participation.core.database import Base, Id, JsonType, personal
from participation.core.vocabulary import Phase
from participation.plan.models import Measure
from participation.process.models import ActionField, Process


class DecidedBy(StrEnum):
    """Who decided: the machine suggests, a person's word stays."""

    MACHINE = "machine"
    PERSON = "person"


class Aside(StrEnum):
    """Why a topic is not in the list: a planner parked it, or it went into another one."""

    PARKED = "parked"
    MERGED = "merged"


class AnalysisRun(Base):
    """One pass of the machine over the contributions of a process (Analyselauf).

    `stability` and `confident` say how far to trust its topics, from 0 to 1; None where it only sorted in what was new.
    """

    __tablename__ = "analysis_run"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    finished_at: Mapped[datetime]
    texts: Mapped[int]
    topics: Mapped[int]
    random_state: Mapped[int]
    stability: Mapped[float | None]
    confident: Mapped[float | None]


class ReadSource(Base):
    """Whether a process wants one kind of free text to be read by the machine (Textquelle)."""

    __tablename__ = "read_source"

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    is_read: Mapped[bool] = mapped_column(server_default=sql("false"))


class Topic(Base):
    """What several contributions have in common (Thema)."""

    __tablename__ = "topic"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    action_field_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id"))
    name: Mapped[str] = mapped_column(info=personal("text"))
    named_by: Mapped[DecidedBy] = mapped_column(default=DecidedBy.MACHINE)
    words: Mapped[list[str]] = mapped_column(JsonType, info=personal("text"))
    stability: Mapped[float] = mapped_column(default=1.0)
    confirmed_at: Mapped[datetime | None]
    machine_name: Mapped[str] = mapped_column(default="", server_default="", info=personal("text"))
    parts: Mapped[list[str]] = mapped_column(JsonType, default=list, server_default="[]", info=personal("text"))
    aside: Mapped[Aside | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    process: Mapped[Process] = relationship()
    action_field: Mapped[ActionField | None] = relationship()

    def open_phases(self) -> frozenset[Phase]:
        """Return the open phases of the topic's process."""
        return self.process.open_phases()

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this topic."""
        yield from self.process.grant_names()


class Assignment(Base):
    """That a contribution belongs to a topic, who says so, and which words led there (Zuordnung)."""

    __tablename__ = "assignment"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    decided_by: Mapped[DecidedBy] = mapped_column(default=DecidedBy.MACHINE)
    confidence: Mapped[float] = mapped_column(default=1.0)
    is_typical: Mapped[bool] = mapped_column(default=False)
    words: Mapped[list[str]] = mapped_column(JsonType, info=personal("text"))
    part: Mapped[int] = mapped_column(default=0, server_default="0")
    decided_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    topic: Mapped[Topic] = relationship()
    contribution: Mapped[Contribution] = relationship()


class TopicChange(Base):
    """That a run brought a contribution into a topic, where no planner has looked yet (Änderung).

    `before_id` is the topic it was in; None where that is gone, or where the contribution is new.
    """

    __tablename__ = "topic_change"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    before_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"))
    after_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    is_new: Mapped[bool] = mapped_column(server_default=sql("false"))
    found_at: Mapped[datetime]

    contribution: Mapped[Contribution] = relationship()
    before: Mapped[Topic | None] = relationship(foreign_keys=[before_id])
    after: Mapped[Topic] = relationship(foreign_keys=[after_id])


class TopicMeasure(Base):
    """That a measure was made from a topic (Thema einer Maßnahme)."""

    __tablename__ = "topic_measure"
    __table_args__ = (UniqueConstraint("topic_id", "measure_id"),)

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)

    measure: Mapped[Measure] = relationship()


class FieldGuess(Base):
    """How sure the machine is of a contribution's action field, and why; only for the least sure ones (Vorschlag)."""

    __tablename__ = "field_guess"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rank: Mapped[int]
    confidence: Mapped[float]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id", ondelete="SET NULL"))
    words_for: Mapped[list[str]] = mapped_column(JsonType, info=personal("text"))
    words_against: Mapped[list[str]] = mapped_column(JsonType, info=personal("text"))
    guessed_at: Mapped[datetime]

    contribution: Mapped[Contribution] = relationship()
    second: Mapped[ActionField | None] = relationship()


class FieldDecision(Base):
    """That a planner gave a contribution its action field, and what it had before (Feldentscheidung)."""

    __tablename__ = "field_decision"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id", ondelete="SET NULL"))
    before_by: Mapped[AssignedBy | None]
    after_id: Mapped[int] = mapped_column(ForeignKey("action_field.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    before: Mapped[ActionField | None] = relationship(foreign_keys=[before_id])
    after: Mapped[ActionField] = relationship(foreign_keys=[after_id])
