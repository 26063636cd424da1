"""The grammar of conditions: words to a tree, and a tree back to text. Nothing is ever executed.

docs/conditions.md describes the language. A tree is made of nested tuples: ("and", a, b), ("=", Key("Q05"), "bike");
so is a value that is worked out: ("+", Key("Q05"), 1), ("today",).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions.tokens import ConditionError, Token, tokens

LONGEST_SOURCE = 2000
DEEPEST = 30
MOST_SIGNS = 100

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
SETS = frozenset({"any", "all", "none"})
LISTS = SETS | {"in"}
CONDITIONS = COMPARISONS | LISTS | {"and", "or", "not", "empty", "contains"}
SUMS, PRODUCTS = frozenset("+-"), frozenset("*/")
FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "today": (0, 0),
    "days_between": (2, 2),
    "years_between": (2, 2),
    "add_days": (2, 2),
    "count": (1, 1),
    "sum": (1, 20),
    "min": (1, 20),
    "max": (1, 20),
    "round": (1, 2),
    "if": (3, 3),
}
"""What can be worked out, each with how many values it takes at least and at most."""


@dataclass(frozen=True, slots=True)
class Key:
    """The answer to the question with this key, or behind a point one line of it: `Q05.bus`."""

    name: str

    @property
    def question(self) -> str:
        """The key of the question."""
        return self.name.partition(".")[0]

    @property
    def part(self) -> str:
        """The line of the answer; empty where the whole answer is meant."""
        return self.name.partition(".")[2]


Tree: TypeAlias = tuple[Any, ...]
Operand: TypeAlias = Key | str | int | float | Tree


def is_condition(part: Operand) -> bool:
    """Return whether it holds or does not hold, rather than having a value."""
    return isinstance(part, tuple) and part[0] in CONDITIONS


class _Parser:
    """Reads one condition by recursive descent."""

    def __init__(self, source: str) -> None:
        self.words = tokens(source)
        self.at = 0
        self.next = self.words[0]
        self.depth = 0
        self.signs = 0

    def step(self) -> None:
        """Step over the next word."""
        self.at += 1
        self.next = self.words[self.at]

    def take(self, kind: str, value: str) -> Token | None:
        """Step over the next word if it is this one."""
        found = self.next
        if found.kind != kind or found.value != value:
            return None
        self.step()
        return found

    def whole(self, *, bare: bool = False) -> Operand:
        tree = self.either(bare=bare)
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

    def either(self, *, bare: bool = False) -> Operand:
        """Read a condition; where it may be bare, a value that nothing is compared with will do."""
        return self.chain("or", lambda first: self.chain("and", self.single, bare=bare and first), bare=bare)

    def chain(self, word: str, part: Callable[[bool], Operand], *, bare: bool) -> Operand:
        parts = [part(bare)]
        while self.take("word", word):
            parts.append(part(False))
        return parts[0] if len(parts) == 1 else (word, *parts)

    def single(self, bare: bool) -> Operand:
        if found := self.take("word", "not"):
            self.deeper(found)
            tree: Tree = ("not", self.single(False))
            self.depth -= 1
            return tree
        return self.comparison(bare=bare)

    def deeper(self, found: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep(found)

    def too_deep(self, found: Token) -> ConditionError:
        return _refusal(
            found,
            lazy_gettext(
                "At character %(position)s the condition is nested too deeply. Please make it simpler.", **_at(found)
            ),
        )

    def comparison(self, *, bare: bool) -> Operand:
        start = self.next
        left = self.sum()
        found = self.next
        if is_condition(left) or (bare and (found.kind == "end" or found.value in {")", ","})):
            return left
        if found.kind == "sign" and found.value in COMPARISONS:
            self.step()
            return (found.value, left, self.value())
        if found.kind == "word" and found.value in SETS:
            self.step()
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
            return ("contains", left, self.value())
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
        found = [self.value()]
        while self.take("sign", ","):
            found.append(self.value())
        self.close(opening)
        return tuple(found)

    def close(self, opening: Token) -> None:
        if not self.take("sign", ")"):
            raise _refusal(
                opening,
                lazy_gettext("The bracket at character %(position)s is not closed.", **_at(opening)),
            )

    def value(self) -> Operand:
        """Read what is compared or worked with: no condition."""
        start = self.next
        found = self.sum()
        return self.plain_value(found, start)

    def plain_value(self, found: Operand, start: Token) -> Operand:
        if is_condition(found):
            raise _refusal(
                start,
                lazy_gettext("At character %(position)s a value is needed, not a comparison.", **_at(start)),
            )
        return found

    def sum(self) -> Operand:
        return self.worked(SUMS, self.product)

    def product(self) -> Operand:
        return self.worked(PRODUCTS, self.operand)

    def worked(self, signs: Collection[str], part: Callable[[], Operand]) -> Operand:
        start = self.next
        found = part()
        while self.next.kind == "sign" and self.next.value in signs:
            sign = self.next
            self.step()
            self.signs += 1
            if self.signs > MOST_SIGNS:
                raise self.too_deep(sign)
            left, start = self.plain_value(found, start), self.next
            found = (sign.value, left, self.plain_value(part(), start))
        return found

    def operand(self) -> Operand:
        found = self.next
        if found.kind in {"number", "text", "key"}:
            self.step()
            opening = self.next
            if found.kind == "key" and self.take("sign", "("):
                return self.function(found, opening)
            return _operand(found)
        if self.take("sign", "-"):
            return self.negative(found)
        if self.take("sign", "("):
            self.deeper(found)
            inner = self.either(bare=True)
            self.depth -= 1
            self.close(found)
            return inner
        raise _refusal(
            found,
            lazy_gettext(
                "At character %(position)s a value is missing: the key of a question, a number, or a text in quotes.",
                **_at(found),
            ),
        )

    def negative(self, sign: Token) -> Operand:
        self.deeper(sign)
        start = self.next
        inner = self.plain_value(self.operand(), start)
        self.depth -= 1
        return -inner if start.kind == "number" and isinstance(inner, int | float) else ("-", 0, inner)

    def function(self, name: Token, opening: Token) -> Operand:
        least, most = FUNCTIONS.get(name.value, (0, -1))
        if most < 0:
            raise _refusal(
                name,
                lazy_gettext(
                    "“%(word)s” at character %(position)s is nothing that can be worked out. Known are: %(names)s.",
                    word=name.raw,
                    names=", ".join(FUNCTIONS),
                    **_at(name),
                ),
            )
        self.deeper(opening)
        values = [] if self.next.value == ")" else self.values(name.value)
        self.depth -= 1
        self.close(opening)
        if not least <= len(values) <= most:
            raise _refusal(
                name,
                lazy_gettext(
                    "“%(word)s” at character %(position)s does not take %(count)s values.",
                    word=name.raw,
                    count=len(values),
                    **_at(name),
                ),
            )
        return (name.value, *values)

    def values(self, function: str) -> list[Operand]:
        first = self.either() if function == "if" else self.value()
        found = [first]
        while self.take("sign", ","):
            found.append(self.value())
        return found


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
    tree = _parser(source).whole()
    assert isinstance(tree, tuple)
    return tree


def read_formula(source: str) -> Operand:
    """Return the tree of a value that is worked out, or of a condition, whose value is yes or no.

    Raises:
        ConditionError: with one sentence that says what is wrong and where.
    """
    return _parser(source).whole(bare=True)


def _parser(source: str) -> _Parser:
    if len(source) > LONGEST_SOURCE:
        raise ConditionError(
            lazy_gettext("The condition is too long. Please keep it below %(max)s characters.", max=LONGEST_SOURCE),
            LONGEST_SOURCE,
        )
    return _Parser(source)
