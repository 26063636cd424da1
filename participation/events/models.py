"""Nouns of events: the event itself."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.access.guard import guarded
from participation.core.clock import now
from participation.core.database import Base, Id, JsonType, personal
from participation.core.vocabulary import Phase
from participation.events.rules import Attendance, Audience, Door, EventKind, door
from participation.process.models import Process


@guarded
class Event(Base):
    """A meeting to which people come or dial in (Veranstaltung).

    A draft and a private event belong to the staff; whoever is invited to a private one has its secret link.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_begins", "process_id", "begins_at"),
        CheckConstraint("begins_at < ends_at", name="begins_before_it_ends"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="has_places"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    invitation: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    kind: Mapped[EventKind]
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.ON_SITE)
    audience: Mapped[Audience] = mapped_column(default=Audience.DRAFT)
    title: Mapped[str] = mapped_column(info=personal("none"))
    text: Mapped[str] = mapped_column(default="", info=personal("none"))
    agenda: Mapped[str] = mapped_column(default="", info=personal("none"))
    place: Mapped[str] = mapped_column(default="", info=personal("none"))
    without_car: Mapped[str] = mapped_column(default="", info=personal("none"))
    access: Mapped[str] = mapped_column(default="", info=personal("none"))
    access_facts: Mapped[list[str]] = mapped_column(JsonType, default=list, info=personal("none"))
    fields: Mapped[list[str]] = mapped_column(JsonType, default=list, info=personal("none"))
    online_link: Mapped[str] = mapped_column(default="", info=personal("none"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    capacity: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # SQLAlchemy's own name and form

    process: Mapped[Process] = relationship()

    @classmethod
    def visible_to(cls, sees_hidden: bool) -> ColumnElement[bool]:
        """Return the condition under which a row may be shown: public ones, or all of them."""
        return true() if sees_hidden else Event.audience == Audience.PUBLIC

    @property
    def is_public(self) -> bool:
        """Whether everybody may know of it."""
        return self.audience is Audience.PUBLIC

    @property
    def is_over(self) -> bool:
        """Whether it lies in the past."""
        return self.ends_at <= now()

    @property
    def places(self) -> str:
        """The name under which its places are counted."""
        return f"event:{self.id}"

    @property
    def door(self) -> Door:
        """Whether places can be reserved now."""
        return door(
            capacity=self.capacity,
            opens_at=self.opens_at,
            closes_at=self.closes_at or self.begins_at,
            is_cancelled=self.cancelled_at is not None,
            now=now(),
        )

    def open_phases(self) -> frozenset[Phase]:
        """Return the open phases of the event's process."""
        return self.process.open_phases()

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this event."""
        yield f"event:{self.code}"
        yield from self.process.grant_names()
