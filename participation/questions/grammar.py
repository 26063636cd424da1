"""The grammar of conditions: words to a tree, and a tree back to text. Nothing is ever executed.

docs/conditions.md describes the language. A tree is made of nested tuples: ("and", a, b), ("=", Key("Q05"), "bike").
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions.tokens import ConditionError, Token, tokens

LONGEST_SOURCE = 2000
DEEPEST = 30

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
SETS = frozenset({"any", "all", "none"})


@dataclass(frozen=True, slots=True)
class Key:
    """The answer to the question with this key."""

    name: str


Tree: TypeAlias = tuple[Any, ...]
Operand: TypeAlias = Key | str | int | float


class _Parser:
    """Reads one condition by recursive descent."""

    def __init__(self, source: str) -> None:
        self.words = tokens(source)
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.words[self.at]

    def take(self, kind: str, value: str) -> Token | None:
        """Step over the next word if it is this one."""
        found = self.next
        if found.kind != kind or found.value != value:
            return None
        self.at += 1
        return found

    def whole(self) -> Tree:
        tree = self.either()
        rest = self.next
        if rest.kind == "end":
            return tree
        if rest.value == ")":
            raise _refusal(rest, lazy_gettext("The bracket at character %(position)s was never opened.", **_at(rest)))
        raise _refusal(
            rest,
            lazy_gettext(
                "“%(word)s” at character %(position)s has no connection. Please write “and” or “or” before it.",
                word=rest.raw,
                **_at(rest),
            ),
        )

    def either(self) -> Tree:
        return self.chain("or", self.both)

    def both(self) -> Tree:
        return self.chain("and", self.single)

    def chain(self, word: str, part: Callable[[], Tree]) -> Tree:
        parts = [part()]
        while self.take("word", word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else (word, *parts)

    def single(self) -> Tree:
        if found := self.take("word", "not"):
            self.deeper(found)
            tree: Tree = ("not", self.single())
            self.depth -= 1
            return tree
        if found := self.take("sign", "("):
            self.deeper(found)
            tree = self.either()
            self.depth -= 1
            self.close(found)
            return tree
        return self.comparison()

    def deeper(self, found: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _refusal(
                found,
                lazy_gettext(
                    "At character %(position)s the condition is nested too deeply. Please make it simpler.",
                    **_at(found),
                ),
            )

    def comparison(self) -> Tree:
        start = self.next
        left = self.operand()
        found = self.next
        if found.kind == "sign" and found.value in COMPARISONS:
            self.at += 1
            return (found.value, left, self.operand())
        if found.kind == "word" and found.value in SETS:
            self.at += 1
            self.demand_of(found)
            return (found.value, left, self.listed(found))
        self.take("word", "is")
        is_not = self.take("word", "not")
        tree = self.word_test(left, start)
        return ("not", tree) if is_not else tree

    def word_test(self, left: Operand, start: Token) -> Tree:
        if self.take("word", "empty"):
            return ("empty", left)
        if self.take("word", "contains"):
            return ("contains", left, self.operand())
        if found := self.take("word", "in"):
            return ("in", left, self.listed(found))
        raise _refusal(
            start,
            lazy_gettext(
                "After “%(word)s” at character %(position)s a comparison is missing, for example = 3, or: not empty.",
                word=start.raw,
                **_at(start),
            ),
        )

    def demand_of(self, found: Token) -> None:
        if not self.take("word", "of"):
            raise _refusal(
                found,
                lazy_gettext(
                    "After “%(word)s” at character %(position)s the word “of” is missing.", word=found.raw, **_at(found)
                ),
            )

    def listed(self, before: Token) -> tuple[Operand, ...]:
        opening = self.take("sign", "(")
        if opening is None:
            raise _refusal(
                before,
                lazy_gettext(
                    "After “%(word)s” at character %(position)s a list in brackets is missing, for example (1, 2).",
                    word=before.raw,
                    **_at(before),
                ),
            )
        found = [self.operand()]
        while self.take("sign", ","):
            found.append(self.operand())
        self.close(opening)
        return tuple(found)

    def close(self, opening: Token) -> None:
        if not self.take("sign", ")"):
            raise _refusal(
                opening,
                lazy_gettext("The bracket at character %(position)s is not closed.", **_at(opening)),
            )

    def operand(self) -> Operand:
        found = self.next
        if found.kind in {"number", "text", "key"}:
            self.at += 1
            return _operand(found)
        raise _refusal(
            found,
            lazy_gettext(
                "At character %(position)s a value is missing: the key of a question, a number, or a text in quotes.",
                **_at(found),
            ),
        )


def _refusal(found: Token, sentence: Lazy) -> ConditionError:
    return ConditionError(sentence, found.position)


def _at(found: Token) -> dict[str, int]:
    return {"position": found.position}


def _operand(found: Token) -> Operand:
    if found.kind == "key":
        return Key(found.value)
    if found.kind == "text":
        return found.value
    return float(found.value) if "." in found.value else int(found.value)


def read(source: str) -> Tree:
    """Return the tree of a condition.

    Raises:
        ConditionError: with one sentence that says what is wrong and where.
    """
    if len(source) > LONGEST_SOURCE:
        raise ConditionError(
            lazy_gettext("The condition is too long. Please keep it below %(max)s characters.", max=LONGEST_SOURCE),
            LONGEST_SOURCE,
        )
    return _Parser(source).whole()


def write(tree: Tree) -> str:
    """Return the text of a tree; reading it gives the same tree again."""
    kind = tree[0]
    if kind in {"and", "or"}:
        return f" {kind} ".join(_bracketed(part) for part in tree[1:])
    if kind == "not":
        inner = tree[1]
        if inner[0] in {"empty", "contains", "in"}:
            return _comparison(inner, "not ")
        return f"not {_bracketed(inner)}"
    return _comparison(tree)


def _bracketed(tree: Tree) -> str:
    return f"({write(tree)})" if tree[0] in {"and", "or"} else write(tree)


def _comparison(tree: Tree, denial: str = "") -> str:
    kind, left = tree[0], _word(tree[1])
    if kind == "empty":
        return f"{left} {denial}empty"
    if kind in SETS or kind == "in":
        phrase = f"{kind} of" if kind in SETS else f"{denial}in"
        return f"{left} {phrase} ({', '.join(_word(one) for one in tree[2])})"
    return f"{left} {denial}{kind} {_word(tree[2])}"


def _word(operand: Operand) -> str:
    if isinstance(operand, Key):
        return operand.name
    if isinstance(operand, str):
        escaped = operand.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return format(Decimal(repr(operand)), "f")
