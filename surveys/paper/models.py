"""Nouns of paper: a stack of sheets, and one typing of a sheet in it, locked until the stack is counted."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, personal


class PaperStack(Base):
    """Sheets of one survey that are typed in and counted together (Bogenstapel).

    Attributes:
        sample: of a hundred sheets, about how many are typed a second time.
        seed: from which our secret makes the key of what was typed, and draws the sample; empty once it is counted.
        counted: how many answers it brought; none yet, where it is empty.
        left_out: how many sheets did not count, as their code was used before, or no place was left.
        compared: how many sheets were typed twice.
        differed: to how many questions the two typings differed.
    """

    __tablename__ = "paper_stack"

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    opened_on: Mapped[date]
    sample: Mapped[int]
    seed: Mapped[str] = mapped_column(info=personal("none"))
    counted: Mapped[int | None]
    left_out: Mapped[int] = mapped_column(default=0)
    compared: Mapped[int] = mapped_column(default=0)
    differed: Mapped[int] = mapped_column(default=0)


class PaperSheet(Base):
    """What one person typed from one sheet (Bogen).

    Attributes:
        number: as it is written on the sheet.
        turn: 1 for the first typing, 2 for the second, by another person.
        box: the answers and the code, locked.
        differed: to how many questions the second typing differed; empty until both were settled, or agreed.
    """

    __tablename__ = "paper_sheet"
    __table_args__ = (
        UniqueConstraint("stack_id", "number", "turn"),
        CheckConstraint("turn IN (1, 2)", name="turn_is_one_of_two"),
    )

    id: Mapped[Id]
    stack_id: Mapped[int] = mapped_column(ForeignKey("paper_stack.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    turn: Mapped[int]
    typed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    box: Mapped[bytes] = mapped_column(LargeBinary, info=personal("sensitive"))
    differed: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="", info=personal("none"))
