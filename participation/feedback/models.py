"""Nouns of feedback: a barrier somebody met, and by when the town must answer."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.core.database import Base, Id, personal


class BarrierReport(Base):
    """A barrier on our pages that somebody told us about; the answer is due within six weeks (Barriere-Meldung)."""

    __tablename__ = "barrier_report"

    id: Mapped[Id]
    reference: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    text: Mapped[str] = mapped_column(info=personal("text"))
    page: Mapped[str] = mapped_column(default="", info=personal("text"))
    mail: Mapped[str] = mapped_column(default="", info=personal("contact"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))
    reported_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="", info=personal("text"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    answered_by: Mapped[Person | None] = relationship()
