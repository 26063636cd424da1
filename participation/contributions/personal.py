"""What the hub keeps of people: how it is handed out, erased on wish, and forgotten in time."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update

from participation.access.guard import see_all
from participation.accounts import services as accounts
from participation.contributions import supporting, wiping
from participation.contributions.attachments import services as attachments
from participation.contributions.attachments import store
from participation.contributions.attachments.models import Attachment
from participation.contributions.models import SUBJECT, TALK, Contact, Contribution, Idea, Outcome
from participation.contributions.news import services as news
from participation.contributions.news.models import NewsWish
from participation.contributions.threads import following
from participation.contributions.versioned import Version
from participation.contributions.votes import pairs
from participation.contributions.wiping import ERASED
from participation.core import clock, mail
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.moderation import appeals
from participation.moderation import personal as moderation_personal
from participation.moderation import services as moderation
from participation.moderation.models import Appeal, Claim, Decision
from participation.moderation.rules import KEEPS_BACK, NOT_SHOWN, OPEN, Verdict

Written = TypeVar("Written", Outcome, Decision)

CONTACT_DAYS = 180
REJECTED_DAYS = 190


def export(person_id: int) -> Mapping[str, object]:
    """Return everything a person wrote, what the town wrote back, and what the person decided and answered."""
    rows = _load(_of(person_id), "a person's own contributions")
    ids = [row.id for row in rows]
    contacts = db.session.scalars(select(Contact).where(Contact.contribution_id.in_(ids)))
    mails = {contact.contribution_id: contact.mail for contact in contacts}
    decisions = moderation.decisions_on(SUBJECT, ids)
    versions: dict[int, list[Version]] = {number: [] for number in ids}
    for version in db.session.scalars(select(Version).where(Version.contribution_id.in_(ids)).order_by(Version.id)):
        versions[version.contribution_id].append(version)
    return {
        "contributions": [_exported(row, mails.get(row.id, ""), decisions[row.id], versions[row.id]) for row in rows],
        "supported": supporting.of_person(person_id),
        "comparisons": pairs.of_person(person_id),
        "follows": following.export(person_id, _addresses(person_id)),
        "wants_news_of": news.export(_addresses(person_id)),
        "answers_given": [_answer(given) for given in _by(Outcome, person_id)],
        "decisions_made": [
            {"decided_at": made.decided_at, "outcome": made.verdict.value, "facts": made.facts}
            for made in _by(Decision, person_id)
        ],
    }


def _exported(
    row: Contribution, contact: str, decisions: Sequence[Decision], versions: Sequence[Version]
) -> dict[str, object]:
    return {
        "reference": row.reference,
        "kind": row.kind.value,
        "created_at": row.created_at,
        "channel": row.channel.value,
        "origin": row.origin,
        "origin_on": row.origin_on,
        "visibility": row.visibility.value,
        "published_at": row.published_at,
        "title": row.title,
        "text": row.text,
        "language": row.language,
        "place": row.place,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "district": row.district.name if row.district else "",
        "field": row.action_field.code if row.action_field else "",
        "display_name": row.display_name,
        "sector": row.sector.value,
        "organisation": row.organisation.name if row.organisation else "",
        "contact": contact,
        "objections": [moderation_personal.exported(one) for one in appeals.on(SUBJECT, [row.id])],
        "versions": [_version(version) for version in versions],
        "letters": [decision.letter for decision in decisions if decision.letter],
        "answers": [_answer(given) for given in row.outcomes],
        "asked_beside": dict(row.board.told(row.answers, "de", everything=True)) if isinstance(row, Idea) else {},
        "translations": [
            {"language": one.language, "title": one.title, "text": one.text, "by": one.translated_by}
            for one in row.translations
        ],
        "files": [_file(one) for one in (*row.attachments, *row.taken_out)],
    }


def _file(one: Attachment) -> dict[str, object]:
    """Return a file with its content, so that the person's own file is whole without our pages."""
    path = store.path(one.name)
    content = base64.b64encode(path.read_bytes()).decode() if path.is_file() else ""
    kind = "image/webp" if one.is_picture else "application/pdf"
    return {"kind": one.kind.value, "title": one.title, "words": one.words, "content": f"data:{kind};base64,{content}"}


def _version(version: Version) -> dict[str, object]:
    return {
        "replaced_at": version.changed_at,
        "title": version.title,
        "text": version.text,
        "place": version.place,
        "display_name": version.display_name,
        "note": version.note,
    }


def _answer(given: Outcome) -> dict[str, object]:
    return {
        "decided_at": given.decided_at,
        "outcome": given.kind.value,
        "answer": given.answer,
        "reason": given.reason,
        "office": given.office,
    }


def _by(kind: type[Written], person_id: int) -> Sequence[Written]:
    return db.session.scalars(select(kind).where(kind.person_id == person_id).order_by(kind.id)).all()


def erase(person_id: int, keep_texts: bool) -> None:
    """Take a person out of their contributions; the texts stay only where they are to be kept.

    What stands in an organisation's name stays under that name. Pictures and documents go in any case, unless they
    are an organisation's: nobody can take a name out of them.
    """
    supporting.erase(person_id)
    pairs.erase(person_id)
    following.erase(person_id, _addresses(person_id))
    news.erase(_addresses(person_id))
    rows = _load(_of(person_id), "erasure reaches hidden ones too")
    _erase_contacts([row.id for row in rows], _addresses(person_id))
    wiping.forget_versions(Version.contribution_id.in_([row.id for row in rows]))
    if keep_texts:
        wiping.erase_quotes(rows, with_texts=False)
        attachments.erase([row.id for row in rows if not row.organisation_id])
    else:
        _erase_texts(rows)
    for row in rows:
        row.author_id = None
        row.display_name = row.display_name if row.organisation_id else ""
        if not keep_texts:
            row.receipt_hash = None
    db.session.flush()


def _of(person_id: int) -> Select[Any]:
    """Select what a person signed, and what nobody signed but whose answer goes to the person's mail address."""
    to_person = select(Contact.contribution_id).where(func.lower(Contact.mail).in_(_addresses(person_id)))
    is_theirs = Contribution.author_id.is_(None) & Contribution.id.in_(to_person)
    return select(Contribution).where(or_(Contribution.author_id == person_id, is_theirs)).order_by(Contribution.id)


def _addresses(person_id: int) -> list[str]:
    person = accounts.person(person_id)
    return accounts.addresses(person) if person else []


def _erase_contacts(ids: Sequence[int], addresses: Sequence[str]) -> None:
    """Delete where answers were to go, and the copies of the mails that went there."""
    is_theirs = or_(Contact.contribution_id.in_(ids), func.lower(Contact.mail).in_(addresses))
    for address in db.session.scalars(select(Contact.mail).where(is_theirs).distinct()).all():
        mail.erase(address)
    db.session.execute(delete(Contact).where(is_theirs).execution_options(synchronize_session=False))


def forget_contacts(day: date) -> int:
    """Delete the contacts of contributions whose last answer or rejection is long past, and of those who wanted news.

    Comments and discussions get no official answer; their authors have heard everything once they are public. Returns
    how many.
    """
    answered = Contribution.answered_at < _border(day, CONTACT_DAYS)
    said = Contribution.kind.in_(TALK) & (Contribution.published_at < _border(day, CONTACT_DAYS))
    kept_back = _kept_back_before(_border(day, REJECTED_DAYS))
    is_over = select(Contribution.id).where(or_(answered, said, kept_back))
    return sum(_forget_addresses(noun, is_over) for noun in (Contact, NewsWish))


def _forget_addresses(noun: type[Contact | NewsWish], is_over: Select[Any]) -> int:
    statement = delete(noun).where(noun.contribution_id.in_(is_over))
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def forget_rejected(day: date) -> int:
    """Erase the texts of contributions kept back so long ago that nobody can object any more; return how many."""
    told = select(Decision.subject_id).where(Decision.subject_kind == SUBJECT, Decision.letter != "")
    says_something = or_(Contribution.text != ERASED, Contribution.id.in_(told))
    statement = select(Contribution).where(says_something, _kept_back_before(_border(day, REJECTED_DAYS)))
    rows = _load(statement, "what is kept back is not public")
    _erase_texts(rows)
    db.session.flush()
    return len(rows)


def forget_taken_out(day: date) -> int:
    """Delete the files that moderators took out, once nobody can object any more; return how many."""
    contested = select(Appeal.decision_id).where(Appeal.outcome.is_(None))
    long_ago = Decision.decided_at < _border(day, REJECTED_DAYS), Decision.id.not_in(contested)
    return attachments.erase_taken_out(select(Decision.id).where(Decision.verdict == Verdict.STRIP, *long_ago))


def forget_versions(day: date) -> int:
    """Delete what contributions said before they were changed, once nobody can object any more; return how many."""
    return wiping.forget_versions(Version.changed_at < _border(day, REJECTED_DAYS))


def _kept_back_before(moment: datetime) -> ColumnElement[bool]:
    """Return whether something is rejected, hidden or removed, and was so for the last time before this moment."""
    long_ago = (
        select(Decision.subject_id)
        .where(Decision.subject_kind == SUBJECT, Decision.verdict.in_(KEEPS_BACK))
        .group_by(Decision.subject_id)
        .having(func.max(Decision.decided_at) < moment)
    )
    contested = select(Decision.subject_id).join(Appeal, Appeal.decision_id == Decision.id)
    still_open = contested.where(Decision.subject_kind == SUBJECT, Appeal.outcome.is_(None))
    return Contribution.visibility.in_(NOT_SHOWN) & Contribution.id.in_(long_ago) & Contribution.id.not_in(still_open)


def _border(day: date, days: int) -> datetime:
    return clock.at(day - timedelta(days=days), 0)


def _load(statement: Select[Any], reason: str) -> Sequence[Contribution]:
    return db.session.scalars(see_all(statement, reason)).all()


def _erase_texts(rows: Sequence[Contribution]) -> None:
    """Replace what was written, and whatever repeats it, by the word that says so; what nobody has read yet goes."""
    ids = [row.id for row in rows]
    wiping.wipe(rows)
    for row in rows:
        if row.visibility in OPEN:
            db.session.delete(row)
    contested = select(Decision.id).where(Decision.subject_kind == SUBJECT, Decision.subject_id.in_(ids))
    moderation_personal.empty_appeals(
        select(Appeal.id).where(Appeal.notice_id.is_(None), Appeal.decision_id.in_(contested))
    )
    about = Decision.subject_kind == SUBJECT, Decision.subject_id.in_(ids)
    db.session.execute(update(Decision).where(*about, Decision.facts != "").values(facts=ERASED))
    db.session.execute(update(Decision).where(*about).values(letter=""))
    db.session.execute(delete(Claim).where(Claim.subject_kind == SUBJECT, Claim.subject_id.in_(ids)))


PERSONAL_DATA = PersonalData(
    tables=frozenset(
        {
            "contribution",
            "attachment",
            "contact",
            "outcome",
            "decision",
            "support",
            "search_entry",
            "translation",
            "version",
            "follower",
            "news_wish",
            "comparison",
        }
    ),
    export=export,
    erase=erase,
)
RETENTION = (
    Retention(
        lazy_gettext("Marks of browsers that supported ideas"),
        frozenset({"support"}),
        supporting.KNOWN_DAYS,
        supporting.forget_browsers,
    ),
    Retention(
        lazy_gettext("Marks of browsers that compared ideas"),
        frozenset({"comparison"}),
        supporting.KNOWN_DAYS,
        pairs.forget_browsers,
    ),
    Retention(
        lazy_gettext("Followers of discussions"), frozenset({"follower"}), following.QUIET_DAYS, following.forget
    ),
    Retention(
        lazy_gettext("Contacts of authors, and of those who want news of an idea"),
        frozenset({"contact", "news_wish"}),
        CONTACT_DAYS,
        forget_contacts,
    ),
    Retention(
        lazy_gettext("Texts that are not public"),
        frozenset({"contribution", "attachment", "decision", "outcome", "search_entry", "translation"}),
        REJECTED_DAYS,
        forget_rejected,
    ),
    Retention(lazy_gettext("Files that were taken out"), frozenset({"attachment"}), REJECTED_DAYS, forget_taken_out),
    Retention(lazy_gettext("Earlier versions of texts"), frozenset({"version"}), REJECTED_DAYS, forget_versions),
)
