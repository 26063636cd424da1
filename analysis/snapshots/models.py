"""Nouns of what is kept: the snapshot, its topics, and who was in which."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.process.models import ActionField


class Snapshot(Base):
    """The topics of a process as they stood at one moment (festgehaltener Stand).

    Attributes:
        contributions: how many stood in topics then, whatever is hidden or deleted since.
        is_held: as long as it is, runs only sort in what is new and move nothing.
    """

    __tablename__ = "snapshot"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(info=personal("text"))
    taken_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    contributions: Mapped[int]
    is_held: Mapped[bool] = mapped_column(server_default=sql("false"))


class SnapshotTopic(Base):
    """A topic as it was called then, and the field it was under (festgehaltenes Thema).

    Attributes:
        topic_id: the topic of today that it was; None where that is gone.
        is_named: whether a person gave the name; else it is made of words of its contributions and goes with them.
    """

    __tablename__ = "snapshot_topic"

    id: Mapped[Id]
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="CASCADE"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"), index=True)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(info=personal("text"))
    is_named: Mapped[bool] = mapped_column(server_default=sql("false"))

    field: Mapped[ActionField | None] = relationship()


class SnapshotPlace(Base):
    """That a contribution stood in a topic then (festgehaltene Zuordnung)."""

    __tablename__ = "snapshot_place"

    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("snapshot.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    kept_topic_id: Mapped[int] = mapped_column(ForeignKey("snapshot_topic.id", ondelete="CASCADE"), index=True)
