"""Nouns of the public list: its entries, and what has to be said in the next one about answers that are gone."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, JsonType, personal


class GoneReason(StrEnum):
    """Why something that was listed is no more (Grund)."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ERASED = "erased"
    RETENTION = "retention"


class CountEntry(Base):
    """One night's entry in the public list of what was counted; each holds the hash of the one before (Zähleintrag)."""

    __tablename__ = "count_entry"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    body: Mapped[dict[str, Any]] = mapped_column(JsonType, info=personal("none"))
    hash: Mapped[str] = mapped_column(info=personal("none"))


class Tombstone(Base):
    """That a receipt or an answer is gone, to be said in the next entry of the list (Grabstein)."""

    __tablename__ = "survey_tombstone"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    what: Mapped[str] = mapped_column(info=personal("none"))
    reason: Mapped[GoneReason]
