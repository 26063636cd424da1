"""Whoever is blocked writes nothing for a while: how that begins, what they are told, and how it ends."""

from flask import Flask, render_template
from flask_babel import force_locale, gettext
from sqlalchemy import select

from participation.access.guard import actor, see_all
from participation.accounts import services as accounts
from participation.contributions import telling
from participation.contributions.models import SUBJECT, Contribution
from participation.core import mail
from participation.core.clock import local
from participation.core.database import db
from participation.moderation import blocks
from participation.moderation import services as moderation
from participation.moderation.models import Block
from participation.moderation.rules import Verdict
from participation.web.context import day
from participation.web.forms import Form


def can_be_known(contribution: Contribution) -> bool:
    """Return whether its author can be known again: by the account, else by the mail address that was left."""
    return contribution.author_id is not None or telling.contact_of(contribution) is not None


def on_author_of(contribution: Contribution) -> Block | None:
    """Return the block that holds for the author of a contribution."""
    contact = telling.contact_of(contribution)
    return blocks.on(contribution.author_id, contact.mail if contact else "")


def known_by(contribution: Contribution) -> tuple[int | None, str]:
    """Return the account and the mail address by which the author is known again."""
    person = accounts.person(contribution.author_id) if contribution.author_id else None
    contact = telling.contact_of(contribution)
    return contribution.author_id, person.mail if person else contact.mail if contact else ""


def stops(form: Form, person_id: int | None, address: str = "") -> bool:
    """Return whether whoever sends this form may write nothing now; the form then says until when, and stays filled."""
    found = blocks.on(person_id, address)
    if found is None:
        return False
    until = day(local(found.until))
    form.form_errors.append(
        gettext(
            "You can write here again from %(day)s. Our letter to you says why, and how you can object. "
            "What you wrote is still here, to be copied.",
            day=until,
        )
        if found.person_id and found.person_id == person_id
        else gettext(
            "Contributions with this mail address are possible again from %(day)s. Our letter says why, and how to "
            "object. What you wrote is still here, to be copied.",
            day=until,
        )
    )
    form.renew()
    return True


def own() -> Block | None:
    """Return the block that holds for whoever is signed in; guests are asked for nothing."""
    return blocks.on(actor().person_id) if actor().is_signed_in else None


def reference_of(block: Block) -> str:
    """Return the number of the contribution because of which somebody was blocked."""
    statement = select(Contribution.reference).where(Contribution.id == block.decision.subject_id)
    return db.session.scalar(see_all(statement, "its author and the moderators know it")) or ""


def about(block: Block) -> Contribution | None:
    """Return the contribution because of which somebody was blocked, for the moderators."""
    statement = select(Contribution).where(Contribution.id == block.decision.subject_id)
    return db.session.scalars(see_all(statement, "moderators see it in every state")).first()


def lift(block: Block, person_id: int | None, why: str, *, verdict: Verdict = Verdict.UNBLOCK) -> None:
    """Let somebody write again before the time, with a line in the register; the second who does so changes nothing."""
    contribution = about(block)
    if not block.holds or contribution is None:
        return
    blocks.end(block, person_id, why)
    moderation.decide(contribution, SUBJECT, contribution.id, verdict, person_id=person_id, facts=why)
    if verdict is Verdict.UNBLOCK:
        _tell(contribution, why)


def _tell(contribution: Contribution, why: str) -> None:
    """Write to the author that writing is possible again, where an address is known."""
    _person, address = known_by(contribution)
    if not address:
        return
    with force_locale(telling.authors_locale(contribution, telling.contact_of(contribution))):
        letter = render_template("contributions/letter_unblocked.txt", why=why).strip()
        mail.send(address, gettext("You can write here again"), letter)


def setup(app: Flask) -> None:
    """Let templates ask whether whoever is signed in can write."""
    app.jinja_env.globals["own_block"] = own
