"""The house's own rules as functions on plain input, so that each can be shown a house that breaks it."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sqlalchemy import JSON, Column, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator
from werkzeug.routing import Rule

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("participation", "surveys", "forum", "analysis")
WRITING = {"POST", "PUT", "PATCH", "DELETE"}
PERSONAL = {"none", "contact", "text", "sensitive"}
SEGMENT = re.compile(r"^[a-z0-9.-]*$")
TERM = re.compile(r"\(([^()]+)\)[.,;:]")


def python_files() -> list[Path]:
    """Return every Python file of the four packages."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def unguarded(views: Iterable[tuple[str, Callable[..., object]]]) -> list[str]:
    """Return the names of views that never call `require`."""
    return [name for name, view in views if "require" not in _called(view)]


def _called(view: Callable[..., object]) -> set[str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view))))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {func.id for func in calls if isinstance(func, ast.Name)}


def writing_views(
    rules: Iterable[Rule], views: Mapping[str, Callable[..., object]]
) -> list[tuple[str, Callable[..., object]]]:
    """Return the views that a form can be sent to."""
    names = {rule.endpoint for rule in rules if WRITING & (rule.methods or set())}
    return [(name, views[name]) for name in sorted(names)]


def untidy_addresses(addresses: Iterable[str]) -> list[str]:
    """Return addresses with a parameter of no type, or with a part that is not kebab-case."""
    return [address for address in addresses if not _is_tidy(address)]


def _is_tidy(address: str) -> bool:
    for part in address.split("/"):
        if "<" in part:
            if not re.fullmatch(r"<[a-z]+(\([^)]*\))?:[a-z_]+>", re.sub(r"^[a-z-]+(?=<)|(?<=>)[.a-z]+$", "", part)):
                return False
        elif not SEGMENT.match(part):
            return False
    return True


def importers_of(module: str, sources: Mapping[str, str]) -> list[str]:
    """Return the files whose source imports this module."""
    return [name for name, source in sources.items() if module in set(_imported(source))]


def _imported(source: str) -> Iterable[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def holds_words(column: Column[object]) -> bool:
    """Return whether a column can hold something about people: text, JSON or bytes, but no enum."""
    kind = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    is_enum = hasattr(kind, "enums")
    return isinstance(kind, String | Text | JSON | LargeBinary) and not is_enum


def unmarked(metadata: MetaData) -> list[str]:
    """Return text columns that do not say what they hold about people."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if holds_words(column) and column.info.get("personal") not in PERSONAL
    ]


def tables_with_people(metadata: MetaData) -> dict[str, Table]:
    """Return the tables with a column that is marked as holding something about people."""
    return {
        table.name: table
        for table in metadata.sorted_tables
        if any(column.info.get("personal", "none") != "none" for column in table.columns)
    }


def german_term(docstring: str | None) -> str | None:
    """Return the German term that a class names in brackets at the end of a sentence of its docstring."""
    found = TERM.findall(docstring or "")
    return found[-1] if found else None


def glossary(text: str) -> dict[str, str]:
    """Return the glossary's rows: class name → German term."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.MULTILINE)
    return {name: term.strip() for name, term in rows}
