"""Noun of the tray of pairs."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.core.database import Base, Id, JsonType, personal
from participation.process.models import Process


class NearPair(Base):
    """Two contributions that may say the same, for a person to judge (ähnliches Paar).

    `is_same` is None until somebody has judged. A run replaces what nobody judged; what a person said stays, and two
    that say the same stay in one topic.
    """

    __tablename__ = "near_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    words: Mapped[list[str]] = mapped_column(JsonType, info=personal("text"))
    is_same: Mapped[bool | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    judged_at: Mapped[datetime | None]

    process: Mapped[Process] = relationship()
    first: Mapped[Contribution] = relationship(foreign_keys=[first_id])
    second: Mapped[Contribution] = relationship(foreign_keys=[second_id])
