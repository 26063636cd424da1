"""Verbs and queries of accounts: sign in and out, change passwords, add and lock people.

Checking and making a password hash takes a while on purpose. It happens outside of transactions: what it needs is read
in a short one before, what it finds is written in a short one after.
"""

import base64
import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select

from participation.access.guard import Grant, actor
from participation.accounts import sessions
from participation.accounts.models import FormerMail, Person, RoleGrant
from participation.core import clock, codes, database
from participation.core.database import db
from participation.core.vocabulary import Role, Sector

log = logging.getLogger(__name__)

FRESH_PASSWORD_LENGTH = 16  # 80 bits
NO_PASSWORD = "!"  # noqa: S105  # no password leads here
ERASED = "erased-"

# What OWASP asks of Argon2id at least: 19 MiB and two rounds; a small server bears ten people at once.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

PasswordHash = NewType("PasswordHash", str)


class LastLeadError(ValueError):
    """Nobody would be left who leads."""


class KnownMailError(ValueError):
    """There is an account with this mail address already."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a person sees of the own account."""

    person_id: int
    mail: str
    name: str
    unit: str
    sector: Sector | None
    grants: tuple[Grant, ...]
    password_changed_at: datetime | None

    @property
    def is_citizens(self) -> bool:
        """Whether somebody made this account for themselves, not the town hall."""
        return {grant.role for grant in self.grants} <= {Role.CITIZEN}


def sign_in(mail: str, password: str) -> Person | None:
    """Return the person with this mail and password; None, after the same time, for everything else."""
    known = _credentials(_mail(mail))
    if not _holds(known.password_hash if known else _hash_of_nobody(), password) or known is None:
        return None
    fresh = hashed(password) if hasher.check_needs_rehash(known.password_hash) else known.password_hash
    person = db.session.get(Person, known.person_id)
    if person is None or person.locked_at or person.password_hash != known.password_hash:
        return None
    person.password_hash = fresh
    db.session.flush()
    return person


def sign_out(*, everywhere: bool = False) -> None:
    """End the present session, or those in all browsers."""
    person_id = actor().person_id
    sessions.end()
    if everywhere and person_id is not None:
        sessions.end_all(person_id)


def password_holds(person_id: int, password: str) -> bool:
    """Return whether this is the person's present password."""
    with short_look():
        present = db.session.scalar(select(Person.password_hash).where(Person.id == person_id))
    return _holds(present or _hash_of_nobody(), password)


def hashed(password: str) -> PasswordHash:
    """Return the hash under which a password is stored; call it before the transaction that stores it."""
    return PasswordHash(hasher.hash(password))


def change_password(person: Person, fresh: PasswordHash) -> None:
    """Give the person a new password and end all sessions that began with the old one."""
    person.password_hash = fresh
    person.password_changed_at = clock.now()
    sessions.end_all(person.id)
    db.session.flush()


def renew_password(person: Person) -> str:
    """Give the person a fresh random password and return it."""
    password = _fresh_password()
    change_password(person, hashed(password))
    return password


def lock(person: Person) -> None:
    """Keep the person out from this moment on."""
    person.locked_at = person.locked_at or clock.now()
    sessions.end_all(person.id)
    db.session.flush()


def unlock(person: Person) -> None:
    """Let the person sign in again."""
    person.locked_at = None
    db.session.flush()


def add_person(mail: str, name: str, unit: str = "", grants: Iterable[Grant] = ()) -> tuple[Person, str]:
    """Add a person with a fresh random password.

    Raises:
        KnownMailError: where there is an account with this mail address.
    """
    if by_mail(mail):
        raise KnownMailError(mail)
    password = _fresh_password()
    person = Person(
        mail=_mail(mail), name=name.strip(), unit=unit.strip(), password_hash=hashed(password), created_at=clock.now()
    )
    person.grants = [RoleGrant(role=grant.role, subject=grant.subject or "") for grant in grants]
    db.session.add(person)
    db.session.flush()
    return person, password


def give_role(person: Person, grant: Grant) -> None:
    """Let the person be this and nothing else from now on, and note it in the log.

    Raises:
        LastLeadError: where nobody would be left who leads.
    """
    leads = (
        select(RoleGrant.id)
        .join(Person)
        .where(RoleGrant.role == Role.LEAD, RoleGrant.subject == "", Person.id != person.id, Person.locked_at.is_(None))
    )
    is_lead = any(one.role is Role.LEAD and not one.subject for one in person.grants)
    stays_lead = grant.role is Role.LEAD and not grant.subject
    if is_lead and not stays_lead and db.session.scalars(leads.limit(1)).first() is None:
        raise LastLeadError
    before = ", ".join(f"{one.role} {one.subject}".strip() for one in person.grants)
    person.grants.clear()
    db.session.flush()
    person.grants.append(RoleGrant(role=grant.role, subject=grant.subject or ""))
    db.session.flush()
    log.warning("account %s: role is now %s, was %s", person.id, f"{grant.role} {grant.subject or ''}".strip(), before)


def people() -> Sequence[Person]:
    """Return everybody with an account, by name."""
    return db.session.scalars(
        select(Person).where(Person.mail.not_like(f"{ERASED}%")).order_by(Person.name, Person.id)
    ).all()


def person(person_id: int) -> Person | None:
    """Return the person with this number."""
    return db.session.get(Person, person_id)


def by_mail(mail: str) -> Person | None:
    """Return the person with this mail address."""
    return db.session.scalars(select(Person).where(Person.mail == _mail(mail))).first()


def addresses(person: Person) -> list[str]:
    """Return the mail addresses of the person: the present one, then those of before that nobody else has now."""
    is_given_on = select(Person.id).where(Person.mail == FormerMail.mail).exists()
    statement = select(FormerMail.mail).where(FormerMail.person_id == person.id, ~is_given_on)
    return list(dict.fromkeys((person.mail, *db.session.scalars(statement))))


def describe(person: Person, name: str, sector: Sector | None) -> None:
    """Change how the person is called, and for which part of society the person speaks."""
    person.name, person.sector = name, sector
    db.session.flush()


def account_of(person_id: int) -> Account | None:
    """Return what a person sees of the own account."""
    with short_look():
        found = person(person_id)
        return account(found) if found else None


def account(found: Person) -> Account:
    """Return what this person sees of the own account."""
    return Account(
        person_id=found.id,
        mail=found.mail,
        name=found.name,
        unit=found.unit,
        sector=found.sector,
        grants=tuple(Grant(grant.role, grant.subject or None) for grant in found.grants),
        password_changed_at=found.password_changed_at,
    )


def empty(person: Person) -> None:
    """Take everything personal from an account; its number stays, for what was decided under it."""
    lock(person)
    person.mail, person.name, person.unit, person.sector = f"{ERASED}{person.id}", "", "", None
    person.password_hash = NO_PASSWORD
    person.grants.clear()
    db.session.execute(delete(FormerMail).where(FormerMail.person_id == person.id))
    db.session.flush()


@dataclass(frozen=True, slots=True)
class _Credentials:
    person_id: int
    password_hash: PasswordHash


def _credentials(mail: str) -> _Credentials | None:
    statement = select(Person.id, Person.password_hash).where(Person.mail == mail)
    with short_look():
        row = db.session.execute(statement).first()
    return _Credentials(row.id, PasswordHash(row.password_hash)) if row else None


@contextmanager
def short_look() -> Iterator[None]:
    """Read in a transaction that has ended before something slow begins; nothing may have been written before."""
    try:
        with database.reading():
            yield
    finally:
        db.session.rollback()


def _holds(stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _hash_of_nobody() -> str:
    """Return a hash that no password has, to be checked where there is none, so that both cases take the same time."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}${salt}${digest}"


def _fresh_password() -> str:
    return codes.grouped(codes.random_code(FRESH_PASSWORD_LENGTH))


def _mail(mail: str) -> str:
    return mail.strip().lower()
