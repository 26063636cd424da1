"""The noun behind changed words: what a contribution said before."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.core.database import Base, Id, personal


class Version(Base):
    """What a contribution said until it was changed, for its author and the moderators (Fassung).

    `note` is what the author answered to a question of the moderators; `person_id` is who changed it at the desk.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("contribution_id", "revision"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    revision: Mapped[int]
    title: Mapped[str] = mapped_column(info=personal("text"))
    text: Mapped[str] = mapped_column(info=personal("text"))
    display_name: Mapped[str] = mapped_column(default="", info=personal("contact"))
    place: Mapped[str] = mapped_column(default="", info=personal("text"))
    note: Mapped[str] = mapped_column(default="", info=personal("text"))
    by_author: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
