"""Pages that belong to the house itself: the town's texts, the gallery, health, and what machines look for."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from participation.access.policy import POLICY
from participation.core.clock import today
from participation.core.feature import each
from participation.core.settings import Settings
from participation.core.vocabulary import Language, Role
from participation.web import accent, health, languages, texts

bp = Blueprint("web", __name__)

SECURITY_TEXT_LASTS = timedelta(days=180)
WRITTEN_IN_EASY_LANGUAGE = frozenset({"easy-language"})
NOT_FOR_ROBOTS = ("/i/", "/notices/", "/contributions/", "/desk", "/sign-in", "/ui")


@bp.get("/text/<string:name>")
def text(name: str) -> ResponseReturnValue:
    """Show one of the town's own texts."""
    source = texts.source(name) if name in texts.TITLES else None
    if source is None:
        abort(404)
    body, lead = texts.to_html(source), ""
    if not _is_written_in_this_language(name):
        body = Markup('<div class="prose" lang="de">{}</div>').format(body)
        lead = _only_in_german()
    return render_template("text.html", title=texts.TITLES[name], body=body, lead=lead)


def _is_written_in_this_language(name: str) -> bool:
    language = languages.language()
    if language is Language.DE or (language is Language.LS and name in WRITTEN_IN_EASY_LANGUAGE):
        return True
    return Path(_settings().texts, f"{name}.{language}.md").is_file()


def _only_in_german() -> str:
    if languages.language() is Language.LS:
        return str(gettext("This text is not there in easy language yet. It stands here in everyday language."))
    return str(gettext("This text is there in German only so far."))


@bp.get("/accent-<string:colour>.css")
def accent_sheet(colour: str) -> ResponseReturnValue:
    """Give pages the town's colour; the colour stands in the address, so that browsers may keep the sheet."""
    if colour != _settings().town.accent.removeprefix("#"):
        abort(404)
    sheet = Response(accent.stylesheet(f"#{colour}"), mimetype="text/css")
    sheet.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return sheet


@bp.get("/ui")
def gallery() -> ResponseReturnValue:
    """Show every visual pattern of the citizens' pages once; not in production."""
    return _gallery("ui/gallery.html")


@bp.get("/ui/desk")
def desk_gallery() -> ResponseReturnValue:
    """Show every visual pattern of the desk once; not in production."""
    return _gallery("ui/gallery-desk.html")


def _gallery(template: str) -> str:
    if _settings().is_production:
        abort(404)
    return render_template(template)


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"ok": True}


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether people can be served, and what is missing if not."""
    found = health.readiness()
    return found.as_json(), 200 if found.is_ready else 503


@bp.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Say whom to tell about a hole (RFC 9116)."""
    expires = datetime.combine(today() + SECURITY_TEXT_LASTS, time(), UTC)
    lines = (
        f"Contact: mailto:{_settings().town.mail}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {_settings().base_address}/.well-known/security.txt",
    )
    return _plain("\n".join(lines) + "\n")


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Keep robots from pages that belong to one person."""
    prefixes = ("", *(f"/{prefix}" for prefix in languages.PREFIXED))
    closed = [f"Disallow: {prefix}{path}" for prefix in prefixes for path in NOT_FOR_ROBOTS]
    return _plain("\n".join(["User-agent: *", *closed, f"Sitemap: {_settings().base_address}/sitemap.xml"]) + "\n")


@bp.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """List the pages everybody may open, in every language."""
    bases = [languages.base_address(code) for code in Language]
    locations = "".join(f"<url><loc>{base}{path}</loc></url>" for path in _public_paths() for base in bases)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>\n'
    return Response(body, mimetype="application/xml")


def _public_paths() -> Iterator[str]:
    """Yield the paths of navigation and texts without the prefix of a language."""
    prefix = f"/{languages.language()}" if languages.language() in languages.PREFIXED.values() else ""
    for item in (item for group in each("navigation") for item in group):
        if item.area == "citizen" and (item.action is None or Role.GUEST in POLICY[item.action].roles):
            yield url_for(item.endpoint).removeprefix(prefix)
    for link in texts.linked():
        yield link.href.removeprefix(prefix)


def _plain(body: str) -> Response:
    response = Response(body, mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
