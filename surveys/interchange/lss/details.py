"""The attributes of LimeSurvey's questions: limits, conditions, and what does not come along."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.kind import day_in, number_in
from participation.questions.types import Limits, Option, QuestionType
from surveys.interchange.lss.reading import Row, Thing
from surveys.interchange.report import Kind, LossReport

NONE = Limits()
OTHER = Texts(de="Anderes", en="Other", ls="Etwas anderes")
ALWAYS = frozenset({"", "1"})

ORDER = lazy_gettext("The choices keep their order.")
RULE = lazy_gettext("Our conditions cannot say this. Every answer is taken.")
TIME = lazy_gettext("Nobody is hurried here.")
SOFT = lazy_gettext("A reminder is not given. The answer is not needed.")
LOOKS = lazy_gettext("How a question looks follows the device.")

LOST: Mapping[str, Lazy] = {
    **dict.fromkeys(("random_order", "random_group", "answer_order", "alphasort"), ORDER),
    **dict.fromkeys(("em_validation_sq", "min_num_value", "max_num_value", "max_num_value_sgqa"), RULE),
    **dict.fromkeys(("min_num_value_sgqa", "num_value_equals_sgqa", "max_subquestions"), RULE),
    "time_limit": TIME,
    "prefix": LOOKS,
}
"""Attributes that mean something and do not come along, when they are set to something."""

USUAL = {"random_order": "0", "answer_order": "normal", "alphasort": "0", "time_limit": "0"}
LENGTHS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})


def relevance(thing: Thing, conditions: Mapping[str, Sequence[Row]]) -> str:
    """Return when a question is shown: its relevance, or the conditions of old files."""
    if thing.attribute("hidden") == "1" and thing["type"] != "*":
        return "0"
    source = said(thing["relevance"])
    rows = conditions.get(thing["qid"], ())
    return source or (_from_rows(rows) if rows else "")


def said(source: str) -> str:
    """Return a relevance that says something; the usual one is 1."""
    return "" if source.strip() in ALWAYS else source


def _from_rows(rows: Sequence[Row]) -> str:
    """Return old conditions as a formula: one of the scenarios, in it one of the answers to each question."""
    scenarios: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        field = row.get("cfieldname", "").lstrip("+")
        one = f"{field}.NAOK {row.get('method') or '=='} {json.dumps(row.get('value', '').strip())}"
        scenarios.setdefault(row.get("scenario", "1"), {}).setdefault(row.get("cqid", field), []).append(one)
    parts = [" and ".join(f"({' or '.join(ones)})" for ones in scenario.values()) for scenario in scenarios.values()]
    return " or ".join(f"({part})" for part in parts)


def limits(thing: Thing, kind: QuestionType) -> Limits:
    """Return the limits that the attributes of a question say for this type."""
    if kind is QuestionType.NUMBER:
        return _numbers(thing)
    if kind in LENGTHS:
        return replace(NONE, max_length=_whole(thing.attribute("maximum_chars")))
    if kind is QuestionType.MULTIPLE:
        least, most = (_whole(thing.attribute(name)) for name in ("min_answers", "max_answers"))
        return replace(NONE, min_choices=least, max_choices=most)
    if kind is QuestionType.RANKING:
        least, most = (_whole(thing.attribute(name)) for name in ("min_answers", "max_answers"))
        return replace(NONE, min_choices=least, max_rank=most)
    if kind is QuestionType.DATE:
        first, last = (day_in(thing.attribute(name)[:10]) for name in ("date_min", "date_max"))
        return replace(NONE, earliest=first, latest=last)
    return NONE


def _numbers(thing: Thing) -> Limits:
    low = _first(thing, ("min_num_value_n", "slider_min", "multiflexible_min"))
    high = _first(thing, ("max_num_value_n", "slider_max", "multiflexible_max"))
    suffix = thing.said.get("suffix") or Texts({"de": thing.attribute("suffix")} if thing.attribute("suffix") else {})
    whole = thing.attribute("num_value_int_only") == "1"
    return replace(NONE, min=low, max=high, whole=whole, unit=suffix)


def _first(thing: Thing, names: Sequence[str]) -> float | None:
    return next((number for name in names if (number := number_in(thing.attribute(name))) is not None), None)


def _whole(words: str) -> int | None:
    return int(words) if words.isdigit() and 0 < len(words) < 5 and int(words) > 0 else None


def other(thing: Thing) -> Option | None:
    """Return the option with a field for own words, where the question has one."""
    if thing["other"] != "Y":
        return None
    return Option("other", thing.said.get("other_replace_text") or OTHER, other=True)


def tell(report: LossReport, thing: Thing) -> None:
    """Say which parts of a question do not come along."""
    name = thing["title"]
    for attribute, reason in LOST.items():
        value = thing.attribute(attribute)
        if value and value != USUAL.get(attribute):
            report.lost(Kind.DETAIL, name, f"{attribute}: {value}", reason)
    for attribute in ("min_num_value_n", "max_num_value_n", "min_answers", "max_answers", "date_min", "date_max"):
        value = thing.attribute(attribute)
        if value and number_in(value) is None and day_in(value[:10]) is None:
            report.lost(Kind.DETAIL, name, f"{attribute}: {value}", RULE)
    if thing["preg"]:
        report.lost(Kind.DETAIL, name, f"preg: {thing['preg']}", RULE)
    if thing["mandatory"] == "S":
        report.changed(Kind.DETAIL, name, "mandatory: S", SOFT)
