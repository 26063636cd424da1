"""Questions of an XLSForm with choices: their options, where these come from, and when each is offered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.questions.types import YES_OR_NO, Option, Question, QuestionType
from surveys.interchange import marks
from surveys.interchange.building import Builder
from surveys.interchange.expressions import limits, reading
from surveys.interchange.expressions.tree import Binary, Call, Expression, Many, Ref, Unary, UnreadableError, Value
from surveys.interchange.report import Kind, Verdict
from surveys.interchange.wishes import Piece
from surveys.interchange.xlsform.properties import OWN_WORDS, UNLIKE
from surveys.interchange.xlsform.words import Speaker

Node = Mapping[str, Any]

FILTER = replace(reading.XPATH, word=lambda words: Ref(f"#{words}"))
DROPDOWNS = ("minimal", "search", "autocomplete")
MOST_BUTTONS = 20
COLUMNS = frozenset({"name", "label", "media", "list_name", "list name", "__row", marks.NAME})

ELSEWHERE = lazy_gettext("Its choices stand in another file. It is asked as a text; please add the choices.")
ONE_CHOICE = lazy_gettext("A single choice is a box to tick.")
FILTER_LOST = lazy_gettext("Our conditions cannot say which choices belong together. All are offered.")
RANDOM = lazy_gettext("The choices keep their order.")
MEDIA = lazy_gettext("Pictures of choices are not taken over.")


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str
    label: Texts
    rows: tuple[Node, ...]


class Chooser:
    """Takes questions with choices into the survey."""

    def __init__(self, build: Builder, speaker: Speaker, lists: Mapping[str, Sequence[Node]]) -> None:
        self.build = build
        self.speaker = speaker
        self.lists = lists
        self.columns: Counter[str] = Counter()
        self.read: set[str] = set()

    def choose(self, node: Node, question: Question, pieces: Sequence[Piece]) -> None:
        """Take in one question."""
        name, choices = str(node.get("name") or ""), self._choices(node)
        if not choices:
            self.build.add(question, name, str(node.get("type")), Verdict.CHANGED, ELSEWHERE, pieces=pieces)
            return
        kind, reason = self._type(node, choices)
        own_words = node.get("own_words")
        other = self._other(choices) if own_words else None
        listed = [one for one in choices if not (other and one.name == "other")]
        options, values = self.build.options([(one.name, one.label) for one in listed], other=other)
        if other:
            values["other"] = options[-1].key
        alone = {str(values[one.name]) for one in listed if one.rows[0].get(marks.NAME) == marks.ALONE}
        options = tuple(replace(one, exclusive=True) if one.key in alone else one for one in options)
        found = replace(question, type=kind, options=options)
        if kind is QuestionType.RANKING:
            found = marks.marked(found, node.get(marks.NAME))
        if kind is QuestionType.SINGLE and _is_yes_no(options):
            found = replace(found, type=QuestionType.YES_NO, options=())
        found, rules = limited(self.build, self.speaker, node, found)
        verdict = Verdict.CHANGED if reason else Verdict.KEPT
        self.build.add(found, name, str(node.get("type")), verdict, reason, pieces=[*pieces, *rules], values=values)
        if own_words:
            kept = lazy_gettext("The field for own words stands beside “other”.")
            self.build.report.kept(Kind.QUESTION, str(own_words.get("name")), "text", kept)
        self._filtered(node, listed, values)
        self._tell(node, name, choices)

    def words(self, node: Node) -> Mapping[str, Texts]:
        """Return the words beside the steps of a scale, where the file has some in a list."""
        return {one.name: one.label for one in self._choices(node)}

    def tell_columns(self) -> None:
        """Say which columns of the choices have no meaning here."""
        for name in self.columns.keys() - self.read:
            self.build.report.lost(Kind.SETTING, name, f"choices: {name}", UNLIKE)

    def options(self, node: Node) -> tuple[tuple[Option, ...], dict[str, str | int]]:
        """Return the options of a question as they are."""
        return self.build.options([(one.name, one.label) for one in self._choices(node)])

    def _choices(self, node: Node) -> list[_Choice]:
        """Return the choices; those of one name are one, with all their rows."""
        given = node.get("choices") or self.lists.get(str(node.get("query") or node.get("itemset") or "")) or ()
        found: dict[str, _Choice] = {}
        for row in given:
            name = str(row.get("name", ""))
            before = found.get(name)
            label = before.label if before else self.speaker.texts(row.get("label"))
            rows = (*before.rows, row) if before else (row,)
            self.columns.update(str(column) for column, value in row.items() if value and column not in COLUMNS)
            found[name] = _Choice(name, label or Texts({self.speaker.default: name}), rows)
        return list(found.values())

    def _type(self, node: Node, choices: Sequence[_Choice]) -> tuple[QuestionType, Any]:
        kind, looks = str(node.get("type")), str((node.get("control") or {}).get("appearance") or "")
        if kind == "rank":
            return QuestionType.RANKING, ""
        if kind.startswith("select all"):
            return QuestionType.MULTIPLE, ""
        if len(choices) == 1:
            return QuestionType.MULTIPLE, ONE_CHOICE
        is_list = any(one in looks for one in DROPDOWNS) or len(choices) > MOST_BUTTONS
        return (QuestionType.DROPDOWN if is_list else QuestionType.SINGLE), ""

    def _other(self, choices: Sequence[_Choice]) -> Option:
        label = next((one.label for one in choices if one.name == "other"), Texts())
        german = {"de": "Anderes"} if label.get("en") in {None, "Other"} else {}
        return Option("other", Texts({**german, **label}), other=True)

    def _filtered(self, node: Node, choices: Sequence[_Choice], values: Mapping[str, str | int]) -> None:
        """Give each choice the condition under which the file's filter offers it."""
        source, name = str(node.get("choice_filter") or ""), str(node.get("name") or "")
        if not source or source in {"true()", "1"}:
            return
        try:
            tree = reading.read(source, FILTER)
        except (UnreadableError, RecursionError):
            self.build.report.lost(Kind.DETAIL, name, f"choice_filter: {source}", FILTER_LOST)
            return
        self.read.update(_columns(tree))
        for choice in choices:
            trees = [_filled(tree, row) for row in choice.rows]
            whole = trees[0]
            for one in trees[1:]:
                whole = Binary("or", whole, one)
            self.build.wish([Piece(name, f"option:{values[choice.name]}", source, whole)])

    def _tell(self, node: Node, name: str, choices: Sequence[_Choice]) -> None:
        parameters = node.get("parameters")
        if isinstance(parameters, Mapping) and parameters.get("randomize"):
            self.build.report.lost(Kind.DETAIL, name, "randomize", RANDOM)
        if any(row.get("media") for choice in choices for row in choice.rows):
            self.build.report.lost(Kind.DETAIL, name, "media of choices", MEDIA)


def limited(build: Builder, speaker: Speaker, node: Node, question: Question) -> tuple[Question, list[Piece]]:
    """Return the question with what its constraint says: limits where it says such, else a rule."""
    name, bind = str(node.get("name") or ""), node.get("bind") or {}
    source, message = bind.get("constraint"), speaker.texts(bind.get("jr:constraintMsg"))
    rules = build.piece(name, "constraint", source if isinstance(source, str) else "")
    rest: Sequence[Expression | None] = [one.tree for one in rules]
    if rules and rules[0].tree is not None:
        question, rest = limits.limited(question, rules[0].tree, name)
    if message and rest:
        question = replace(question, constraint_message=message)
    elif message:
        build.report.changed(Kind.DETAIL, name, "constraint_message", OWN_WORDS)
    return question, [Piece(name, "constraint", rules[0].source, tree) for tree in rest]


def _columns(tree: Expression) -> Iterator[str]:
    """Yield the columns of the choices that a filter names."""
    if isinstance(tree, Ref) and tree.name.startswith("#"):
        yield tree.name[1:]
    parts = {Binary: ("left", "right"), Unary: ("operand",)}.get(type(tree), ())
    within = tree.arguments if isinstance(tree, Call) else tree.items if isinstance(tree, Many) else ()
    for part in [*(getattr(tree, name) for name in parts), *within]:
        yield from _columns(part)


def _filled(tree: Expression, row: Node) -> Expression:
    """Return the filter with what the row of a choice says in the columns that it names."""
    if isinstance(tree, Ref) and tree.name.startswith("#"):
        return Value(str(row.get(tree.name[1:], "") or ""))
    if isinstance(tree, Binary):
        return Binary(tree.operator, _filled(tree.left, row), _filled(tree.right, row))
    if isinstance(tree, Unary):
        return Unary(tree.operator, _filled(tree.operand, row))
    if isinstance(tree, Call):
        return Call(tree.name, tuple(_filled(one, row) for one in tree.arguments))
    if isinstance(tree, Many):
        return Many(tuple(_filled(one, row) for one in tree.items))
    return tree


def _is_yes_no(options: Sequence[Option]) -> bool:
    """Return whether these are simply yes and no."""
    if [one.key for one in options] != [one.key for one in YES_OR_NO]:
        return False
    return all(
        {words.lower() for words in given.label.values()} <= {words.lower() for words in ours.label.values()}
        for given, ours in zip(options, YES_OR_NO, strict=True)
    )
