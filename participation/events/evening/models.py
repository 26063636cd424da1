"""Nouns of what comes after an event: its minutes with all that belongs to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.events.models import Event


class Minutes(Base):
    """What the staff writes down after an event, public as soon as somebody says so (Protokoll).

    `came` is how many were counted; `survey` the way to questions about the evening, without the language.
    """

    __tablename__ = "minutes"
    __table_args__ = (CheckConstraint("came IS NULL OR came >= 0", name="counted"),)

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str] = mapped_column(default="", info=personal("none"))
    came: Mapped[int | None]
    documents: Mapped[str] = mapped_column(default="", info=personal("none"))
    survey: Mapped[str] = mapped_column(default="", info=personal("none"))
    published_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own name and form

    event: Mapped[Event] = relationship()
