"""What every template can use: the town, navigations, languages, formats of dates and numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from flask import Flask, current_app, request, url_for
from flask_babel import format_datetime, format_decimal, get_locale
from markupsafe import Markup

from participation.access.actions import Action
from participation.access.guard import EVERYTHING, actor, can
from participation.core.clock import TOWN_TIME
from participation.core.database import Texts
from participation.core.feature import Lazy, NavigationItem, each
from participation.core.settings import ELDEROW
from participation.web import languages, texts
from participation.web.assets import asset

NON_BREAKING = "\u00a0"
LONGEST_SNIPPET = 180


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a navigation as the template shows it."""

    label: Lazy
    href: str
    current: bool
    count: int | None = None
    is_rare: bool = False


def init_app(app: Flask) -> None:
    """Give templates their words and formats."""
    app.context_processor(_values)
    app.jinja_env.globals.update(asset=asset, can=can, Action=Action, EVERYTHING=EVERYTHING)
    app.jinja_env.filters.update(
        day=day,
        day_short=day_short,
        day_or_moment=day_or_moment,
        moment=moment,
        number=number,
        local=local_text,
        spoken_address=spoken_address,
        markdown=texts.to_html,
        language_name=languages.name_of,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _values() -> dict[str, Any]:
    settings = current_app.extensions["settings"]
    return {
        "town": settings.town,
        "accent_href": _accent_href(settings.town.accent),
        "language": str(languages.language()),
        "html_lang": languages.locale(),
        "languages": languages.links(),
        "navigation": _navigation("citizen"),
        "desk_navigation": _navigation("desk") if actor().is_staff else [],
        "footer_links": [*_texts(), *_navigation("legal")],
        "actor": actor(),
    }


def spoken_address(address: str) -> Markup:
    """Return an address as people read it out and type it; a narrow page breaks it after a slash."""
    return Markup("/<wbr>").join(address.partition("://")[2].split("/"))


def _texts() -> list[Link]:
    here = request.script_root + request.path
    return [Link(text.title, text.href, text.href == here) for text in texts.linked()]


def _accent_href(accent: str) -> str:
    """Return where the town's colour is served; empty for the colour that the sheets have already."""
    return "" if accent == ELDEROW.accent else url_for("web.accent_sheet", colour=accent.removeprefix("#"))


def _navigation(area: str) -> list[Link]:
    items: list[NavigationItem] = [item for group in each("navigation") for item in group if item.area == area]
    shown = [
        (item, url_for(item.endpoint))
        for item in sorted(items, key=lambda item: item.position)
        if item.action is None or can(item.action)
    ]
    ways = [way for item, way in shown if _blueprint(item.endpoint) == _blueprint(request.endpoint)]
    if area == "desk" and not ways:  # a page of a place whose pages are of several blueprints
        ways = [way for _, way in shown if f"{_here()}/".startswith(f"{way}/")] or [""]
    current = _current(ways, stands_for_feature=area != "legal")
    return [
        Link(item.label, way, way == current, item.count() if item.count else None, item.is_rare) for item, way in shown
    ]


def _blueprint(endpoint: str | None) -> str:
    return (endpoint or "").split(".")[0]


def _current(ways: list[str], *, stands_for_feature: bool) -> str:
    """Return where the reader is: the only entry of the page's feature, else the one whose address goes furthest."""
    if len(ways) == 1 and stands_for_feature:
        return ways[0]
    return max((way for way in ways if _here().startswith(way)), key=len, default="")


def _here() -> str:
    return request.script_root + request.path


def local_text(value: Texts | str | None) -> str:
    """Return the text in the language of the page."""
    return value.in_(languages.language()) if isinstance(value, Texts) else value or ""


def _is_german() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "de"


def _unbroken(words: str) -> Markup:
    return Markup(words.replace(" ", NON_BREAKING))  # noqa: S704  # dates and numbers only


def _town_day(value: date | datetime) -> date:
    return value.astimezone(TOWN_TIME).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _formatted(value: date, shape: str, locale: str) -> str:
    """Format a day; a list shows the same few days again and again, and Babel takes its time for each."""
    return _unbroken(format_date(value, shape, locale=locale))


def day(value: date | datetime) -> str:
    """Format a day in full: 14. Januar 2027."""
    return _formatted(_town_day(value), *(("d. MMMM y", "de") if _is_german() else ("d MMMM y", "en")))


def day_short(value: date | datetime) -> str:
    """Format a day without its year: 14. Januar."""
    return _formatted(_town_day(value), *(("d. MMMM", "de") if _is_german() else ("d MMMM", "en")))


def moment(value: datetime) -> str:
    """Format an instant on the town's clock: 14. Januar 2027, 18.30 Uhr."""
    shape = "d. MMMM y, HH.mm 'Uhr'" if _is_german() else "d MMMM y, HH:mm"
    return _unbroken(format_datetime(value, shape))


def day_or_moment(value: date | datetime) -> str:
    """Format a day as a day and an instant as an instant."""
    return moment(value) if isinstance(value, datetime) else day(value)


def number(value: float) -> str:
    """Format a number with the separators of the language."""
    return _unbroken(format_decimal(value))


def snippet(text: str) -> str:
    """Return the beginning of a text in one line, cut at a word's end."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST_SNIPPET:
        return flat
    return flat[:LONGEST_SNIPPET].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"
