"""What the hub keeps of people: how it is handed out, erased on wish, and forgotten in time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, delete, func, or_, select, update

from participation.access.guard import see_all
from participation.contributions.finding import SEARCH_KIND
from participation.contributions.models import Contact, Contribution, Outcome
from participation.contributions.services import SUBJECT
from participation.core import clock, search
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.moderation.models import Decision
from participation.moderation.rules import Verdict, Visibility

ERASED = "[gelöscht]"
CONTACT_DAYS = 180
REJECTED_DAYS = 190


def export(person_id: int) -> Mapping[str, object]:
    """Return everything a person wrote, and what the town answered."""
    rows = _load(select(Contribution).where(Contribution.author_id == person_id), "a person's own contributions")
    contacts = db.session.scalars(select(Contact).where(Contact.contribution_id.in_([row.id for row in rows])))
    mails = {contact.contribution_id: contact.mail for contact in contacts}
    return {"contributions": [_exported(row, mails.get(row.id, "")) for row in rows]}


def _exported(row: Contribution, mail: str) -> dict[str, object]:
    return {
        "reference": row.reference,
        "created_at": row.created_at,
        "visibility": row.visibility.value,
        "title": row.title,
        "text": row.text,
        "place": row.place,
        "display_name": row.display_name,
        "contact": mail,
        "answers": [
            {
                "decided_at": given.decided_at,
                "outcome": given.kind.value,
                "answer": given.answer,
                "office": given.office,
            }
            for given in row.outcomes
        ],
    }


def erase(person_id: int, keep_texts: bool) -> None:
    """Take a person out of their contributions; the texts stay only where they are to be kept."""
    rows = _load(select(Contribution).where(Contribution.author_id == person_id), "erasure reaches hidden ones too")
    ids = [row.id for row in rows]
    db.session.execute(delete(Contact).where(Contact.contribution_id.in_(ids)))
    for row in rows:
        row.author_id, row.display_name = None, ""
    if not keep_texts:
        _erase_texts(rows)
    db.session.flush()


def forget_contacts(day: date) -> int:
    """Delete the contacts of contributions whose last answer or rejection is long past; return how many."""
    rejected = _rejected_before(_border(day, REJECTED_DAYS))
    answered = Contribution.answered_at < _border(day, CONTACT_DAYS)
    is_over = select(Contribution.id).where(or_(answered, Contribution.id.in_(rejected)))
    statement = delete(Contact).where(Contact.contribution_id.in_(is_over))
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def forget_rejected(day: date) -> int:
    """Erase the texts of contributions rejected so long ago that nobody can appeal any more; return how many."""
    statement = select(Contribution).where(
        Contribution.visibility == Visibility.REJECTED,
        Contribution.text != ERASED,
        Contribution.id.in_(_rejected_before(_border(day, REJECTED_DAYS))),
    )
    rows = _load(statement, "rejected ones are hidden")
    _erase_texts(rows)
    db.session.flush()
    return len(rows)


def _rejected_before(moment: datetime) -> Select[Any]:
    return (
        select(Decision.subject_id)
        .where(Decision.subject_kind == SUBJECT, Decision.verdict == Verdict.REJECT)
        .group_by(Decision.subject_id)
        .having(func.max(Decision.decided_at) < moment)
    )


def _border(day: date, days: int) -> datetime:
    return clock.at(day - timedelta(days=days), 0)


def _load(statement: Select[Any], reason: str) -> Sequence[Contribution]:
    return db.session.scalars(see_all(statement, reason)).all()


def _erase_texts(rows: Sequence[Contribution]) -> None:
    """Replace what was written, and whatever was written about it, by the word that says so."""
    ids = [row.id for row in rows]
    for row in rows:
        row.title, row.text, row.place, row.display_name = ERASED, ERASED, "", ""
        search.remove(SEARCH_KIND, row.id)
    about = Decision.subject_kind == SUBJECT, Decision.subject_id.in_(ids)
    db.session.execute(update(Decision).where(*about, Decision.facts != "").values(facts=ERASED))
    db.session.execute(update(Decision).where(*about).values(letter=""))
    db.session.execute(update(Outcome).where(Outcome.contribution_id.in_(ids)).values(answer=ERASED, reason=""))


PERSONAL_DATA = PersonalData(
    tables=frozenset({"contribution", "contact", "outcome", "decision", "search_entry"}), export=export, erase=erase
)
RETENTION = (
    Retention(lazy_gettext("Contacts of authors"), frozenset({"contact"}), CONTACT_DAYS, forget_contacts),
    Retention(
        lazy_gettext("Texts that were not published"),
        frozenset({"contribution", "decision", "outcome", "search_entry"}),
        REJECTED_DAYS,
        forget_rejected,
    ),
)
