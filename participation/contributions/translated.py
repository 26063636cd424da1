"""The noun of what people put into another language."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
