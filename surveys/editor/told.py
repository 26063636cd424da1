"""What a question says in rows, not formulas: when it is shown, what its answer has to be, how it is worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions import condition_rows
from participation.questions.condition_rows import Rows, Subject
from participation.questions.types import Question, QuestionType
from surveys.editor import formula_rows
from surveys.editor.formula_rows import Working
from surveys.editor.question_form import FIELDS

WHEN, MUST, WORKED = "when", "must", "worked"


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of one question.

    Attributes:
        known: what can be asked about before it.
        own: the same, and its own answer first.
    """

    known: Mapping[str, Subject]
    own: Mapping[str, Subject]
    when: Rows
    must: Rows
    worked: Working

    @property
    def condition(self) -> str:
        """When it is shown, as a text."""
        return condition_rows.to_condition(self.when, self.known)

    @property
    def constraint(self) -> str:
        """What its answer has to be, as a text."""
        return condition_rows.to_condition(self.must, self.own)

    @property
    def formula(self) -> str:
        """How it is worked out, as a text."""
        return formula_rows.to_formula(self.worked)

    @property
    def errors(self) -> dict[str, list[Lazy]]:
        """What has to be mended, by the name of the part; empty where nothing."""
        found = {
            WHEN: condition_rows.complaints(self.when, self.known),
            MUST: condition_rows.complaints(self.must, self.own),
            WORKED: formula_rows.complaints(self.worked, self.known),
        }
        return {name: sentences for name, sentences in found.items() if sentences}

    def into(self, question: Question) -> Question:
        """Return the question with all of it; what its type has no rows for stays as it was."""
        found = replace(question, condition=self.condition)
        if has_constraint(question):
            found = replace(found, constraint=self.constraint)
        return replace(found, formula=self.formula) if question.type is QuestionType.CALCULATED else found


def has_constraint(question: Question) -> bool:
    """Return whether its answer can be asked to fulfil something."""
    return "message_de" in FIELDS[question.type]


def stored(question: Question, earlier: Sequence[Question]) -> Told:
    """Return what the question says."""
    known, own = _subjects(question, earlier)
    return Told(
        known,
        own,
        condition_rows.from_condition(question.condition, known),
        condition_rows.from_condition(question.constraint, own),
        formula_rows.from_formula(question.formula, known),
    )


def sent(form: object, question: Question, earlier: Sequence[Question]) -> Told:
    """Return what was typed; the question is the one that was typed with it."""
    known, own = _subjects(question, earlier)
    return Told(
        known,
        own,
        condition_rows.read(form, WHEN, known),
        condition_rows.read(form, MUST, own),
        formula_rows.read(form, WORKED, known),
    )


def is_pressed(form: object) -> bool:
    """Return whether somebody asked for the answers to the questions chosen so far."""
    return condition_rows.pressed(form, WHEN) or condition_rows.pressed(form, MUST)


def _subjects(question: Question, earlier: Sequence[Question]) -> tuple[dict[str, Subject], dict[str, Subject]]:
    known = condition_rows.subjects(earlier)
    itself = replace(question, text=Texts(de=gettext("This answer")))
    return known, {**condition_rows.subjects([itself]), **known}
