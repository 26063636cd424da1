"""Nouns of double coding: the round, what is coded in it, and what each of the two said."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.core.database import Base, Id
from participation.process.models import ActionField


class CodingRound(Base):
    """A sample of contributions that two people sort by action field, blind to each other (Doppelkodierung).

    Attributes:
        first_id, second_id: who codes; the second place is free until somebody takes it.
        closed_at: from then on both see what the other said, and nobody changes anything.
    """

    __tablename__ = "coding_round"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    size: Mapped[int]
    begun_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    first_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class CodedItem(Base):
    """One contribution of the sample, and its place in the order that both go through (Kodiereinheit)."""

    __tablename__ = "coded_item"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("coding_round.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    place: Mapped[int]

    contribution: Mapped[Contribution] = relationship()


class Code(Base):
    """What one of the two said about one contribution; no field means that none fits (Kodierung)."""

    __tablename__ = "code"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("coding_round.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    coder: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id", ondelete="SET NULL"))
    coded_at: Mapped[datetime]

    field: Mapped[ActionField | None] = relationship()
