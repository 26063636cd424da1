"""Verbs of documents: order one, make it, hand it over, take it away where words in it were deleted."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import delete, select

from participation.access.guard import see_all
from participation.core import jobs
from participation.core.clock import now, today
from participation.core.database import db
from participation.core.vocabulary import Language
from participation.plan.documents import gathering
from participation.plan.documents.chapters import paper_of
from participation.plan.documents.models import PlanDocument, PlanFile
from participation.plan.documents.rules import FORMATS, OF_MEASURES, DocumentKind, FileFormat, next_number
from participation.plan.finding import EDITORS_ONLY
from participation.plan.models import Measure
from participation.process.models import Process
from participation.web import languages
from participation.web.languages import ENVIRON_KEY
from participation.web.papers.blocks import Paper
from participation.web.papers.printing import printed
from participation.web.papers.word import docx, words_of

JOB = "plan.document"
WRITERS = {FileFormat.PDF: printed, FileFormat.DOCX: docx}
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """One document and how far it is."""

    document: PlanDocument
    done: int
    total: int
    has_failed: bool

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return self.document.made_at is not None and self.document.withdrawn_on is None

    @property
    def is_awaited(self) -> bool:
        """Whether it waits or is being made."""
        return not (self.document.made_at or self.document.withdrawn_on or self.has_failed)

    @property
    def formats(self) -> Sequence[FileFormat]:
        """In which files it comes."""
        return FORMATS[self.document.kind]


def order(process: Process, kind: DocumentKind, measure: Measure | None = None) -> None:
    """Have the next version of a document made; one that waits or is being made already is not ordered twice."""
    db.session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    code = measure.code if measure else ""
    same = (PlanDocument.process_id == process.id, PlanDocument.kind == kind, PlanDocument.code == code)
    found = db.session.scalars(select(PlanDocument).where(*same)).all()
    if any(one.is_awaited for one in _standings(found)):
        return
    made = PlanDocument(
        process_id=process.id,
        measure_id=measure.id if measure else None,
        kind=kind,
        code=code,
        number=next_number(one.number for one in found),
        language="en" if languages.language() is Language.EN else "de",
        ordered_on=today(),
    )
    db.session.add(made)
    db.session.flush()
    jobs.enqueue(JOB, {"document": made.id}, key=_job_key(made))


def standing(process: Process) -> list[Standing]:
    """Return the newest documents of a process, the newest first."""
    statement = select(PlanDocument).where(PlanDocument.process_id == process.id).order_by(PlanDocument.id.desc())
    return _standings(db.session.scalars(statement.limit(MOST_SHOWN)).all())


def measures_of(process: Process) -> Sequence[Measure]:
    """Return all measures of a process, drafts included."""
    statement = select(Measure).where(Measure.process_id == process.id).order_by(Measure.id)
    return db.session.scalars(see_all(statement, EDITORS_ONLY)).all()


def by_id(number: int) -> PlanDocument | None:
    """Return a document."""
    return db.session.get(PlanDocument, number)


def file_of(document: PlanDocument, format_: FileFormat) -> bytes | None:
    """Return a file of a document as it was made; nothing where there is none."""
    found = db.session.get(PlanFile, (document.id, format_))
    return found.content if found else None


def make(job: jobs.JobRun) -> None:
    """Write a document in all its formats; a job. Files and the end of the job are stored together or not at all."""
    with job.reading():
        document = by_id(job.payload["document"])
        if document is None or document.made_at:
            return
        language, formats = document.language, FORMATS[document.kind]
        paper = _paper(document)
    made: dict[FileFormat, bytes] = {}
    for done, format_ in enumerate(formats, 1):
        job.progress(done, len(formats) + 1)
        made[format_] = WRITERS[format_](paper, language)
    kept = by_id(job.payload["document"])
    if kept is None or kept.withdrawn_on:
        return
    db.session.add_all(PlanFile(document_id=kept.id, format=one, content=content) for one, content in made.items())
    kept.made_at = now()


def _paper(document: PlanDocument) -> Paper:
    path = "" if document.language == Language.DE else f"/{document.language}"
    spoken = {"SCRIPT_NAME": path, ENVIRON_KEY: Language(document.language)}
    with current_app.test_request_context("/", environ_overrides=spoken):
        found = _material(document)
        return paper_of(document.kind, found, document.number, document.ordered_on)


def _material(document: PlanDocument) -> gathering.Material:
    if document.kind not in OF_MEASURES:
        return gathering.of_plan(document.process)
    statement = select(Measure).where(Measure.id == document.measure_id)
    return gathering.of_measure(db.session.scalars(see_all(statement, EDITORS_ONLY)).one())


def withdraw(process_ids: Collection[int], quotes: Callable[[str], bool]) -> None:
    """Delete the files of documents that quote words which are being deleted; their lines stay and say why.

    What is being made at this moment may have read the words already, so it goes, too.
    """
    statement = select(PlanDocument).where(
        PlanDocument.process_id.in_(process_ids), PlanDocument.withdrawn_on.is_(None)
    )
    for document in db.session.scalars(statement).all():
        content = file_of(document, FileFormat.DOCX)
        if content is None or quotes(words_of(content)):
            db.session.execute(delete(PlanFile).where(PlanFile.document_id == document.id))
            document.withdrawn_on = today()


def _standings(documents: Sequence[PlanDocument]) -> list[Standing]:
    keys = [_job_key(one) for one in documents]
    rows = db.session.scalars(select(jobs.Job).where(jobs.Job.key.in_(keys)).order_by(jobs.Job.id))
    by_key: Mapping[str | None, jobs.Job] = {job.key: job for job in rows}
    return [_standing(one, by_key.get(_job_key(one))) for one in documents]


def _standing(document: PlanDocument, job: jobs.Job | None) -> Standing:
    if job is None:
        return Standing(document, 0, 0, has_failed=document.made_at is None)
    return Standing(document, job.done, job.total, has_failed=job.failed_at is not None)


def _job_key(document: PlanDocument) -> str:
    return f"{JOB}:{document.id}"
