"""The questions of SurveyJS, one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import YES_OR_NO, Limits, Option, Question, QuestionType
from surveys.interchange import marks
from surveys.interchange.building import Builder
from surveys.interchange.expressions.targets import Target
from surveys.interchange.report import Kind, Verdict
from surveys.interchange.surveyjs import details
from surveys.interchange.surveyjs.found import Found, Values
from surveys.interchange.surveyjs.nodes import Node, columns, count, items, name_of, nodes, number, plain
from surveys.interchange.surveyjs.words import Speaker
from surveys.interchange.wishes import Piece

ELSEWHERE = lazy_gettext("Its choices stand in another file. It is asked as a text; please add the choices.")
PICTURES = lazy_gettext("Pictures of choices are not taken over.")
CELLS = lazy_gettext("Each of its cells is a question of its own.")
LINES = lazy_gettext("Each of its lines is a question of its own.")
UNKNOWN = lazy_gettext("A type that is not known here is asked as a text.")
CLOCK = lazy_gettext("Times of day are written as text.")
DAY_ONLY = lazy_gettext("The day is asked, the time of day is not.")
SIGNED = lazy_gettext("A signature is not taken. People can bring a picture.")
NOTHING = lazy_gettext("Pictures, sound and film of questions are not taken over.")
SLIDER = lazy_gettext("A slider is a number between its ends.")
ONE_CHOICE = lazy_gettext("A single choice is a box to tick.")
PICTURE = lazy_gettext("Pictures are taken, other files are not.")
MANY_CELLS = lazy_gettext("It has too many cells. Each of its rows is asked as a text.")
MOST_CELLS = 200
SINGLE = frozenset({"radiogroup", "dropdown", "buttongroup", "imagepicker"})


class Asker:
    """Takes questions into the survey."""

    def __init__(self, build: Builder, speaker: Speaker) -> None:
        self.build = build
        self.speaker = speaker
        self.details = details.Details(build.report)
        self.kinds: Mapping[str, Callable[[Node, Question], Found]] = {
            "text": self.text,
            "comment": _of(QuestionType.LONG_TEXT),
            "boolean": self.boolean,
            "rating": self.rating,
            "expression": _of(QuestionType.CALCULATED),
            "file": self.file,
            "signaturepad": _of(QuestionType.FILE, SIGNED),
            "slider": self.slider,
            "matrix": self.matrix,
            **dict.fromkeys((*SINGLE, "checkbox", "tagbox", "ranking"), self.choice),
        }

    def piece(self, name: str, place: str, source: object) -> list[Piece]:
        """Read a formula of the file, where there is one."""
        return self.build.piece(name, place, source) if isinstance(source, str) else []

    def ask(self, node: Node, pieces: Sequence[Piece]) -> None:
        """Take in one question of the file."""
        kind, name = str(node.get("type") or "text"), name_of(node)
        if kind in {"html", "image"}:
            self.read(node, kind, name, pieces)
        elif kind == "multipletext":
            self.lines(node, name, pieces)
        elif kind in {"matrixdropdown", "matrixdynamic"}:
            self.cells(node, kind, name, pieces)
        else:
            make = self.kinds.get(kind)
            found = make(node, self.plain(node)) if make else Found(self.plain(node), reason=UNKNOWN)
            self.add(node, kind, name, found, pieces)
        self.details.tell(node, name)

    def plain(self, node: Node) -> Question:
        """Return the question with its texts."""
        name = name_of(node)
        text = self.speaker.texts(node.get("title")) or Texts({self.speaker.default: name or "?"})
        return Question(
            self.build.key(name or "question"),
            QuestionType.SHORT_TEXT,
            text,
            self.speaker.texts(node.get("description")),
            required=node.get("isRequired") is True,
        )

    def add(self, node: Node, kind: str, name: str, found: Found, pieces: Sequence[Piece]) -> None:
        """Put a question in, with its rules."""
        question, sources = details.limited(marks.marked(found.question, node.get(marks.NAME)), node, self.speaker)
        rules = [piece for source in sources for piece in self.piece(name, "constraint", source)]
        if question.type is QuestionType.CALCULATED:
            rules += self.piece(name, "formula", node.get("expression"))
        verdict = Verdict.CHANGED if found.reason else Verdict.KEPT
        self.build.add(question, name, kind, verdict, found.reason, values=found.values, pieces=[*pieces, *rules])
        for said, row in zip([one for one, _more in items(node.get("rows"))], question.rows, strict=False):
            target = Target(question.key, QuestionType.SINGLE, row=row.key, values=found.values)
            self.build.targets.setdefault(f"{name}.{said}", target)
        if question.options:
            self.offered(node, name, found.values)

    def offered(self, node: Node, name: str, values: Values) -> None:
        """Give each choice the condition under which the file offers it."""
        for said, more in items(node.get("choices")):
            if said in values:
                own = self.piece(name, f"option:{values[said]}", more.get("visibleIf"))
                whole = node.get("choicesVisibleIf")
                if isinstance(whole, str):
                    source = whole.replace("{item}", f"'{said}'").replace("{choice}", f"'{said}'")
                    own += self.piece(name, f"option:{values[said]}", source)
                self.build.wish(own)

    # Types

    def read(self, node: Node, kind: str, name: str, pieces: Sequence[Piece]) -> None:
        """Something to read; a picture has none."""
        text = self.speaker.texts(node.get("html") or node.get("title") or node.get("altText"))
        if kind == "image" and not text:
            self.build.report.lost(Kind.SETTING, name, kind, NOTHING)
            return
        question = Question(self.build.key(name or "info"), QuestionType.INFORMATION, text or Texts(de=name or "…"))
        self.build.add(question, name, kind, kind=Kind.SECTION, pieces=pieces)

    def text(self, node: Node, question: Question) -> Found:
        """A line of text, a number, a day."""
        kind = str(node.get("inputType") or "text")
        if kind in {"number", "range"}:
            return Found(replace(question, type=QuestionType.NUMBER), reason=SLIDER if kind == "range" else "")
        if kind in {"date", "datetime", "datetime-local", "datetimelocal"}:
            return Found(replace(question, type=QuestionType.DATE), reason="" if kind == "date" else DAY_ONLY)
        return Found(question, reason=CLOCK if kind in {"time", "month", "week"} else "")

    def file(self, node: Node, question: Question) -> Found:
        """A photo; other files are not taken."""
        wanted = str(node.get("acceptedTypes") or "")
        return Found(replace(question, type=QuestionType.FILE), reason="" if wanted.startswith("image") else PICTURE)

    def slider(self, node: Node, question: Question) -> Found:
        """A number between two ends."""
        limits = Limits(min=number(node, "min") or 0, max=number(node, "max") or 100)
        return Found(replace(question, type=QuestionType.NUMBER, limits=limits), reason=SLIDER)

    def boolean(self, node: Node, question: Question) -> Found:
        """Yes or no, or two words of the file's own."""
        yes, no = plain(node.get("valueTrue", True)), plain(node.get("valueFalse", False))
        labels = [self.speaker.texts(node.get(name)) for name in ("labelTrue", "labelFalse")]
        usual = [{words.lower() for words in one.label.values()} for one in YES_OR_NO]
        is_plain = all(
            {words.lower() for words in own.values()} <= known for own, known in zip(labels, usual, strict=True)
        )
        if is_plain:
            values: Values = {yes: "yes", no: "no", "true": "yes", "false": "no"}
            return Found(replace(question, type=QuestionType.YES_NO), values)
        options, named = self.build.options([(yes, labels[0]), (no, labels[1])])
        return Found(replace(question, type=QuestionType.SINGLE, options=options), named)

    def rating(self, node: Node, question: Question) -> Found:
        """Steps, with words where the file has some for each."""
        return details.rated(self.build, self.speaker, node, question)

    def choice(self, node: Node, question: Question) -> Found:
        """One, several, or an order of choices."""
        kind = str(node.get("type"))
        given = [(said, self.speaker.texts(more.get("text"))) for said, more in items(node.get("choices"))]
        given = given or details.numbered(node)
        if not given:
            return Found(question, reason=ELSEWHERE)
        options, values = self.build.options(
            [(said, label or Texts({self.speaker.default: said})) for said, label in given],
            other=details.other(node, self.speaker),
        )
        if options[-1].other:
            values["other"] = options[-1].key
        options, values = self.alone(node, options, values)
        reason = PICTURES if any(more.get("imageLink") for _said, more in items(node.get("choices"))) else ""
        limits = replace(
            question.limits,
            min_choices=count(node, "minSelectedChoices"),
            max_choices=count(node, "maxSelectedChoices"),
        )
        type_ = self.type_of(kind, node, options)
        if type_ is QuestionType.MULTIPLE and kind in SINGLE and not node.get("multiSelect"):
            reason = reason or ONE_CHOICE
        if type_ is QuestionType.RANKING:
            limits = Limits(min_choices=limits.min_choices, max_rank=limits.max_choices)
        elif type_ is not QuestionType.MULTIPLE:
            limits = Limits()
        return Found(replace(question, type=type_, options=options, limits=limits), values, reason)

    def type_of(self, kind: str, node: Node, options: Sequence[Option]) -> QuestionType:
        """Return the type of a question with these choices."""
        if kind == "ranking":
            return QuestionType.RANKING
        if kind in {"checkbox", "tagbox"} or node.get("multiSelect") is True or len(options) == 1:
            return QuestionType.MULTIPLE
        return QuestionType.DROPDOWN if kind == "dropdown" else QuestionType.SINGLE

    def alone(self, node: Node, options: tuple[Option, ...], values: Values) -> tuple[tuple[Option, ...], Values]:
        """Add the choices that go with no other: none of these, I do not know, I do not want to say."""
        found = list(options)
        for name, label in details.alone(node, self.speaker):
            option = Option(f"{name}_" if name in {one.key for one in found} else name, label, exclusive=True)
            found.append(option)
            values[name] = option.key
        return tuple(found), values

    def matrix(self, node: Node, question: Question) -> Found:
        """One choice for each row."""
        rows, _names = self.build.rows(self.labels(node.get("rows")))
        options, values = self.build.options(self.labels(node.get("columns")))
        is_required = any(node.get(name) for name in ("eachRowRequired", "isAllRowRequired")) or question.required
        found = replace(question, type=QuestionType.MATRIX, rows=rows, options=options, required=bool(is_required))
        return Found(found, values)

    def labels(self, value: object) -> list[tuple[str, Texts]]:
        """Return values with their texts."""
        found = [(said, self.speaker.texts(more.get("text") or more.get("title"))) for said, more in items(value)]
        return [(said, label or Texts({self.speaker.default: said})) for said, label in found]

    # Several questions in one

    def lines(self, node: Node, name: str, pieces: Sequence[Piece]) -> None:
        """Several fields: a sum to give away where it is one of ours, else a heading and a question each."""
        if total := marks.total_in(node.get(marks.NAME)):
            options, values = self.build.options(self.labels(node.get("items")))
            limits = Limits(total=total)
            given = replace(self.plain(node), type=QuestionType.ALLOCATION, options=options, limits=limits)
            self.add(node, "multipletext", name, Found(given, values), pieces)
            return
        self.heading(node, name, "multipletext", LINES, pieces)
        for item in nodes(node.get("items")):
            inner = {"isRequired": node.get("isRequired") is True, **item}
            found = self.text(inner, replace(self.plain(inner), key=self.build.key(f"{name}_{name_of(item)}")))
            self.inner(f"{name}.{name_of(item)}", found, inner, pieces)

    def heading(self, node: Node, name: str, kind: str, reason: Lazy, pieces: Sequence[Piece]) -> None:
        """Put in the text of a question whose parts become questions."""
        head = replace(self.plain(node), type=QuestionType.INFORMATION, required=False)
        self.build.place(head, name, pieces)
        self.build.report.changed(Kind.QUESTION, name, kind, reason)

    def inner(self, name: str, found: Found, node: Node, pieces: Sequence[Piece]) -> None:
        """Put in a part of a question as a question."""
        question, sources = details.limited(found.question, node, self.speaker)
        own = [piece for source in sources for piece in self.piece(name, "constraint", source)]
        if question.type is QuestionType.CALCULATED:
            own += self.piece(name, "formula", node.get("expression"))
        self.build.place(question, name, [*pieces, *self.piece(name, "condition", node.get("visibleIf")), *own])
        self.details.tell(node, name)
        self.build.targets.setdefault(name, Target(question.key, question.type, values=found.values))

    def cells(self, node: Node, kind: str, name: str, pieces: Sequence[Piece]) -> None:
        """A table whose columns are questions: one question for each cell."""
        rows, asked = self.labels(node.get("rows")) or [("1", Texts())], list(columns(node.get("columns")))
        is_large = len(rows) * len(asked) > MOST_CELLS
        self.heading(node, name, kind, MANY_CELLS if is_large else CELLS, pieces)
        for said, label in rows:
            if is_large:
                line = Question(self.build.key(f"{name}.{said}"), QuestionType.LONG_TEXT, label)
                self.build.place(line, f"{name}.{said}", pieces)
                continue
            for column in asked:
                self.cell(node, f"{name}.{said}.{name_of(column)}", label, column, pieces)

    def cell(self, node: Node, name: str, row: Texts, column: Node, pieces: Sequence[Piece]) -> None:
        """Put in a cell of a table as a question; what kind of one says its column, else the table."""
        kind = str(column.get("cellType") or node.get("cellType") or "dropdown")
        inner: dict[str, Any] = {
            "choices": node.get("choices"),
            **column,
            "type": "text" if kind == "default" else kind,
        }
        question = replace(self.plain(inner), key=self.build.key(name))
        both = {one: f"{row.in_(one)}: {question.text.in_(one)}".strip(": ") for one in {**row, **question.text}}
        make = self.kinds.get(str(inner["type"]), self.text)
        found = make(inner, replace(question, text=Texts(both)))
        self.inner(name, found, inner, pieces)


def _of(kind: QuestionType, reason: Lazy = "") -> Callable[[Node, Question], Found]:
    """Return what makes questions of one type, whatever else the file says."""

    def made(_node: Node, question: Question) -> Found:
        is_asked = kind is not QuestionType.CALCULATED
        return Found(replace(question, type=kind, required=question.required and is_asked), reason=reason)

    return made
