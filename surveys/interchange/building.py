"""Puts an imported survey together: unique keys, every question with its names, and the report of it all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import Option, Question, QuestionType
from surveys.interchange import gaps, keys
from surveys.interchange.expressions import reading
from surveys.interchange.expressions.reading import Dialect
from surveys.interchange.expressions.targets import Target
from surveys.interchange.expressions.tree import UnreadableError
from surveys.interchange.imported import RefusedFileError
from surveys.interchange.report import Kind, LossReport, Verdict
from surveys.interchange.wishes import Piece, Wish, fulfilled

Values = Mapping[str, str | int]

MOST_QUESTIONS = 5000
TOO_MANY = lazy_gettext("The file asks more than 5,000 questions. Please divide it.")


class Builder:
    """Collects what an import finds; `questions` gives the whole when everything is there."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.report = LossReport()
        self.added: list[Question] = []
        self.targets: dict[str, Target] = {}
        self.wishes: list[Wish] = []
        self.names: dict[str, str] = {}

    def key(self, name: str) -> str:
        """Return a key that no question has yet."""
        return keys.key(name, self.names)

    def add(
        self,
        question: Question,
        name: str,
        what: str,
        verdict: Verdict = Verdict.KEPT,
        reason: Lazy = "",
        *,
        kind: Kind = Kind.QUESTION,
        values: Values | None = None,
        pieces: Iterable[Piece] = (),
    ) -> None:
        """Take a question in and say what became of it; its formulas are written when all are there."""
        self.place(question, name, pieces)
        self.targets.setdefault(name, Target(question.key, question.type, values=values or {}))
        self.report.add(kind, name, what, verdict, reason)

    def place(self, question: Question, name: str, pieces: Iterable[Piece] = ()) -> None:
        """Put a question behind the others without a word in the report."""
        if len(self.added) >= MOST_QUESTIONS:
            raise RefusedFileError(TOO_MANY)
        self.names[question.key] = name
        self.wishes += [Wish(len(self.added), piece) for piece in pieces]
        self.added.append(question)

    def wish(self, pieces: Iterable[Piece]) -> None:
        """Add formulas to the question that came last."""
        self.wishes += [Wish(len(self.added) - 1, piece) for piece in pieces]

    def matrix(
        self, question: Question, name: str, rows: Mapping[str, str], values: Values, pieces: Iterable[Piece] = ()
    ) -> None:
        """Take in a table of ratings; each of its rows was a question of its own, or a part of one.

        Args:
            rows: the names of the file with the keys of the rows.
        """
        self.place(question, name, pieces)
        for said, row in rows.items():
            kind = QuestionType.SCALE if question.scale else QuestionType.SINGLE
            target = Target(question.key, kind, row=row, values=values)
            self.targets.setdefault(said, target)

    def piece(self, item: str, place: str, source: str) -> list[Piece]:
        """Read a formula of the file; nothing where there is none."""
        source = source.strip()
        if not source:
            return []
        try:
            tree = reading.read(source, self.dialect)
        except (UnreadableError, RecursionError):
            tree = None
        return [Piece(item, place, source, tree)]

    def options(
        self, given: Sequence[tuple[str, Texts]], *, other: Option | None = None
    ) -> tuple[tuple[Option, ...], dict[str, str | int]]:
        """Return options with keys of ours, and what the file calls them."""
        taken, values, found = set[str](), dict[str, str | int](), list[Option]()
        for name, label in given:
            if name in values:
                continue
            key = keys.option_key(name, taken)
            taken.add(key)
            values[name] = key
            found.append(Option(key, label or Texts(de=name)))
        if other:
            found.append(replace(other, key=keys.option_key(other.key, taken)))
        return tuple(found), values

    def rows(self, given: Sequence[tuple[str, Texts]]) -> tuple[tuple[Option, ...], dict[str, str]]:
        """Return rows of a matrix with keys of ours, and what the file calls them."""
        names, found = dict[str, str](), list[Option]()
        for name, label in given:
            if name in names:
                continue
            names[name] = keys.row_key(name, names.values())
            found.append(Option(names[name], label or Texts(de=name)))
        return tuple(found), names

    def questions(self) -> tuple[Question, ...]:
        """Return all questions with their formulas and gaps, and say which of these are lost."""
        order = {question.key: number for number, question in enumerate(self.added)}
        pattern = gaps.XPATH_GAP if self.dialect is reading.XPATH else gaps.BRACES
        asked = [
            gaps.filled(one, self.names[one.key], self.targets.get, order, self.report, pattern=pattern)
            for one in self.added
        ]
        return fulfilled(asked, self.names, self.wishes, self.targets.get, self.report)
