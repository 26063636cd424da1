"""Nouns of points: how many everybody has, and what a browser gave."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, JsonType, personal
from participation.events.models import Event


class PointRound(Base):
    """How many points everybody has for the notes of an evening, and whether they can be given now (Punktevergabe)."""

    __tablename__ = "point_round"
    __table_args__ = (CheckConstraint("each_has > 0", name="has_points"),)

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    each_has: Mapped[int]
    is_open: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own name and form

    event: Mapped[Event] = relationship()


class PointSheet(Base):
    """How one browser has spread its points: one row, so that nobody ever has more than there are (Punktezettel).

    `giver` is a keyed hash that holds for this evening alone; `given` has points by the number of the note.
    """

    __tablename__ = "point_sheet"
    __table_args__ = (UniqueConstraint("round_id", "giver"),)

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("point_round.id", ondelete="CASCADE"))
    giver: Mapped[str] = mapped_column(info=personal("none"))
    given: Mapped[dict[str, int]] = mapped_column(JsonType, default=dict, info=personal("none"))
