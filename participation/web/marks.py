"""The mark by which a browser is known again where something counts once for each browser.

A browser gets it with the reply to the first such act, never with a page it only reads, and only for that purpose.
The mark is derived from the form's once-key, so that a double tap gives one browser one mark.
"""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from participation.core import codes

COOKIE, HTTPS_COOKIE = "stadtfaden-browser", "__Host-stadtfaden-browser"
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
    response.set_cookie(
        _cookie(),
        value,
        max_age=LIFETIME,
        path="/",
        secure=current_app.extensions["settings"].is_https,
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie() -> str:
    return HTTPS_COOKIE if current_app.extensions["settings"].is_https else COOKIE
