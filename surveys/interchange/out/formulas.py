"""Our conditions and formulas in the languages of XLSForm and SurveyJS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from participation.questions import conditions
from participation.questions.conditions import ConditionError, Key

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
JOINING = frozenset({"and", "or", "+", "-", "*", "/"}) | COMPARISONS
LISTING = frozenset({"any", "all", "none", "in"})


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How a language writes what differs."""

    key: Callable[[Key], str]
    functions: Mapping[str, str]
    tests: Mapping[str, str]
    divided: str
    listed: Callable[[str, str, list[str]], str]


def as_xpath(source: str, own: str = "") -> str:
    """Return a condition or formula as XPath; empty where there is none.

    Args:
        own: the key of the question whose constraint it is.
    """
    return _said(source, _XPATH).replace(f"${{{own}}}", ".") if own else _said(source, _XPATH)


def as_surveyjs(source: str) -> str:
    """Return a condition or formula as SurveyJS writes it; empty where there is none."""
    return _said(source, _SURVEYJS)


def _said(source: str, tongue: _Tongue) -> str:
    if not source:
        return ""
    try:
        return _write(conditions.formula(source).tree, tongue)
    except ConditionError:
        return ""


def _write(tree: Any, tongue: _Tongue) -> str:
    if not isinstance(tree, tuple):
        return _leaf(tree, tongue)
    kind = tree[0]
    if kind in JOINING:
        sign = tongue.divided if kind == "/" else kind
        return f" {sign} ".join(_grouped(part, tongue) for part in tree[1:])
    if kind in LISTING:
        return tongue.listed(kind, _write(tree[1], tongue), [_write(one, tongue) for one in tree[2]])
    parts = [_write(one, tongue) for one in tree[1:]]
    if kind == "count" and tongue is _SURVEYJS:
        return f"{parts[0].removesuffix('}')}.length}}"
    if kind == "sum" and len(parts) > 1:
        return f"({' + '.join(parts)})"
    pattern = tongue.tests.get(kind) or tongue.functions.get(kind) or f"{kind}({', '.join(['{}'] * len(parts))})"
    return pattern.format(*parts)


def _grouped(tree: Any, tongue: _Tongue) -> str:
    words = _write(tree, tongue)
    is_joined = isinstance(tree, tuple) and tree[0] in JOINING - COMPARISONS
    return f"({words})" if is_joined else words


def _leaf(value: Any, tongue: _Tongue) -> str:
    if isinstance(value, Key):
        return tongue.key(value)
    if isinstance(value, str):
        return "'{}'".format(value.replace("'", "’").replace("\\", "/"))
    return format(Decimal(repr(value)), "f")


def _xpath_list(kind: str, left: str, items: list[str]) -> str:
    if kind == "in":
        return f"({' or '.join(f'{left} = {one}' for one in items)})"
    chosen = (" and " if kind == "all" else " or ").join(f"selected({left}, {one})" for one in items)
    return f"not({chosen})" if kind == "none" else f"({chosen})"


def _surveyjs_list(kind: str, left: str, items: list[str]) -> str:
    word = "allof" if kind == "all" else "anyof"
    found = f"{left} {word} [{', '.join(items)}]"
    return f"!({found})" if kind == "none" else found


_XPATH = _Tongue(
    key=lambda key: f"${{{key.name.replace('.', '_')}}}",
    functions={
        "today": "today()",
        "days_between": "({1} - {0})",
        "years_between": "int(({1} - {0}) div 365.25)",
        "add_days": "({0} + {1})",
        "count": "count-selected({0})",
        "if": "if({0}, {1}, {2})",
    },
    tests={"not": "not({0})", "empty": "{0} = ''", "contains": "selected({0}, {1})"},
    divided="div",
    listed=_xpath_list,
)
_SURVEYJS = _Tongue(
    key=lambda key: f"{{{key.name}}}",
    functions={
        "today": "today()",
        "days_between": "dateDiff({0}, {1}, 'days')",
        "years_between": "dateDiff({0}, {1}, 'years')",
        "add_days": "dateAdd({0}, {1}, 'days')",
        "if": "iif({0}, {1}, {2})",
    },
    tests={"not": "!({0})", "empty": "{0} empty", "contains": "{0} contains {1}"},
    divided="/",
    listed=_surveyjs_list,
)
