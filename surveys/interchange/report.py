"""What an import says of every item of a file: whether it was kept, changed or lost, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import force_locale, lazy_gettext

from participation.core.feature import Lazy

MOST_WORDS = 160


class Verdict(StrEnum):
    """What became of an item of a file."""

    KEPT = "kept"
    CHANGED = "changed"
    LOST = "lost"


class Kind(StrEnum):
    """What an item is: a question that people answer, a part of one, or something around them."""

    SURVEY = "survey"
    LANGUAGE = "language"
    SECTION = "section"
    QUESTION = "question"
    DETAIL = "detail"
    SETTING = "setting"


VERDICTS: Mapping[Verdict, Lazy] = {
    Verdict.KEPT: lazy_gettext("kept"),
    Verdict.CHANGED: lazy_gettext("changed"),
    Verdict.LOST: lazy_gettext("lost"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one item, in words (Zeile des Importberichts).

    Attributes:
        item: the name the file gives it; a question's name stands on the lines of its parts, too.
        what: the thing the file has there, such as its type or an attribute.
    """

    kind: Kind
    item: str
    what: str
    verdict: Verdict
    reason: Lazy

    def to_json(self) -> dict[str, Any]:
        """Return the line with its reason in both languages."""
        reasons = {}
        for language in ("de", "en"):
            with force_locale(language):
                reasons[language] = str(self.reason)
        return {
            "kind": self.kind.value,
            "item": self.item,
            "what": self.what,
            "verdict": self.verdict.value,
            "reason": reasons,
        }


@dataclass(slots=True)
class LossReport:
    """What an import kept, changed and lost, item by item (Importbericht)."""

    lines: list[Line] = field(default_factory=list)
    told: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, kind: Kind, item: str, what: str, verdict: Verdict, reason: Lazy) -> None:
        """Say what became of an item; what is known of a part of one is not said twice."""
        line = Line(kind, _short(item), _short(what), verdict, reason)
        said = (line.kind, line.item, line.what, line.verdict)
        if kind is not Kind.DETAIL or said not in self.told:
            self.told.add(said)
            self.lines.append(line)

    def kept(self, kind: Kind, item: str, what: str, reason: Lazy = "") -> None:
        """Say that an item is as it was."""
        self.add(kind, item, what, Verdict.KEPT, reason)

    def changed(self, kind: Kind, item: str, what: str, reason: Lazy) -> None:
        """Say that an item is there, but not as it was."""
        self.add(kind, item, what, Verdict.CHANGED, reason)

    def lost(self, kind: Kind, item: str, what: str, reason: Lazy) -> None:
        """Say that an item is not there any more."""
        self.add(kind, item, what, Verdict.LOST, reason)

    @property
    def questions(self) -> Counter[Verdict]:
        """How many questions were kept as they were, changed, and lost.

        A question some part of which was changed or lost counts as changed.
        """
        touched = {line.item for line in self.lines if line.kind is Kind.DETAIL and line.verdict is not Verdict.KEPT}
        found: Counter[Verdict] = Counter()
        for line in self.of(Kind.QUESTION):
            is_changed = line.verdict is Verdict.KEPT and line.item in touched
            found[Verdict.CHANGED if is_changed else line.verdict] += 1
        return found

    def of(self, kind: Kind) -> Iterator[Line]:
        """Yield the lines of one kind."""
        return (line for line in self.lines if line.kind is kind)

    @property
    def notable(self) -> Sequence[Line]:
        """The lines that somebody should read: all but what was simply kept."""
        return [line for line in self.lines if line.verdict is not Verdict.KEPT]

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON: the count of the questions, and every line."""
        count = self.questions
        return {
            "questions": {"found": count.total(), **{verdict.value: count[verdict] for verdict in Verdict}},
            "items": [line.to_json() for line in self.lines],
        }


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}…"
