"""Verbs and queries of organisations: invite, register, confirm, join, leave, and speak in their name."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload, selectinload

from participation.accounts import links
from participation.accounts.models import Membership, Organisation, Person, Standing
from participation.core import clock, mail, once
from participation.core.database import db, insert_if_new
from participation.core.vocabulary import Sector
from participation.web import languages

INVITATION = "invitation"
INVITATION_LASTS = timedelta(days=14)
UNCONFIRMED_DAYS = 180


def register(person: Person, name: str, sector: Sector) -> Organisation:
    """Take in an organisation that a person speaks for; the staff confirms it before anything appears in its name."""
    made = _made(name, sector, Standing.REGISTERED)
    _add_member(made, person)
    return made


def invite(name: str, sector: Sector, address: str) -> Organisation:
    """Ask an organisation to take part: a mail with a link goes to somebody who speaks for it."""
    made = _made(name, sector, Standing.INVITED)
    invite_to(made, address)
    return made


def invite_to(organisation: Organisation, address: str) -> None:
    """Ask one more person to speak for the organisation."""
    token = links.seal(INVITATION, {"organisation": organisation.id})
    link = languages.full_address(url_for("accounts.join", token=token))
    body = render_template("accounts/mail_invitation.txt", organisation=organisation.name, link=link)
    mail.send(address.strip().lower(), gettext("Speak for %(name)s", name=organisation.name), body)


def invited_by(token: str) -> Organisation | None:
    """Return the organisation that the link invites to; None where it is over or not ours."""
    found = links.unseal(INVITATION, token, INVITATION_LASTS)
    return by_id(found["organisation"]) if found else None


def is_used(token: str) -> bool:
    """Return whether somebody has accepted this invitation."""
    return once.is_spent(f"{INVITATION} {token}")


def join(organisation: Organisation, person: Person, token: str) -> bool:
    """Let the person speak for the organisation; return False where somebody else has used the link."""
    if not once.first_arrival(f"{INVITATION} {token}"):
        return is_member(organisation, person.id)
    _add_member(organisation, person)
    if organisation.standing is Standing.INVITED:
        organisation.standing = Standing.CONFIRMED
    db.session.flush()
    return True


def leave(organisation_id: int, person_id: int) -> None:
    """Let the person speak for the organisation no more; what nobody confirmed and nobody speaks for goes with them."""
    db.session.execute(
        delete(Membership).where(Membership.organisation_id == organisation_id, Membership.person_id == person_id)
    )
    db.session.expire_all()
    organisation = by_id(organisation_id)
    if organisation and not organisation.members and organisation.standing is not Standing.CONFIRMED:
        db.session.delete(organisation)
    db.session.flush()


def confirm(organisation: Organisation) -> None:
    """Let the organisation speak in public from now on, and tell its members."""
    if organisation.standing is Standing.CONFIRMED:
        return
    organisation.standing = Standing.CONFIRMED
    for membership in organisation.members:
        _tell(membership.person, organisation, "confirmed")
    db.session.flush()


def decline(organisation: Organisation) -> None:
    """Do without an organisation that nobody has confirmed, and tell its members."""
    if organisation.standing is Standing.CONFIRMED:
        return
    for membership in organisation.members:
        _tell(membership.person, organisation, "declined")
    db.session.delete(organisation)
    db.session.flush()


def by_id(organisation_id: int) -> Organisation | None:
    """Return the organisation with this number."""
    return db.session.get(Organisation, organisation_id)


def listed() -> Sequence[Organisation]:
    """Return all organisations with their members, by name."""
    members = selectinload(Organisation.members).joinedload(Membership.person).lazyload(Person.grants)
    return db.session.scalars(
        select(Organisation).options(members).order_by(func.lower(Organisation.name), Organisation.id)
    ).all()


def waiting_count() -> int:
    """Return how many organisations wait to be confirmed."""
    statement = select(func.count(Organisation.id)).where(Organisation.standing == Standing.REGISTERED)
    return db.session.scalar(statement) or 0


def of_person(person_id: int) -> Sequence[Organisation]:
    """Return the organisations a person belongs to, by name."""
    statement = select(Organisation).join(Organisation.members).where(Membership.person_id == person_id)
    return db.session.scalars(statement.order_by(func.lower(Organisation.name), Organisation.id)).all()


def speaking(person_id: int) -> list[Organisation]:
    """Return the organisations in whose name the person may speak."""
    return [found for found in of_person(person_id) if found.standing is Standing.CONFIRMED]


def is_member(organisation: Organisation, person_id: int) -> bool:
    """Return whether the person belongs to the organisation."""
    return any(membership.person_id == person_id for membership in organisation.members)


def forget_unconfirmed(day: date) -> int:
    """Delete the organisations that nobody has confirmed for half a year; return how many."""
    border = clock.at(day - timedelta(days=UNCONFIRMED_DAYS), 0)
    is_over = Organisation.standing != Standing.CONFIRMED, Organisation.created_at < border
    result = db.session.execute(delete(Organisation).where(*is_over))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def export(person_id: int) -> list[dict[str, object]]:
    """Return the organisations of a person, for the person's own file."""
    statement = select(Membership).where(Membership.person_id == person_id).options(joinedload(Membership.organisation))
    return [
        {
            "name": found.organisation.name,
            "sector": found.organisation.sector.value,
            "standing": found.organisation.standing.value,
            "joined_at": found.joined_at,
        }
        for found in db.session.scalars(statement.order_by(Membership.id))
    ]


def erase(person_id: int, *, keep: bool) -> None:
    """Take the person out of all organisations.

    Args:
        keep: whether confirmed organisations stay even where nobody speaks for them now.
    """
    for organisation in of_person(person_id):
        leave(organisation.id, person_id)
        left = by_id(organisation.id)
        if left and not left.members and not keep:
            db.session.delete(left)
    db.session.flush()


def _made(name: str, sector: Sector, standing: Standing) -> Organisation:
    made = Organisation(name=name.strip(), sector=sector, standing=standing, created_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made


def _add_member(organisation: Organisation, person: Person) -> None:
    insert_if_new(
        Membership.__table__,  # type: ignore[arg-type]  # is a Table
        person_id=person.id,
        organisation_id=organisation.id,
        joined_at=clock.now(),
    )


def _tell(person: Person, organisation: Organisation, event: str) -> None:
    locale = languages.locale_of(person.language)
    with (
        current_app.test_request_context(base_url=languages.base_address(person.language)),
        force_locale(locale),
    ):
        subjects = {
            "confirmed": gettext("%(name)s is confirmed", name=organisation.name),
            "declined": gettext("We could not confirm %(name)s", name=organisation.name),
        }
        link = languages.full_address(url_for("accounts.own_organisations"))
        body = render_template(f"accounts/mail_{event}.txt", organisation=organisation.name, link=link)
    mail.send(person.mail, subjects[event], body)
