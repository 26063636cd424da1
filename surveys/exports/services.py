"""Verbs of exports: order a file, make it, hand it over, forget it.

Few answers are handed over at once. Of many the worker makes a file, row by row, in a folder that only the house reads;
it tells how far it is. The file is gone on the next day but one. When an answer that may be in it is taken back,
replaced or deleted, it is void from that commit on and the worker deletes it; nobody makes it anew unasked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, select

from participation.core import jobs
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Language
from participation.web import languages
from participation.web.languages import ENVIRON_KEY
from surveys import services as surveys
from surveys.exports.models import SurveyExport
from surveys.interchange.out import formats
from surveys.interchange.out.formats import Format
from surveys.models import Survey
from surveys.receipts.services import WITHDRAW_JOB

EXPORT_JOB = "surveys.export"
TOLD_EVERY = 5000
KEPT_DAYS = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """One file and how far it is."""

    export: SurveyExport
    done: int
    total: int
    has_failed: bool
    is_void: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return self.export.size is not None and not self.is_void

    @property
    def is_awaited(self) -> bool:
        """Whether it waits or is being made."""
        return not (self.is_ready or self.has_failed or self.is_void)


def order(survey: Survey, format_: Format) -> None:
    """Have a file made; one that waits or is being made already is not ordered twice."""
    if any(one.export.format is format_ and one.is_awaited for one in standing(survey)):
        return
    made = SurveyExport(survey_id=survey.id, format=format_, language=str(languages.language()), ordered_on=today())
    db.session.add(made)
    db.session.flush()
    jobs.enqueue(EXPORT_JOB, {"export": made.key}, key=_job_key(made))


def standing(survey: Survey) -> list[Standing]:
    """Return the files of a survey that are there or on their way."""
    exports = db.session.scalars(
        select(SurveyExport).where(SurveyExport.survey_id == survey.id).order_by(SurveyExport.format, SurveyExport.key)
    ).all()
    found = db.session.scalars(
        select(jobs.Job).where(jobs.Job.key.in_([_job_key(one) for one in exports])).order_by(jobs.Job.id)
    )
    by_key = {job.key: job for job in found}
    return [_standing(one, by_key.get(_job_key(one)), is_void=is_void(survey, one)) for one in exports]


def is_void(survey: Survey, export: SurveyExport) -> bool:
    """Return whether answers have gone since a file was made, which may be in it."""
    return export.removals is not None and export.removals != survey.removals


def _standing(export: SurveyExport, job: jobs.Job | None, *, is_void: bool) -> Standing:
    if job is None:
        return Standing(export, 0, 0, has_failed=export.size is None, is_void=is_void)
    return Standing(export, job.done, job.total, has_failed=job.failed_at is not None, is_void=is_void)


def by_key(survey: Survey, key: str) -> SurveyExport | None:
    """Return a file of a survey; none that holds answers that are gone."""
    found = db.session.get(SurveyExport, key)
    is_theirs = found is not None and found.survey_id == survey.id
    return found if found is not None and is_theirs and not is_void(survey, found) else None


def file_of(export: SurveyExport) -> Path | None:
    """Return where a file lies; None where it is gone."""
    path = _path(export.key)
    return path if export.size is not None and path.exists() else None


def make(job: jobs.JobRun) -> None:
    """Write the file that was ordered; a job."""
    with job.reading():
        export = db.session.get(SurveyExport, job.payload["export"])
        if export is None:
            return
        half = _path(export.key).with_suffix(".half")
        half.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.touch(mode=0o600)
        path = "" if export.language == Language.DE else f"/{export.language}"
        spoken = {"SCRIPT_NAME": path, ENVIRON_KEY: Language(export.language)}
        survey = surveys.by_id(export.survey_id)
        removals = survey.removals
        with current_app.test_request_context("/", environ_overrides=spoken):
            _write(job, survey, export.format, half)
    half.replace(_path(export.key))
    kept = db.session.get_one(SurveyExport, export.key)
    older = (SurveyExport.survey_id == kept.survey_id, SurveyExport.format == kept.format)
    _forget([*db.session.scalars(select(SurveyExport.key).where(*older, SurveyExport.key != kept.key))])
    kept.size, kept.removals = _path(kept.key).stat().st_size, removals
    if is_void(surveys.by_id(kept.survey_id), kept):  # what went while it was being made may be in it
        jobs.enqueue(WITHDRAW_JOB, {"survey": kept.survey_id}, key=f"{WITHDRAW_JOB}:{kept.survey_id}")


def withdraw(job: jobs.JobRun) -> None:
    """Delete the files of a survey that hold answers that are gone; a job. Their lines stay and say why."""
    survey = surveys.by_id(job.payload["survey"])
    for export in db.session.scalars(select(SurveyExport).where(SurveyExport.survey_id == survey.id)):
        if is_void(survey, export):
            _path(export.key).unlink(missing_ok=True)


def _write(job: jobs.JobRun, survey: Survey, format_: Format, path: Path) -> None:
    total, done = surveys.counted(survey), 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if done % TOLD_EVERY < more:
            job.progress(done, total)

    job.progress(0, total)
    formats.write(survey, format_, path, tell)
    job.progress(total, total)


def forget_old(day: date) -> int:
    """Delete files that were ordered before yesterday, and whatever lies beside them; return how many."""
    old = SurveyExport.ordered_on < day.fromordinal(day.toordinal() - KEPT_DAYS)
    count = _forget(db.session.scalars(select(SurveyExport.key).where(old)).all())
    known = set(db.session.scalars(select(SurveyExport.key)))
    for path in _folder().glob("*"):
        if path.stem not in known:
            path.unlink(missing_ok=True)
    return count


def _forget(keys: Sequence[str]) -> int:
    for key in keys:
        _path(key).unlink(missing_ok=True)
    db.session.execute(delete(SurveyExport).where(SurveyExport.key.in_(keys)))
    return len(keys)


def _job_key(export: SurveyExport) -> str:
    return f"{EXPORT_JOB}:{export.key}"


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].instance / "exports"
    return folder


def _path(key: str) -> Path:
    return _folder() / f"{key}.file"
