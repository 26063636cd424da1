"""Limits, validators, further choices and steps of SurveyJS's questions, and what of them does not come along."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.kind import day_in
from participation.questions.types import Limits, Option, Question, QuestionType, Scale
from surveys.interchange import marks
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
TAKEN = frozenset(
    {
        "type", "name", "valueName", "title", "description", "isRequired", "visibleIf", "enableIf", "visible",
        "choices", "choicesVisibleIf", "choicesMin", "choicesMax", "choicesStep", "rows", "columns", "items", "html",
        "altText", "expression", "elements", "questions", "templateElements", "templateTitle", "inputType", "min",
        "max", "maxLength", "validators", "rateMin", "rateMax", "rateStep", "rateCount", "rateValues",
        "minRateDescription", "maxRateDescription", "valueTrue", "valueFalse", "labelTrue", "labelFalse",
        "showOtherItem", "hasOther", "otherText", "showNoneItem", "hasNone", "noneText", "showRefuseItem",
        "refuseText", "showDontKnowItem", "dontKnowText", "multiSelect", "minSelectedChoices", "maxSelectedChoices",
        "selectToRankEnabled", "eachRowRequired", "isAllRowRequired", "cellType", "acceptedTypes", marks.NAME,
    }
)  # fmt: skip
"""Properties that come along."""

ONLY_LOOKS = re.compile(
    r".*(?:Width|Height|Location|Mode|Size|Fit|Style|Layout|Indent|Count|Caption|Icon|Mask|Format|Type|Number|Color|Area)|"
    r"width|size|indent|state|placeholder|placeHolder|optionsCaption|colCount|renderAs|autocomplete|autoGrow|allow.*|"
    r"startWithNewLine|hide.*|show.*|search.*|display.*|alternateRows|transposed|currency|.*FractionDigits|step|.*ErrorText|"
    r"requiredErrorText|storeDataAsText|waitForUpload|data[A-Z].*|panel.*|keyName|.*Text|swapOrder|tooltip.*|label.*|has[A-Z].*"
)
VALIDATORS = frozenset({"numeric", "text", "answercount", "expression"})
LOOKS = lazy_gettext("How a question looks follows the device.")
OWN_WORDS = lazy_gettext("Stadtfaden says in its own words what has to be mended.")
UNLIKE = lazy_gettext("Stadtfaden has nothing like it.")
MANY_STEPS = lazy_gettext("A slider with these steps is a number between its ends.")
USUAL = {"choicesOrder": "none", "rowsOrder": "initial", "maskType": "none"}


class Details:
    """Tells what does not come along of the questions of a file: with its question, or once for all."""

    def __init__(self, report: LossReport) -> None:
        self.report = report
        self.others: Counter[str] = Counter()

    def tell(self, node: Node, name: str) -> None:
        """Say which parts of a question do not come along."""
        for attribute, value in node.items():
            if not value or value == USUAL.get(attribute) or attribute in TAKEN:
                continue
            if attribute in LOST:
                self.report.lost(Kind.DETAIL, name, f"{attribute}: {value}", LOST[attribute])
            else:
                self.others[str(attribute)] += 1
        for validator in nodes(node.get("validators")):
            kind = str(validator.get("type"))
            if kind not in VALIDATORS:
                self.report.lost(Kind.DETAIL, name, f"validator: {validator.get('regex', kind)}", RULE)
            elif validator.get("text") and kind != "expression":
                self.report.changed(Kind.DETAIL, name, f"validator: {kind}, text", OWN_WORDS)

    def tell_others(self) -> None:
        """Say once for all questions which further properties have no meaning here."""
        for attribute, times in sorted(self.others.items()):
            if ONLY_LOOKS.fullmatch(attribute):
                self.report.changed(Kind.SETTING, attribute, f"{attribute}: {times}", LOOKS)
            else:
                self.report.lost(Kind.SETTING, attribute, f"{attribute}: {times}", UNLIKE)


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
    if not given and (found := _stepped(build, node, question)):
        return found
    low, high = _ends(node, steps)
    words = tuple(label for _said, label in given) if given and all(label for _said, label in given) else ()
    scale = Scale(
        low, high, speaker.texts(node.get("minRateDescription")), speaker.texts(node.get("maxRateDescription")), words
    )
    named: dict[str, str | int] = {str(step): step for step in range(low, high + 1)}
    return Found(replace(question, type=QuestionType.SCALE, scale=scale), named)


def _stepped(build: Builder, node: Node, question: Question) -> Found | None:
    """Return a rating with other than few whole steps: a number between its ends, or a choice of its numbers."""
    low, high, step = (number(node, name) for name in ("rateMin", "rateMax", "rateStep"))
    low, step = 1 if low is None else low, step or 1
    if high is None or (step == 1 and float(low).is_integer() and high - low < MOST_STEPS):
        return None
    numbers = [low + place * step for place in range(MOST_STEPS) if low + place * step <= high] if step > 0 else []
    if len(numbers) < 2 or numbers[-1] + step <= high:
        limits = Limits(min=low, max=high)
        return Found(replace(question, type=QuestionType.NUMBER, limits=limits), reason=MANY_STEPS)
    said = [f"{one:g}" for one in numbers]
    options, values = build.options([(one, Texts(de=one)) for one in said])
    return Found(replace(question, type=QuestionType.SINGLE, options=options), values)


def _ends(node: Node, steps: list[int]) -> tuple[int, int]:
    """Return the lowest and the highest step; no scale has more than 21."""
    if steps:
        return steps[0], min(steps[-1], steps[0] + MOST_STEPS - 1)
    low, most = number(node, "rateMin"), count(node, "rateCount")
    first = int(1 if low is None else low)
    high = number(node, "rateMax")
    last = int(high) if high is not None else first + (most or 5) - 1
    return first, min(max(last, first + 1), first + MOST_STEPS - 1)
