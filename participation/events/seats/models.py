"""Nouns of places: who comes, what they need, and how places went from one to another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.events.models import Event
from participation.events.rules import MoveKind, Need, SeatState


class Registration(Base):
    """One or several people who come together, or wait for places (Anmeldung).

    `key` leads to the secret link for whoever holds the server's secret; the link itself is stored as a hash.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index("ix_registration_state", "event_id", "state"),
        CheckConstraint("size > 0", name="somebody_comes"),
    )

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    secret_hash: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    name: Mapped[str] = mapped_column(info=personal("contact"))
    contact: Mapped[str] = mapped_column(default="", info=personal("contact"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))
    size: Mapped[int]
    state: Mapped[SeatState]
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    needs: Mapped[list["AccessNeed"]] = relationship(
        order_by="AccessNeed.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def mail(self) -> str:
        """The address for mails; empty where somebody left a number or nothing."""
        return self.contact if "@" in self.contact else ""


class AccessNeed(Base):
    """What somebody needs so as to take part; kept apart and deleted first (Zugangsbedarf)."""

    __tablename__ = "access_need"

    id: Mapped[Id]
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    need: Mapped[Need]
    words: Mapped[str] = mapped_column(default="", info=personal("sensitive"))


class SeatMove(Base):
    """What happened to places, in numbers and with the reason; rows are only ever added (Platzbewegung)."""

    __tablename__ = "seat_move"

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MoveKind]
    size: Mapped[int]
    free: Mapped[int]
    reason: Mapped[str] = mapped_column(default="", info=personal("none"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    happened_at: Mapped[datetime]
