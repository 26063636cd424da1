"""Nouns of tables: the table with its secret link, and what was written down at it."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Board
from participation.core.database import Base, Id, personal
from participation.events.models import Event


class EventTable(Base):
    """A table of an event, whose link lets people write down what is said there (Tisch)."""

    __tablename__ = "event_table"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    secret_hash: Mapped[str] = mapped_column(unique=True, info=personal("none"))

    event: Mapped[Event] = relationship()
    board: Mapped[Board] = relationship()


class TableNote(Base):
    """Which contribution was written down at which table, and its points on paper (Tischnotiz)."""

    __tablename__ = "table_note"

    id: Mapped[Id]
    table_id: Mapped[int] = mapped_column(ForeignKey("event_table.id", ondelete="CASCADE"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), unique=True)
    paper_points: Mapped[int] = mapped_column(default=0, server_default="0")
