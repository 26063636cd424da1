"""What people may mark in a comment: paragraphs, emphasis, lists, quotations, links; everything else stays text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener"
BLOCKS = ["heading", "lheading", "hr", "code", "fence", "html_block", "reference"]
INLINE = ["backticks", "image", "html_inline"]

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).disable([*BLOCKS, *INLINE])

Names = tuple[tuple[str, str], ...]
"""Who can be named with an @, and where the name leads."""


@lru_cache(4096)
def to_html(source: str, names: Names = ()) -> Markup:
    r"""Return a comment as safe HTML: no raw HTML in, cleaned once more on the way out.

    >>> to_html("Ja, **gern**! <b>#1</b>")
    Markup('<p>Ja, <strong>gern</strong>! &lt;b&gt;#1&lt;/b&gt;</p>\\n')
    """
    tokens = _markdown.parse(source)
    for token in tokens:
        if names and token.children:
            token.children = list(_with_names(token.children, names))
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    cleaned = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=REL)
    return Markup(cleaned)  # noqa: S704  # cleaned


def plain(source: str) -> str:
    r"""Return the words of a comment without marks, and without what it quotes of others.

    >>> plain("> Bitte eine Bank.\\n\\nJa, **gern**!\\nUnd [hier](https://example.org).")
    'Ja, gern!\\nUnd hier.'
    """
    depth, found = 0, []
    for token in _markdown.parse(source):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and not depth:
            found.append("".join(_words(token.children or [])))
    return "\n".join(found).strip()


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        yield "\n" if token.type in {"softbreak", "hardbreak"} else token.content


def quoted(source: str) -> str:
    r"""Return what somebody said as a quotation to begin a reply with; quotations in it are left out.

    >>> quoted("Bitte eine *Bank*.\\nMit Dach.")
    '> Bitte eine Bank.\\n> Mit Dach.\\n\\n'
    """
    return "".join(f"> {line}\n" for line in plain(source).splitlines()) + "\n"


def mentioned(source: str, names: Sequence[str]) -> list[str]:
    """Return which of these names a comment calls with an @.

    >>> mentioned("@mia, sehe ich auch so. @Mi", ["Mia", "Ole"])
    ['Mia']
    """
    if "@" not in source or not names:
        return []
    called = {hit[1].casefold() for hit in _calls(names).finditer(source)}
    return [name for name in names if name.casefold() in called]


@lru_cache(512)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _calls(names: Iterable[str]) -> re.Pattern[str]:
    return _pattern(tuple(names))


def _with_names(tokens: Sequence[Token], names: Names) -> Iterator[Token]:
    """Yield the tokens of a line, with each name that is called as a link."""
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or links or "@" not in token.content:
            yield token
        else:
            yield from _linked(token.content, names)


def _linked(text: str, names: Names) -> Iterator[Token]:
    hrefs = {name.casefold(): href for name, href in names}
    end = 0
    for hit in _calls(name for name, _ in names).finditer(text):
        yield _text(text[end : hit.start()])
        yield Token("link_open", "a", 1, attrs={"href": hrefs[hit[1].casefold()]})
        yield _text(hit[0])
        yield Token("link_close", "a", -1)
        end = hit.end()
    yield _text(text[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
