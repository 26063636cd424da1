"""The words of a condition: the source cut into numbers, texts, signs and words, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flask_babel import lazy_gettext

from participation.core.feature import Lazy

LONGEST_NUMBER = 15

WORDS = frozenset({"and", "or", "not", "in", "contains", "is", "empty", "any", "all", "none", "of"})
SIGNS = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "−": "-", "×": "*", "÷": "/"}

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n\u00a0]+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_]))
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[„“](?:[^“”\\]|\\.)*[“”])
    |(?P<sign>==|<>|!=|<=|>=|[=<>≠≤≥(),+\-*/−×÷])
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)?)""",
    re.VERBOSE | re.DOTALL,
)
_QUOTES = "\"'„“"


class ConditionError(ValueError):
    """A condition that cannot be read: what is wrong, and at which character (counted from 1)."""

    def __init__(self, sentence: Lazy, position: int) -> None:
        super().__init__(sentence, position)
        self.sentence = sentence
        self.position = position

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class Token:
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
    at = 0
    while at < len(source):
        hit = _TOKEN.match(source, at)
        if hit is None:
            raise _foreign(source, at)
        kind, raw, position, at = hit.lastgroup, hit[0], at + 1, hit.end()
        if kind == "number":
            yield _number(raw, position)
        elif kind == "text":
            yield Token("text", re.sub(r"\\(.)", r"\1", raw[1:-1], flags=re.DOTALL), position, raw)
        elif kind == "sign":
            yield Token("sign", SIGNS.get(raw, raw), position, raw)
        elif kind == "word":
            is_word = raw.lower() in WORDS
            yield Token("word" if is_word else "key", raw.lower() if is_word else raw, position, raw)


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
