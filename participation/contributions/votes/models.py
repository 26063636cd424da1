"""Nouns of votes: the codes by which people vote, what is noticed of votes, and counts that stand still."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.contributions.asking import Assurance
from participation.contributions.models import Board, Contribution
from participation.core.database import Base, Id, personal
from participation.moderation.rules import SHORTEST_REASON


class VoteSource(Base):
    """How many votes for one idea came from one network within ten minutes; gone after some hours (Stimmenzähler).

    `source` is a short keyed hash of the network, never of one connection, and the key changes every day.
    """

    __tablename__ = "vote_source"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]


class VoteBurst(Base):
    """Conspicuously many votes for one idea, in numbers; somebody looks at them and decides (Stimmenauffälligkeit)."""

    __tablename__ = "vote_burst"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime]
    votes: Mapped[int]
    largest: Mapped[int]
    sources: Mapped[int]
    usual: Mapped[float]
    looked_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()


class VoteFreeze(Base):
    """A stretch of time in which an idea's count stood still, with the reasons everybody reads (Stimmenstopp)."""

    __tablename__ = "vote_freeze"
    __table_args__ = (CheckConstraint(f"length(reason) >= {SHORTEST_REASON}", name="freeze_has_reason"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(info=personal("none"))
    count: Mapped[int]
    ended_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="", info=personal("none"))
    set_aside: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    contribution: Mapped[Contribution] = relationship()
    person: Mapped[Person | None] = relationship()


class Comparison(Base):
    """Somebody's word on which of two ideas matters more, once for each person and pair (Vergleich).

    `first_id` is the lower number of the two. `choice` is 1 for the first, -1 for the second, 0 where somebody cannot
    say. What is held does not count at present: a count stands still, or one of the two was merged. `via_id` is the
    idea of which it was said, before that was merged.
    """

    __tablename__ = "comparison"
    __table_args__ = (
        UniqueConstraint("voter", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[Id]
    first_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    voter: Mapped[str] = mapped_column(info=personal("contact"))
    choice: Mapped[int]
    assurance: Mapped[Assurance]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    given_on: Mapped[date]
    is_held: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    via_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)


class CodeList(Base):
    """Codes that the town made at once, to hand out or to send in letters; who got which we never know (Codeliste)."""

    __tablename__ = "code_list"

    id: Mapped[Id]
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(info=personal("none"))
    count: Mapped[int]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    board: Mapped[Board] = relationship()
    person: Mapped[Person | None] = relationship()


class VoteCode(Base):
    """A code by which somebody votes on a board, as a keyed hash; whether it was used, never when (Stimmcode)."""

    __tablename__ = "vote_code"
    __table_args__ = (UniqueConstraint("board_id", "hash"),)

    id: Mapped[Id]
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    list_id: Mapped[int] = mapped_column(ForeignKey("code_list.id", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(info=personal("none"))
    is_used: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
