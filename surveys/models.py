"""Nouns of surveys: the survey, its sealed and its opened answers, receipts and drafts.

No row that says something of a person stands beside an anonymous answer, and none is ordered by arrival: sealed answers
come in order but nobody can read them; opened ones can be read but are keyed by chance, a whole batch at a time.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from participation.core.clock import local, now
from participation.core.database import Base, Id, JsonType, Texts, personal
from participation.core.vocabulary import Channel
from participation.process.models import Process
from participation.questions import services as asking
from participation.questions.storage import from_list, to_list
from participation.questions.types import Question
from surveys import rules
from surveys.rules import Access, Anonymity, ReceiptState, SurveyState, SurveyStatus
from surveys.scarce import Scarce, from_json


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
    """A set of questions that people answer (Umfrage).

    Attributes:
        opens_at: from this moment on it takes answers.
        closes_at: from this moment on it takes none any more.
        closing_text: what people read who come after that; a sentence of ours where it is empty.
        version: how often its questions were changed since it began.
        series: the name that all waves of one survey share; under it pseudonyms can be joined.
        kept_days: how long its answers are kept after it closed.
        frame_sites: sites that may show it in a frame of theirs; none, where it is empty.
        limits: what is scarce: options that only so many can choose, groups of which only so many are asked.
        kept_back: the questions whose results the public does not see.
        register: how many people the town's register has in each group of a question, to weight results by.
        answers_version: goes up whenever an answer is counted, changed or taken back.
        removals: goes up whenever counted answers are taken back, replaced or deleted: files that hold them are void.
    """

    __tablename__ = "survey"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    title: Mapped[Texts] = mapped_column(info=personal("none"))
    lead: Mapped[Texts] = mapped_column(info=personal("none"))
    questionnaire: Mapped[Questionnaire] = mapped_column("questions", QuestionnaireType, info=personal("none"))
    minutes: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    results_from: Mapped[date]
    anonymity: Mapped[Anonymity] = mapped_column(default=Anonymity.ANONYMOUS)
    access: Mapped[Access] = mapped_column(default=Access.OPEN)
    status: Mapped[SurveyStatus] = mapped_column(default=SurveyStatus.PUBLISHED)
    version: Mapped[int] = mapped_column(default=1)
    closing_text: Mapped[Texts] = mapped_column(default=Texts, info=personal("none"))
    series: Mapped[str] = mapped_column(index=True, info=personal("none"))
    kept_days: Mapped[int]
    frame_sites: Mapped[list[str]] = mapped_column(JsonType, default=list, info=personal("none"))
    answers_version: Mapped[int] = mapped_column(default=0)
    removals: Mapped[int] = mapped_column(default=0)
    limits: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict, info=personal("none"))
    kept_back: Mapped[list[str]] = mapped_column(JsonType, default=list, info=personal("none"))
    register: Mapped[dict[str, dict[str, int]]] = mapped_column(JsonType, default=dict, info=personal("none"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary, info=personal("none"))

    process: Mapped[Process] = relationship(lazy="joined")

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it asks, in order."""
        return self.questionnaire.questions

    @property
    def state(self) -> SurveyState:
        """Where the survey stands now; one that is still being written takes no answers."""
        if not self.is_published:
            return SurveyState.TO_COME
        return rules.state(self.opens_at, self.closes_at, now())

    @property
    def opens_on(self) -> date:
        """The first day on which it takes answers."""
        return local(self.opens_at).date()

    @property
    def closes_on(self) -> date:
        """The last day on which it takes answers."""
        return local(self.closes_at - timedelta(microseconds=1)).date()

    @property
    def opens(self) -> date | datetime:
        """When it opens, as people read it: a day where it is midnight, else the moment."""
        return self.opens_on if local(self.opens_at).time() == time() else self.opens_at

    @property
    def closes(self) -> date | datetime:
        """When it closes, as people read it: the last day where that is whole, else the moment."""
        return self.closes_on if local(self.closes_at).time() == time() else self.closes_at

    @property
    def scarce(self) -> Scarce:
        """What is scarce in it."""
        return from_json(self.limits or {})

    @property
    def is_published(self) -> bool:
        """Whether people can find it; what its author still writes is for the staff alone."""
        return self.status is SurveyStatus.PUBLISHED


class SealedAnswer(Base):
    """An answer in a sealed box that only the holder of the key file can open (versiegelte Antwort)."""

    __tablename__ = "sealed_answer"

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    box: Mapped[bytes] = mapped_column(LargeBinary, info=personal("sensitive"))


def _salt() -> str:
    return secrets.token_hex(16)


class SurveyAnswer(Base):
    """An answer that can be read; its key is random, and nothing says when or from whom it came (Antwort).

    Attributes:
        salt: goes into the mark under which it stands in the public list, so that nobody guesses it.
        entry: the entry of the public list in which it stands.
        pack: the pack in which it is kept ready for counting, with thousands of others; None until it is in one.
        pseudonym: joins the answers of one person in the waves of a series; None unless people were told so.
    """

    __tablename__ = "survey_answer"
    __table_args__ = (
        Index("ix_survey_answer_survey_id_pack", "survey_id", "pack"),
        Index("ix_survey_answer_survey_id_key", "survey_id", "key"),  # files are written in this order, unsorted
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    channel: Mapped[Channel]
    values: Mapped[dict[str, Any]] = mapped_column(JsonType, info=personal("sensitive"))
    salt: Mapped[str] = mapped_column(default=_salt, info=personal("none"))
    entry: Mapped[int | None] = mapped_column(index=True)
    pack: Mapped[str | None] = mapped_column(info=personal("none"))
    pseudonym: Mapped[str | None] = mapped_column(index=True, info=personal("sensitive"))


class PersonalAnswer(Base):
    """That an answer belongs to an account; only where the survey told people so (persönliche Antwort)."""

    __tablename__ = "personal_answer"
    __table_args__ = (UniqueConstraint("survey_id", "person_id"),)

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    answer_key: Mapped[str] = mapped_column(
        ForeignKey("survey_answer.key", ondelete="CASCADE"), unique=True, info=personal("none")
    )
    receipt_hash: Mapped[str] = mapped_column(info=personal("none"))
    sent_at: Mapped[datetime]


class PassedIdea(Base):
    """That an idea in a personal answer went to the board, so that it does so once (weitergegebene Idee).

    Attributes:
        mark: a keyed hash of its words; it leads to nobody.
    """

    __tablename__ = "survey_passed_idea"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))


class SurveyReceipt(Base):
    """What became of one answer; it does not lead to the answer (Beleg).

    Attributes:
        entry: the entry of the public list in which it stands.
    """

    __tablename__ = "survey_receipt"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    state: Mapped[ReceiptState] = mapped_column(default=ReceiptState.COUNTED)
    entry: Mapped[int | None] = mapped_column(index=True)


class SurveyDraft(Base):
    """Answers of somebody who goes page by page, locked with a key that only the address holds (Entwurf)."""

    __tablename__ = "survey_draft"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    box: Mapped[bytes] = mapped_column(LargeBinary, info=personal("sensitive"))
    expires_on: Mapped[date] = mapped_column(index=True)


class SurveyResume(Base):
    """A short code that leads to a draft; what stands here is worth nothing without it (Weitermach-Code)."""

    __tablename__ = "survey_resume"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    draft_hash: Mapped[str] = mapped_column(
        ForeignKey("survey_draft.hash", ondelete="CASCADE"), unique=True, info=personal("none")
    )
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    box: Mapped[bytes] = mapped_column(LargeBinary, info=personal("none"))
