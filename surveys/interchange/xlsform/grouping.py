"""The groups of an XLSForm: sections, headings inside them, tables of ratings, repetitions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.questions.types import Question, QuestionType
from surveys.interchange import marks
from surveys.interchange.building import Builder
from surveys.interchange.report import Kind, Verdict
from surveys.interchange.wishes import Piece
from surveys.interchange.xlsform.asking import Asker
from surveys.interchange.xlsform.words import Speaker

Node = Mapping[str, Any]

MORE = Texts(de="Weitere Fragen", en="More questions", ls="Mehr Fragen")
GENERATED = ("generated_table_list_label_", "reserved_name_for_field_list_labels_")


class Grouper:
    """Walks through the tree of a form."""

    def __init__(self, build: Builder, speaker: Speaker, asker: Asker) -> None:
        self.build = build
        self.speaker = speaker
        self.asker = asker
        self.is_inside = False
        self.was_inside = False

    def take(self, form: Node) -> None:
        """Take in everything that a form asks."""
        for child in _children(form):
            self.node(child, [])

    def node(self, node: Node, pieces: Sequence[Piece]) -> None:
        """Take in a question or a group; `pieces` are the conditions of the groups around it."""
        kind = node.get("type")
        if kind == "group":
            self.group(node, pieces)
        elif kind == "repeat":
            self.repeat(node, pieces)
        elif kind == "loop":
            self.loop(node, pieces)
        else:
            self.single(node, pieces)

    def single(self, node: Node, pieces: Sequence[Piece]) -> None:
        """Take in a question; what the converter adds to show the head of a table is none."""
        if not _name(node).startswith(GENERATED[1]):
            self.leave_section(node)
            self.asker.ask(node, pieces)

    def leave_section(self, node: Node) -> None:
        """Head the questions that follow a section without belonging to it."""
        if self.was_inside and not self.is_inside and self.asker.is_seen(node):
            self.was_inside = False
            name = f"after_{node.get('name', '')}"
            reason = lazy_gettext("These questions belong to no group. They got a heading of their own.")
            section = Question(self.build.key(name), QuestionType.SECTION, MORE)
            self.build.add(section, name, "section", Verdict.CHANGED, reason, kind=Kind.SECTION)

    def group(self, node: Node, pieces: Sequence[Piece]) -> None:
        """Take in a group: a section, or a heading where it stands inside another."""
        if node.get("name") == "meta" and (node.get("control") or {}).get("bodyless"):
            return
        self.asker.properties.tell(node)
        own = [*pieces, *self.build.piece(_name(node), "condition", _bind(node, "relevant"))]
        table = list(_table(node))
        if total := marks.total_in(node.get(marks.NAME)):
            self.leave_section(node)
            self.asker.allocation(node, total, own)
            return
        text = self.speaker.texts(node.get("label"))
        if len(table) > 1 or (table and marks.is_table(node.get(marks.NAME))):
            self.table(node, text, table, own)
            return
        self.headed(node, text, own)

    def headed(self, node: Node, text: Texts, pieces: Sequence[Piece]) -> None:
        """Take in a group with its heading."""
        began = not self.is_inside and bool(text)
        if text:
            self.heading(node, text, pieces)
        self.is_inside = self.is_inside or began
        for child in _children(node):
            self.node(child, [] if began else pieces)
        if began:
            self.is_inside, self.was_inside = False, True

    def heading(self, node: Node, text: Texts, pieces: Sequence[Piece]) -> None:
        """Take in the heading of a group; inside a section it is a line to read."""
        kind = QuestionType.INFORMATION if self.is_inside else QuestionType.SECTION
        reason = lazy_gettext("A group inside a group is a heading to read.") if self.is_inside else ""
        verdict = Verdict.CHANGED if self.is_inside else Verdict.KEPT
        question = Question(self.build.key(_name(node)), kind, text, self.speaker.texts(node.get("hint")))
        self.build.add(question, _name(node), "group", verdict, reason, kind=Kind.SECTION, pieces=pieces)

    def repeat(self, node: Node, pieces: Sequence[Piece]) -> None:
        """Take in what is asked several times, once."""
        reason = lazy_gettext("Its questions are asked once; people cannot add more rounds.")
        self.build.report.lost(Kind.SETTING, _name(node), "repeat", reason)
        self.asker.properties.tell(node)
        own = [*pieces, *self.build.piece(_name(node), "condition", _bind(node, "relevant"))]
        self.headed(node, self.speaker.texts(node.get("label")), own)

    def loop(self, node: Node, pieces: Sequence[Piece]) -> None:
        """Take in a loop: its questions once for each of its columns."""
        for column in node.get("columns") or ():
            label, name = self.speaker.texts(column.get("label")), str(column.get("name", ""))
            own = {**node, "type": "group", "name": f"{_name(node)}_{name}", "label": label or node.get("label")}
            own["children"] = [{**child, "name": f"{name}_{child.get('name', '')}"} for child in _children(node)]
            self.group(own, pieces)

    def table(self, node: Node, text: Texts, rows: Sequence[Node], pieces: Sequence[Piece]) -> None:
        """Take in a table of ratings as one matrix; what else stands in the group follows it."""
        heads = [one for one in _children(node) if _is_generated_label(one) or _is_head(one)]
        said = [text, *(self.speaker.texts(one.get("label")) for one in heads)]
        hints = [self.speaker.texts(one.get("hint")) for one in (node, *heads)]
        lines = [one for one in said if one] + [one for one in hints if one]
        self.leave_section(rows[0])
        self.asker.matrix(node, lines[0] if lines else Texts(), _together(lines[1:]), rows, pieces)
        for one in (node, *heads):
            if not _name(one).startswith(GENERATED):
                reason = lazy_gettext("It is the head of a table.")
                self.build.report.kept(Kind.SECTION, _name(one), str(one.get("type")), reason)
        for child in _children(node):
            if child not in rows and child not in heads:
                self.node(child, pieces)


def _children(node: Node) -> list[Node]:
    """Return what a group holds; the field for own words behind "other" stands with its choice."""
    found: list[Node] = []
    for child in node.get("children") or ():
        last = found[-1] if found else None
        if last is not None and _is_own_words(child, last):
            found[-1] = {**last, "own_words": child}
        else:
            found.append(child)
    return found


def _is_own_words(node: Node, before: Node) -> bool:
    """Return whether this is the text that the converter adds to a choice with `or_other`."""
    name = before.get("name")
    return (
        node.get("type") == "text"
        and node.get("name") == f"{name}_other"
        and _bind(node, "relevant") == f"selected(../{name}, 'other')"
    )


def _table(node: Node) -> Iterator[Node]:
    """Yield the rows of a table: choices of one, all from the same list, that show no labels."""
    rows = [one for one in _children(node) if one.get("type") == "select one" and "list-nolabel" in _looks(one)]
    lists = {one.get("itemset") for one in rows}
    is_plain = all(one.get("choices") and not (one.get("choice_filter") or one.get("own_words")) for one in rows)
    if len(lists) == 1 and is_plain:
        yield from rows


def _together(texts: Sequence[Texts]) -> Texts:
    """Return several texts as one, line by line."""
    languages = dict.fromkeys(language for one in texts for language in one)
    return Texts({one: "\n".join(text[one] for text in texts if text.get(one)) for one in languages})


def _looks(node: Node) -> str:
    return str((node.get("control") or {}).get("appearance") or "")


def _is_head(node: Node) -> bool:
    """Return whether this only shows the labels of a table's columns."""
    return str(node.get("type", "")).startswith("select") and _looks(node) == "label"


def _is_generated_label(node: Node) -> bool:
    return str(node.get("name", "")).startswith(GENERATED[0])


def _name(node: Node) -> str:
    return str(node.get("name") or "")


def _bind(node: Node, name: str) -> str:
    value = (node.get("bind") or {}).get(name)
    return value if isinstance(value, str) else ""
