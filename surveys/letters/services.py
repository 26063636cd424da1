"""Verbs of letters: order them, make them, hand them over once.

The codes stand in the letters alone. These are locked with a key that only the address of the one who ordered them can
make, in a file outside the database, and are gone when they were fetched, or after a week.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from flask import current_app
from flask_babel import force_locale
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import func, select

from participation.core import codes, jobs
from participation.core.clock import today
from participation.core.database import db
from surveys.letters import printing, rules
from surveys.letters.models import LetterForm, LetterKind, LetterRun
from surveys.models import Survey
from surveys.rules import SurveyState
from surveys.ways import services as ways
from surveys.ways.models import SurveyCode

MAKE_JOB = "surveys.letters"
KEPT = timedelta(days=7)
SECRET_LENGTH = 28


@dataclass(frozen=True, slots=True)
class Standing:
    """How a list of codes stands: counts alone, never who."""

    codes: int
    used: int

    @property
    def unused(self) -> int:
        """How many codes nobody used yet."""
        return self.codes - self.used


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making of letters is, for those who wait."""

    done: int
    total: int
    has_failed: bool


def standing(survey: Survey) -> Standing:
    """Return how many codes a survey has and how many were used."""
    counts = select(func.count(), func.count().filter(SurveyCode.is_used)).where(SurveyCode.survey_id == survey.id)
    made, used = db.session.execute(counts).one()
    return Standing(made, used)


def recipients(survey: Survey) -> set[str]:
    """Return the addresses that have a code already."""
    return set(db.session.scalars(select(SurveyCode.recipient).where(SurveyCode.survey_id == survey.id)))


def runs(survey: Survey) -> Sequence[LetterRun]:
    """Return what was made so far, newest first."""
    statement = select(LetterRun).where(LetterRun.survey_id == survey.id).order_by(LetterRun.id.desc())
    return db.session.scalars(statement).all()


def may_remind(survey: Survey) -> bool:
    """Return whether letters to those who have not answered may be made now."""
    last, now = next(iter(runs(survey)), None), standing(survey)
    if survey.state is not SurveyState.OPEN or not now.unused or last is None:
        return False
    reminders = [one for one in runs(survey) if one.kind is LetterKind.REMINDER]
    if not reminders:
        return True
    return rules.may_remind(reminders[0].made_on, today(), now.used - reminders[0].used)


def secret_of(once_key: str) -> str:
    """Return the secret in the address of the letters that this form orders; the same for every arrival of it."""
    return codes.derive(_secret(), "survey-letters", once_key, SECRET_LENGTH).lower()


def order_first(survey: Survey, addresses: Sequence[str], form: LetterForm, words: dict[str, str], secret: str) -> None:
    """Give each address a code and have its letter made."""
    last = db.session.scalar(select(func.max(SurveyCode.number)).where(SurveyCode.survey_id == survey.id)) or 0
    ways.make_codes(survey, addresses)
    _order(survey, LetterKind.FIRST, form, words, secret, last)


def order_reminder(survey: Survey, form: LetterForm, words: dict[str, str], secret: str) -> None:
    """Have letters made to those whose code nobody used yet, with the same codes."""
    _order(survey, LetterKind.REMINDER, form, words, secret)


def _order(
    survey: Survey, kind: LetterKind, form: LetterForm, words: dict[str, str], secret: str, last: int = 0
) -> None:
    made = LetterRun(
        survey_id=survey.id,
        hash=_hash(secret),
        public_key=bytes(_key(secret).public_key),
        kind=kind,
        form=form,
        words=words,
        last_before=last,
        used=standing(survey).used,
        made_on=today(),
    )
    db.session.add(made)
    db.session.flush()
    jobs.enqueue(MAKE_JOB, {"run": made.id}, key=f"{MAKE_JOB}:{made.id}")


def by_secret(survey: Survey, secret: str) -> LetterRun | None:
    """Return the letters behind this address."""
    statement = select(LetterRun).where(LetterRun.survey_id == survey.id, LetterRun.hash == _hash(secret))
    return db.session.scalars(statement).one_or_none()


def progress(run: LetterRun) -> Progress:
    """Return how far the making is."""
    statement = select(jobs.Job).where(jobs.Job.key == f"{MAKE_JOB}:{run.id}").order_by(jobs.Job.id.desc())
    job = db.session.scalars(statement).first()
    return Progress(job.done, job.total, job.failed_at is not None) if job else Progress(0, 0, has_failed=False)


def make(job: jobs.JobRun) -> None:
    """Make the letters that were ordered, lock them and put them where they can be fetched; a job."""
    with job.reading():
        run = db.session.get(LetterRun, job.payload["run"])
        if run is None or run.is_fetched:
            return
        survey = db.session.get_one(Survey, run.survey_id)
        rows = _rows(survey, run)
    job.progress(0, len(rows))
    with force_locale("de"):
        content = printing.made(survey, run, rows, lambda done: job.progress(done, len(rows)))
    _put(run, SealedBox(PublicKey(run.public_key)).encrypt(content))
    db.session.get_one(LetterRun, run.id).count = len(rows)


def _rows(survey: Survey, run: LetterRun) -> list[tuple[str, str]]:
    """Return for whom letters are made: the address, and the code that belongs to it."""
    if run.kind is LetterKind.REMINDER:
        found = ways.unused(survey)
    else:
        is_new = (SurveyCode.survey_id == survey.id, SurveyCode.number > run.last_before)
        found = db.session.scalars(select(SurveyCode).where(*is_new).order_by(SurveyCode.number)).all()
    return [(one.recipient, ways.code_of(survey, one.number)) for one in found]


def fetch(run: LetterRun, secret: str) -> bytes | None:
    """Return the letters and note that somebody has them; None where they are gone. `forget` follows the commit."""
    if run.is_fetched or not _path(run).exists():
        return None
    try:
        content = SealedBox(_key(secret)).decrypt(_path(run).read_bytes())
    except CryptoError:
        return None
    run.is_fetched = True
    db.session.flush()
    return content


def forget(run: LetterRun) -> None:
    """Delete the file with the letters."""
    _path(run).unlink(missing_ok=True)


def forget_old(day: date) -> int:
    """Delete letters that nobody fetched within a week; return how many makings that were."""
    is_over = (LetterRun.made_on < day - KEPT, LetterRun.is_fetched.is_(False))
    found = db.session.scalars(select(LetterRun).where(*is_over)).all()
    for run in found:
        forget(run)
        run.is_fetched = True
    return len(found)


def _put(run: LetterRun, box: bytes) -> None:
    path = _path(run)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(box)
    half.replace(path)


def _path(run: LetterRun) -> Path:
    folder: Path = current_app.extensions["settings"].instance / "letters"
    return folder / f"{run.hash[:32]}.box"


def _key(secret: str) -> PrivateKey:
    return PrivateKey(sha256(f"letters:{secret}".encode()).digest())


def _hash(secret: str) -> str:
    return codes.fingerprint(_secret(), "survey-letters", secret)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret
