"""The attributes of LimeSurvey's questions that come along: limits, conditions, the field for own words."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from participation.core.database import Texts
from participation.questions.kind import day_in, number_in
from participation.questions.types import Limits, Option, QuestionType
from surveys.interchange.lss.reading import Row, Thing

NONE = Limits()
OTHER = Texts(de="Anderes", en="Other", ls="Etwas anderes")
METHODS = {"": "==", "a<b": "<", "a<=b": "<=", "a>=b": ">=", "a>b": ">"}
"""What old conditions call their comparisons, where formulas call them differently."""

ANSWER = re.compile(r"@[0-9]+X[0-9]+X\w+@")
ALWAYS = frozenset({"", "1"})

LENGTHS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})


def relevance(thing: Thing, conditions: Mapping[str, Sequence[Row]]) -> str:
    """Return when a question is shown: its relevance, or the conditions of old files."""
    if thing.attribute("hidden") == "1" and thing["type"] != "*":
        return "0"
    source = said(thing["relevance"] or thing.attribute("relevance"))
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
        method = METHODS.get(row.get("method") or "", row.get("method"))
        one = f"{field}.NAOK {method} {_value(row.get('value', '').strip())}"
        scenarios.setdefault(row.get("scenario", "1"), {}).setdefault(row.get("cqid", field), []).append(one)
    parts = [" and ".join(f"({' or '.join(ones)})" for ones in scenario.values()) for scenario in scenarios.values()]
    return " or ".join(f"({part})" for part in parts)


def _value(words: str) -> str:
    """Return what an old condition compares with: a value, or the answer to another question, as in @1X5X9@."""
    return f"{words[1:-1]}.NAOK" if ANSWER.fullmatch(words) else json.dumps(words)


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
