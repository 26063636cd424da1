"""Who hears by mail what becomes of voices: authors, who supports them, and who follows a thread; each address once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participation.access.guard import see_all
from participation.accounts import links
from participation.accounts import news as news_of_accounts
from participation.accounts.models import Person
from participation.contributions import telling
from participation.contributions.models import Contact, Contribution, Support
from participation.contributions.news import services as news
from participation.contributions.news.models import NewsWish
from participation.contributions.threads.following import STOP
from participation.contributions.threads.models import Follower
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.web import languages

Cause = Contact | Person | NewsWish | Follower
"""Why somebody hears: as the author, as one who supports, by a wish of their own, or as a follower."""

HEARD = (Visibility.PUBLIC, Visibility.MERGED)


@dataclass(slots=True)
class Hearer:
    """Somebody who is written to, and about which of the voices; of several causes the first one counts."""

    mail: str
    language: str
    cause: Cause
    voices: set[int] = field(default_factory=set)

    @property
    def is_author(self) -> bool:
        """Whether one of the voices is their own."""
        return isinstance(self.cause, Contact)

    def stop_link(self) -> str:
        """Return the address at which one press stops these mails; empty for authors, who asked about their own."""
        match self.cause:
            case Person():
                return news_of_accounts.stop_link(self.cause)
            case NewsWish():
                return news.stop_link(self.cause)
            case Follower():
                token = links.seal(STOP, {"follower": self.cause.id})
                return languages.full_address(url_for("contributions.stop_follow", token=token))
        return ""


def hearers(voices: Collection[int], thread_id: int | None = None) -> list[Hearer]:
    """Return everybody who hears what becomes of these public voices, and who follows this thread.

    What was merged with a voice speaks through it: its author and its supporters hear, too.
    """
    whole_of = {part: whole for whole, parts in news.family_of(list(voices)).items() for part in parts}
    found: dict[str, Hearer] = {}
    for mail, language, cause, part in _told(whole_of, thread_id):
        hearer = found.setdefault(mail.lower(), Hearer(mail, language, cause))
        if part in whole_of:
            hearer.voices.add(whole_of[part])
    return list(found.values())


def _told(whole_of: Mapping[int, int], thread_id: int | None) -> Iterator[tuple[str, str, Cause, int]]:
    authors = select(Contact, Contribution).join(Contribution, Contribution.id == Contact.contribution_id)
    authors = authors.where(Contribution.id.in_(whole_of), Contribution.visibility.in_(HEARD)).order_by(Contact.id)
    for contact, voice in db.session.execute(see_all(authors, "only who is to be told")):
        yield telling.address_of(voice, contact), contact.language, contact, voice.id
    wants = Person.wants_news, Person.locked_at.is_(None)
    supporting = select(Person, Support.contribution_id).join(Support, Support.person_id == Person.id)
    for person, part in db.session.execute(supporting.where(Support.contribution_id.in_(whole_of), *wants)):
        yield person.mail, person.language, person, part
    for one in db.session.scalars(select(NewsWish).where(NewsWish.contribution_id.in_(whole_of))):
        yield one.mail, one.language, one, one.contribution_id
    following = select(Follower).where(Follower.thread_id == thread_id, Follower.confirmed_at.is_not(None))
    for follower in db.session.scalars(following.options(joinedload(Follower.person))):
        yield follower.person.mail if follower.person else follower.mail or "", follower.language, follower, 0
