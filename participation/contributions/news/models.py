"""Nouns of news: who wants to be told what became of an idea."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.core.database import Base, Id, personal


class NewsWish(Base):
    """A confirmed address that wants to be told what became of an idea, without an account (Nachrichtenwunsch)."""

    __tablename__ = "news_wish"
    __table_args__ = (UniqueConstraint("contribution_id", "mail"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    mail: Mapped[str] = mapped_column(info=personal("contact"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))
    confirmed_at: Mapped[datetime]

    contribution: Mapped[Contribution] = relationship()
