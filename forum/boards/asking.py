"""The questions that a board asks beside the idea."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext

from participation.contributions.models import Board
from participation.core.feature import Lazy
from participation.questions import services as questions
from participation.questions.types import Answer, Question
from participation.web import languages
from participation.web.forms import Form


class WithQuestions(Form):
    """A form with the questions of its board; `complaints` says what is to be mended, by their keys."""

    questions: tuple[Question, ...] = ()
    said: Mapping[str, Answer] = {}
    complaints: Mapping[str, list[Lazy]] = {}

    def ask(self, board: Board) -> None:
        """Ask what the board asks, and read what was sent."""
        self.questions = board.questions()
        if request.method == "POST":
            self.said = questions.parse_all(self.questions, request.form)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the answers beside everything else."""
        is_good = super().validate(extra_validators)
        self.complaints = questions.check_all(self.questions, self.said)
        for question in self.questions:
            for complaint in self.complaints.get(question.key, []):
                name = question.text.in_(languages.language())
                self.form_errors.append(gettext("“%(question)s”: %(complaint)s", question=name, complaint=complaint))
        if self.complaints:
            self.renew()
        return is_good and not self.complaints
