"""Nouns of exports: one file with all answers of a survey, which the worker makes."""

import secrets
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, personal
from surveys.interchange.out.formats import Format


def _key() -> str:
    return secrets.token_hex(16)


class SurveyExport(Base):
    """One file with the answers of a survey; it lies outside the database for a day (Auszug).

    Attributes:
        key: the file's name, and the last part of its address.
        size: how many bytes it has; None until it is made.
        removals: how often answers of the survey had gone when it was made; where more have gone since, it is void.
    """

    __tablename__ = "survey_export"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(primary_key=True, default=_key, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    format: Mapped[Format]
    language: Mapped[str] = mapped_column(info=personal("none"))
    ordered_on: Mapped[date]
    size: Mapped[int | None]
    removals: Mapped[int | None]
