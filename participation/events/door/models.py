"""The noun of the door: somebody who has come."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.events.models import Event
from participation.events.seats.models import Registration


class Arrival(Base):
    """One or several people who came in together, with places of theirs or without (Ankunft).

    `name` and `reason` are those of people who had no places; `places` is how many the door took for them.
    """

    __tablename__ = "arrival"
    __table_args__ = (CheckConstraint("size > 0", name="somebody_came"),)

    id: Mapped[Id]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str] = mapped_column(default="", info=personal("contact"))
    reason: Mapped[str] = mapped_column(default="", info=personal("text"))
    size: Mapped[int]
    places: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()

    @property
    def called(self) -> str:
        """The name under which they came."""
        return self.registration.name if self.registration else self.name
