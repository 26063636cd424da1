"""What an XLSForm says of a question or a group beside what is taken over: each such property is told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from surveys.interchange import marks
from surveys.interchange.report import Kind, LossReport, Verdict
from surveys.interchange.words import MEDIA

Node = Mapping[str, Any]

LOOKS = lazy_gettext("How a question looks follows the device.")
OWN_WORDS = lazy_gettext("Stadtfaden says in its own words what has to be mended.")
BY_ITSELF = lazy_gettext("Nothing happens by itself while people answer.")
UNLIKE = lazy_gettext("Stadtfaden has nothing like it.")
TYPED = lazy_gettext("People answer it themselves; nothing is worked out for them.")
GUIDANCE = lazy_gettext("Hints for interviewers are not shown.")

TAKEN = frozenset(
    {
        "type", "name", "label", "hint", "bind", "control", "media", "default", "parameters", "children", "columns",
        "choices", "itemset", "list_name", "list name", "query", "choice_filter", "own_words", "actions",
        "_dynamic_default", "flat", "disabled", marks.NAME,
    }
)  # fmt: skip
"""What is taken over, is told elsewhere, or was put there by the converter."""

TOLD: Mapping[str, tuple[Verdict, Lazy]] = {
    "trigger": (Verdict.LOST, BY_ITSELF),
    "guidance_hint": (Verdict.LOST, GUIDANCE),
    "instance": (Verdict.LOST, UNLIKE),
    "intent": (Verdict.LOST, UNLIKE),
    "tags": (Verdict.LOST, UNLIKE),
}
"""Columns of XLSForm's own; all others are the author's, and are told once for the whole file."""

TAKEN_OF_BIND = frozenset(
    {
        "relevant",
        "constraint",
        "required",
        "calculate",
        "readonly",
        "type",
        "jr:constraintMsg",
        "orx:max-pixels",
        "odk:quality",
    }
)
BIND: Mapping[str, tuple[Verdict, Lazy]] = {
    "jr:requiredMsg": (Verdict.CHANGED, OWN_WORDS),
    "jr:noAppErrorString": (Verdict.CHANGED, OWN_WORDS),
}
TAKEN_OF_CONTROL = frozenset(
    {
        "appearance",
        "rows",
        "jr:count",
        "bodyless",
        "start",
        "end",
        "step",
        "odk:tick-interval",
        "accuracyThreshold",
        "unacceptableAccuracyThreshold",
    }
)
TAKEN_OF_PARAMETERS = frozenset({"start", "end", "step", "rows", "randomize", "seed", "value", "label"})
SELECTS = ("select", "rank", "range")


class Properties:
    """Tells what questions have beside what is taken over; `columns` counts those that only the author knows."""

    def __init__(self, report: LossReport) -> None:
        self.report = report
        self.columns: Counter[str] = Counter()

    def tell(self, node: Node) -> None:
        """Say which properties of a question or group do not come along."""
        name = str(node.get("name") or "")
        for what, (verdict, reason) in self._found(node):
            self.report.add(Kind.DETAIL, name, what, verdict, reason)

    def tell_columns(self) -> None:
        """Say which columns of the file have no meaning here."""
        for name, count in self.columns.items():
            self.report.lost(Kind.SETTING, name, f"{name}: {count}", UNLIKE)

    def _found(self, node: Node) -> Iterator[tuple[str, tuple[Verdict, Lazy]]]:
        for name in node.keys() - TAKEN:
            if name in TOLD:
                yield _said(name, node[name]), TOLD[name]
            elif node[name]:
                self.columns[name] += 1
        bind, control, given = (_table(node, name) for name in ("bind", "control", "parameters"))
        for name in bind.keys() - TAKEN_OF_BIND:
            yield _said(name, bind[name]), BIND.get(name, (Verdict.LOST, UNLIKE))
        for name in control.keys() - TAKEN_OF_CONTROL - given.keys():
            yield _said(name, control[name]), (Verdict.CHANGED, LOOKS)
        for name in given.keys() - TAKEN_OF_PARAMETERS:
            yield _said(name, given[name]), (Verdict.CHANGED, LOOKS)
        for name in _table(node, "media"):
            yield name, (Verdict.LOST, MEDIA)


def _table(node: Node, name: str) -> Mapping[str, Any]:
    """Return a property that holds others; a text among parameters is one of its own."""
    value = node.get(name)
    if isinstance(value, Mapping):
        return value
    return {str(value): ""} if value and str(node.get("type")) not in SELECTS else {}


def _said(name: str, value: object) -> str:
    words = said(value)
    return f"{name}: {words}" if words else name


def said(value: object) -> str:
    """Return what stands in a property in words, whatever it is made of."""
    if isinstance(value, Mapping):
        return ", ".join(map(said, value.values()))
    if isinstance(value, tuple | list):
        return ", ".join(map(said, value))
    return str(value.value if isinstance(value, Enum) else value)
