"""What a contribution says goes for good: the words, the files, whatever repeats them; its number stays."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select

from participation.contributions import translations
from participation.contributions.attachments import services as attachments
from participation.contributions.finding import search_kind
from participation.contributions.models import Contribution, Outcome
from participation.contributions.rules import without_quotes
from participation.contributions.versioned import Version
from participation.core import search
from participation.core.database import db

ERASED = "[gelöscht]"
"""What stands where words were; nobody reads it in public."""


def wipe(rows: Sequence[Contribution]) -> None:
    """Replace what was written, and whatever repeats it, by the word that says so."""
    ids = [row.id for row in rows]
    erase_quotes(rows, with_texts=True)
    attachments.erase(ids)
    translations.erase(ids)
    forget_versions(Version.contribution_id.in_(ids))
    for row in rows:
        row.title, row.text, row.place, row.display_name = ERASED, ERASED, "", ""
        row.answers = {}
        row.latitude = row.longitude = None
        search.remove(search_kind(row), row.id)


def forget_versions(which: ColumnElement[bool]) -> int:
    """Delete what contributions said before they were changed; return how many versions."""
    result = db.session.execute(delete(Version).where(which).execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def erase_quotes(rows: Sequence[Contribution], *, with_texts: bool) -> None:
    """Take from the town's answers what they repeat; the answers themselves stay."""
    by_id = {row.id: row for row in rows}
    for given in db.session.scalars(select(Outcome).where(Outcome.contribution_id.in_(by_id))):
        row = by_id[given.contribution_id]
        texts = (row.title, row.text, row.place) if with_texts else ()
        names = (row.display_name,) if with_texts or not row.organisation_id else ()
        given.answer = without_quotes(given.answer, texts, names, ERASED)
        given.reason = without_quotes(given.reason, texts, names, ERASED)
