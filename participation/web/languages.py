"""Language in the address: /en/ideas is the English page, /ideas the German one, /ls/ideas the one in Leichte Sprache.

A small WSGI layer moves the prefix into SCRIPT_NAME, so that every route exists in every language and every
`url_for` stays in the language of its page without knowing about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from participation.core.settings import HOUSE
from participation.core.vocabulary import Language

if TYPE_CHECKING:
    from gettext import NullTranslations

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENVIRON_KEY = "stadtfaden.language"
PREFIXED = {language.value: language for language in Language if language is not Language.DE}
LOCALES = {Language.DE: "de", Language.EN: "en", Language.LS: "de"}
LABELS = {Language.DE: "Deutsch", Language.LS: "Leichte Sprache", Language.EN: "English"}
WRITTEN = ("de", "nds", "en", "uk", "ru", "pl", "ar", "fa", "tr", "ro", "bg", "ku", "ti", "vi", "es", "fr", "it")
"""The languages people in German towns write in, as a list to choose from; texts may come in any other."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the language switch: the same page in that language."""

    code: str
    label: str
    lang: str
    href: str
    current: bool


class LanguagePrefix:
    """WSGI layer that takes the language prefix off the path."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve the page in the language its address names."""
        first, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        language = PREFIXED.get(first)
        if language and slash:
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
            environ[ENVIRON_KEY] = language
        return self.app(environ, start_response)


def language() -> Language:
    """Return the language of the page being made; German outside of a request."""
    found: Language = request.environ.get(ENVIRON_KEY, Language.DE) if has_request_context() else Language.DE
    return found


class Catalogue(Domain):
    """The texts of the house, looked up by the name of the language alone, as a page asks for hundreds of them."""

    def get_translations(self) -> "NullTranslations":
        """Return the catalogue of the page, or of the mail, that is being written."""
        found = get_locale()
        if found is None:
            return super().get_translations()
        kept: NullTranslations | None = self.cache.get(found.language)
        if kept is None:
            kept = self.cache[found.language] = super().get_translations()
        return kept


def locale() -> str:
    """Return the locale whose catalogue and formats the page uses."""
    return LOCALES[language()]


def locale_of(code: str) -> str:
    """Return the locale in which to write to somebody who reads this language; German for all we do not write."""
    return LOCALES[Language(code)] if code in set(Language) else LOCALES[Language.DE]


def name_of(code: str) -> str:
    """Return what the page's language calls this language; the code itself where it has no name."""
    found: str = Locale.parse(locale()).languages.get(code, code)
    return found


def choices() -> list[tuple[str, str]]:
    """Return the languages to choose from, with their names: German first, then by name."""
    first, *others = ((code, name_of(code)) for code in WRITTEN)
    return [first, *sorted(others, key=lambda pair: pair[1])]


def base_address(code: str) -> str:
    """Return the full address of the house in this language, for links that are printed or mailed."""
    base: str = current_app.extensions["settings"].base_address
    return f"{base}/{code}" if code in PREFIXED else base


def full_address(path: str) -> str:
    """Return the full address of a path that `url_for` gave."""
    base: str = current_app.extensions["settings"].base_address
    return base + path


def root() -> str:
    """Return the address of the house without any language prefix: "" unless mounted below a path."""
    script = request.script_root
    prefix = f"/{language()}"
    return script.removesuffix(prefix) if language() in PREFIXED.values() else script


def links() -> list[LanguageLink]:
    """Return the language switch for the present page."""
    query = f"?{request.query_string.decode()}" if request.query_string and request.method == "GET" else ""
    return [
        LanguageLink(
            code=code.value,
            label=label,
            lang=LOCALES[code],
            href=f"{root()}{'' if code is Language.DE else f'/{code}'}{request.path}{query}",
            current=code is language(),
        )
        for code, label in LABELS.items()
    ]


def init_app(app: Flask) -> None:
    """Give the application its catalogues."""
    babel = Babel(
        app,
        default_translation_directories=str(HOUSE / "translations"),
        default_locale="de",
        default_timezone="Europe/Berlin",
        locale_selector=locale,
    )
    babel.domain_instance = Catalogue()
