"""Puts the application together from settings and features; the order here is the order of a request."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Flask, abort, request
from jinja2 import FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from participation.access import guard
from participation.core import database
from participation.core.database import db
from participation.core.feature import Feature, install
from participation.core.settings import HOUSE, Mode, Settings
from participation.web import assets, compression, context, errors, languages, security

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = 1024 * 1024


class RowNumber(IntegerConverter):
    """A number in an address that fits into a column; a longer one leads to no page."""

    regex = r"\d{1,9}"


def build(settings: Settings, features: Sequence[Feature]) -> Flask:
    """Return the application that these settings and features make."""
    app = Flask("participation.web", static_folder=None, instance_path=str(settings.instance))
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.mode is Mode.TEST,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        PREFERRED_URL_SCHEME="https" if settings.is_https else "http",
        TRUSTED_HOSTS=None,
    )
    app.extensions["settings"] = settings
    app.jinja_loader = FileSystemLoader(sorted(str(folder) for folder in HOUSE.glob("[a-z]*/**/templates")))
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)
    app.before_request(_choose_transaction)
    security.init_app(app)
    errors.init_app(app)
    context.init_app(app)
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    if app.testing:
        guard.watch(db.session)
    install(app, features)
    compression.init_app(app)
    languages.init_app(app)
    layered = _layers(app.wsgi_app, settings)
    app.wsgi_app = layered  # type: ignore[method-assign]  # as Flask says to wrap it
    app.extensions["security_headers"] = layered.headers
    return app


def _layers(inner: "WSGIApplication", settings: Settings) -> security.SecurityHeaders:
    """Wrap the application: static files outermost but for the headers, which everything gets."""
    layered = languages.LanguagePrefix(inner)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        layered = ProxyFix(layered, x_for=count, x_proto=count, x_host=count)  # type: ignore[assignment]
    return security.SecurityHeaders(
        assets.static_files(layered), is_https=settings.is_https, pictures_from=settings.tiles.origin
    )


def _choose_transaction() -> None:
    """Begin every transaction of this request as one that reads or one that writes."""
    database.read_only(request.method in READING_METHODS)


def _refuse_nul() -> None:
    """Refuse an address with the one character that PostgreSQL cannot store; forms drop it from what was typed."""
    if "\0" in request.path or any("\0" in part for pair in request.args.items(multi=True) for part in pair):
        abort(400)
