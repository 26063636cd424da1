"""Nouns of what people put into another language, and of texts whose language was mistaken."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.core.database import Base, Id, personal


class Translation(Base):
    """What a contribution says in another language, written by people and shown beside the original (Übersetzung)."""

    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("contribution_id", "language"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(info=personal("none"))
    title: Mapped[str] = mapped_column(info=personal("text"))
    text: Mapped[str] = mapped_column(info=personal("text"))
    translated_by: Mapped[str] = mapped_column(info=personal("contact"))
    translated_on: Mapped[date]


class LanguageChange(Base):
    """That somebody at the desk said in which language a text is, other than was thought (Sprachkorrektur)."""

    __tablename__ = "language_change"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    before: Mapped[str] = mapped_column(info=personal("none"))
    after: Mapped[str] = mapped_column(info=personal("none"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
