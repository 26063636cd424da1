"""Texts of other programs as plain words: without HTML, in our languages."""

import re
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.vocabulary import Language
from surveys.interchange.report import Kind, LossReport

BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
HIDDEN = frozenset({"script", "style", "head", "title"})
SHOWN = frozenset({"img", "video", "audio", "iframe", "object", "embed", "svg"})
TAG = re.compile(r"<\s*/?\s*[a-zA-Z][^<>]*>|<!--")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ENTITY = re.compile(r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,10});")

NAMES: Mapping[str, str] = {
    "deutsch": "de", "german": "de", "allemand": "de", "alemán": "de", "tedesco": "de",
    "english": "en", "englisch": "en", "anglais": "en", "inglés": "en", "inglese": "en",
    "leichte sprache": "ls", "einfache sprache": "ls", "easy german": "ls", "easy language": "ls",
    "french": "fr", "français": "fr", "francais": "fr", "französisch": "fr", "spanish": "es", "español": "es",
    "espanol": "es", "spanisch": "es", "italian": "it", "italiano": "it", "russian": "ru", "turkish": "tr",
    "türkçe": "tr", "arabic": "ar", "ukrainian": "uk", "polish": "pl", "portuguese": "pt", "swahili": "sw",
}  # fmt: skip
CODE = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z]+)*)\s*\)\s*$")
OURS = frozenset(language.value for language in Language)

GERMAN = re.compile(
    r"\b(der|die|das|und|ist|nicht|sie|wie|ihre?|für|mit|eine?|haben|bitte|welche|von|auf|sind)\b|[äöüß]"
)
ENGLISH = re.compile(r"\b(the|and|is|of|yours?|you|how|what|to|for|with|have|please|which|are|do|from)\b")
MEDIA = lazy_gettext("Pictures, sound and film of questions are not taken over.")


def code(name: str) -> str:
    """Return the code of a language that a file names in its own way: "Deutsch (de)", "German", "de-informal".

    >>> code("Deutsch (de)"), code("de-informal"), code("de-easy"), code("Klingon")
    ('de', 'de', 'ls', 'klingon')
    """
    found = CODE.search(name)
    words = (found[1] if found else name).strip().lower().replace("_", "-")
    words = NAMES.get(words, words)
    if words in {"de-easy", "de-ls", "de-leicht", "de-simple"}:
        return "ls"
    first = words.partition("-")[0]
    return first if len(first) in {2, 3} and first != words else words


def guess(texts: list[str]) -> str:
    """Return the language of texts that do not say it: English where its small words are more frequent, else German."""
    words = " ".join(texts)[:20_000].lower()
    return "en" if len(ENGLISH.findall(words)) > len(GERMAN.findall(words)) else "de"


class _Plain(HTMLParser):
    """Collects the words of a piece of HTML, with line breaks where blocks begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0
        self.lost: list[str] = []
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or note what cannot be shown as words."""
        values = dict(attrs)
        if tag in HIDDEN:
            self.hidden += 1
        elif tag in BREAKS:
            self.parts.append("\n• " if tag == "li" else "\n")
        elif tag in SHOWN:
            self.lost.append(tag)
            self.parts.append(f" {values.get('alt') or ''} ")
        elif tag == "a":
            self.href = values.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        """End a line; the address of a link stands behind its words."""
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BREAKS and tag != "br":
            self.parts.append("\n")
        elif tag == "a" and self.href.startswith(("https://", "http://")):
            self.parts.append(f" ({self.href})")
            self.href = ""

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self.hidden:
            self.parts.append(data)


def plain(words: str) -> tuple[str, list[str]]:
    """Return a text without its HTML, and the pictures and films in it that are lost.

    >>> plain('<p>Wie <b>alt</b> sind Sie?</p><img src="a.png">')
    ('Wie alt sind Sie?', ['img'])
    """
    words = CONTROL.sub("", words)
    if not (TAG.search(words) or ENTITY.search(words)):
        return _tidy(words), []
    reader = _Plain()
    reader.feed(words)
    reader.close()
    return _tidy("".join(reader.parts)), reader.lost


class Texter:
    """Turns the texts of a file into ours, and remembers what of them is lost: other languages, pictures, films."""

    def __init__(self, report: LossReport) -> None:
        self.report = report
        self.foreign: Counter[str] = Counter()
        self.shown: Counter[str] = Counter()

    def plain(self, words: object) -> str:
        """Return a text without its HTML."""
        text, lost = plain("" if words is None else str(words))
        self.shown.update(lost)
        return text

    def tell(self) -> None:
        """Say which languages of the file we do not speak, and which pictures stood in its texts."""
        for name, count in self.foreign.items():
            reason = lazy_gettext("%(count)s texts in a language that Stadtfaden does not show.", count=count)
            self.report.lost(Kind.LANGUAGE, name, name, reason)
        for tag, count in self.shown.items():
            self.report.lost(Kind.SETTING, tag, f"<{tag}>: {count}", MEDIA)


def _tidy(words: str) -> str:
    lines = [" ".join(line.split()) for line in words.replace("\r\n", "\n").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(texts: Texts) -> Texts:
    """Return texts on one line each."""
    return Texts({language: " ".join(words.split()) for language, words in texts.items()})
