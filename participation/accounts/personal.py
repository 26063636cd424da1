"""What accounts keep of a person: how it is handed out, erased, and forgotten in time."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import select

from participation.accounts import joining, organisations, services, sessions
from participation.accounts.models import Person, SignInSession
from participation.core import clock, mail
from participation.core.database import db
from participation.core.feature import PersonalData, Retention

SESSION_DAYS = 1
LOCKED_DAYS = 365


def export(person_id: int) -> Mapping[str, object]:
    """Return everything an account says about a person, but for secrets."""
    person = services.person(person_id)
    if person is None:
        return {}
    open_sessions = db.session.scalars(select(SignInSession).where(SignInSession.person_id == person_id))
    return {
        "mail": person.mail,
        "name": person.name,
        "unit": person.unit,
        "sector": person.sector.value if person.sector else "",
        "language": person.language,
        "wants_news": person.wants_news,
        "created_at": person.created_at,
        "locked_at": person.locked_at,
        "password_changed_at": person.password_changed_at,
        "roles": [{"role": grant.role.value, "on": grant.subject} for grant in person.grants],
        "former_mails": joining.former(person_id),
        "organisations": organisations.export(person_id),
        "mails": [one for address in services.addresses(person) for one in mail.export(address)],
        "sessions": [{"begun_at": session.begun_at, "ends_at": session.ends_at} for session in open_sessions],
    }


def erase(person_id: int, keep_texts: bool) -> None:
    """Empty the account; it cannot be used any more."""
    person = services.person(person_id)
    if person:
        for address in services.addresses(person):
            mail.erase(address)
        organisations.erase(person_id, keep=keep_texts)
        services.empty(person)


def empty_long_locked(day: date) -> int:
    """Empty the accounts that were locked a year ago; return how many."""
    border = clock.at(day - timedelta(days=LOCKED_DAYS), 0)
    statement = select(Person).where(Person.locked_at < border, Person.mail.not_like(f"{services.ERASED}%"))
    found = db.session.scalars(statement).all()
    for person in found:
        services.empty(person)
    return len(found)


PERSONAL_DATA = PersonalData(
    tables=frozenset({"person", "role_grant", "sign_in_session", "former_mail", "organisation", "membership", "mail"}),
    export=export,
    erase=erase,
)
RETENTION = (
    Retention(lazy_gettext("Sessions"), frozenset({"sign_in_session"}), SESSION_DAYS, sessions.purge),
    Retention(lazy_gettext("Locked accounts"), frozenset({"person", "role_grant"}), LOCKED_DAYS, empty_long_locked),
    Retention(
        lazy_gettext("Addresses that people gave up"),
        frozenset({"former_mail"}),
        joining.FORMER_DAYS,
        joining.forget_former,
    ),
    Retention(
        lazy_gettext("Organisations that nobody confirmed"),
        frozenset({"organisation", "membership"}),
        organisations.UNCONFIRMED_DAYS,
        organisations.forget_unconfirmed,
    ),
)
