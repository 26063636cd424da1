"""Trees of conditions and values back to text; reading it gives the same tree again."""

from decimal import Decimal

from participation.questions.grammar import PRODUCTS, SETS, SUMS, Key, Operand, Tree

SUM, PRODUCT, ATOM = range(3)
"""How closely something binds: what binds less needs brackets inside what binds more."""


def write(tree: Operand) -> str:
    """Return the text of a condition or a value."""
    if not isinstance(tree, tuple):
        return _word(tree)
    kind = tree[0]
    if kind in {"and", "or"}:
        return f" {kind} ".join(_bracketed(part) for part in tree[1:])
    if kind == "not":
        inner = tree[1]
        if inner[0] in {"empty", "contains", "in"}:
            return _comparison(inner, "not ")
        return f"not {_bracketed(inner)}"
    if kind == "empty" or kind in SETS or (kind not in SUMS | PRODUCTS and _is_comparison(tree)):
        return _comparison(tree)
    return _value(tree, SUM)


def _is_comparison(tree: Tree) -> bool:
    return tree[0] in {"=", "!=", "<", "<=", ">", ">=", "contains", "in"}


def _bracketed(tree: Tree) -> str:
    return f"({write(tree)})" if tree[0] in {"and", "or"} else write(tree)


def _comparison(tree: Tree, denial: str = "") -> str:
    kind, left = tree[0], _value(tree[1], SUM)
    if kind == "empty":
        return f"{left} {denial}empty"
    if kind in SETS or kind == "in":
        phrase = f"{kind} of" if kind in SETS else f"{denial}in"
        return f"{left} {phrase} ({', '.join(_value(one, SUM) for one in tree[2])})"
    return f"{left} {denial}{kind} {_value(tree[2], SUM)}"


def _value(operand: Operand, binds: int) -> str:
    if not isinstance(operand, tuple):
        return _word(operand)
    kind = operand[0]
    if kind in SUMS or kind in PRODUCTS:
        own = SUM if kind in SUMS else PRODUCT
        text = f"{_value(operand[1], own)} {kind} {_value(operand[2], own + 1)}"
        return f"({text})" if own < binds else text
    return f"{kind}({', '.join(write(one) for one in operand[1:])})"


def _word(operand: Operand) -> str:
    if isinstance(operand, Key):
        return operand.name
    if isinstance(operand, str):
        escaped = operand.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return format(Decimal(repr(operand)), "f")
