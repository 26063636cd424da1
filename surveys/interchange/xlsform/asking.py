"""The questions of an XLSForm, one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.questions.types import Limits, Question, QuestionType
from surveys.interchange import marks
from surveys.interchange.building import Builder
from surveys.interchange.report import Kind, Verdict
from surveys.interchange.wishes import Piece
from surveys.interchange.xlsform import types
from surveys.interchange.xlsform.choosing import Chooser, limited
from surveys.interchange.xlsform.properties import LOOKS, TYPED, Properties
from surveys.interchange.xlsform.words import Speaker

Node = Mapping[str, Any]

YES = frozenset({"yes", "true", "true()", "y", "1"})
LONG = ("multiline", "textarea")

UNSEEN = lazy_gettext("Nothing is noted about people or their devices without asking.")
DEFAULT = lazy_gettext("Questions begin without an answer.")
READ_ONLY = lazy_gettext("People can answer it.")
ROW_RULES = lazy_gettext("Rows of a table have no rules. Every answer is taken.")
ROW_REQUIRED = lazy_gettext("A table is needed as a whole or not at all. It is not needed.")
REQUIRED = lazy_gettext("Whether an answer is needed cannot depend on others. It is not needed.")


class Asker:
    """Takes single questions into the survey."""

    def __init__(self, build: Builder, speaker: Speaker, lists: Mapping[str, Sequence[Node]]) -> None:
        self.build = build
        self.speaker = speaker
        self.choosing = Chooser(build, speaker, lists)
        self.properties = Properties(build.report)

    def is_seen(self, node: Node) -> bool:
        """Return whether people see anything of this."""
        return str(node.get("type")) not in types.UNSEEN | types.CALCULATED

    def ask(self, node: Node, pieces: Sequence[Piece]) -> None:
        """Take in one question."""
        kind, name = str(node.get("type") or ""), str(node.get("name") or "")
        if kind in types.UNSEEN:
            self.build.report.lost(Kind.SETTING, name, kind, UNSEEN)
            return
        own = [*pieces, *self.build.piece(name, "condition", _bind(node, "relevant"))]
        question = self._plain(node)
        if self._is_calculated(node, kind):
            self._calculated(node, question, own)
        elif kind.startswith("select") or kind == "rank":
            self.choosing.choose(node, self._required(node, question), own)
        elif kind == "range":
            found, reason = types.scaled(question, node.get("parameters") or {}, self.choosing.words(node))
            self._add(node, self._required(node, found), Verdict.CHANGED if reason else Verdict.KEPT, reason, own)
        else:
            self._typed(node, kind, question, own)
        self._tell_details(node)

    def _plain(self, node: Node) -> Question:
        """Return the question with its texts; its name stands in for a text that is missing."""
        name = str(node.get("name") or "")
        text, hint = self.speaker.texts(node.get("label")), self.speaker.texts(node.get("hint"))
        if not text:
            text, hint = (hint, Texts()) if hint else (Texts({self.speaker.default: name}), Texts())
        return Question(self.build.key(name), QuestionType.SHORT_TEXT, text, hint)

    def _is_calculated(self, node: Node, kind: str) -> bool:
        """Return whether this is worked out and never asked."""
        has_formula = bool(_bind(node, "calculate"))
        return kind in types.CALCULATED or (has_formula and (not node.get("label") or _is_yes(_bind(node, "readonly"))))

    def _calculated(self, node: Node, question: Question, pieces: Sequence[Piece]) -> None:
        name, source = str(node.get("name") or ""), _bind(node, "calculate") or str(node.get("default") or "")
        found = replace(question, type=QuestionType.CALCULATED)
        formula = self.build.piece(name, "formula", source)
        self.build.add(found, name, str(node.get("type")), pieces=[*pieces, *formula])

    def _typed(self, node: Node, kind: str, question: Question, pieces: Sequence[Piece]) -> None:
        """Take in a question whose type says all."""
        becomes = types.TYPES.get(kind)
        if becomes is None:
            reason = lazy_gettext("A type that is not known here is asked as a text.")
            becomes = types.Becomes(QuestionType.SHORT_TEXT, reason)
        found = replace(question, type=becomes.type, limits=becomes.limits)
        if kind in {"text", "string"} and (any(one in _looks(node) for one in LONG) or _rows(node) > 1):
            found = replace(found, type=QuestionType.LONG_TEXT)
        if becomes.type is not QuestionType.INFORMATION:
            found = self._required(node, found)
        self._add(node, found, becomes.verdict, becomes.reason, pieces)

    def _add(self, node: Node, question: Question, verdict: Verdict, reason: Any, pieces: Sequence[Piece]) -> None:
        name = str(node.get("name") or "")
        question, rules = limited(self.build, self.speaker, node, marks.marked(question, node.get(marks.NAME)))
        is_read = question.type is QuestionType.INFORMATION
        self.build.add(
            question,
            name,
            str(node.get("type")),
            verdict,
            reason,
            kind=Kind.SECTION if is_read else Kind.QUESTION,
            pieces=[*pieces, *rules],
            values={"OK": "yes"} if question.type is QuestionType.CONSENT else None,
        )

    def _required(self, node: Node, question: Question) -> Question:
        source = (node.get("bind") or {}).get("required")
        if not source or str(source).lower() in {"no", "false", "false()", "0"}:
            return question
        if _is_yes(str(source)):
            return replace(question, required=True)
        self.build.report.lost(Kind.DETAIL, str(node.get("name")), f"required: {source}", REQUIRED)
        return question

    def _tell_details(self, node: Node) -> None:
        """Say which parts of a question do not come along."""
        name, lose = str(node.get("name") or ""), self.build.report.lost
        default = str(node.get("default") or "")
        if default and str(node.get("type")) not in types.CALCULATED:
            lose(Kind.DETAIL, name, f"default: {default}", DEFAULT)
        looks = _looks(node)
        if looks and not any(one in looks for one in LONG):
            self.build.report.changed(Kind.DETAIL, name, f"appearance: {looks}", LOOKS)
        self.properties.tell(node)
        if _bind(node, "calculate") and not self._is_calculated(node, str(node.get("type"))):
            lose(Kind.DETAIL, name, f"calculation: {_bind(node, 'calculate')}", TYPED)
        if _is_yes(_bind(node, "readonly")) and str(node.get("type")) != "note" and not _bind(node, "calculate"):
            lose(Kind.DETAIL, name, "readonly", READ_ONLY)

    def allocation(self, node: Node, total: int, pieces: Sequence[Piece]) -> None:
        """Take in a sum to give away, which we wrote as a group of numbers."""
        name, children = str(node.get("name") or ""), [*(node.get("children") or ())]
        options, _values = self.build.options(self._lines(name, children))
        question = replace(self._plain(node), type=QuestionType.ALLOCATION, options=options, limits=Limits(total=total))
        self.build.add(self._required(node, question), name, "group", pieces=pieces)

    def _lines(self, name: str, nodes: Sequence[Node]) -> list[tuple[str, Texts]]:
        """Return the lines of a table, without the name of the table before theirs."""
        labels = [(str(one.get("name") or ""), self.speaker.texts(one.get("label"))) for one in nodes]
        if not all(said.startswith(f"{name}_") for said, _label in labels):
            return labels
        return [(said.removeprefix(f"{name}_"), label) for said, label in labels]

    def matrix(self, node: Node, title: Texts, hint: Texts, nodes: Sequence[Node], pieces: Sequence[Piece]) -> None:
        """Take in a table of ratings."""
        name = str(node.get("name") or "")
        rows, short = self.build.rows(self._lines(name, nodes))
        names = dict(zip([str(one.get("name") or "") for one in nodes], short.values(), strict=False))
        options, values = self.choosing.options(nodes[0])
        question = Question(
            self.build.key(name),
            QuestionType.MATRIX,
            title or Texts({self.speaker.default: name}),
            hint,
            required=all(_is_yes(_bind(one, "required")) for one in nodes),
            rows=rows,
            options=options,
        )
        question = marks.marked(question, node.get(marks.NAME))
        if question.scale:
            values = {str(step): step for step, _word in question.steps}
        self.build.matrix(question, name, names, values, pieces)
        for row in nodes:
            self._tell_row(row, names)
            if _is_yes(_bind(row, "required")) and not question.required:
                self.build.report.lost(Kind.DETAIL, str(row.get("name")), "required", ROW_REQUIRED)

    def _tell_row(self, node: Node, names: Mapping[str, str]) -> None:
        name = str(node.get("name") or "")
        self.build.report.kept(Kind.QUESTION, name, str(node.get("type")), lazy_gettext("It is a row of a table."))
        self.build.wish(self.build.piece(name, f"row:{names[name]}", _bind(node, "relevant")))
        if node.get("hint"):
            self.build.report.lost(Kind.DETAIL, name, "hint", lazy_gettext("Rows of a table have no hints."))
        for piece in self.build.piece(name, "constraint", _bind(node, "constraint")):
            self.build.report.lost(Kind.DETAIL, name, f"constraint: {piece.source}", ROW_RULES)
        if node.get("default"):
            self.build.report.lost(Kind.DETAIL, name, f"default: {node['default']}", DEFAULT)
        self.properties.tell(node)


def _is_yes(words: str) -> bool:
    return words.strip().lower() in YES


def _bind(node: Node, name: str) -> str:
    value = (node.get("bind") or {}).get(name)
    return value if isinstance(value, str) else ""


def _looks(node: Node) -> str:
    return str((node.get("control") or {}).get("appearance") or "")


def _rows(node: Node) -> int:
    words = str((node.get("control") or {}).get("rows") or "")
    return int(words) if words.isdigit() else 0
