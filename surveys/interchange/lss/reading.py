"""Reads a LimeSurvey .lss: tables in XML, with texts beside their rows, or in tables of their own in new files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from flask_babel import lazy_gettext

from participation.core.database import Texts
from surveys.interchange import words
from surveys.interchange.imported import RefusedFileError
from surveys.interchange.report import LossReport
from surveys.interchange.words import Texter

DEEPEST = 20
ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:[0-8]|1[124-9]|2[0-9]|3[01]|x(?:0?[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
"""What XML forbids, and what people have pasted into texts all the same."""
ORDERS = ("question_order", "sortorder", "group_order")

READ = frozenset(
    {
        "answers", "answer_l10ns", "conditions", "groups", "group_l10ns", "labels", "questions", "question_l10ns",
        "question_attributes", "subquestions", "surveys", "surveys_languagesettings",
    }
)  # fmt: skip
"""The tables that are read; all others are told."""

NO_PARENT = frozenset({"", "0"})
LINED = frozenset("1ABCEFHKMPQ:;")
"""The types whose lines are sub-questions."""

Row = Mapping[str, str]

NOT_LIMESURVEY = lazy_gettext("The file is XML, but no LimeSurvey survey (.lss).")
PART = lazy_gettext("This is a part of a LimeSurvey survey. Please export the whole survey as .lss.")
BROKEN = lazy_gettext("The LimeSurvey file is damaged. Please export it once more.")
DECLARATIONS = lazy_gettext("The file declares entities of its own, which no LimeSurvey does. It was not read.")


@dataclass(slots=True)
class Thing:
    """A row with its texts in all languages, and what belongs to it.

    Attributes:
        own: the sub-questions of a question, in order.
        answers: its choices, in order.
    """

    row: Row
    texts: dict[str, Texts] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    said: dict[str, Texts] = field(default_factory=dict)
    own: list["Thing"] = field(default_factory=list)
    answers: list["Thing"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.row.get(name, "")

    def text(self, name: str) -> Texts:
        """Return one of its texts."""
        return self.texts.get(name, Texts())

    def attribute(self, name: str) -> str:
        """Return an attribute that somebody has set, else the empty text."""
        return self.attributes.get(name, "").strip()

    @property
    def scale(self) -> str:
        """Which of two scales it belongs to."""
        return self["scale_id"] or "0"


@dataclass(slots=True)
class Dump:
    """A survey as LimeSurvey dumps it.

    Attributes:
        orphans: sub-questions whose question is not in the file.
    """

    survey: Row
    settings: Thing
    groups: list[Thing]
    questions: list[Thing]
    conditions: dict[str, list[Row]]
    lost: dict[str, int]
    orphans: list[Thing]


class _Shallow(TreeBuilder):
    """Builds a tree that is as deep as a table can be."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise RefusedFileError(NOT_LIMESURVEY)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def read(content: str, report: LossReport) -> Dump:
    """Return the tables; the report hears which languages and pictures are lost.

    Raises:
        RefusedFileError: where it is no survey of LimeSurvey.
    """
    root = _root(content)
    if root.findtext("LimeSurveyDocType", "").strip() not in {"Survey", ""} or root.tag != "document":
        raise RefusedFileError(PART if root.tag == "document" else NOT_LIMESURVEY)
    tables = {table.tag: list(_rows(table)) for table in root if table.find("rows") is not None}
    if not tables.keys() & {"questions", "surveys"}:
        raise RefusedFileError(PART if root.find("LimeSurveyDocType") is not None else NOT_LIMESURVEY)
    reader = _Reader(tables, report)
    dump = reader.dump()
    reader.tell()
    return dump


def _root(content: str) -> Element:
    content = ILLEGAL.sub("", content).lstrip()
    if content[:200].lower().startswith(("<!doctype html", "<html")):
        raise RefusedFileError(NOT_LIMESURVEY)
    parser = DefusedXMLParser(target=_Shallow())
    try:
        parser.feed(content.encode("utf-8") if "encoding=" not in content[:200] else content)
        root: Element = parser.close()
    except RefusedFileError:
        raise
    except DefusedXmlException:
        raise RefusedFileError(DECLARATIONS) from None
    except (ParseError, ValueError, LookupError, AssertionError, UnicodeError):
        raise RefusedFileError(BROKEN) from None
    return root


def _rows(table: Element) -> Iterator[Row]:
    for row in table.iterfind("rows/row"):
        yield {cell.tag: (cell.text or "").strip() for cell in row}


class _Reader(Texter):
    """Puts the tables together."""

    def __init__(self, tables: Mapping[str, Sequence[Row]], report: LossReport) -> None:
        super().__init__(report)
        self.tables = tables

    def rows(self, name: str) -> Sequence[Row]:
        return self.tables.get(name, ())

    def dump(self) -> Dump:
        survey = next(iter(self.rows("surveys")), {})
        asked = self.things("questions", "qid", "question_l10ns", "qid", ("question", "help"))
        questions = [one for one in asked if one["parent_qid"] in NO_PARENT]
        own = self.things("subquestions", "qid", "question_l10ns", "qid", ("question", "help"))
        own += [one for one in asked if one["parent_qid"] not in NO_PARENT]
        by_id = {one["qid"]: one for one in questions}
        for thing in own:
            if parent := by_id.get(thing["parent_qid"]):
                parent.own.append(thing)
        orphans = [one for one in own if one["parent_qid"] not in by_id]
        self.give_answers(by_id)
        if not own:
            self.give_lines(questions)
        self.give_attributes(by_id)
        return Dump(
            survey,
            self.settings(survey),
            self.things("groups", "gid", "group_l10ns", "gid", ("group_name", "description")),
            questions,
            self.conditions(),
            {name: len(rows) for name, rows in self.tables.items() if rows and name not in READ},
            orphans,
        )

    def things(self, table: str, key: str, texts: str, texts_key: str, names: Sequence[str]) -> list[Thing]:
        """Return one thing for each row, whatever the number of its languages, in order."""
        found: dict[str, Thing] = {}
        for row in self.rows(table):
            thing = found.setdefault(row.get(key, "") + row.get("scale_id", "") * (table == "answers"), Thing(row))
            self.say(thing, row, names)
        by_key = {one[key]: one for one in found.values()}
        for row in self.rows(texts):
            if known := by_key.get(row.get(texts_key, "")):
                self.say(known, row, names)
        return sorted(found.values(), key=_order)

    def say(self, thing: Thing, row: Row, names: Sequence[str]) -> None:
        """Add the texts that a row has in its language."""
        for name in names:
            text = self.plain(row.get(name, ""))
            if text:
                self.put(thing.texts.setdefault(name, Texts()), row.get("language", ""), text)

    def put(self, texts: Texts, language: str, text: str) -> None:
        code = words.code(language) if language else "de"
        if code in words.OURS:
            texts.setdefault(code, text)
        else:
            self.foreign[language] += 1

    def give_answers(self, questions: Mapping[str, Thing]) -> None:
        """Give each question its choices; very old files keep them in sets of labels."""
        found: dict[tuple[str, str, str], Thing] = {}
        by_id: dict[str, Thing] = {}
        for row in self.rows("answers"):
            key = (row.get("qid", ""), row.get("code", ""), row.get("scale_id", "0"))
            thing = found.setdefault(key, Thing(row))
            by_id.setdefault(row.get("aid", ""), thing)
            self.say(thing, row, ("answer",))
        for row in self.rows("answer_l10ns"):
            if known := by_id.get(row.get("aid", "")):
                self.say(known, row, ("answer",))
        for thing in sorted(found.values(), key=_order):
            if owner := questions.get(thing["qid"]):
                owner.answers.append(thing)
        for question in questions.values():
            for scale, name in (("0", "lid"), ("1", "lid1")):
                if question[name] not in {"", "0"}:
                    question.answers += self.labels(question[name], scale)

    def give_lines(self, questions: Sequence[Thing]) -> None:
        """Let the lines of questions in very old files be sub-questions; there they stood among the choices."""
        for question in questions:
            if question["type"] in LINED:
                own = [one for one in question.answers if "qid" in one.row]
                question.answers = [one for one in question.answers if one not in own]
                question.own = [_as_line(one) for one in own]

    def labels(self, lid: str, scale: str) -> list[Thing]:
        found: dict[str, Thing] = {}
        for row in self.rows("labels"):
            if row.get("lid") == lid:
                as_answer = {**row, "answer": row.get("title", ""), "scale_id": scale}
                self.say(found.setdefault(row.get("code", ""), Thing(as_answer)), as_answer, ("answer",))
        return sorted(found.values(), key=_order)

    def give_attributes(self, questions: Mapping[str, Thing]) -> None:
        for row in self.rows("question_attributes"):
            question, name, value = questions.get(row.get("qid", "")), row.get("attribute", ""), row.get("value", "")
            if question is None or not value:
                continue
            if row.get("language"):
                self.put(question.said.setdefault(name, Texts()), row["language"], self.plain(value))
            question.attributes.setdefault(name, value)

    def settings(self, survey: Row) -> Thing:
        found = Thing(survey)
        names = [f"surveyls_{one}" for one in ("title", "description", "welcometext", "endtext", "policy_notice")]
        for row in self.rows("surveys_languagesettings"):
            self.say(found, {**row, "language": row.get("surveyls_language", "")}, names)
        return found

    def conditions(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows("conditions"):
            found.setdefault(row.get("qid", ""), []).append(row)
        return found


def _as_line(answer: Thing) -> Thing:
    return Thing({**answer.row, "title": answer["code"]}, {"question": answer.text("answer")})


def _order(thing: Thing) -> int:
    number = next((thing[name] for name in ORDERS if thing[name]), "0")
    return int(number) if number.lstrip("-").isdigit() and len(number) < 10 else 0
