"""What others do with questions: read what a form sends, check it, say it in words, put it into a table."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions import conditions
from participation.questions.brought import Idea, Photo
from participation.questions.chosen import (
    STEPS,
    Choice,
    Consent,
    Multiple,
    Place,
    Ranking,
    Steps,
)
from participation.questions.conditions import Condition, ConditionError, Formula
from participation.questions.grids import Allocation, Matrix
from participation.questions.kind import InPageLanguage, Kind
from participation.questions.sent import Sent
from participation.questions.typed import Calculated, Day, Information, Number, Text
from participation.questions.types import (
    LONGEST_OF_ALL,
    MISSING,
    READ_ONLY,
    Answer,
    Limits,
    Question,
    QuestionType,
)

KINDS: Mapping[QuestionType, Kind] = {
    QuestionType.SHORT_TEXT: Text(lines=False),
    QuestionType.LONG_TEXT: Text(lines=True),
    QuestionType.NUMBER: Number(),
    QuestionType.SINGLE: Choice(),
    QuestionType.MULTIPLE: Multiple(),
    QuestionType.YES_NO: Choice(),
    QuestionType.SCALE: Steps(),
    QuestionType.DROPDOWN: Choice(),
    QuestionType.DATE: Day(),
    QuestionType.RANKING: Ranking(),
    QuestionType.PLACE: Place(),
    QuestionType.CONSENT: Consent(),
    QuestionType.INFORMATION: Information(),
    QuestionType.SECTION: Information(),
    QuestionType.MATRIX: Matrix(),
    QuestionType.ALLOCATION: Allocation(),
    QuestionType.FILE: Photo(),
    QuestionType.IDEA: Idea(),
    QuestionType.CALCULATED: Calculated(),
}
NOT_SO = lazy_gettext("This answer does not fit. Please look at it again.")
AGAIN = lazy_gettext("Please answer this question once more.")
PREFIX = "q."

_NEEDS_OPTIONS = {
    QuestionType.SINGLE: 2,
    QuestionType.DROPDOWN: 2,
    QuestionType.MULTIPLE: 1,
    QuestionType.RANKING: 2,
    QuestionType.ALLOCATION: 2,
}


def parse(question: Question, data: object) -> Answer:
    """Return what the form sent for this question as plain JSON, or MISSING. Whatever was sent, it never raises.

    Args:
        data: the form's body (names `q.<key>`), or a mapping of the same names that a script sends.
    """
    return KINDS[question.type].parse(question, Sent(data), PREFIX + question.key)


def parse_all(questions: Iterable[Question], data: object) -> dict[str, Answer]:
    """Return the answers to these questions by key; those without an answer are left out."""
    found = ((question.key, parse(question, data)) for question in questions)
    return {key: answer for key, answer in found if answer is not MISSING}


def pressed(questions: Iterable[Question], data: object) -> Question | None:
    """Return the ranking or the allocation one of whose buttons was pressed: its page is to be shown again."""
    sent = Sent(data)
    return next((question for question in questions if _is_pressed(question, sent, PREFIX + question.key)), None)


def _is_pressed(question: Question, sent: Sent, name: str) -> bool:
    if question.type is QuestionType.ALLOCATION:
        return bool(sent.one(name))
    return question.type is QuestionType.RANKING and any(sent.one(f"{name}.{step}") for step in STEPS)


def check(question: Question, answer: object) -> list[Lazy]:
    """Return what has to be mended, one sentence each that says what to do; nothing when all is well."""
    kind = KINDS[question.type]
    if is_missing(answer):
        return [kind.nothing] if question.required and question.type not in READ_ONLY else []
    if not kind.fits(question, answer):
        return [AGAIN]
    return kind.complaints(question, answer)  # type: ignore[arg-type]  # `fits` has just said so


def check_all(questions: Iterable[Question], answers: Mapping[str, object]) -> dict[str, list[Lazy]]:
    """Return the complaints by key, for those questions that have some; these are the questions that are shown."""
    found = {
        question.key: check(question, answers.get(question.key)) or _against_constraint(question, answers)
        for question in questions
    }
    return {key: complaints for key, complaints in found.items() if complaints}


def _against_constraint(question: Question, answers: Mapping[str, object]) -> list[Lazy]:
    """Complain where an answer does not fulfil what its question demands; no answer always does."""
    demand = condition(question.constraint)
    if demand is None or is_missing(answers.get(question.key)) or demand.holds(answers):
        return []
    return [InPageLanguage(question.constraint_message.in_) if question.constraint_message else NOT_SO]


def is_missing(answer: object) -> bool:
    """Return whether an answer says nothing."""
    return answer is MISSING or answer in ("", [], {})


def shown(question: Question, answer: object, language: str) -> str:
    """Return the answer in words, for a summary or a person's own file; empty where it does not fit."""
    kind = KINDS[question.type]
    if is_missing(answer) or not kind.fits(question, answer):
        return ""
    return kind.shown(question, answer, language)  # type: ignore[arg-type]  # `fits` has just said so


def columns(question: Question) -> list[str]:
    """Return the heads of the question's columns in a table; they start with its key."""
    return KINDS[question.type].columns(question)


def cells(question: Question, answer: object) -> list[str]:
    """Return the answer as cells, one for each column; empty cells where there is none that fits."""
    kind = KINDS[question.type]
    if is_missing(answer) or not kind.fits(question, answer):
        return [""] * len(kind.columns(question))
    return kind.cells(question, answer)  # type: ignore[arg-type]  # `fits` has just said so


def condition_of(question: Question) -> Condition | None:
    """Return the condition under which the question is shown; None when always, or when it cannot be read."""
    return condition(question.condition)


def condition(source: str) -> Condition | None:
    """Return a condition; None where there is none, or none that can be read."""
    try:
        return conditions.parse(source) if source else None
    except ConditionError:
        return None


def formula_of(question: Question) -> Formula | None:
    """Return how a calculated value is worked out; None where that cannot be read."""
    try:
        return conditions.formula(question.formula) if question.formula else None
    except ConditionError:
        return None


def conditions_of(questions: Iterable[Question]) -> dict[str, Condition]:
    """Return by key under which conditions questions are shown: their own, and that of the section they stand in."""
    found: dict[str, Condition] = {}
    above: Condition | None = None
    for question in questions:
        own = condition_of(question)
        if question.type is QuestionType.SECTION:
            above = own
        elif own and above:
            own = Condition(("and", above.tree, own.tree))
        if own or above:
            found[question.key] = own or above  # type: ignore[assignment]  # one of them is there
    return found


def mistakes(question: Question) -> list[Lazy]:
    """Return what its author has to mend before anybody is asked, one sentence each."""
    found: list[Lazy] = []
    if not question.text.get("de"):
        found.append(lazy_gettext("Please write the question in German."))
    found += _mistakes_in_options(question)
    found += _mistakes_in_limits(question.limits)
    if question.type in {QuestionType.SCALE, QuestionType.MATRIX} and question.scale:
        words, steps = len(question.scale.words), len(question.steps)
        if words not in {0, steps}:
            found.append(lazy_gettext("Please write one word for each of the %(steps)s steps.", steps=steps))
    if question.type is QuestionType.MATRIX:
        found += _mistakes_in_rows(question)
    if question.type is QuestionType.CALCULATED and not question.formula:
        found.append(lazy_gettext("Please write how the value is worked out."))
    if question.offers_idea and question.type is not QuestionType.LONG_TEXT:
        found.append(lazy_gettext("Only a long text can become an idea. Please change the type of the question."))
    return found


def _mistakes_in_options(question: Question) -> list[Lazy]:
    found: list[Lazy] = []
    keys = [option.key for option in question.options]
    least = _NEEDS_OPTIONS.get(question.type, 0)
    if len(keys) < least:
        found.append(lazy_gettext("Please write at least %(least)s answers to choose from.", least=least))
    if len(set(keys)) < len(keys):
        found.append(lazy_gettext("Two answers have the same key. Please change one."))
    if any(not option.label.get("de") for option in question.options):
        found.append(lazy_gettext("Please write every answer in German."))
    if sum(option.other for option in question.options) > 1:
        found.append(lazy_gettext("Only one answer can have a field for own words."))
    return found


def _mistakes_in_rows(question: Question) -> list[Lazy]:
    found: list[Lazy] = []
    keys = [row.key for row in question.rows]
    if not keys:
        found.append(lazy_gettext("Please write at least one row."))
    if len(set(keys)) < len(keys):
        found.append(lazy_gettext("Two rows have the same key. Please change one."))
    if any(not row.label.get("de") for row in question.rows):
        found.append(lazy_gettext("Please write every row in German."))
    if len(question.table_columns) < 2:
        found.append(lazy_gettext("Please write at least %(least)s answers to choose from.", least=2))
    return found


def _mistakes_in_limits(limits: Limits) -> list[Lazy]:
    pairs = [
        (limits.min, limits.max),
        (limits.min_length, limits.max_length),
        (limits.min_choices, limits.max_choices),
        (limits.earliest, limits.latest),
    ]
    found: list[Lazy] = []
    if any(low is not None and high is not None and low > high for low, high in pairs):  # type: ignore[operator]  # alike
        found.append(lazy_gettext("The smallest value is above the largest one. Please change one of them."))
    if limits.max_length and limits.max_length > LONGEST_OF_ALL:
        found.append(lazy_gettext("No answer can be longer than %(most)s characters.", most=LONGEST_OF_ALL))
    if any(day and not _is_day(day) for day in (limits.earliest, limits.latest)):
        found.append(lazy_gettext("Please write the first and the last day like 2027-01-31."))
    return found


def _is_day(words: str) -> bool:
    try:
        return bool(date.fromisoformat(words))
    except ValueError:
        return False
