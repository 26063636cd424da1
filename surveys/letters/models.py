"""Nouns of letters: one making of letters; the letters themselves lie locked in a file until somebody fetches them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import text as sql

from participation.core.database import Base, Id, JsonType, personal


class LetterKind(StrEnum):
    """Whom letters are for: new names on the list, or those whose code nobody used yet (Briefart)."""

    FIRST = "first"
    REMINDER = "reminder"


class LetterForm(StrEnum):
    """As what they are made: to print, or as a table for the town's own mail merge (Ausgabeform)."""

    PDF = "pdf"
    CSV = "csv"


class LetterRun(Base):
    """One making of letters (Briefausgabe).

    Attributes:
        hash: of the secret in the address under which they are fetched.
        public_key: with which they are locked; the secret opens them, and stands nowhere.
        last_before: the last place of the list that had a code before.
        count: how many letters there are; none yet, where it is empty.
        used: how many codes were used when they were made.
        is_fetched: whether somebody has them; then they are nowhere else.
    """

    __tablename__ = "letter_run"

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary, info=personal("none"))
    kind: Mapped[LetterKind]
    form: Mapped[LetterForm]
    words: Mapped[dict[str, str]] = mapped_column(JsonType, info=personal("none"))
    last_before: Mapped[int] = mapped_column(default=0)
    count: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    made_on: Mapped[date]
    is_fetched: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
