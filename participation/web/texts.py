"""The town's own texts (imprint, privacy, rules …): Markdown files in the folder that the settings name."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nh3
from flask import current_app, url_for
from flask_babel import lazy_gettext
from markdown_it import MarkdownIt
from markupsafe import Markup

from participation.core.feature import Lazy
from participation.core.settings import Town
from participation.web import languages

TITLES: dict[str, Lazy] = {
    "imprint": lazy_gettext("Imprint"),
    "privacy": lazy_gettext("Privacy"),
    "accessibility": lazy_gettext("Accessibility"),
    "rules": lazy_gettext("Rules"),
    "easy-language": lazy_gettext("Easy language"),
    "sign-language": lazy_gettext("Sign language"),
}
PLACEHOLDER = re.compile(r"\{(town|office|address|mail|accessibility_contact)\}")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class TextLink:
    """A text of the town that exists, with its title and address."""

    name: str
    title: Lazy
    href: str


def to_html(source: str) -> Markup:
    """Return Markdown as safe HTML: no raw HTML in, cleaned once more on the way out."""
    return Markup(nh3.clean(_markdown.render(source), link_rel="noopener"))  # noqa: S704  # cleaned


def linked() -> list[TextLink]:
    """Return the texts this town has written, in the order of the footer."""
    return [
        TextLink(name, title, url_for("web.text", name=name))
        for name, title in TITLES.items()
        if source(name) is not None
    ]


def source(name: str) -> str | None:
    """Return the text in the language of the page, else in German; None where the town has not written it."""
    settings = current_app.extensions["settings"]
    for language in (languages.language(), "de"):
        found = _read(settings.texts / f"{name}.{language}.md")
        if found is not None:
            return _filled(found, settings.town)
    return None


def _filled(words: str, town: Town) -> str:
    values = {"town": town.name} | {name: str(getattr(town, name)) for name in ("office", "address", "mail")}
    values["accessibility_contact"] = town.accessibility_contact
    return PLACEHOLDER.sub(lambda hit: values[hit[1]], words)


@lru_cache
def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
