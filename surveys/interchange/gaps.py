"""Earlier answers in later texts: `${name}` of XLSForm and `{name}` of the others as gaps of ours."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.questions.types import Option, Question
from surveys.interchange.expressions.targets import Target
from surveys.interchange.report import Kind, LossReport

XPATH_GAP = re.compile(r"\$\{\s*([^{}]+?)\s*\}")
BRACES = re.compile(r"\{\s*([^{}]+?)\s*\}")
SUFFIX = re.compile(r"\.(shown|NAOK|value|valueNAOK|code)$", re.IGNORECASE)

UNSAID = lazy_gettext("This gap in the text cannot be filled here. Please change the text before you publish.")


def filled(
    question: Question,
    name: str,
    resolve: Callable[[str], Target | None],
    order: Mapping[str, int],
    report: LossReport,
    *,
    pattern: re.Pattern[str] = BRACES,
) -> Question:
    """Return the question with gaps of ours in its texts; those that nobody can fill are told.

    Args:
        order: the place of each question by its key.
    """
    unsaid: dict[str, None] = {}

    def gap(hit: re.Match[str]) -> str:
        target = resolve(SUFFIX.sub("", hit[1].removeprefix("INSERTANS:").strip()))
        is_known = target is not None and not target.option and not target.row
        if target is not None and is_known and order.get(target.key, len(order)) < order[question.key]:
            return f"{{{target.key}}}"
        unsaid[hit[0]] = None
        return hit[0]

    def fill(texts: Texts) -> Texts:
        if not any("{" in words for words in texts.values()):
            return texts
        return Texts({language: pattern.sub(gap, words) for language, words in texts.items()})

    def line(option: Option) -> Option:
        return replace(option, label=fill(option.label))

    found = replace(
        question,
        text=fill(question.text),
        hint=fill(question.hint),
        options=tuple(map(line, question.options)),
        rows=tuple(map(line, question.rows)),
    )
    if unsaid:
        report.changed(Kind.DETAIL, name, f"text: {', '.join(unsaid)}", UNSAID)
    return found
