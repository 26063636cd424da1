"""Nouns of surveys: the survey, its sealed and its opened answers, receipts and drafts.

No row that says something of a person stands beside an anonymous answer, and none is ordered by arrival: sealed answers
come in order but nobody can read them; opened ones can be read but are keyed by chance, a whole batch at a time.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from participation.core.clock import today
from participation.core.database import Base, Id, JsonType, Texts, personal
from participation.core.vocabulary import Channel
from participation.process.models import Process
from participation.questions import services as asking
from participation.questions.storage import from_list, to_list
from participation.questions.types import Question
from surveys import rules
from surveys.rules import SurveyState


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """The questions of a survey.

    What the database holds is read once: as long as it is the same, it is the same object, and what is worked out of it
    (the size of a box, a rendered page) can be kept by it.
    """

    questions: tuple[Question, ...]

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions that want an answer: all but mere information."""
        return tuple(question for question in self.questions if asking.columns(question))

    @cached_property
    def pages(self) -> list[tuple[Question, ...]]:
        """What stands on one page each, for browsers without scripts."""
        return rules.pages(self.questions)

    @cached_property
    def box_size(self) -> int:
        """The size of every box with an answer to them."""
        return rules.box_size(self.questions)


@lru_cache(maxsize=64)
def _read(stored: str) -> Questionnaire:
    return Questionnaire(from_list(json.loads(stored)))


class QuestionnaireType(TypeDecorator[Questionnaire]):
    """Stores a questionnaire as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Questionnaire | None, dialect: Dialect) -> str | None:
        """Store the questions as a JSON list."""
        return None if value is None else json.dumps(to_list(value.questions), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Questionnaire | None:
        """Return the questionnaire."""
        return None if value is None else _read(value)


class Survey(Base):
    """A set of questions that people answer anonymously (Umfrage)."""

    __tablename__ = "survey"
    __table_args__ = (CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    title: Mapped[Texts] = mapped_column(info=personal("none"))
    lead: Mapped[Texts] = mapped_column(info=personal("none"))
    questionnaire: Mapped[Questionnaire] = mapped_column("questions", QuestionnaireType, info=personal("none"))
    minutes: Mapped[int]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    results_from: Mapped[date]
    public_key: Mapped[bytes] = mapped_column(LargeBinary, info=personal("none"))

    process: Mapped[Process] = relationship(lazy="joined")

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it asks, in order."""
        return self.questionnaire.questions

    @property
    def state(self) -> SurveyState:
        """Where the survey stands today."""
        return rules.state(self.opens_on, self.closes_on, today())


class SealedAnswer(Base):
    """An answer in a sealed box that only the holder of the key file can open (versiegelte Antwort)."""

    __tablename__ = "sealed_answer"

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    box: Mapped[bytes] = mapped_column(LargeBinary, info=personal("sensitive"))


class SurveyAnswer(Base):
    """An answer that was opened in a batch; its key is random, and nothing says when or from whom it came (Antwort)."""

    __tablename__ = "survey_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    channel: Mapped[Channel]
    values: Mapped[dict[str, Any]] = mapped_column(JsonType, info=personal("sensitive"))


class SurveyReceipt(Base):
    """That one answer was counted; it does not lead to the answer (Beleg)."""

    __tablename__ = "survey_receipt"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)


class SurveyDraft(Base):
    """Answers of somebody who goes page by page, locked with a key that only the address holds (Entwurf)."""

    __tablename__ = "survey_draft"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    box: Mapped[bytes] = mapped_column(LargeBinary, info=personal("sensitive"))
    expires_on: Mapped[date] = mapped_column(index=True)
