"""Who is signed in: sessions kept in the database, one cookie that names them, and Flask-Login between the two.

The only module that knows Flask-Login. The cookie holds a random value, the table its keyed hash. Flask's own session
lives in memory for the length of a request and never becomes a cookie.
"""

import secrets
from datetime import date, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, g, has_request_context, request, url_for
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import delete, select
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response as AnyResponse

from participation.access.guard import GUEST, Actor, Grant
from participation.accounts.models import Person, SignInSession
from participation.core import clock, codes, database
from participation.core.database import db

LIFETIME = timedelta(hours=10)
SECRET_BYTES = 32
VALUE_LENGTH = 43  # 32 bytes in base64 without padding
COOKIE, HTTPS_COOKIE = "stadtfaden", "__Host-stadtfaden"
NO_REMEMBERING = "__Host-stadtfaden-nobody-sets-this"


class SignedIn(UserMixin):
    """The person behind a request in the shape that Flask-Login knows."""

    def __init__(self, actor: Actor, mark: str) -> None:
        self.id = actor.person_id
        self.actor = actor
        self.mark = mark


class MemorySession(dict[str, Any], SessionMixin):
    """Flask's session for the length of one request."""


class MemorySessions(SessionInterface):
    """Opens empty sessions and saves nothing, so that no cookie of Flask's ever leaves the house."""

    def open_session(self, app: Flask, request: Request) -> MemorySession:
        """Return an empty session."""
        return MemorySession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Forget the session."""


def install(app: Flask) -> None:
    """Make the application recognise people."""
    app.session_interface = MemorySessions()
    app.extensions["sign_in_cookie"] = HTTPS_COOKIE if app.extensions["settings"].is_https else COOKIE
    app.config["REMEMBER_COOKIE_NAME"] = NO_REMEMBERING  # a cookie of its usual name would hide our session
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_signed_in_by_cookie)
    manager.init_app(app, add_context_processor=False)  # a page about a broken database must not ask it who reads
    app.before_request(_recognise)
    app.context_processor(_values)


def begin(person: Person) -> str:
    """Open a new session and end the one this browser may still have; return the value for the cookie."""
    if has_request_context():
        end()
    value = secrets.token_urlsafe(SECRET_BYTES)
    begun_at = clock.now()
    db.session.add(
        SignInSession(hash=_hash(value), person_id=person.id, begun_at=begun_at, ends_at=begun_at + LIFETIME)
    )
    db.session.flush()
    if has_request_context():
        login_user(SignedIn(_actor(person), _mark(value)))
        _remember_for_this_request()
    return value


def end() -> None:
    """End the session that the browser names, if there is one."""
    value = _value(request)
    if value:
        db.session.execute(delete(SignInSession).where(SignInSession.hash == _hash(value)))
    logout_user()
    _remember_for_this_request()


def end_all(person_id: int) -> None:
    """End every session of the person, on all devices."""
    db.session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))


def purge(_day: date) -> int:
    """Delete the sessions whose time is over; return how many."""
    result = db.session.execute(delete(SignInSession).where(SignInSession.ends_at <= clock.now()))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def give(response: AnyResponse, value: str) -> AnyResponse:
    """Let the browser keep the session's cookie until it is closed."""
    response.set_cookie(_cookie(), value, path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


def take_back(response: AnyResponse) -> AnyResponse:
    """Let the browser forget the session's cookie."""
    response.delete_cookie(_cookie(), path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


def _recognise() -> None:
    g.pop("_login_user", None)  # an application context may outlive a request, as it does in tests
    _remember_for_this_request()


def _remember_for_this_request() -> None:
    is_known = bool(current_user.is_authenticated)
    g.actor = current_user.actor if is_known else GUEST
    g.session_mark = current_user.mark if is_known else ""


def _signed_in_by_cookie(from_request: Request) -> SignedIn | None:
    """Return the person whose session the cookie names; without a cookie the database is not asked.

    The look-up has a transaction of its own, so that a request that writes does not hold SQLite's one writer from its
    first moment on, while a password is checked.
    """
    value = _value(from_request)
    if not value:
        return None
    with database.reading():
        person = _person(_hash(value))
        actor = _actor(person) if person else None
    db.session.rollback()
    return SignedIn(actor, _mark(value)) if actor else None


def _person(session_hash: str) -> Person | None:
    statement = (
        select(SignInSession)
        .join(SignInSession.person)
        .where(SignInSession.hash == session_hash, SignInSession.ends_at > clock.now(), Person.locked_at.is_(None))
        .options(contains_eager(SignInSession.person))
    )
    found = db.session.scalars(statement).first()
    return found.person if found else None


def _actor(person: Person) -> Actor:
    grants = frozenset(Grant(grant.role, grant.subject or None) for grant in person.grants)
    return Actor(person_id=person.id, name=person.name, grants=grants)


def _values() -> dict[str, Any]:
    """Give pages of the staff the way to the own account."""
    return {"account_href": url_for("accounts.account")} if g.get("actor", GUEST).is_signed_in else {}


def _value(from_request: Request) -> str:
    value = from_request.cookies.get(_cookie(), "")
    return value if len(value) == VALUE_LENGTH else ""


def _hash(value: str) -> str:
    return codes.fingerprint(_secret(), "session", value)


def _mark(value: str) -> str:
    return codes.fingerprint(_secret(), "session-forms", value)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret


def _is_https() -> bool:
    return bool(current_app.extensions["settings"].is_https)


def _cookie() -> str:
    name: str = current_app.extensions["sign_in_cookie"]
    return name
