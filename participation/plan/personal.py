"""What the plan keeps of people's words: a draft begins with what they wrote, and its texts may quote them for ever."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import delete, select

from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.contributions.rules import without_quotes
from participation.core import clock
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.plan.documents.services import withdraw
from participation.plan.models import Measure, MeasureOrigin
from participation.plan.rules import BindingState

TABLES = frozenset({"measure"})
ERASED = "[gelöscht]"
DRAFT_DAYS = 3 * 365
QUOTING = ("title", "summary", "benefit", "next_step")


def export(person_id: int) -> Mapping[str, object]:
    """Return which measures a person's contributions are part of."""
    statement = (
        select(Measure.code, Measure.title, Contribution.reference)
        .join(MeasureOrigin, MeasureOrigin.measure_id == Measure.id)
        .join(Contribution, Contribution.id == MeasureOrigin.contribution_id)
        .where(Contribution.author_id == person_id, Measure.state != BindingState.DRAFT)
        .order_by(Measure.id, Contribution.id)
    )
    rows = db.session.execute(see_all(statement, "a person's own contributions"))
    return {"measures": [{"measure": row.code, "title": row.title, "contribution": row.reference} for row in rows]}


def erase(person_id: int, keep_texts: bool) -> None:
    """Take out of the measures what they repeat of a person's words, or only the name where the texts stay."""
    statement = (
        select(MeasureOrigin.measure_id, Contribution)
        .join(Contribution, Contribution.id == MeasureOrigin.contribution_id)
        .where(Contribution.author_id == person_id)
    )
    voices: dict[int, list[Contribution]] = {}
    for measure_id, voice in db.session.execute(see_all(statement, "erasure reaches hidden ones too")):
        voices.setdefault(measure_id, []).append(voice)
    found = select(Measure).where(Measure.id.in_(voices))
    processes = set()
    for measure in db.session.scalars(see_all(found, "erasure reaches drafts too")):
        _without(measure, voices[measure.id], keep_texts=keep_texts)
        processes.add(measure.process_id)
    db.session.flush()
    said = _words([voice for some in voices.values() for voice in some], keep_texts=keep_texts)
    withdraw(processes, lambda text: without_quotes(text, *said, ERASED) != text)


def _without(measure: Measure, voices: Sequence[Contribution], *, keep_texts: bool) -> None:
    texts, names = _words(voices, keep_texts=keep_texts)
    for column in QUOTING:
        said = getattr(measure, column)
        setattr(measure, column, ERASED if said in filter(None, texts) else without_quotes(said, texts, names, ERASED))


def _words(voices: Sequence[Contribution], *, keep_texts: bool) -> tuple[list[str], list[str]]:
    """Return which texts of these voices are to go, and which names."""
    texts = [] if keep_texts else [part for voice in voices for part in (voice.title, voice.text, voice.place)]
    return texts, [voice.display_name for voice in voices if not voice.organisation_id]


def forget_drafts(day: date) -> int:
    """Delete drafts that nobody made public in three years; return how many."""
    border = clock.at(day - timedelta(days=DRAFT_DAYS), 0)
    statement = delete(Measure).where(Measure.state == BindingState.DRAFT, Measure.created_at < border)
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


PERSONAL_DATA = PersonalData(TABLES, export, erase)
RETENTION = (Retention(lazy_gettext("Drafts of measures that never became public"), TABLES, DRAFT_DAYS, forget_drafts),)
