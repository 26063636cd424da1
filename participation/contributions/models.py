"""Nouns of the hub: Contribution with its kinds Idea and Comment, Board, Thread, Support, Contact and Outcome."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from textwrap import shorten
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, true
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.access.actions import Action
from participation.access.guard import guarded
from participation.accounts.models import Organisation, Person
from participation.contributions.asking import Arranged, Assurance
from participation.contributions.attachments.models import Attachment
from participation.contributions.rules import TALKED_ABOUT, Subject
from participation.contributions.translated import Translation
from participation.core.database import Base, Id, JsonType, Texts, personal
from participation.core.vocabulary import Channel, Phase, Sector
from participation.moderation.models import Moderated, Screened
from participation.moderation.rules import Checks, Visibility, strictest
from participation.process.models import ActionField, District, Process

SUBJECT = "contribution"
"""Under this name decisions, claims and marks refer to contributions."""


class Kind(StrEnum):
    """What a contribution is (Beitragsart)."""

    IDEA = "idea"
    COMMENT = "comment"
    QUESTION = "question"
    DISCUSSION = "discussion"


TALK = frozenset({Kind.COMMENT, Kind.DISCUSSION})
"""What people say to each other: it gets no official answer, and no measure grows from it."""

ANSWERED = frozenset({Kind.IDEA, Kind.QUESTION})
"""What the town owes an answer with reasons."""


class Stance(StrEnum):
    """What a comment says to its subject, where this is asked (Haltung); the order is that of the list."""

    PRO = "pro"
    CONTRA = "contra"
    QUESTION = "question"
    HELP = "help"


class AssignedBy(StrEnum):
    """Who chose the action field of a contribution; a person's choice is never overruled by a machine."""

    AUTHOR = "author"
    STAFF = "staff"
    MACHINE = "machine"


class OutcomeKind(StrEnum):
    """What became of a contribution (Art des Ergebnisses)."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    INSPIRED = "inspired"
    NOT_ADOPTED = "not_adopted"
    ANSWERED = "answered"


class Board(Base, Arranged):
    """A place where ideas on one question are gathered (Ideensammlung)."""

    __tablename__ = "board"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    title: Mapped[Texts] = mapped_column(info=personal("none"))
    question: Mapped[Texts] = mapped_column(info=personal("none"))
    hint: Mapped[Texts] = mapped_column(info=personal("none"))
    asks_stance: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    checks: Mapped[dict[str, str]] = mapped_column(JsonType, default=dict, server_default="{}", info=personal("none"))
    slow_minutes: Mapped[int] = mapped_column(default=0, server_default="0")

    process: Mapped[Process] = relationship(lazy="joined")

    def checks_in(self, phase: Phase) -> Checks:
        """Return what is read first in this phase: everything, where `checks` does not name the phase."""
        return Checks(self.checks.get(phase.value, Checks.ALL))

    def checks_now(self) -> Checks:
        """Return what is read first today."""
        return strictest([self.checks_in(phase) for phase in self.open_phases()])

    def open_phases(self) -> frozenset[Phase]:
        """Return the open phases of the board's process."""
        return self.process.open_phases()

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this board."""
        yield f"board:{self.slug}"
        yield from self.process.grant_names()


class Thread(Base):
    """The comments on one subject (Gesprächsfaden); whatever can be commented holds its `thread_id`.

    `comment_count` and `last_at` tell of the public ones; they and `is_covered` are kept by `threads.keeping`, as is
    the `comment_count` of an idea, which lists of ideas show.
    """

    __tablename__ = "thread"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id", ondelete="SET NULL"), index=True)
    about: Mapped[Subject] = mapped_column(default=Subject.VOICE, server_default=Subject.VOICE)
    comment_count: Mapped[int] = mapped_column(default=0, server_default="0")
    last_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    is_covered: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))

    process: Mapped[Process] = relationship()
    board: Mapped[Board | None] = relationship()

    def open_phases(self) -> frozenset[Phase]:
        """Return the open phases of the thread's process; none where it is closed or its subject hidden."""
        return frozenset() if self.closed_at or self.is_covered else self.process.open_phases()

    def phases_for(self, action: Action) -> frozenset[Phase] | None:
        """Return in which phases this is open on the thread's board, or for its subject, if that says anything."""
        if self.board:
            return self.board.phases_for(action)
        return TALKED_ABOUT.get(self.about) if action is Action.COMMENT else None

    @property
    def asks_stance(self) -> bool:
        """Whether comments say what they are: for it, against it, a question."""
        return self.board.asks_stance if self.board else self.about.asks_stance

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this thread."""
        yield from (self.board or self.process).grant_names()


@guarded
class Contribution(Base, Moderated, Screened):
    """One voice; `answered_at` is of the latest answer, `days_to_answer` of the first (Beitrag).

    `twin_of_id` is the first that said nearly the same. What is public of those is shown as one: all but the oldest are
    folded into it, but where somebody decided that one stands alone; `folding` keeps `folded_into_id` and the count.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint(f"kind <> '{Kind.IDEA}' OR board_id IS NOT NULL", name="idea_has_board"),
        CheckConstraint(f"kind <> '{Kind.COMMENT}' OR thread_id IS NOT NULL", name="comment_has_thread"),
        # A list is counted and put in order by the index alone; what filters ask for stands in it, too.
        Index(
            "ix_contribution_newest",
            "board_id",
            "kind",
            "visibility",
            "created_at",
            "action_field_id",
            "district_id",
            "answered_at",
            "days_to_answer",
            "folded_into_id",
        ),
        Index("ix_contribution_popular", "board_id", "kind", "visibility", "score", "created_at", "folded_into_id"),
        # How a board is answered is counted by this one alone, already in the order of its groups.
        Index("ix_contribution_days", "board_id", "kind", "visibility", "days_to_answer", "folded_into_id"),
        Index("ix_contribution_answered", "process_id", "visibility", "answered_at"),
        Index("ix_contribution_waiting", "visibility", "created_at"),
        Index("ix_contribution_thread", "thread_id", "kind", "visibility", "created_at"),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}  # SQLAlchemy's own name and form

    id: Mapped[Id]
    kind: Mapped[Kind]
    channel: Mapped[Channel]
    origin: Mapped[str] = mapped_column(default="", server_default="", info=personal("none"))
    origin_on: Mapped[date | None]
    is_from_survey: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    reference: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    receipt_hash: Mapped[str | None] = mapped_column(unique=True, info=personal("none"))
    import_key: Mapped[str | None] = mapped_column(unique=True, info=personal("none"))
    title: Mapped[str] = mapped_column(info=personal("text"))
    text: Mapped[str] = mapped_column(info=personal("text"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))
    display_name: Mapped[str] = mapped_column(default="", info=personal("contact"))
    place: Mapped[str] = mapped_column(default="", info=personal("text"))
    answers: Mapped[dict[str, Any]] = mapped_column(JsonType, default=dict, server_default="{}", info=personal("text"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    sector: Mapped[Sector] = mapped_column(default=Sector.CITIZENS)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    action_field_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id"), index=True)
    field_by: Mapped[AssignedBy | None]
    is_unread: Mapped[bool] = mapped_column(default=False, server_default=sql("false"), index=True)
    twin_of_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)
    stands_alone: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    folded_into_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)
    folded_count: Mapped[int] = mapped_column(default=0, server_default="0")
    support_count: Mapped[int] = mapped_column(default=0, server_default="0")
    score: Mapped[int] = mapped_column(default=0, server_default="0")
    is_frozen: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    freezes: Mapped[int] = mapped_column(default=0, server_default="0")
    comment_count: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    pinned_at: Mapped[datetime | None]
    days_to_answer: Mapped[int | None]
    redacted_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)

    process: Mapped[Process] = relationship()
    district: Mapped[District | None] = relationship()
    action_field: Mapped[ActionField | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    outcomes: Mapped[list["Outcome"]] = relationship(
        order_by="Outcome.decided_at, Outcome.id", cascade="all, delete-orphan", passive_deletes=True
    )
    translations: Mapped[list[Translation]] = relationship(
        order_by="Translation.id", cascade="all, delete-orphan", passive_deletes=True
    )
    attachments: Mapped[list[Attachment]] = relationship(
        primaryjoin="and_(Attachment.contribution_id == Contribution.id, Attachment.removal_id.is_(None))",
        order_by="Attachment.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    taken_out: Mapped[list[Attachment]] = relationship(
        primaryjoin="and_(Attachment.contribution_id == Contribution.id, Attachment.removal_id.is_not(None))",
        order_by="Attachment.position",
        viewonly=True,
    )

    @classmethod
    def visible_to(cls, sees_hidden: bool) -> ColumnElement[bool]:
        """Return the condition under which a row may be shown: public, or to those who see hidden ones."""
        return true() if sees_hidden else Contribution.visibility == Visibility.PUBLIC

    @property
    def heading(self) -> str:
        """What the contribution is called where many are listed: its title, or its first words where it has none."""
        return self.title or shorten(self.text, 80, placeholder=" …")

    @property
    def is_talk(self) -> bool:
        """Whether it is part of a conversation, and stands on a page of its thread."""
        return self.kind in TALK

    @property
    def outcome(self) -> "Outcome | None":
        """The latest outcome: the one that counts."""
        return self.outcomes[-1] if self.outcomes else None

    def open_phases(self) -> frozenset[Phase]:
        """Return the open phases of the contribution's process."""
        return self.process.open_phases()

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this contribution."""
        yield f"contribution:{self.reference}"
        yield from self.process.grant_names()


class Idea(Contribution):
    """A proposal somebody wrote on a board (Idee)."""

    __mapper_args__ = {"polymorphic_identity": Kind.IDEA}  # SQLAlchemy's own name and form

    board: Mapped[Board] = relationship()
    thread: Mapped[Thread | None] = relationship()

    def phases_for(self, action: Action) -> frozenset[Phase] | None:
        """Return in which phases this is open on the idea's board."""
        return self.board.phases_for(action)

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this idea."""
        yield f"contribution:{self.reference}"
        yield from self.board.grant_names()


class Comment(Contribution):
    """What somebody says about a subject, or replies to somebody else (Kommentar).

    It stands on the board of its subject, if that has one. `root_id` is the comment at which the replies began,
    `office` the part of the town hall whose official word it is; empty for everybody else.
    """

    __mapper_args__ = {"polymorphic_identity": Kind.COMMENT}  # SQLAlchemy's own name and form

    root_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)
    stance: Mapped[Stance | None]
    office: Mapped[str | None] = mapped_column(default="", info=personal("none"))
    edited_at: Mapped[datetime | None]

    thread: Mapped[Thread] = relationship()

    def grant_names(self) -> Iterator[str]:
        """Yield the names under which roles reach this comment."""
        yield f"contribution:{self.reference}"
        yield from self.thread.grant_names()


class Discussion(Contribution):
    """What somebody wants to talk about, and the first word on it; the replies are comments (Diskussion)."""

    __mapper_args__ = {"polymorphic_identity": Kind.DISCUSSION}  # SQLAlchemy's own name and form

    thread: Mapped[Thread | None] = relationship()


class Question(Contribution):
    """Something somebody asked at a meeting, to be answered aloud or in writing (Frage)."""

    __mapper_args__ = {"polymorphic_identity": Kind.QUESTION}  # SQLAlchemy's own name and form


class Support(Base):
    """Somebody's word that a contribution is a good one, counted as surely as its board asks (Unterstützung).

    `voter` is a keyed hash, the same throughout a process. `value` is 1 for a plain support, -1 against, or the points
    given. What is held came in while the count stood still. `via_id` is where it was given, before that was merged.
    """

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("contribution_id", "voter"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    voter: Mapped[str] = mapped_column(info=personal("contact"))
    value: Mapped[int] = mapped_column(default=1, server_default="1")
    assurance: Mapped[Assurance]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    given_on: Mapped[date]
    is_held: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    via_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="SET NULL"), index=True)


class Contact(Base):
    """Where the author of a contribution wants to be told what became of it (Kontakt)."""

    __tablename__ = "contact"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), unique=True, info=personal("none")
    )
    mail: Mapped[str] = mapped_column(info=personal("contact"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))


class Outcome(Base):
    """What became of a contribution, with reason and office; rows are only ever added, the latest counts (Ergebnis)."""

    __tablename__ = "outcome"
    __table_args__ = (CheckConstraint("length(answer) > 0", name="has_answer"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    kind: Mapped[OutcomeKind]
    answer: Mapped[str] = mapped_column(info=personal("text"))
    reason: Mapped[str] = mapped_column(default="", info=personal("text"))
    office: Mapped[str] = mapped_column(info=personal("none"))
    next_on: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
