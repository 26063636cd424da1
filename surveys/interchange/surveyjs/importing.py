"""A survey of SurveyJS as one of ours."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import Question, QuestionType
from surveys.interchange.building import Builder
from surveys.interchange.expressions.reading import SURVEYJS
from surveys.interchange.imported import FileKind, Imported, RefusedFileError
from surveys.interchange.report import Kind, Verdict
from surveys.interchange.surveyjs.asking import Asker
from surveys.interchange.surveyjs.details import UNLIKE
from surveys.interchange.surveyjs.nodes import Node, children, name_of, nodes
from surveys.interchange.surveyjs.words import Speaker
from surveys.interchange.wishes import Piece

NOT_SURVEYJS = lazy_gettext(
    "The file is JSON, but no survey of SurveyJS or Stadtfaden: it has neither pages nor questions."
)
PARTS = ("pages", "elements", "questions")
LOST: Mapping[str, Lazy] = {
    "triggers": lazy_gettext("Nothing happens by itself while people answer."),
    "navigateToUrl": lazy_gettext("People stay on this site."),
    "maxTimeToFinish": lazy_gettext("Nobody is hurried here."),
    "quizMode": lazy_gettext("Answers are not graded here."),
    "questionsOrder": lazy_gettext("The questions keep their order."),
}
DEEPEST = 100
TAKEN = frozenset({*PARTS, "title", "description", "completedHtml", "locale", "calculatedValues"})
TOO_DEEP = lazy_gettext("It stands inside too many others.")


def imported(data: Mapping[str, Any]) -> Imported:
    """Read a survey of SurveyJS.

    Raises:
        RefusedFileError: where it is none.
    """
    if not any(isinstance(data.get(part), list) for part in PARTS):
        raise RefusedFileError(NOT_SURVEYJS)
    build = Builder(SURVEYJS)
    speaker = Speaker(data, build.report)
    title = speaker.texts(data.get("title"))
    build.report.kept(Kind.SURVEY, title.in_("de") or title.get("en", ""), "title")
    walk = _Walk(build, speaker, data)
    walk.take()
    walk.asker.details.tell_others()
    for name in sorted(str(one) for one, value in data.items() if value and one not in TAKEN):
        build.report.lost(Kind.SETTING, name, name, LOST.get(name, UNLIKE))
    closing = speaker.texts(data.get("completedHtml"))
    lead = speaker.texts(data.get("description"))
    speaker.tell()
    questions = build.questions()
    return Imported(FileKind.SURVEYJS, title or Texts(de="SurveyJS"), lead, questions, closing, build.report)


class _Walk:
    """Goes through pages and panels."""

    def __init__(self, build: Builder, speaker: Speaker, data: Mapping[str, Any]) -> None:
        self.build = build
        self.speaker = speaker
        self.data = data
        self.asker = Asker(build, speaker)

    def take(self) -> None:
        pages = list(nodes(self.data.get("pages")))
        loose = [*nodes(self.data.get("elements")), *nodes(self.data.get("questions"))]
        for number, page in enumerate(pages, start=1):
            self.page(page, number, has_others=len(pages) > 1)
        for element in loose:
            self.element(element, [], 0)
        for value in nodes(self.data.get("calculatedValues")):
            self.calculated(value)

    def page(self, page: Node, number: int, *, has_others: bool) -> None:
        """Take in a page as a section; a single page without a title is none."""
        title, name = self.speaker.texts(page.get("title")), name_of(page) or f"page{number}"
        pieces = self.pieces(page, name)
        if not (title or has_others):
            for element in children(page):
                self.element(element, pieces, 0)
            return
        words = title or Texts(de=f"Seite {number}", en=f"Page {number}")
        hint = self.speaker.texts(page.get("description"))
        section = Question(self.build.key(name), QuestionType.SECTION, words, hint)
        self.build.add(section, name, "page", kind=Kind.SECTION, pieces=pieces)
        for element in children(page):
            self.element(element, [], 0)

    def pieces(self, node: Node, name: str) -> list[Piece]:
        found = [*self.asker.piece(name, "condition", node.get("visibleIf"))]
        found += self.asker.piece(name, "condition", node.get("enableIf"))
        if node.get("visible") is False and not node.get("visibleIf"):
            found += self.asker.piece(name, "condition", "false")
        return found

    def element(self, node: Node, pieces: Sequence[Piece], depth: int) -> None:
        """Take in a question or a panel."""
        kind, name = str(node.get("type") or "text"), name_of(node)
        if kind not in {"panel", "flowpanel", "paneldynamic"}:
            self.asker.ask(node, [*pieces, *self.pieces(node, name)])
            return
        self.asker.details.tell(node, name)
        own = [*pieces, *self.pieces(node, name)]
        if kind == "paneldynamic":
            reason = lazy_gettext("Its questions are asked once; people cannot add more rounds.")
            self.build.report.lost(Kind.SETTING, name, kind, reason)
        if title := self.speaker.texts(node.get("title") or node.get("templateTitle")):
            hint = self.speaker.texts(node.get("description"))
            reason = lazy_gettext("A group inside a group is a heading to read.")
            heading = Question(self.build.key(name or "panel"), QuestionType.INFORMATION, title, hint)
            self.build.add(heading, name, kind, Verdict.CHANGED, reason, kind=Kind.SECTION, pieces=own)
        for child in self.inside(node, depth):
            self.element(child, own, depth + 1)

    def inside(self, node: Node, depth: int) -> Iterator[Node]:
        if depth < DEEPEST:
            yield from children(node)
            yield from nodes(node.get("templateElements"))
        else:
            self.build.report.lost(Kind.QUESTION, name_of(node), str(node.get("type")), TOO_DEEP)

    def calculated(self, value: Node) -> None:
        """Take in a value that is worked out; it stands at the end, where it knows every answer."""
        name = name_of(value)
        question = Question(self.build.key(name or "value"), QuestionType.CALCULATED, Texts(de=name or "Wert"))
        pieces = self.asker.piece(name, "formula", value.get("expression"))
        self.build.add(question, name, "calculatedValue", pieces=pieces)
