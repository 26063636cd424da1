"""Nouns of the hall: the hall itself, and where each question stands in it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.hall.rules import Stage
from participation.contributions.models import Question
from participation.core.database import Base, Id, personal
from participation.process.models import Process


class Hall(Base):
    """A room in which people ask by phone what is answered aloud (Saal)."""

    __tablename__ = "hall"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    title: Mapped[str] = mapped_column(info=personal("none"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    process: Mapped[Process] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether questions are taken in."""
        return self.closed_at is None

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this hall."""
        yield f"hall:{self.code}"
        yield from self.process.grant_names()


class Place(Base):
    """Where one question stands in its hall (Platz einer Frage)."""

    __tablename__ = "hall_place"
    __table_args__ = (Index("ix_hall_place_stage", "hall_id", "stage"),)

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id", ondelete="CASCADE"))
    stage: Mapped[Stage] = mapped_column(default=Stage.ASKED)
    moved_at: Mapped[datetime]

    hall: Mapped[Hall] = relationship()
    question: Mapped[Question] = relationship()
