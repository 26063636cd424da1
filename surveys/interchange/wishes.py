"""The formulas of a file, written in our language once every question is known; those that cannot be are told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions import conditions
from participation.questions.conditions import ConditionError
from participation.questions.types import Option, Question
from surveys.interchange.expressions import writing
from surveys.interchange.expressions.targets import Target
from surveys.interchange.expressions.tree import Expression, NeverError, UnreadableError
from surveys.interchange.report import Kind, LossReport

LOST: Mapping[str, Lazy] = {
    "condition": lazy_gettext("Our conditions cannot say this. The question is shown to everybody."),
    "constraint": lazy_gettext("Our conditions cannot say this. Every answer is taken."),
    "formula": lazy_gettext("Our formulas cannot say this. Please write the formula anew before you publish."),
    "option": lazy_gettext("Our conditions cannot say this. The choice is always offered."),
    "row": lazy_gettext("Our conditions cannot say this. The row is always shown."),
}
NEVER = lazy_gettext("The file never shows it. Please change its condition or take it out before you publish.")
NEVER_HOLDS = "1 = 2"


@dataclass(slots=True)
class Piece:
    """A formula of the file, for one question or for all of a section; said once in the report.

    Attributes:
        place: condition, constraint, formula, or `option:` and `row:` with the key of one.
    """

    item: str
    place: str
    source: str
    tree: Expression | None
    words: str | None = None
    is_told: bool = False

    @property
    def what(self) -> str:
        """The place without the key of its option or row."""
        return self.place.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Wish:
    """That the question of this number has this formula."""

    number: int
    piece: Piece


def fulfilled(
    questions: Sequence[Question],
    names: Mapping[str, str],
    wishes: Sequence[Wish],
    resolve: Callable[[str], Target | None],
    report: LossReport,
) -> tuple[Question, ...]:
    """Return the questions with their formulas.

    Args:
        names: what the file calls each question.
    """
    work = _Work(list(questions), names, resolve, report)
    parts: dict[tuple[int, str], list[str]] = {}
    for wish in wishes:
        words = work.words(wish)
        if words:
            parts.setdefault((wish.number, wish.piece.place), []).append(words)
    for (number, place), found in parts.items():
        work.put(number, place, found)
    return tuple(work.questions)


class _Work:
    def __init__(
        self,
        questions: list[Question],
        names: Mapping[str, str],
        resolve: Callable[[str], Target | None],
        report: LossReport,
    ) -> None:
        self.questions = questions
        self.names = names
        self.resolve = resolve
        self.report = report
        self.order = {question.key: number for number, question in enumerate(questions)}

    def words(self, wish: Wish) -> str:
        """Return the formula in our language; empty where it cannot be said, which is told."""
        piece, own = wish.piece, self.names[self.questions[wish.number].key]
        if piece.words is None:
            piece.words = self.written(piece, own)
        late = self.late(piece, wish.number)
        if late:
            self.tell(piece, _later(late))
        return "" if late else piece.words

    def written(self, piece: Piece, own: str) -> str:
        try:
            if piece.tree is None:
                raise UnreadableError(piece.source)
            write = writing.formula if piece.what == "formula" else writing.condition
            return write(piece.tree, self.resolve, own)
        except NeverError:
            if piece.what == "condition":
                self.report.changed(Kind.DETAIL, piece.item, f"{piece.what}: {piece.source}", NEVER)
            return NEVER_HOLDS
        except (UnreadableError, RecursionError):
            self.tell(piece, LOST[piece.what])
            return ""

    def tell(self, piece: Piece, reason: Lazy) -> None:
        if not piece.is_told:
            piece.is_told = True
            self.report.lost(Kind.DETAIL, piece.item, f"{piece.what}: {piece.source}", reason)

    def late(self, piece: Piece, number: int) -> str:
        """Return the first question a formula asks about that does not come before its own."""
        if not piece.words:
            return ""
        last = number if piece.what == "constraint" else number - 1
        read = conditions.formula if piece.what == "formula" else conditions.parse
        keys = sorted(read(piece.words).keys())
        return next((key for key in keys if self.order.get(key.partition(".")[0], last + 1) > last), "")

    def put(self, number: int, place: str, parts: Sequence[str]) -> None:
        question, what = self.questions[number], place.partition(":")[0]
        words = _joined(parts)
        if what != "formula":
            try:
                words = str(conditions.parse(words))
                conditions.parse(words)
            except ConditionError:
                self.report.lost(Kind.DETAIL, self.names[question.key], what, LOST[what])
                return
        self.questions[number] = _with(question, place, words)


def _joined(parts: Sequence[str]) -> str:
    found = list(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else " and ".join(f"({one})" if " or " in one else one for one in found)


def _with(question: Question, place: str, words: str) -> Question:
    what, _, key = place.partition(":")
    if what == "option":
        return replace(question, options=_offered(question.options, key, words))
    if what == "row":
        return replace(question, rows=tuple(_when(row, words) if row.key == key else row for row in question.rows))
    values: dict[str, Any] = {what: words}
    return replace(question, **values)


def _offered(options: tuple[Option, ...], key: str, words: str) -> tuple[Option, ...]:
    """Return the options, one of them only when; one that is never offered is left out, unless it is the last."""
    if words == NEVER_HOLDS and len(options) > 2:
        return tuple(one for one in options if one.key != key)
    if words == NEVER_HOLDS:
        return options
    return tuple(_when(one, words) if one.key == key else one for one in options)


def _when(option: Option, words: str) -> Option:
    return replace(option, condition=words)


def _later(key: str) -> Lazy:
    return lazy_gettext(
        "It asks about “%(key)s”, which comes later or is not there. The question is shown to everybody.", key=key
    )
