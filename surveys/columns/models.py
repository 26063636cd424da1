"""Nouns of columns: answers that were counted already, kept ready for reading."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from participation.core.database import Base, personal


class SurveyPack(Base):
    """The columns of a few thousand answers, in the order of their random keys (Antwortpaket).

    It says nothing that the answers do not say. As soon as one of them goes, it goes with it, and the others are read
    one by one until they are packed again.

    Attributes:
        fingerprint: of the questions as they were when it was made; it is of no use for others.
        count: how many answers are in it.
    """

    __tablename__ = "survey_pack"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(primary_key=True, info=personal("none"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(info=personal("none"))
    count: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, info=personal("sensitive"))
