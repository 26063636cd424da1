"""Error pages: what happened and what to do next, in the language of the page, never a stack trace."""

import logging
import sqlite3
from collections.abc import Sequence

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, Unauthorized

from participation.core.database import db

RETRY_AFTER_S = 5
log = logging.getLogger(__name__)

TEXTS = {
    400: (lazy_gettext("That did not arrive in one piece"), lazy_gettext("Please go back and try once more.")),
    403: (
        lazy_gettext("This is not open to you"),
        lazy_gettext("Perhaps the time for it is over, or it belongs to another office."),
    ),
    404: (
        lazy_gettext("There is no such page"),
        lazy_gettext("Perhaps the address was not copied in full. The start page shows everything that is there."),
    ),
    405: (lazy_gettext("That does not work this way"), lazy_gettext("Please start again from the start page.")),
    413: (
        lazy_gettext("That was too much at once"),
        lazy_gettext("Please shorten your text or choose a smaller file."),
    ),
    429: (
        lazy_gettext("That was very often in a short time"),
        lazy_gettext("Please wait a few minutes and try again. What you have sent before is safe."),
    ),
    500: (
        lazy_gettext("Something went wrong on our side"),
        lazy_gettext("Please try again in a few minutes. If you sent something, sending it again does no harm."),
    ),
    503: (
        lazy_gettext("We are not ready for a moment"),
        lazy_gettext("Please try again in a few seconds. If you sent something, sending it again does no harm."),
    ),
}


SIGNED_OUT = lazy_gettext("You are signed out")
SIGN_IN_AGAIN = lazy_gettext("Please sign in again, then send your text once more. It is still here; copy it first.")


def init_app(app: Flask) -> None:
    """Show our own page for everything that goes wrong."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(sqlite3.OperationalError, _database_error)  # a transaction that could not begin
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, Unauthorized) and request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    if error.response is not None or (error.code and error.code < 400):
        return error.get_response()
    page = _page(403, typed=_typed()) if isinstance(error, Unauthorized) else _page(error.code or 500)
    retry = getattr(error, "retry_after", None)
    if retry:
        page.headers["Retry-After"] = str(retry)
    return page


def _database_error(error: OperationalError | sqlite3.OperationalError) -> ResponseReturnValue:
    log.error("database does not answer: %s", getattr(error, "orig", error))
    db.session.rollback()
    page = _page(503)
    page.headers["Retry-After"] = str(RETRY_AFTER_S)
    return page


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected error in %s %s", request.method, request.endpoint, exc_info=error)
    db.session.rollback()
    return _page(500)


def _typed() -> list[str]:
    """Return the longer texts of a form whose sender is no longer signed in, so that nothing typed is lost."""
    return [value for value in request.form.values() if " " in value.strip()]


def _page(code: int, typed: Sequence[str] = ()) -> Response:
    title, advice = (SIGNED_OUT, SIGN_IN_AGAIN) if typed else TEXTS.get(code, TEXTS[400 if code < 500 else 500])
    return make_response(render_template("errors/error.html", code=code, title=title, advice=advice, typed=typed), code)
