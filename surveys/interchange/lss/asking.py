"""The questions of a LimeSurvey, one by one: one of ours, several, or a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import Option, Question, QuestionType
from surveys.interchange.building import Builder
from surveys.interchange.expressions.targets import Target
from surveys.interchange.lss import details
from surveys.interchange.lss.attributes import Attributes
from surveys.interchange.lss.reading import Dump, Thing
from surveys.interchange.lss.types import SWITCH, TYPES, UNKNOWN, Becomes
from surveys.interchange.report import Kind, Verdict
from surveys.interchange.wishes import Piece

MOST_CELLS = 60
MANY_CELLS = lazy_gettext("It has too many cells. Each of its rows is asked as a text.")
ALLOCATED = lazy_gettext("Numbers with a fixed sum are a sum to give away.")
COMMENTS = Texts(de="Möchten Sie dazu etwas sagen?", en="Would you like to say something about it?")
YES_NO = {"Y": "yes", "N": "no"}


class Asker:
    """Takes questions into the survey."""

    def __init__(self, build: Builder, dump: Dump) -> None:
        self.build = build
        self.dump = dump
        self.attributes = Attributes(build.report)
        self.sid = dump.survey.get("sid", "")
        self.shapes: Mapping[str, Callable[[Thing, Becomes, Sequence[Piece]], None]] = {
            "one": self.one,
            "read": self.one,
            "choice": self.choice,
            "several": self.several,
            "parts": self.parts,
            "table": self.table,
            "dual": self.dual,
            "cells": self.cells,
            "formula": self.formula,
        }

    def ask(self, thing: Thing, pieces: Sequence[Piece]) -> None:
        """Take in one question of the file."""
        name, code = thing["title"], thing["type"]
        if code == "I":
            self.build.report.lost(Kind.SETTING, name, "type I", SWITCH)
            return
        own = [*pieces, *self.build.piece(name, "condition", details.relevance(thing, self.dump.conditions))]
        becomes = TYPES.get(code, UNKNOWN)
        self.shapes[becomes.shape](thing, becomes, own)
        self.attributes.tell(thing)

    # Names

    def sgqa(self, thing: Thing) -> str:
        """Return the old name of a question: survey, group and question by number."""
        return f"{self.sid}X{thing['gid']}X{thing['qid']}"

    def name(self, thing: Thing, target: Target, part: str = "") -> None:
        """Let formulas find an answer under all the names that LimeSurvey has for it."""
        joint = "_" if part else ""
        for name in (f"{thing['title']}{joint}{part}", f"{self.sgqa(thing)}{part}"):
            self.build.targets.setdefault(name, target)

    def plain(self, thing: Thing, kind: QuestionType) -> Question:
        """Return the question with its texts and limits."""
        text = thing.text("question") or Texts(de=thing["title"])
        question = Question(
            self.build.key(thing["title"]),
            kind,
            text,
            thing.text("help"),
            required=thing["mandatory"] == "Y" and kind is not QuestionType.INFORMATION,
        )
        return replace(question, limits=details.limits(thing, kind))

    def add(
        self,
        question: Question,
        thing: Thing,
        becomes: Becomes,
        pieces: Sequence[Piece],
        values: Mapping[str, str | int] | None = None,
        reason: Lazy = "",
    ) -> None:
        """Put the question in, with its rule and what the file calls it."""
        said, rule = reason or becomes.reason, self.rule(thing)
        if rule:
            question = replace(question, constraint_message=thing.said.get("em_validation_q_tip") or Texts())
        self.build.add(
            question,
            thing["title"],
            f"type {thing['type']}",
            Verdict.CHANGED if said else Verdict.KEPT,
            said,
            kind=Kind.SECTION if becomes.shape == "read" else Kind.QUESTION,
            pieces=[*pieces, *rule],
            values=values,
        )
        self.name(thing, Target(question.key, question.type, values=values or {}))

    def rule(self, thing: Thing) -> list[Piece]:
        """Return the rule that answers have to fulfil."""
        return self.build.piece(thing["title"], "constraint", thing.attribute("em_validation_q"))

    # Shapes

    def one(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """A question that stays one: text, number, date, yes or no, something to read."""
        kind = becomes.type
        if kind is QuestionType.SHORT_TEXT and thing.attribute("location_mapservice") not in {"", "0"}:
            kind = QuestionType.PLACE
        question = replace(self.plain(thing, kind), scale=becomes.scale)
        self.add(question, thing, becomes, pieces, YES_NO if kind is QuestionType.YES_NO else None)

    def formula(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """An equation: its text is a formula between braces."""
        source = next(iter(thing.text("question").values()), "").strip()
        question = replace(self.plain(thing, becomes.type), text=Texts(de=thing["title"]), required=False)
        formula = self.build.piece(thing["title"], "formula", source.removeprefix("{").removesuffix("}"))
        self.add(question, thing, becomes, [*pieces, *formula])

    def choice(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """One of several answers, or their order."""
        given = [*becomes.fixed] or [(one["code"], one.text("answer")) for one in thing.answers]
        if not given:
            given = [(one["title"], one.text("question")) for one in thing.own]
        options, values = self.build.options(given, other=details.other(thing))
        if details.other(thing):
            values["-oth-"] = options[-1].key
        question = replace(self.plain(thing, becomes.type), options=options)
        if becomes.type is not QuestionType.RANKING and len(options) == 1:
            question = replace(question, type=QuestionType.MULTIPLE)
        self.add(question, thing, becomes, pieces, values)
        for code in values:
            self.name(thing, Target(question.key, question.type, values=values), code)
        if details.other(thing):
            self.name(thing, Target(question.key, question.type, option=options[-1].key), "other")
        self.filter(thing, values, "option")
        if thing["type"] == "O":
            self.comment(thing, pieces)

    def several(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """Several of several answers; each is a variable of its own in LimeSurvey."""
        given = [(one["title"], one.text("question")) for one in thing.own]
        options, values = self.build.options(given, other=details.other(thing))
        if details.other(thing):
            values["other"] = options[-1].key
        alone = set(thing.attribute("exclude_all_others").split(";"))
        options = tuple(replace(one, exclusive=True) if _name_of(one, values) in alone else one for one in options)
        question = replace(self.plain(thing, becomes.type), options=options)
        self.add(question, thing, becomes, pieces, values)
        for code, key in values.items():
            self.name(thing, Target(question.key, question.type, option=str(key)), code)
        self.filter(thing, values, "option")
        self.part_conditions(thing, values, "option")
        if thing["type"] == "P":
            self.comment(thing, pieces)

    def comment(self, thing: Thing, pieces: Sequence[Piece]) -> None:
        """The field for a comment as a question of its own."""
        name = f"{thing['title']}_comment"
        question = Question(self.build.key(name), QuestionType.LONG_TEXT, COMMENTS)
        self.build.place(question, name, pieces)
        self.name(thing, Target(question.key, QuestionType.LONG_TEXT), "comment")

    def parts(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """Several fields: a question each, or a sum to give away."""
        total = thing.attribute("equals_num_value")
        if becomes.type is QuestionType.NUMBER and total.isdigit() and int(total[:9]) > 0 and len(thing.own) > 1:
            self.allocation(thing, becomes, int(total[:9]), pieces)
            return
        head = replace(self.plain(thing, QuestionType.INFORMATION), required=False, limits=details.NONE)
        self.build.place(head, thing["title"], pieces)
        self.build.report.changed(Kind.QUESTION, thing["title"], f"type {thing['type']}", becomes.reason)
        for part in thing.own:
            label = part.text("question") or Texts(de=part["title"])
            self.field(thing, becomes, part["title"], label, [*pieces, *self.own_condition(thing, part, "condition")])

    def field(self, thing: Thing, becomes: Becomes, part: str, label: Texts, pieces: Sequence[Piece]) -> None:
        """Put in one of several fields as a question."""
        name = f"{thing['title']}_{part}"
        question = Question(
            self.build.key(name),
            becomes.type,
            label,
            required=thing["mandatory"] == "Y",
            limits=details.limits(thing, becomes.type),
        )
        self.build.place(question, name, pieces)
        self.name(thing, Target(question.key, question.type), part)

    def allocation(self, thing: Thing, becomes: Becomes, total: int, pieces: Sequence[Piece]) -> None:
        """Several numbers whose sum is fixed."""
        options, _values = self.build.options([(one["title"], one.text("question")) for one in thing.own])
        question = self.plain(thing, QuestionType.ALLOCATION)
        limits = replace(details.NONE, total=total, unit=question.limits.unit)
        question = replace(question, options=options, limits=limits)
        self.add(question, thing, becomes, pieces, reason=ALLOCATED)

    def table(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """One choice for each row."""
        given = [*becomes.fixed] or [(one["code"], one.text("answer")) for one in thing.answers if one.scale == "0"]
        self.matrix(thing, becomes, given, "", pieces)

    def dual(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """Two choices for each row, as two tables."""
        for scale in ("0", "1"):
            given = [(one["code"], one.text("answer")) for one in thing.answers if one.scale == scale]
            self.matrix(thing, becomes, given, scale, pieces)

    def matrix(
        self, thing: Thing, becomes: Becomes, given: Sequence[tuple[str, Texts]], scale: str, pieces: Sequence[Piece]
    ) -> None:
        """Put in a table with these columns; `scale` tells the two of a dual one apart."""
        own = [one for one in thing.own if one.scale == "0"]
        rows, names = self.build.rows([(one["title"], one.text("question")) for one in own])
        options, values = self.build.options(given)
        if becomes.scale:
            values = {str(step): step for step, _word in becomes.scale.steps}
        question = replace(self.plain(thing, becomes.type), rows=rows, options=options, scale=becomes.scale)
        heading = thing.said.get(f"dualscale_header{'B' if scale == '1' else 'A'}") if scale else None
        if heading:
            question = replace(question, hint=heading)
        if scale == "1":
            question = replace(question, key=self.build.key(f"{thing['title']}_2"))
            self.build.place(question, f"{thing['title']}_2", pieces)
        else:
            self.add(question, thing, becomes, pieces, values)
        for name, row in names.items():
            target = Target(question.key, QuestionType.SCALE if becomes.scale else QuestionType.SINGLE, "", row, values)
            self.name(thing, target, f"{name}_{scale}" if scale else name)
        self.filter(thing, dict(names), "row")
        self.part_conditions(thing, names, "row")

    def cells(self, thing: Thing, becomes: Becomes, pieces: Sequence[Piece]) -> None:
        """A field in each cell: a question each, several choices for each row, or a text where there are too many."""
        rows = [one for one in thing.own if one.scale == "0"]
        columns = [one for one in thing.own if one.scale == "1"]
        head = replace(self.plain(thing, QuestionType.INFORMATION), required=False, limits=details.NONE)
        self.build.place(head, thing["title"], pieces)
        many = len(rows) * len(columns) > MOST_CELLS
        reason = MANY_CELLS if many else becomes.reason
        self.build.report.changed(Kind.QUESTION, thing["title"], f"type {thing['type']}", reason)
        for row in rows:
            own = [*pieces, *self.own_condition(thing, row, "condition")]
            label = row.text("question") or Texts(de=row["title"])
            if thing.attribute("multiflexible_checkbox") == "1":
                self.boxes(thing, row, label, columns, own)
            elif many:
                self.field(thing, replace(becomes, type=QuestionType.LONG_TEXT), row["title"], label, own)
            else:
                for column in columns:
                    both = _both(label, column.text("question") or Texts(de=column["title"]))
                    self.field(thing, becomes, f"{row['title']}_{column['title']}", both, own)

    def boxes(self, thing: Thing, row: Thing, label: Texts, columns: Sequence[Thing], pieces: Sequence[Piece]) -> None:
        """Put in a row of boxes to tick as a question."""
        name = f"{thing['title']}_{row['title']}"
        options, values = self.build.options([(one["title"], one.text("question")) for one in columns])
        question = Question(self.build.key(name), QuestionType.MULTIPLE, label, options=options)
        self.build.place(question, name, pieces)
        for code, key in values.items():
            target = Target(question.key, question.type, option=str(key), chosen=frozenset({"1", "Y"}))
            self.name(thing, target, f"{row['title']}_{code}")

    # Conditions of parts

    def own_condition(self, thing: Thing, part: Thing, place: str) -> list[Piece]:
        """Return when a part of a question is shown."""
        return self.build.piece(f"{thing['title']}_{part['title']}", place, details.said(part["relevance"]))

    def part_conditions(self, thing: Thing, keys: Mapping[str, object], place: str) -> None:
        """Show an option or a row when its sub-question says so."""
        for part in thing.own:
            if part["title"] in keys:
                self.build.wish(self.own_condition(thing, part, f"{place}:{keys[part['title']]}"))

    def filter(self, thing: Thing, keys: Mapping[str, object], place: str) -> None:
        """Show only those options or rows that were chosen, or not chosen, in another question."""
        for name, denial in (("array_filter", ""), ("array_filter_exclude", "!")):
            for other in filter(None, thing.attribute(name).split(";")):
                for code, key in keys.items():
                    source = f'{denial}({other.strip()}_{code}.NAOK == "Y")'
                    self.build.wish(self.build.piece(thing["title"], f"{place}:{key}", source))


def _name_of(option: Option, values: Mapping[str, str | int]) -> str:
    return next((name for name, key in values.items() if key == option.key), "")


def _both(row: Texts, column: Texts) -> Texts:
    languages = dict.fromkeys([*row, *column])
    return Texts({one: f"{row.in_(one)}: {column.in_(one)}".strip(": ") for one in languages})
