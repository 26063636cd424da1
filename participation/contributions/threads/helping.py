"""Offers of help: comments that say what somebody can do for the subject, and where the town reaches them."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participation.access.guard import GUEST, SelectT, visible
from participation.contributions.models import Comment, Contact, Idea, Stance, Thread
from participation.contributions.services import Draft
from participation.contributions.threads import writing
from participation.core.database import db
from participation.moderation.rules import Visibility

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody can do for a subject; `mail` is for the town alone."""

    reference: str
    name: str
    text: str
    language: str
    mail: str = ""


def offers(thread_id: int | None) -> list[Offer]:
    """Return the offers under a subject that everybody can read, the first one first."""
    statement = visible(_public(select(Comment), thread_id), GUEST).limit(MOST_SHOWN)
    return [_offer(one) for one in db.session.scalars(statement)]


def offers_with_contact(thread_id: int | None) -> list[Offer]:
    """Return the same offers with the mail addresses that were left; for the town."""
    both = select(Comment, Contact.mail).join(Contact, Contact.contribution_id == Comment.id, isouter=True)
    statement = visible(_public(both, thread_id), GUEST).limit(MOST_SHOWN)
    return [replace(_offer(one), mail=mail or "") for one, mail in db.session.execute(statement)]


def _public(statement: SelectT, thread_id: int | None) -> SelectT:
    own = Comment.thread_id == thread_id, Comment.stance == Stance.HELP, Comment.visibility == Visibility.PUBLIC
    return statement.where(*own).order_by(Comment.id).options(joinedload(Comment.organisation))


def _offer(one: Comment) -> Offer:
    name = one.organisation.name if one.organisation else one.display_name or ""
    return Offer(one.reference, name, one.text, one.language)


def offer_along(idea: Idea, draft: Draft, text: str) -> Comment:
    """Take in what the author of an idea can do for it: an offer like that of everybody else."""
    thread = db.session.get_one(Thread, idea.thread_id)
    own = replace(draft, text=text, title="", mail="", files=(), latitude=None, longitude=None, import_key=None)
    comment = writing.submit_comment(thread, own, stance=Stance.HELP)
    if draft.mail:
        db.session.add(Contact(contribution_id=comment.id, mail=draft.mail, language=draft.language))
    return comment
