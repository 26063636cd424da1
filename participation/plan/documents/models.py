"""Nouns of documents: one version of one document, and the files in which it was written."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.core.database import Base, Id, personal
from participation.plan.documents.rules import DocumentKind, FileFormat
from participation.plan.models import Measure
from participation.process.models import Process


class PlanDocument(Base):
    """One version of a document of the plan; once it is made, nobody changes it (Plandokument).

    Attributes:
        code: of the measure it is about; empty where it is about the whole plan.
        made_at: None until the worker has written it.
        withdrawn_on: since when its files are gone, as they held words that somebody may have deleted.
    """

    __tablename__ = "plan_document"
    __table_args__ = (UniqueConstraint("process_id", "kind", "code", "number"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    kind: Mapped[DocumentKind]
    code: Mapped[str] = mapped_column(default="", info=personal("none"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(info=personal("none"))
    ordered_on: Mapped[date]
    made_at: Mapped[datetime | None]
    withdrawn_on: Mapped[date | None]

    process: Mapped[Process] = relationship()
    measure: Mapped[Measure | None] = relationship()


class PlanFile(Base):
    """A document in one format; a row is added with the end of the work, and never changed (Plandatei)."""

    __tablename__ = "plan_file"

    document_id: Mapped[int] = mapped_column(ForeignKey("plan_document.id", ondelete="CASCADE"), primary_key=True)
    format: Mapped[FileFormat] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, info=personal("none"))
