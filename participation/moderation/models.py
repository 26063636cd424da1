"""Nouns of moderation: what is visible, decisions that carry their reason, and who is at work on what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.core.clock import now
from participation.core.database import Base, Id, JsonType, personal
from participation.moderation.rules import (
    AppealOutcome,
    FoundBy,
    NoticeGround,
    Remedy,
    Verdict,
    Visibility,
    held_until,
)


class Moderated:
    """What every kind of content that passes the queue has in common.

    `revision` counts the changes of what it says and what is decided about it, so that nobody decides on what is no
    longer there.
    """

    visibility: Mapped[Visibility] = mapped_column(default=Visibility.WAITING)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")


class Screened:
    """What the detectors found in a text when it came in or changed, so that no page has to look for it.

    `alarm` is 0 for a text without marks that touch a rule, 1 with some, 2 for threats. `sketch` tells whether another
    text is nearly the same. `screened_by` is the version of the detectors; 0 was never looked at.
    """

    findings: Mapped[list[list[Any]]] = mapped_column(
        JsonType, default=list, server_default="[]", info=personal("none")
    )
    sketch: Mapped[list[int]] = mapped_column(JsonType, default=list, server_default="[]", info=personal("none"))
    alarm: Mapped[int] = mapped_column(default=0, server_default="0")
    screened_by: Mapped[int] = mapped_column(default=0, server_default="0")


class Decision(Base):
    """One decision about one piece of content, with rule, facts and the letter its author reads (Entscheidung).

    The table itself refuses a restriction without what Article 17 of the DSA asks for.

    Attributes:
        found_by: how the content came to attention.
        automated: whether a machine had a part in finding it; a person always decides.
        before: what the content was until then.
        office: to whom it was passed on.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            "verdict NOT IN ('reject', 'hide', 'remove', 'strip', 'block')"
            " OR (length(facts) >= 10 AND rules <> '[]' AND found_by IS NOT NULL AND automated IS NOT NULL"
            " AND remedy IS NOT NULL)",
            name="restriction_has_reason",
        ),
        CheckConstraint("verdict <> 'keep' OR length(facts) >= 10", name="keeping_has_reason"),
        Index("ix_decision_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[Id]
    subject_kind: Mapped[str] = mapped_column(info=personal("none"))
    subject_id: Mapped[int]
    verdict: Mapped[Verdict]
    rules: Mapped[list[str]] = mapped_column(JsonType, info=personal("none"))
    facts: Mapped[str] = mapped_column(default="", info=personal("text"))
    found_by: Mapped[FoundBy | None]
    automated: Mapped[bool | None]
    remedy: Mapped[Remedy | None]
    letter: Mapped[str] = mapped_column(default="", info=personal("text"))
    before: Mapped[Visibility | None]
    office: Mapped[str] = mapped_column(default="", info=personal("none"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()


class Claim(Base):
    """Somebody is at work on one piece of content, so that nobody else decides on it meanwhile (Bearbeitung)."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id"),)

    id: Mapped[Id]
    subject_kind: Mapped[str] = mapped_column(info=personal("none"))
    subject_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    claimed_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def until(self) -> datetime:
        """When it ends by itself."""
        return held_until(self.claimed_at)


class Notice(Base):
    """Somebody says that a piece of content breaks a rule or the law (Meldung); the decision answers it.

    `seed` makes, with our key, the code that leads its sender back here; `receipt_hash` finds the notice by that code.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_subject", "subject_kind", "subject_id"),)

    id: Mapped[Id]
    subject_kind: Mapped[str] = mapped_column(info=personal("none"))
    subject_id: Mapped[int]
    ground: Mapped[NoticeGround]
    seed: Mapped[str] = mapped_column(info=personal("none"))
    receipt_hash: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    explanation: Mapped[str] = mapped_column(default="", info=personal("text"))
    name: Mapped[str] = mapped_column(default="", info=personal("contact"))
    mail: Mapped[str] = mapped_column(default="", info=personal("contact"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))
    is_in_good_faith: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"), index=True)

    decision: Mapped[Decision | None] = relationship()


class Alarm(Base):
    """That life or health may be in danger, whom we told, when, and the text as it stood then (Gefahrenmeldung)."""

    __tablename__ = "alarm"
    __table_args__ = (CheckConstraint("length(informed) > 0", name="names_who_was_informed"),)

    id: Mapped[Id]
    subject_kind: Mapped[str] = mapped_column(info=personal("none"))
    subject_id: Mapped[int]
    informed: Mapped[str] = mapped_column(info=personal("text"))
    note: Mapped[str] = mapped_column(default="", info=personal("text"))
    secured: Mapped[str] = mapped_column(info=personal("sensitive"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    informed_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()


class Appeal(Base):
    """Somebody objects to a decision, as author or as notifier; a second person decides (Beschwerde).

    Attributes:
        matter: what is contested and by whom, such as `author:12` or `notice:5`; nobody objects twice.
        first_person_id: who made the contested decision; the table refuses the same person here.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("outcome IS NULL OR length(answer) >= 10", name="answer_has_reason"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="outcome_has_day"),
        CheckConstraint(
            "person_id IS NULL OR first_person_id IS NULL OR person_id <> first_person_id", name="second_person_decides"
        ),
    )

    id: Mapped[Id]
    matter: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(info=personal("text"))
    mail: Mapped[str] = mapped_column(default="", info=personal("contact"))
    language: Mapped[str] = mapped_column(default="de", info=personal("none"))
    appealed_at: Mapped[datetime]
    due_on: Mapped[date]
    first_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    outcome: Mapped[AppealOutcome | None]
    answer: Mapped[str] = mapped_column(default="", info=personal("text"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship()
    notice: Mapped[Notice | None] = relationship()
    first_person: Mapped[Person | None] = relationship(foreign_keys=[first_person_id])
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])


class Block(Base):
    """Somebody writes nothing for a set time: an account, or whoever leaves one mail address (Sperre).

    The reasons stand in its decision. `mail_hash` is a check value of the address, never the address itself.
    """

    __tablename__ = "block"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR mail_hash <> ''", name="knows_somebody"),
        CheckConstraint("ended_at IS NULL OR length(why_ended) >= 10", name="end_has_reason"),
    )

    id: Mapped[Id]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    mail_hash: Mapped[str] = mapped_column(default="", index=True, info=personal("contact"))
    until: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    why_ended: Mapped[str] = mapped_column(default="", info=personal("text"))

    decision: Mapped[Decision] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])

    @property
    def holds(self) -> bool:
        """Whether it keeps somebody from writing now."""
        return self.ended_at is None and self.until > now()


class MonthlyReport(Base):
    """The figures of the moderators' work in one month, as somebody published them (Monatszahlen)."""

    __tablename__ = "monthly_report"

    id: Mapped[Id]
    month: Mapped[str] = mapped_column(unique=True, info=personal("none"))
    figures: Mapped[dict[str, Any]] = mapped_column(JsonType, info=personal("none"))
    published_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
