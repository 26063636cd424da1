"""Nouns of the ways in: codes that were sent out, and marks that a browser or an account has taken part.

Neither leads to an answer: what stands here is written in the transaction that seals the answer, and no row of either
side names the other.
"""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import text as sql

from participation.core.database import Base, personal


class SurveyCode(Base):
    """One code of a closed list, under which one answer may come (Zugangscode).

    Attributes:
        number: its place in the list; the code can be made again from it, for a reminder.
        recipient: to whom it is sent, as it stands on the letter; empty where it is handed out.
    """

    __tablename__ = "survey_code"
    __table_args__ = (UniqueConstraint("survey_id", "number"), {"sqlite_with_rowid": False})

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    number: Mapped[int]
    recipient: Mapped[str] = mapped_column(default="", info=personal("contact"))
    is_used: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))


class SurveyPart(Base):
    """That a browser or an account has taken part; it says neither which it is nor what was answered (Teilnahme)."""

    __tablename__ = "survey_part"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
