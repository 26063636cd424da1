"""Nouns of the log of topics: what a planner did, and where each contribution stood before."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from analysis.models import DecidedBy, Topic
from participation.core.database import Base, Id, JsonType, personal
from participation.process.models import Process


class DeedKind(StrEnum):
    """What a planner can do to a topic."""

    RENAME = "rename"
    MOVE = "move"
    CONFIRM = "confirm"
    MERGE = "merge"
    SPLIT = "split"
    PIN = "pin"
    PARK = "park"
    RESUME = "resume"


class TopicDeed(Base):
    """What a planner did to a topic, and how the topics stood before and after (Themenentscheidung).

    `before` and `after` hold of each topic only what changed; `made` are the topics that the deed began.
    """

    __tablename__ = "topic_deed"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[DeedKind]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"))
    name_before: Mapped[str | None] = mapped_column(info=personal("text"))
    name_after: Mapped[str | None] = mapped_column(info=personal("text"))
    before: Mapped[Mapping[str, Mapping[str, str | None]]] = mapped_column(JsonType, info=personal("none"))
    after: Mapped[Mapping[str, Mapping[str, str | None]]] = mapped_column(JsonType, info=personal("none"))
    made: Mapped[list[int]] = mapped_column(JsonType, info=personal("none"))
    count: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    process: Mapped[Process] = relationship()
    topic: Mapped[Topic | None] = relationship(foreign_keys=[topic_id])
    target: Mapped[Topic | None] = relationship(foreign_keys=[target_id])

    @property
    def page_id(self) -> int | None:
        """The topic to look at after the deed: what was merged is read where it went."""
        return self.target_id if self.kind is DeedKind.MERGE else self.topic_id


class DeedPlace(Base):
    """Where a contribution stood before a deed, and where it stood after it (Umzug)."""

    __tablename__ = "deed_place"

    deed_id: Mapped[int] = mapped_column(
        ForeignKey("topic_deed.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    before_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"))
    before_by: Mapped[DecidedBy]
    before_confidence: Mapped[float]
    before_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    before_at: Mapped[datetime]
    after_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"))
