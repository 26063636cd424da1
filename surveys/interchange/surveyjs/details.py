"""Limits, validators, further choices and steps of SurveyJS's questions, and what of them does not come along."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.kind import day_in
from participation.questions.types import Limits, Option, Question, QuestionType, Scale
from surveys.interchange.building import Builder
from surveys.interchange.report import Kind, LossReport
from surveys.interchange.surveyjs.found import Found
from surveys.interchange.surveyjs.nodes import Node, count, items, nodes, number
from surveys.interchange.surveyjs.words import Speaker

MOST_STEPS = 21
MOST_NUMBERS = 500
TEXTS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})
OTHER = Texts(de="Anderes", en="Other", ls="Etwas anderes")
ALONE: Mapping[str, tuple[str, str, Texts]] = {
    "showNoneItem": ("none", "noneText", Texts(de="Nichts davon", en="None")),
    "hasNone": ("none", "noneText", Texts(de="Nichts davon", en="None")),
    "showRefuseItem": ("refused", "refuseText", Texts(de="Das möchte ich nicht sagen", en="I prefer not to say")),
    "showDontKnowItem": ("dontknow", "dontKnowText", Texts(de="Das weiß ich nicht", en="I do not know")),
}

RULE = lazy_gettext("Our conditions cannot say this. Every answer is taken.")
LOST: Mapping[str, Lazy] = {
    "defaultValue": lazy_gettext("Questions begin without an answer."),
    "defaultValueExpression": lazy_gettext("Questions begin without an answer."),
    "setValueExpression": lazy_gettext("Nothing happens by itself while people answer."),
    "requiredIf": lazy_gettext("Whether an answer is needed cannot depend on others. It is not needed."),
    "choicesByUrl": lazy_gettext("Nothing is fetched from other sites. Please add the choices."),
    "choicesFromQuestion": lazy_gettext("Choices are not carried from question to question. Please add them."),
    "choicesOrder": lazy_gettext("The choices keep their order."),
    "rowsOrder": lazy_gettext("The choices keep their order."),
    "columnsVisibleIf": lazy_gettext("Our conditions cannot say which choices belong together. All are offered."),
    "rowsVisibleIf": lazy_gettext("Our conditions cannot say which choices belong together. All are offered."),
    "showCommentArea": lazy_gettext("The field for a comment is not taken over."),
    "hasComment": lazy_gettext("The field for a comment is not taken over."),
    "readOnly": lazy_gettext("People can answer it."),
    "correctAnswer": lazy_gettext("Answers are not graded here."),
    "maskType": RULE,
}
USUAL = {"choicesOrder": "none", "rowsOrder": "initial", "maskType": "none"}


def tell(report: LossReport, node: Node, name: str) -> None:
    """Say which parts of a question do not come along."""
    for attribute, reason in LOST.items():
        value = node.get(attribute)
        if value and value != USUAL.get(attribute):
            report.lost(Kind.DETAIL, name, f"{attribute}: {value}", reason)
    for validator in nodes(node.get("validators")):
        if validator.get("type") in {"regex", "email"}:
            report.lost(Kind.DETAIL, name, f"validator: {validator.get('regex', 'email')}", RULE)


def limited(question: Question, node: Node, speaker: Speaker) -> tuple[Question, list[str]]:
    """Return the question with its limits, and the formulas that its answers have to fulfil."""
    limits, rules, message = _own_limits(question, node), list[str](), Texts()
    for validator in nodes(node.get("validators")):
        kind = validator.get("type")
        if kind == "expression" and isinstance(validator.get("expression"), str):
            rules.append(validator["expression"])
            message = speaker.texts(validator.get("text"))
        limits = _validated(question.type, limits, str(kind), validator)
    return replace(question, limits=limits, constraint_message=message), rules


def _own_limits(question: Question, node: Node) -> Limits:
    limits = question.limits
    if question.type in TEXTS:
        return replace(limits, max_length=count(node, "maxLength"))
    if question.type is QuestionType.NUMBER:
        low, high = number(node, "min"), number(node, "max")
        return replace(limits, min=limits.min if low is None else low, max=limits.max if high is None else high)
    if question.type is QuestionType.DATE:
        first, last = (day_in(str(node.get(name) or "")[:10]) for name in ("min", "max"))
        return replace(limits, earliest=first, latest=last)
    return limits


def _validated(kind: QuestionType, limits: Limits, validator: str, node: Node) -> Limits:
    if validator == "numeric" and kind is QuestionType.NUMBER:
        low, high = number(node, "minValue"), number(node, "maxValue")
        return replace(limits, min=limits.min if low is None else low, max=limits.max if high is None else high)
    if validator == "text" and kind in TEXTS:
        least, most = count(node, "minLength"), count(node, "maxLength")
        return replace(limits, min_length=least or limits.min_length, max_length=most or limits.max_length)
    if validator == "answercount" and kind is QuestionType.MULTIPLE:
        least, most = count(node, "minCount"), count(node, "maxCount")
        return replace(limits, min_choices=least or limits.min_choices, max_choices=most or limits.max_choices)
    return limits


def numbered(node: Node) -> list[tuple[str, Texts]]:
    """Return the choices of a range of numbers."""
    low, high, step = (number(node, name) for name in ("choicesMin", "choicesMax", "choicesStep"))
    if low is None or high is None or not float(low).is_integer():
        return []
    numbers = range(int(low), int(high) + 1, count(node, "choicesStep") or int(step or 1) or 1)
    return [(str(one), Texts(de=str(one))) for one in numbers[:MOST_NUMBERS]]


def other(node: Node, speaker: Speaker) -> Option | None:
    """Return the option with a field for own words, where the question has one."""
    if not (node.get("showOtherItem") or node.get("hasOther")):
        return None
    return Option("other", speaker.texts(node.get("otherText")) or OTHER, other=True)


def alone(node: Node, speaker: Speaker) -> Iterator[tuple[str, Texts]]:
    """Yield the choices that go with no other."""
    told = set[str]()
    for flag, (name, said, usual) in ALONE.items():
        if node.get(flag) and name not in told:
            told.add(name)
            yield name, speaker.texts(node.get(said)) or usual


def rated(build: Builder, speaker: Speaker, node: Node, question: Question) -> Found:
    """Return a rating as a scale; as single choice where its steps are no numbers in a row."""
    given = [(said, speaker.texts(more.get("text"))) for said, more in items(node.get("rateValues"))]
    steps = [int(said) for said, _label in given if said.lstrip("-").isdigit() and len(said) < 5]
    if given and (len(steps) < len(given) or steps != list(range(steps[0], steps[0] + len(steps))) or len(steps) < 2):
        options, values = build.options([(said, label or Texts({speaker.default: said})) for said, label in given])
        return Found(replace(question, type=QuestionType.SINGLE, options=options), values)
    low, high = _ends(node, steps)
    words = tuple(label for _said, label in given) if given and all(label for _said, label in given) else ()
    scale = Scale(
        low, high, speaker.texts(node.get("minRateDescription")), speaker.texts(node.get("maxRateDescription")), words
    )
    named: dict[str, str | int] = {str(step): step for step in range(low, high + 1)}
    return Found(replace(question, type=QuestionType.SCALE, scale=scale), named)


def _ends(node: Node, steps: list[int]) -> tuple[int, int]:
    """Return the lowest and the highest step; no scale has more than 21."""
    if steps:
        return steps[0], min(steps[-1], steps[0] + MOST_STEPS - 1)
    low, most = number(node, "rateMin"), count(node, "rateCount")
    first = int(1 if low is None else low)
    high = number(node, "rateMax")
    last = int(high) if high is not None else first + (most or 5) - 1
    return first, min(max(last, first + 1), first + MOST_STEPS - 1)
