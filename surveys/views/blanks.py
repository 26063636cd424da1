"""Questions that nobody has answered yet, rendered once: page by page they look the same to everybody."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from flask import request
from markupsafe import Markup

from participation.questions.types import Answer, Question
from participation.web import languages
from participation.web.assets import asset
from surveys.models import Questionnaire


class Blanks:
    """The questions of one page; of those without an answer and a complaint the markup is kept.

    A question with earlier answers in its text, with fewer options or with full ones is another object than the
    questionnaire's own: it is not kept.
    """

    def __init__(
        self, questionnaire: Questionnaire, answers: Mapping[str, Answer], errors: Mapping[str, object]
    ) -> None:
        self.kept = _kept.setdefault(questionnaire, {})
        self.own = {id(question) for question in questionnaire.questions}
        self.touched = answers.keys() | errors.keys()
        self.looks = (languages.language(), request.script_root, asset("citizen.css"))

    def of(self, question: Question, heading: str) -> Markup | None:
        """Return the markup of a question that was rendered before."""
        return self.kept.get((question.key, heading, *self.looks)) if self._is_blank(question) else None

    def keep(self, question: Question, heading: str, markup: Markup) -> Markup:
        """Return the markup, and keep it where it is the same for everybody."""
        if self._is_blank(question):
            self.kept[(question.key, heading, *self.looks)] = markup
        return markup

    def _is_blank(self, question: Question) -> bool:
        return id(question) in self.own and question.key not in self.touched


_kept: WeakKeyDictionary[Questionnaire, dict[tuple[str, ...], Markup]] = WeakKeyDictionary()
