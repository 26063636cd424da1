"""Nouns of the question whether a measure has helped: each time it is asked, and the answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, personal
from participation.monitoring.helped.rules import Help


class HelpRound(Base):
    """That people were asked whether a measure has helped (Wirkungsfrage)."""

    __tablename__ = "help_round"

    id: Mapped[Id]
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    asked: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class HelpAnswer(Base):
    """What one of those who were asked has said, once each; it can be changed (Antwort auf die Wirkungsfrage).

    `voter` is a keyed hash of the address that was written to; it goes when the answers can no longer be changed.
    """

    __tablename__ = "help_answer"
    __table_args__ = (UniqueConstraint("round_id", "voter"),)

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("help_round.id", ondelete="CASCADE"))
    voter: Mapped[str] = mapped_column(info=personal("contact"))
    value: Mapped[Help]
    answered_at: Mapped[datetime]
