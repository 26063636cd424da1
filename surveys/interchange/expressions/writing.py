"""Writes the formulas of other programs in the language of docs/conditions.md, as far as it goes.

What is written is read by our own parser before anybody relies on it, so that a wrong guess is a loss that is told,
never a condition that means something else.
"""

from participation.questions import conditions
from participation.questions.conditions import ConditionError
from participation.questions.types import QuestionType
from surveys.interchange.expressions.sums import Sums
from surveys.interchange.expressions.targets import Resolve, Target, bare, plain, said, word
from surveys.interchange.expressions.tree import (
    Binary,
    Call,
    Expression,
    Itself,
    Many,
    NeverError,
    Ref,
    Unary,
    UnreadableError,
    Value,
)

TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
DENIED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
COMPARISONS = frozenset(TURNED)
SEVERAL = frozenset({QuestionType.MULTIPLE, QuestionType.RANKING})
EMPTY = Value("")
NOT_CHOSEN = frozenset({"", "N", "0", "false"})
"""What other programs say of an option that nobody chose."""


def condition(tree: Expression, resolve: Resolve, own: str = "") -> str:
    """Return the formula as a condition of ours; empty where it always holds.

    Raises:
        NeverError: where it never holds.
        UnreadableError: where our language has no word for it.
    """
    found = _Writer(resolve, own).test(tree)
    if found is True:
        return ""
    if found is False:
        raise NeverError("false")
    return _checked(found)


def formula(tree: Expression, resolve: Resolve, own: str = "") -> str:
    """Return the formula as a calculation of ours.

    Raises:
        UnreadableError: where our language has no word for it.
    """
    writer = _Writer(resolve, own)
    is_test = isinstance(tree, Binary) and tree.operator not in {"+", "-", "*", "/"}
    words = writer.test(tree) if is_test else _worked(writer, tree)
    if isinstance(words, bool):
        return word("yes" if words else "no")
    try:
        conditions.formula(words)
    except ConditionError as error:
        raise UnreadableError(words) from error
    return words


def _worked(writer: "_Writer", tree: Expression) -> str | bool:
    """Write a value; where it is none, whether something holds."""
    try:
        return writer.sum(tree)
    except UnreadableError:
        return writer.test(tree)


def _checked(words: str) -> str:
    try:
        conditions.parse(words)
    except ConditionError as error:
        raise UnreadableError(words) from error
    return words


class _Writer(Sums):
    """Writes one tree; `test` gives what is true or false, `sum` what has a value."""

    def test(self, tree: Expression) -> str | bool:
        if isinstance(tree, Value):
            return tree.value not in {"", 0, "false", "0"}
        if isinstance(tree, Ref | Itself):
            return self.truth(tree)
        if isinstance(tree, Call):
            return self.called(tree)
        if isinstance(tree, Unary):
            return self.opposed(tree)
        if isinstance(tree, Binary):
            return self.related(tree)
        raise UnreadableError(said(tree))

    def opposed(self, tree: Unary) -> str | bool:
        """One thing that is not, or is empty."""
        if tree.operator == "not":
            return self.denied(self.test(tree.operand), tree.operand)
        if tree.operator == "empty":
            return self.compared("=", tree.operand, EMPTY)
        raise UnreadableError(tree.operator)

    def related(self, tree: Binary) -> str | bool:
        """Two things and what stands between them."""
        if tree.operator in {"and", "or"}:
            return self.joined(tree.operator, self.test(tree.left), self.test(tree.right))
        if tree.operator in COMPARISONS:
            return self.compared(tree.operator, tree.left, tree.right)
        if tree.operator in {"any", "all", "none", "in"}:
            return self.listed(tree)
        if tree.operator in {"contains", "not contains"}:
            return self.contained(tree)
        raise UnreadableError(said(tree))

    def truth(self, tree: Ref | Itself) -> str:
        """A bare answer: it is there, and it is a yes where it can be a no."""
        target = self.target(tree)
        if target.option:
            return self.chosen(target, is_so=True)
        if target.type is QuestionType.YES_NO:
            return f'{target.words} = "yes"'
        return f"{target.words} not empty"

    def denied(self, found: str | bool, tree: Expression) -> str | bool:
        if isinstance(found, bool):
            return not found
        if isinstance(tree, Binary) and tree.operator == "=":
            return self.compared("!=", tree.left, tree.right)
        if found.endswith(" not empty") and _is_one(found):
            return found.removesuffix(" not empty") + " empty"
        if found.endswith(" empty") and _is_one(found):
            return found.removesuffix(" empty") + " not empty"
        return f"not ({found})"

    def joined(self, word: str, left: str | bool, right: str | bool) -> str | bool:
        ends = word == "or"
        if left is ends or right is ends:
            return ends
        if isinstance(left, bool) or isinstance(right, bool):
            return right if isinstance(left, bool) else left
        return f"{_grouped(left, word)} {word} {_grouped(right, word)}"

    def called(self, tree: Call) -> str | bool:
        if tree.name in {"true", "false"} and not tree.arguments:
            return tree.name == "true"
        if tree.name in {"not", "boolean"} and len(tree.arguments) == 1:
            inner = tree.arguments[0]
            return self.denied(self.test(inner), inner) if tree.name == "not" else self.test(inner)
        if tree.name in {"is_empty", "empty"} and len(tree.arguments) == 1:
            return self.compared("=", tree.arguments[0], EMPTY)
        if tree.name in {"selected", "contains"} and len(tree.arguments) == 2:
            return self.contained(Binary("contains", *tree.arguments))
        if tree.name in {"count-selected", "count", "strlen", "string-length"}:
            return self.compared(">", tree, Value(0))
        raise UnreadableError(f"{tree.name}()")

    def compared(self, operator: str, left: Expression, right: Expression) -> str | bool:
        """A comparison; the answer of a person is put to the left."""
        left, right = bare(left), bare(right)
        if isinstance(left, Value) and not isinstance(right, Value):
            operator, left, right = TURNED[operator], right, left
        if isinstance(left, Value) and isinstance(right, Value):
            return self.folded(operator, left, right)
        if isinstance(left, Call) and left.name in {"count-selected", "count", "string-length", "strlen"}:
            return self.counted(operator, left, right)
        if isinstance(left, Call) and isinstance(right, Value) and isinstance(right.value, bool):
            return self.against(operator, left, is_true=right.value)
        if isinstance(left, Ref | Itself) and isinstance(right, Value):
            return self.valued(operator, self.target(left), right)
        return f"{self.sum(left)} {operator} {self.sum(right)}"

    def folded(self, operator: str, left: Value, right: Value) -> bool:
        if operator in {"=", "!="}:
            return (plain(left) == plain(right)) is (operator == "=")
        raise UnreadableError(f"{plain(left)} {operator} {plain(right)}")

    def against(self, operator: str, left: Call, *, is_true: bool) -> str | bool:
        found = self.test(left)
        return found if is_true is (operator == "=") else self.denied(found, left)

    def valued(self, operator: str, target: Target, right: Value) -> str | bool:
        if target.option:
            is_chosen = plain(right) in target.chosen
            if operator not in {"=", "!="} or not (is_chosen or plain(right) in NOT_CHOSEN):
                raise UnreadableError(f"{target.option} {operator}")
            return self.chosen(target, is_so=is_chosen is (operator == "="))
        if right.value == "":
            if operator in {"=", "!="}:
                return f"{target.words} {'' if operator == '=' else 'not '}empty"
            raise UnreadableError(f'{operator} ""')
        return f"{target.words} {operator} {word(target.value(right))}"

    def chosen(self, target: Target, *, is_so: bool) -> str:
        """Whether an option is chosen: one among several, or the only one."""
        if target.type in SEVERAL:
            return f'{target.key} {"" if is_so else "not "}contains "{target.option}"'
        return f'{target.key} {"=" if is_so else "!="} "{target.option}"'

    def counted(self, operator: str, left: Call, right: Expression) -> str | bool:
        """How many are there: whether there is one, all of them, or a number."""
        few = right.value if isinstance(right, Value) else None
        operands = [self.compared("!=", one, EMPTY) for one in left.arguments]
        several = left.name == "count" and len(operands) > 1
        said = f"{operator}{few}"
        if said in {">0", ">=1", "!=0"}:
            return self.chained("or", operands)
        if said in {"=0", "<1", "<=0"}:
            return self.denied(self.chained("or", operands), Many(()))
        if several and said in {f"={len(operands)}", f">={len(operands)}"}:
            return self.chained("and", operands)
        if left.name in {"string-length", "strlen"}:
            raise UnreadableError(f"{left.name}()")
        return f"{self.sum(left)} {operator} {self.sum(right)}"

    def chained(self, word: str, parts: list[str | bool]) -> str | bool:
        if not parts:
            raise UnreadableError(word)
        found = parts[0]
        for one in parts[1:]:
            found = self.joined(word, found, one)
        return found

    def contained(self, tree: Binary) -> str | bool:
        left, right = bare(tree.left), bare(tree.right)
        denial = "not " if tree.operator == "not contains" else ""
        if isinstance(right, Many):
            return self.listed(Binary("none" if denial else "all", left, right))
        if not isinstance(left, Ref | Itself) or not isinstance(right, Value):
            raise UnreadableError(said(tree))
        target = self.target(left)
        if right.value == "":
            raise UnreadableError('""')
        wanted = word(target.value(right))
        if target.type in SEVERAL or target.type in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}:
            return f"{target.words} {denial}contains {wanted}"
        return f"{target.words} {'!=' if denial else '='} {wanted}"

    def listed(self, tree: Binary) -> str:
        left, right = bare(tree.left), bare(tree.right)
        if not isinstance(left, Ref | Itself):
            raise UnreadableError(said(tree))
        target = self.target(left)
        items = right.items if isinstance(right, Many) else (right,)
        if not items or not all(isinstance(one, Value) for one in items):
            raise UnreadableError(said(tree))
        words = ", ".join(word(target.value(one)) for one in items if isinstance(one, Value))
        operator = "in" if tree.operator == "in" else f"{tree.operator} of"
        return f"{target.words} {operator} ({words})"


def _grouped(words: str, word: str) -> str:
    other = {"and": " or ", "or": " and "}[word]
    return f"({words})" if other in words else words


def _is_one(words: str) -> bool:
    return " and " not in words and " or " not in words
