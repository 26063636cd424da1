"""Nouns of what is told: that a planner released it, and which sentences of contributions tell a topic."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, Id, personal


class TopicsRelease(Base):
    """That everybody may read the topics of a process, who decided so and since when (Freigabe der Themen)."""

    __tablename__ = "topics_release"

    process_id: Mapped[int] = mapped_column(
        ForeignKey("process.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    released_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class TopicSentence(Base):
    """Where in a contribution a sentence stands that tells its topic; the words stay in the contribution (Kernsatz).

    Attributes:
        digest: of the text it was found in; where that was changed since, the sentence is not shown.
    """

    __tablename__ = "topic_sentence"

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    length: Mapped[int]
    digest: Mapped[str] = mapped_column(info=personal("none"))
