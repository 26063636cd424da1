"""The words of a condition: the source cut into numbers, texts, signs and words, each with its place."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from flask_babel import lazy_gettext

from participation.core.feature import Lazy

LONGEST_NUMBER = 15

WORDS = frozenset({"and", "or", "not", "in", "contains", "is", "empty", "any", "all", "none", "of"})
SIGNS = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "−": "-", "×": "*", "÷": "/"}

_TOKEN = re.compile(
    r"""[ \t\r\n\u00a0]*
    (?:(?P<number>[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_]))
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[„“](?:[^“”\\]|\\.)*[“”])
    |(?P<sign>==|<>|!=|<=|>=|[=<>≠≤≥(),+\-*/−×÷])
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)?))""",
    re.VERBOSE | re.DOTALL,
)
_BLANKS = " \t\r\n\u00a0"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_QUOTES = "\"'„“"


class ConditionError(ValueError):
    """A condition that cannot be read: what is wrong, and at which character (counted from 1)."""

    def __init__(self, sentence: Lazy, position: int) -> None:
        super().__init__(sentence, position)
        self.sentence = sentence
        self.position = position

    def __str__(self) -> str:
        return str(self.sentence)


class Token(NamedTuple):
    """One word of a condition and where it starts, counted from 1."""

    kind: Literal["number", "text", "sign", "word", "key", "end"]
    value: str
    position: int
    raw: str = ""


def tokens(source: str) -> list[Token]:
    """Cut the source into words; the last one marks the end."""
    found = list(_tokens(source))
    return [*found, Token("end", "", len(source) + 1)]


def _tokens(source: str) -> Iterator[Token]:
    at, end = 0, len(source.rstrip(_BLANKS))
    while at < end:
        hit = _TOKEN.match(source, at)
        if hit is None:
            raise _foreign(source, len(source) - len(source[at:].lstrip(_BLANKS)))
        at, kind = hit.end(), hit.lastgroup
        assert kind is not None
        raw = hit[kind]
        position = at - len(raw) + 1
        if kind == "number":
            yield _number(raw, position)
        elif kind == "text":
            yield Token("text", _ESCAPED.sub(r"\1", raw[1:-1]) if "\\" in raw else raw[1:-1], position, raw)
        elif kind == "sign":
            yield Token("sign", SIGNS.get(raw, raw), position, raw)
        elif kind == "word":
            word = raw.lower()
            yield Token("word", word, position, raw) if word in WORDS else Token("key", raw, position, raw)


def _number(raw: str, position: int) -> Token:
    if len(re.sub(r"\D", "", raw)) > LONGEST_NUMBER:
        raise ConditionError(
            lazy_gettext("The number at character %(position)s is too long.", position=position), position
        )
    return Token("number", raw, position, raw)


def _foreign(source: str, at: int) -> ConditionError:
    sign, position = source[at], at + 1
    if sign in _QUOTES:
        sentence = lazy_gettext(
            "The text that starts at character %(position)s has no closing mark.", position=position
        )
    else:
        sentence = lazy_gettext(
            "“%(sign)s” at character %(position)s does not belong into a condition. Please take it out.",
            sign=sign,
            position=position,
        )
    return ConditionError(sentence, position)
