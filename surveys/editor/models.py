"""Nouns of the editor: what a survey was after each change, and questions kept for later ones."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.clock import now
from participation.core.database import Base, Id, JsonType, Texts, personal
from participation.questions.types import Question
from surveys.models import Questionnaire, QuestionnaireType


class KeptQuestion(Base):
    """A question that the town keeps for later surveys, in all its languages (aufbewahrte Frage)."""

    __tablename__ = "kept_question"

    id: Mapped[Id]
    questionnaire: Mapped[Questionnaire] = mapped_column("questions", QuestionnaireType, info=personal("none"))

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.questionnaire.questions[0]


class SurveyVersion(Base):
    """What a survey asked, said and limited after one change, and its days (Fassung der Umfrage)."""

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    number: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(default=now)
    title: Mapped[Texts] = mapped_column(info=personal("none"))
    lead: Mapped[Texts] = mapped_column(info=personal("none"))
    closing_text: Mapped[Texts] = mapped_column(info=personal("none"))
    questionnaire: Mapped[Questionnaire] = mapped_column("questions", QuestionnaireType, info=personal("none"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    results_from: Mapped[date]
    limits: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict, info=personal("none"))
