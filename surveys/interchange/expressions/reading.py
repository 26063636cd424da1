"""Reads the formulas of three programs into one tree. Nothing is ever executed.

Their grammars differ in signs and names alone, so that each is a table of tokens, and one parser reads them all.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from surveys.interchange.expressions.tree import (
    Binary,
    Call,
    Expression,
    Itself,
    Many,
    Ref,
    Unary,
    UnreadableError,
    Value,
)

LONGEST = 20_000
DEEPEST = 60

LEVELS: Mapping[str, int] = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "contains", "not contains", "any", "all", "none", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "mod"), 5),
}
"""How closely each operator binds."""

OPENING = "(["


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a formula. Kinds: value, ref, itself, name (of a function), sign, end."""

    kind: str
    value: str | int | float | bool


END = Token("end", "")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one program writes formulas.

    Attributes:
        pattern: its tokens; each named group is a kind of word.
        operators: what it calls our operators.
        postfix: words behind a value that test it, such as `notempty`.
        word: what a bare name is that is no function.
    """

    pattern: re.Pattern[str]
    operators: Mapping[str, str]
    word: Callable[[str], Expression]
    ref: Callable[[str], Expression]
    postfix: Mapping[str, Callable[[Expression], Expression]]


def read(source: str, dialect: Dialect) -> Expression:
    """Return the tree of a formula.

    Raises:
        UnreadableError: when it is none.
    """
    if len(source) > LONGEST:
        raise UnreadableError(source[:20])
    return _Parser(list(_tokens(source, dialect)), dialect).whole()


def _tokens(source: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(source):
        hit = dialect.pattern.match(source, at)
        if hit is None or hit.end() == at:
            raise UnreadableError(source[at : at + 20])
        at = hit.end()
        if hit.lastgroup and hit.lastgroup != "blank":
            yield hit.lastgroup, hit[hit.lastgroup]
    yield "end", ""


class _Parser:
    """Reads one formula by precedence."""

    def __init__(self, tokens: list[tuple[str, str]], dialect: Dialect) -> None:
        self.tokens = tokens
        self.dialect = dialect
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self) -> tuple[str, str]:
        found = self.next
        self.at += 1
        return found

    def whole(self) -> Expression:
        found = self.expression(0)
        if self.next[0] != "end":
            raise UnreadableError(self.next[1])
        return found

    def expression(self, least: int) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError("(((")
        left = self.postfixed(self.prefixed())
        while (operator := self.operator()) and LEVELS[operator] > least:
            self.take()
            left = self.postfixed(Binary(operator, left, self.expression(LEVELS[operator])))
        self.depth -= 1
        return left

    def operator(self) -> str:
        kind, words = self.next
        return self.dialect.operators.get(words.lower(), "") if kind in {"sign", "name"} else ""

    def postfixed(self, operand: Expression) -> Expression:
        while self.next[0] == "name" and (test := self.dialect.postfix.get(self.next[1].lower())):
            self.take()
            operand = test(operand)
        return operand

    def prefixed(self) -> Expression:
        kind, words = self.take()
        if kind == "sign" and words in {"!", "-", "+"}:
            operand = self.expression(6)
            return operand if words == "+" else Unary("not" if words == "!" else "-", operand)
        if kind == "name" and words.lower() == "not" and self.next[1] != "(":
            return Unary("not", self.expression(6))
        if kind == "sign" and words in OPENING:
            items = self.items(")" if words == "(" else "]")
            return items[0] if words == "(" and len(items) == 1 else Many(items)
        return self.leaf(kind, words)

    def leaf(self, kind: str, words: str) -> Expression:
        if kind == "number":
            number = float(words)
            return Value(int(number) if number.is_integer() and abs(number) < 1e15 else number)
        if kind == "text":
            return Value(re.sub(r"\\(.)", r"\1", words[1:-1]))
        if kind == "itself":
            return Itself()
        if kind == "ref":
            return self.dialect.ref(words)
        if kind == "name" and self.next == ("sign", "("):
            self.take()
            return Call(words.lower(), self.items(")"))
        if kind == "name":
            return self.dialect.word(words)
        raise UnreadableError(words)

    def items(self, closing: str) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.next != ("sign", closing):
            if found and self.take() != ("sign", ","):
                raise UnreadableError(self.tokens[self.at - 1][1])
            found.append(self.expression(0))
        self.take()
        return tuple(found)


def _refused(words: str) -> Expression:
    raise UnreadableError(words)


NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
TEXT = r"(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
BLANK = r"(?P<blank>\s+)"


# XLSForm: XPath with ${names}. A path is taken for its last step, as names are unique in a form.

_PATH = r"(?P<ref>\$\{[^{}]*\}|(?:\.{1,2}|/)?(?:/[A-Za-z_][\w.-]*)+|\.\.)"


def _path(words: str) -> Expression:
    name = words[2:-1].strip() if words.startswith("${") else words.rpartition("/")[2]
    return Ref(name.removeprefix("last-saved#"))


XPATH = Dialect(
    re.compile(
        rf"{BLANK}|{_PATH}|{NUMBER}|(?P<text>\"[^\"]*\"|'[^']*'|[“”][^“”]*[“”]|[‘’][^‘’]*[‘’])|(?P<itself>\.(?![\w./]))"
        r"|(?P<sign><=|>=|!=|[=<>+*(),\[\]|-])|(?P<name>[A-Za-z_][\w:]*(?:-[A-Za-z][\w]*)*)",
        re.DOTALL,
    ),
    {
        **{one: one for one in ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "and", "or", "mod")},
        "div": "/",
    },
    _refused,
    _path,
    {},
)


# LimeSurvey: Expression Manager. Suffixes such as .NAOK say how a missing answer is treated.

_SUFFIX = re.compile(r"\.(NAOK|value|valueNAOK|code)$", re.IGNORECASE)


def _variable(words: str) -> Expression:
    name = _SUFFIX.sub("", words.removeprefix("INSERTANS:"))
    if name.lower() in {"self", "this"}:
        return Itself()
    if name.lower() in {"true", "false"}:
        return Value(name.lower() == "true")
    if "." in name:
        raise UnreadableError(words)
    return Ref(name)


LIMESURVEY = Dialect(
    re.compile(
        rf"{BLANK}|(?P<name>(?:INSERTANS:)?[0-9]+X[0-9]+X[A-Za-z0-9_#]+(?:\.[A-Za-z]+)?|[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)|{NUMBER}|{TEXT}"
        r"|(?P<sign><=|>=|!=|<>|==|&&|\|\||[=<>+*/(),!-])",
        re.DOTALL,
    ),
    {
        **{one: one for one in ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "and", "or")},
        "==": "=",
        "eq": "=",
        "<>": "!=",
        "ne": "!=",
        "lt": "<",
        "le": "<=",
        "gt": ">",
        "ge": ">=",
        "&&": "and",
        "||": "or",
    },
    _variable,
    _variable,
    {},
)


# SurveyJS: {names} in braces, bare words are texts.


def _bare(words: str) -> Expression:
    if words.lower() in {"true", "false"}:
        return Value(words.lower() == "true")
    return Value("" if words.lower() in {"null", "undefined"} else words)


def _braced(words: str) -> Expression:
    name = words[1:-1].strip().lstrip("#")
    if name in {"self", "question"}:
        return Itself()
    ref = Ref(name.removesuffix(".length").removeprefix("panel.").removeprefix("prevPanel."))
    return Call("count", (ref,)) if name.endswith(".length") else ref


SURVEYJS = Dialect(
    re.compile(
        rf"{BLANK}|(?P<ref>\{{[^{{}}]*\}})|{NUMBER}(?![\w-])|{TEXT}"
        r"|(?P<sign><=|>=|!=|<>|==|&&|\|\||[=<>+*/%^(),!\[\]-])|(?P<name>[^\W\d][\w]*|[0-9][\w-]*)",
        re.DOTALL,
    ),
    {
        **{one: one for one in ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "and", "or", "contains")},
        **dict.fromkeys(("==", "equal", "equals"), "="),
        **dict.fromkeys(("<>", "notequal", "notequals"), "!="),
        **dict.fromkeys(("notcontain", "notcontains"), "not contains"),
        "less": "<",
        "lessorequal": "<=",
        "greater": ">",
        "greaterorequal": ">=",
        "&&": "and",
        "||": "or",
        "%": "mod",
        "contain": "contains",
        "anyof": "any",
        "allof": "all",
        "noneof": "none",
    },
    _bare,
    _braced,
    {"empty": lambda one: Unary("empty", one), "notempty": lambda one: Unary("not", Unary("empty", one))},
)
