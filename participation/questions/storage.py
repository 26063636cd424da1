"""Questions as JSON: how a survey or a registration stores them, and what an import has to bring."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING as NO_DEFAULT
from dataclasses import fields
from enum import StrEnum
from typing import Any

from participation.core.database import Texts
from participation.questions.conditions import reserved
from participation.questions.types import Level, Limits, Option, Question, QuestionType, Scale

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
OPTION_KEY = re.compile(r"[\w.+-]{1,60}")
ROW_KEY = re.compile(r"[A-Za-z0-9_]{1,60}")
NOT_FOR_ROWS = frozenset({"key", "text"})
"""What the answers of other types are made of: a row of this name could not be told from them."""
MOST_STEPS = 21
NAMES: dict[type, set[str]] = {kind: {one.name for one in fields(kind)} for kind in (Question, Option, Scale, Limits)}


class MalformedQuestionError(ValueError):
    """A stored or imported question that cannot be understood at all; one sentence says why."""


def to_dict(question: Question) -> dict[str, Any]:
    """Return the question as plain JSON; what is not said is left out."""
    return _slim(question)


def from_dict(data: object) -> Question:
    """Read a question from JSON.

    Raises:
        MalformedQuestionError: with one sentence for people who write such files.
    """
    try:
        return _question(data)
    except MalformedQuestionError:
        raise
    except KeyError as error:
        raise MalformedQuestionError(f"A question lacks its {error.args[0]!r}.") from None
    except (TypeError, ValueError, OverflowError) as error:
        raise MalformedQuestionError(f"A question cannot be read: {error}.") from None


def to_list(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return the questions as plain JSON."""
    return [to_dict(question) for question in questions]


def from_list(data: object) -> tuple[Question, ...]:
    """Read questions from JSON; no two have the same key.

    Raises:
        MalformedQuestionError: with one sentence for people who write such files.
    """
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise MalformedQuestionError("Questions are written as a list.")
    found = tuple(from_dict(one) for one in data)
    keys = [question.key for question in found]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise MalformedQuestionError(f"Two questions have the key {twice!r}.")
    return found


def _slim(value: Any) -> dict[str, Any]:
    """Return a frozen value without what equals its default."""
    found: dict[str, Any] = {}
    for one in fields(value):
        part = getattr(value, one.name)
        default = one.default_factory() if one.default_factory is not NO_DEFAULT else one.default
        if part != default:
            found[one.name] = _plain(part)
    return found


def _plain(part: Any) -> Any:
    if isinstance(part, Option | Scale | Limits):
        return _slim(part)
    if isinstance(part, tuple):
        return [_plain(one) for one in part]
    if isinstance(part, StrEnum):
        return part.value
    return dict(part) if isinstance(part, Texts) else part


def _question(given: object) -> Question:
    data = _mapping(given, Question)
    key = data["key"]
    if not isinstance(key, str) or not KEY.fullmatch(key) or reserved(key):
        raise MalformedQuestionError(
            f"{key!r} cannot be the key of a question: please use letters, digits and _, and no word of the conditions."
        )
    return Question(
        key=key,
        type=QuestionType(data["type"]),
        text=_texts(data["text"]),
        hint=_texts(data.get("hint", {})),
        required=_flag(data, "required"),
        options=tuple(_option(one) for one in data.get("options", ())),
        scale=_scale(data["scale"]) if data.get("scale") is not None else None,
        limits=_limits(data.get("limits", {})),
        condition=_string(data.get("condition", "")),
        level=Level(data["level"]) if data.get("level") is not None else None,
        points=_whole(data.get("points")),
        offers_idea=_flag(data, "offers_idea"),
        rows=tuple(_row(one) for one in data.get("rows", ())),
        formula=_string(data.get("formula", "")),
        constraint=_string(data.get("constraint", "")),
        constraint_message=_texts(data.get("constraint_message", {})),
    )


def _option(data: object) -> Option:
    values = _mapping(data, Option)
    key = values["key"]
    if not isinstance(key, str) or not OPTION_KEY.fullmatch(key):
        raise MalformedQuestionError(f"{key!r} cannot be the key of an option: please use letters, digits and _.")
    return Option(
        key,
        _texts(values["label"]),
        _flag(values, "exclusive"),
        _flag(values, "other"),
        _string(values.get("condition", "")),
    )


def _row(data: object) -> Option:
    """Read a row of a matrix. Conditions name it behind the key of its question, so its key is stricter."""
    row = _option(data)
    if not ROW_KEY.fullmatch(row.key) or row.key in NOT_FOR_ROWS:
        raise MalformedQuestionError(
            f"{row.key!r} cannot be the key of a row: please use letters, digits and _, and neither 'key' nor 'text'."
        )
    return row


def _scale(data: object) -> Scale:
    values = _mapping(data, Scale)
    low, high = _whole(values.get("min", 1)), _whole(values.get("max", 5))
    if low is None or high is None or not 1 <= high - low < MOST_STEPS:
        raise MalformedQuestionError("A scale has 2 to 21 steps, the lowest first.")
    words = tuple(_texts(one) for one in values.get("words", ()))
    return Scale(low, high, _texts(values.get("min_label", {})), _texts(values.get("max_label", {})), words)


def _limits(data: object) -> Limits:
    values = dict(_mapping(data, Limits))
    unit = _texts(values.pop("unit", {}))
    for name, value in values.items():
        if name in {"earliest", "latest"}:
            _string(value)
        elif name == "whole":
            _flag(values, name)
        elif name in {"min", "max"}:
            _finite(value)
        elif (_whole(value) or 0) < 0:
            raise MalformedQuestionError(f"The limit {name!r} is below zero.")
    return Limits(unit=unit, **values)


def _finite(value: object) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is not None and not (is_number and math.isfinite(value)):  # type: ignore[arg-type]  # asked just before
        raise MalformedQuestionError(f"The limit {value!r} is not a number.")


def _mapping(data: object, kind: type) -> Mapping[str, Any]:
    name = kind.__name__
    if not isinstance(data, Mapping):
        raise MalformedQuestionError(f"{name}: written as an object with names.")
    unknown = sorted(str(one) for one in set(data) - NAMES[kind])
    if unknown:
        raise MalformedQuestionError(f"{name}: {', '.join(unknown)} is not known.")
    return data


def _texts(data: object) -> Texts:
    if isinstance(data, str):
        return Texts(de=data) if data else Texts()
    if not isinstance(data, Mapping) or not all(isinstance(part, str) for pair in data.items() for part in pair):
        raise MalformedQuestionError("A text is written once for each language, like {'de': …, 'en': …}.")
    return Texts(data)


def _flag(data: Mapping[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise MalformedQuestionError(f"{name!r} is either true or false.")
    return value


def _whole(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise MalformedQuestionError(f"{value!r} is not a whole number.")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedQuestionError(f"{value!r} is not a text.")
    return value
