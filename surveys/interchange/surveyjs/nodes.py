"""The tree of a SurveyJS file: objects that may lack anything, and lists that may hold anything."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Node: TypeAlias = Mapping[str, Any]


def nodes(value: object) -> Iterator[Node]:
    """Yield the objects of a list."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            yield one


def children(node: Node) -> Iterator[Node]:
    """Yield what stands on a page or in a panel."""
    yield from nodes(node.get("elements"))
    yield from nodes(node.get("questions"))


def columns(value: object) -> Iterator[Node]:
    """Yield the columns of a table; a bare word is the name of one."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            yield one
        elif isinstance(one, str | int | float):
            yield {"name": plain(one)}


def items(value: object) -> Iterator[tuple[str, Node]]:
    """Yield choices, rows or columns: a bare value, or an object with a value and more."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            said = one.get("value", one.get("name"))
            if isinstance(said, str | int | float):
                yield plain(said), one
        elif isinstance(one, str | int | float):
            yield plain(one), {}


def plain(value: object) -> str:
    """Return a value as formulas write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def name_of(node: Node) -> str:
    """Return the name of a page, a panel or a question."""
    return str(node.get("name") or node.get("valueName") or "")


def number(node: Node, name: str) -> float | None:
    """Return a number, where there is one of bearable size."""
    value = node.get(name)
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        return None
    return int(value) if float(value).is_integer() else value


def count(node: Node, name: str) -> int | None:
    """Return a whole number above zero, where there is one."""
    value = number(node, name)
    return int(value) if value is not None and float(value).is_integer() and 0 < value < 10_000 else None
