"""The marks by which a browser is known again where something counts once: for each browser, code or address.

A browser gets it with the reply to the first such act, never with a page it only reads, and only for that purpose.
The mark is derived from the form's once-key, so that a double tap gives one browser one mark.
"""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from participation.core import codes

COOKIE, HTTPS_COOKIE = "stadtfaden-browser", "__Host-stadtfaden-browser"
VOTER_COOKIE, HTTPS_VOTER_COOKIE = "stadtfaden-voter", "__Host-stadtfaden-voter"
LENGTH = 26
LIFETIME = timedelta(days=365)


def mark() -> str | None:
    """Return the mark this browser shows; None where it has none yet, or none of ours."""
    value = request.cookies.get(_cookie(), "")
    return value if len(value) == LENGTH and set(value) <= set(codes.ALPHABET) else None


def mark_for(once_key: str) -> str:
    """Return the mark this browser shows, else the one that every arrival of the same form gives it."""
    settings = current_app.extensions["settings"]
    return mark() or codes.derive(settings.secret_key, "browser", once_key, LENGTH)


def give(response: Response, value: str) -> Response:
    """Let the browser keep its mark for a year."""
    return _set(response, _cookie(), value, LIFETIME)


def shown() -> str:
    """Return what this browser keeps of a code or a confirmed address; empty where it keeps nothing."""
    return request.cookies.get(_voter_cookie(), "")


def keep_shown(response: Response, value: str) -> Response:
    """Let the browser keep, until it is closed, that a code was shown or an address confirmed."""
    return _set(response, _voter_cookie(), value, None)


def forget_shown(response: Response) -> Response:
    """Let the browser forget the code or the address."""
    response.delete_cookie(_voter_cookie(), path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


def _set(response: Response, name: str, value: str, lasts: timedelta | None) -> Response:
    response.set_cookie(name, value, max_age=lasts, path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


def _cookie() -> str:
    return HTTPS_COOKIE if _is_https() else COOKIE


def _voter_cookie() -> str:
    return HTTPS_VOTER_COOKIE if _is_https() else VOTER_COOKIE


def _is_https() -> bool:
    return bool(current_app.extensions["settings"].is_https)
