"""Verbs of coming in by mail: make an account, choose a new password, move to another address.

Who asks learns nothing about who has an account: there is one answer for every address, in the same time, and each gets
one mail, which the worker writes. Nothing of what was asked is stored but that mail, and until then the sealed wish in
the worker's job. What the link has to bring back travels in the link, sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from participation.accounts import links, services
from participation.accounts.models import FormerMail, Person, RoleGrant
from participation.accounts.services import NO_PASSWORD, PasswordHash
from participation.core import clock, codes, jobs, mail, once
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.web import languages

JOB = "accounts.write"
SIGN_UP, FORGOTTEN, RESET, MOVE = "sign-up", "forgotten", "reset", "move"
SIGN_UP_LASTS, RESET_LASTS, MOVE_LASTS = timedelta(hours=24), timedelta(hours=1), timedelta(hours=24)
FORMER_DAYS = 180


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for who wants an account, as the link brings it back."""

    mail: str
    name: str
    language: str
    following: str
    token: str


@dataclass(frozen=True, slots=True)
class Move:
    """The wish to use another mail address, as the link brings it back."""

    person_id: int
    mail: str
    is_done: bool


# An account of one's own


def ask_for_account(address: str, name: str, following: str = "") -> None:
    """Have the link sent that makes an account; to those who have one, a mail that says so.

    Args:
        following: the path of the page on which to go on.
    """
    _ask(SIGN_UP, address, {"name": name, "to": following})


def _offer_account(wish: Mapping[str, Any], token: str) -> None:
    if services.by_mail(wish["mail"]):
        _write(wish["mail"], "known", gettext("You already have an account"), url_for("accounts.forgotten"))
        return
    subject = gettext("Your account: one step is left")
    _write(wish["mail"], "sign_up", subject, url_for("accounts.confirm", token=token))


def asked_for(token: str) -> Asked | None:
    """Return what the link was sent for; None where it is over, used, or not ours."""
    found = links.unseal(SIGN_UP, token, SIGN_UP_LASTS)
    if found is None:
        return None
    return Asked(found["mail"], found["name"], found["in"], found["to"], token)


def is_open(asked: Asked) -> bool:
    """Return whether the link can still make an account."""
    with services.short_look():
        return not once.is_spent(_key(asked)) and services.by_mail(asked.mail) is None


def confirm(asked: Asked, fresh: PasswordHash) -> Person | None:
    """Make the account, once for each link; return None where there is one already."""
    if not once.first_arrival(_key(asked)) or services.by_mail(asked.mail):
        return None
    made = Person(
        mail=asked.mail, name=asked.name, language=asked.language, password_hash=fresh, created_at=clock.now()
    )
    made.grants = [RoleGrant(role=Role.CITIZEN)]
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # another link for the same address was a moment faster
        return None
    return made


def _key(asked: Asked) -> str:
    return f"{SIGN_UP} {asked.token}"


# A new password


def ask_for_password(address: str) -> None:
    """Have the link sent that leads to a new password; to those who have no account, a mail that says so."""
    _ask(FORGOTTEN, address, {})


def _offer_password(wish: Mapping[str, Any], _token: str) -> None:
    person = services.by_mail(wish["mail"])
    if person is None or person.locked_at or person.password_hash == NO_PASSWORD:
        subject = gettext("A new password: there is no account with this address")
        _write(wish["mail"], "unknown", subject, url_for("accounts.sign_up"))
        return
    token = links.seal(RESET, {"person": person.id, "mark": _mark(RESET, person)})
    _write(wish["mail"], "reset", gettext("Choose a new password"), url_for("accounts.renew", token=token))


def account_behind(token: str) -> services.Account | None:
    """Return the account whose password the link may change; None where it is over, used, or not ours."""
    with services.short_look():
        found = _by_reset(token)
        return services.account(found) if found else None


def renew(token: str, fresh: PasswordHash) -> Person | None:
    """Give the person behind the link the new password and end all sessions; None where the link was used."""
    person = _by_reset(token)
    if person:
        services.change_password(person, fresh)
    return person


def owner_of(token: str) -> str:
    """Return the address of whoever the link was sent to, even where it has been used; empty where it is not ours."""
    found = links.unseal(RESET, token, RESET_LASTS)
    with services.short_look():
        person = services.person(found["person"]) if found else None
        return person.mail if person else ""


def _by_reset(token: str) -> Person | None:
    found = links.unseal(RESET, token, RESET_LASTS)
    person = services.person(found["person"]) if found else None
    if found is None or person is None or person.locked_at:
        return None
    return person if found["mark"] == _mark(RESET, person) else None


# Another address


def ask_to_move(person: Person, address: str) -> None:
    """Have the link sent that confirms the new address, to it; whoever has an account there is told so."""
    _ask(MOVE, address, {"person": person.id, "mark": _mark(MOVE, person)})


def _offer_move(wish: Mapping[str, Any], token: str) -> None:
    if services.by_mail(wish["mail"]):
        _write(wish["mail"], "known", gettext("You already have an account"), url_for("accounts.forgotten"))
        return
    subject = gettext("Confirm your new address")
    _write(wish["mail"], "move", subject, url_for("accounts.confirm_mail", token=token))


def move_of(token: str) -> Move | None:
    """Return the wish behind the link; None where it is over, overtaken, or not ours."""
    found = links.unseal(MOVE, token, MOVE_LASTS)
    person = services.person(found["person"]) if found else None
    if found is None or person is None or person.locked_at:
        return None
    is_done = person.mail == found["mail"]
    return Move(person.id, found["mail"], is_done) if is_done or _is_open_to(person, found) else None


def _is_open_to(person: Person, found: Mapping[str, Any]) -> bool:
    return found["mark"] == _mark(MOVE, person) and services.by_mail(found["mail"]) is None


def move(wish: Move) -> None:
    """Let the person use the new address from now on, and tell the old one."""
    person = services.person(wish.person_id)
    if person is None or wish.is_done:
        return
    db.session.add(FormerMail(person_id=person.id, mail=person.mail, changed_at=clock.now()))
    _write(person.mail, "moved", gettext("Your account has a new address"), url_for("accounts.sign_in"))
    person.mail = wish.mail
    db.session.flush()


def forget_former(day: date) -> int:
    """Delete the addresses that people gave up half a year ago; return how many."""
    border = clock.at(day - timedelta(days=FORMER_DAYS), 0)
    result = db.session.execute(delete(FormerMail).where(FormerMail.changed_at < border))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def former(person_id: int) -> list[dict[str, object]]:
    """Return the addresses the person had before and when they were given up."""
    rows = db.session.scalars(select(FormerMail).where(FormerMail.person_id == person_id).order_by(FormerMail.id))
    return [{"mail": row.mail, "changed_at": row.changed_at} for row in rows]


def _mark(purpose: str, person: Person) -> str:
    """Return what changes as soon as the link has been used, or anything else made it pointless."""
    secret: str = current_app.extensions["settings"].secret_key
    return codes.fingerprint(secret, purpose, f"{person.mail} {person.password_hash}")[:32]


# One job writes all these mails


def _ask(purpose: str, address: str, wish: Mapping[str, object]) -> None:
    """Leave it to the worker to look who has an account: the time of the answer then tells nobody."""
    said = {"mail": address.strip().lower(), "in": languages.language().value, **wish}
    jobs.enqueue(JOB, {"purpose": purpose, "token": links.seal(purpose, said)})


def write(job: jobs.JobRun) -> None:
    """Write the mail that somebody asked for, if it is not too late; a job."""
    purpose, token = job.payload["purpose"], job.payload["token"]
    wish = links.unseal(purpose, token, SIGN_UP_LASTS)
    if wish is None:
        return
    spoken = wish["in"]
    with (
        current_app.test_request_context(base_url=languages.base_address(spoken)),
        force_locale(languages.locale_of(spoken)),
    ):
        _OFFERS[purpose](wish, token)


_OFFERS = {SIGN_UP: _offer_account, FORGOTTEN: _offer_password, MOVE: _offer_move}


def _write(address: str, what: str, subject: str, path: str) -> None:
    body = render_template(f"accounts/mail_{what}.txt", link=languages.full_address(path))
    mail.send(address.strip().lower(), subject, body)
