"""Nouns of the answers: what the offices begin with."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.contributions.models import OutcomeKind
from participation.core.database import Base, Id, personal


class AnswerTemplate(Base):
    """Words with which an official answer begins, with gaps to be filled for each contribution (Vorlage)."""

    __tablename__ = "answer_template"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[OutcomeKind]
    name: Mapped[str] = mapped_column(info=personal("none"))
    answer: Mapped[str] = mapped_column(info=personal("none"))
    reason: Mapped[str] = mapped_column(default="", info=personal("none"))
