"""Nouns of threads: who follows one, and what the moderators did to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.contributions.models import Thread
from participation.core.database import Base, Id, personal


class Deed(StrEnum):
    """What a moderator can do to a thread (Art des Eingriffs)."""

    CLOSE = "close"
    REOPEN = "reopen"
    PIN = "pin"
    UNPIN = "unpin"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"


class Follower(Base):
    """Somebody who hears by mail what is new in a thread, with an account or a confirmed address (Abo)."""

    __tablename__ = "follower"
    __table_args__ = (
        UniqueConstraint("thread_id", "person_id"),
        UniqueConstraint("thread_id", "mail"),
        CheckConstraint("person_id IS NOT NULL OR mail IS NOT NULL", name="can_be_reached"),
    )

    id: Mapped[Id]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    mail: Mapped[str | None] = mapped_column(info=personal("contact"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    told_at: Mapped[datetime]

    thread: Mapped[Thread] = relationship()
    person: Mapped[Person | None] = relationship()


class ThreadChange(Base):
    """What a moderator did to a thread, kept so that it can be explained and undone (Eingriff)."""

    __tablename__ = "thread_change"

    id: Mapped[Id]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    deed: Mapped[Deed]
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
