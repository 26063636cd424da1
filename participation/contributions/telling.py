"""What authors are told: where they want to hear it, in which language, and the mails that say it."""

from collections.abc import Sequence

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, visible
from participation.accounts import services as accounts
from participation.contributions.models import TALK, Contact, Contribution
from participation.core import jobs, mail
from participation.core.database import db
from participation.web import languages


def contact_of(contribution: Contribution) -> Contact | None:
    """Return where the author wants to be told, if anywhere."""
    return db.session.scalars(select(Contact).where(Contact.contribution_id == contribution.id)).first()


def authors_locale(contribution: Contribution, contact: Contact | None) -> str:
    """Return the locale in which to write to the author."""
    return languages.locale_of(contact.language if contact else contribution.language)


def tell_all(contribution_ids: Sequence[int], event: str) -> None:
    """Have the authors written to who left a contact."""
    reached = select(Contact.contribution_id).where(Contact.contribution_id.in_(contribution_ids))
    wishes = [{"contribution": number, "event": event} for number in db.session.scalars(reached)]
    jobs.enqueue_many("contributions.tell", wishes)


def tell(job: jobs.JobRun) -> None:
    """Write to the author of a contribution, if it is still there, still public, and a contact is still known."""
    statement = select(Contribution).where(Contribution.id == job.payload["contribution"])
    contribution = db.session.scalars(visible(statement, GUEST).options(selectinload(Contribution.outcomes))).first()
    contact = contact_of(contribution) if contribution else None
    if contribution and contact:
        with current_app.test_request_context(base_url=languages.base_address(contact.language)):
            write(contribution, contact, job.payload["event"])


def write(contribution: Contribution, contact: Contact, event: str, link: str = "") -> None:
    """Send the mail about this event in the author's language."""
    with force_locale(languages.locale_of(contact.language)):
        link = link or languages.full_address(public_href(contribution))
        name = "talk" if contribution.kind in TALK else "mail"
        body = render_template(f"contributions/{name}_{event}.txt", contribution=contribution, link=link)
        mail.send(address_of(contribution, contact), _subject(contribution, event), body)


def _subject(contribution: Contribution, event: str) -> str:
    title = contribution.title
    of_ideas = {
        "received": gettext("Your idea has arrived: %(title)s", title=title),
        "published": gettext("Your idea is public: %(title)s", title=title),
        "restored": gettext("Your idea is public again: %(title)s", title=title),
        "answered": gettext("An answer to your idea: %(title)s", title=title),
    }
    of_talk = {
        "received": gettext("Your contribution has arrived: %(title)s", title=title),
        "published": gettext("Your contribution is public: %(title)s", title=title),
        "restored": gettext("Your contribution is public again: %(title)s", title=title),
    }
    return (of_talk if contribution.kind in TALK else of_ideas)[event]


def public_href(contribution: Contribution) -> str:
    """Return where everybody reads a contribution that is public."""
    endpoint = "contributions.comment" if contribution.kind in TALK else "contributions.way"
    return url_for(endpoint, reference=contribution.reference)


def address_of(contribution: Contribution, contact: Contact) -> str:
    """Return where the author reads mail today: somebody with an account may have moved since."""
    author = accounts.person(contribution.author_id) if contribution.author_id else None
    return author.mail if author and contact.mail in accounts.addresses(author) else contact.mail


def send_letter(contribution: Contribution, contact: Contact, subject: str, letter: str) -> None:
    """Send the author a letter that is written already."""
    mail.send(address_of(contribution, contact), subject, letter)
