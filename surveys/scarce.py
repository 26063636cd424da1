"""Scarce places in a survey: options that only so many can choose, and groups of which only so many are asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from flask_babel import gettext, lazy_gettext

from participation.core import capacity
from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.conditions import ConditionError, parse
from participation.questions.faults import WITH_OPTIONS
from participation.questions.types import Option, Question, picked


@dataclass(frozen=True, slots=True)
class OptionLimit:
    """How many people can choose one option, such as a date with twenty seats (Platzzahl)."""

    question: str
    option: str
    places: int


@dataclass(frozen=True, slots=True)
class Quota:
    """How many answers of one group are wanted; a condition says who belongs to it (Quote)."""

    key: str
    condition: str
    places: int


@dataclass(frozen=True, slots=True)
class Scarce:
    """All that is scarce in one survey."""

    options: tuple[OptionLimit, ...] = ()
    quotas: tuple[Quota, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.options or self.quotas)

    @property
    def all(self) -> "tuple[OptionLimit | Quota, ...]":
        """Everything of which there are only so many places, in an order that is always the same."""
        return (*self.options, *self.quotas)

    def wanted(self, values: Mapping[str, Any]) -> Iterator[OptionLimit | Quota]:
        """Yield of what these answers take one place each, in an order that is always the same."""
        yield from (one for one in self.options if one.option in picked(values.get(one.question)))
        yield from (one for one in self.quotas if parse(one.condition).holds(values))


NOTHING_SCARCE = Scarce()


class FullError(Exception):
    """There is no place left of something."""

    def __init__(self, what: OptionLimit | Quota) -> None:
        self.what = what
        super().__init__(str(what))


def to_json(scarce: Scarce) -> dict[str, Any]:
    """Return it as plain JSON."""
    return {"options": [asdict(one) for one in scarce.options], "quotas": [asdict(one) for one in scarce.quotas]}


def from_json(data: Mapping[str, Any]) -> Scarce:
    """Return what was stored."""
    options = tuple(OptionLimit(**one) for one in data.get("options", ()))
    return Scarce(options, tuple(Quota(**one) for one in data.get("quotas", ())))


def place_name(survey_id: int, what: OptionLimit | Quota) -> str:
    """Return the name under which the places of something are counted."""
    if isinstance(what, Quota):
        return f"survey:{survey_id}:quota:{what.key}"
    return f"survey:{survey_id}:option:{what.question}:{what.option}"


def open_places(survey_id: int, scarce: Scarce) -> None:
    """Offer the places of a survey that begins."""
    for what in scarce.all:
        capacity.open_places(place_name(survey_id, what), what.places)


def take(survey_id: int, scarce: Scarce, values: Mapping[str, Any]) -> None:
    """Take one place of all that these answers want, in the transaction that stores them.

    Raises:
        FullError: where there is none left of something; what was taken before goes back with the transaction.
    """
    for what in scarce.wanted(values):
        if not capacity.take(place_name(survey_id, what)):
            raise FullError(what)


def give_back(survey_id: int, scarce: Scarce, values: Mapping[str, Any]) -> None:
    """Free the places that these answers had taken."""
    for what in scarce.wanted(values):
        capacity.give_back(place_name(survey_id, what))


def full(survey_id: int, scarce: Scarce) -> frozenset[OptionLimit | Quota]:
    """Return what has no place left now, in one statement; in none where nothing is scarce."""
    if not scarce:
        return frozenset()
    names = {place_name(survey_id, what): what for what in scarce.all}
    left = capacity.free_of(names)
    return frozenset(what for name, what in names.items() if left.get(name, 0) <= 0)


def with_full(questions: Sequence[Question], gone: Iterable[OptionLimit | Quota]) -> tuple[Question, ...]:
    """Return the questions with a word beside every option that has no place left."""
    keys = {(one.question, one.option) for one in gone if isinstance(one, OptionLimit)}
    return tuple(_told(question, keys) if keys else question for question in questions)


def _told(question: Question, keys: set[tuple[str, str]]) -> Question:
    if not any((question.key, option.key) in keys for option in question.options):
        return question
    return replace(question, options=tuple(_full_option(question, option, keys) for option in question.options))


def _full_option(question: Question, option: Option, keys: set[tuple[str, str]]) -> Option:
    if (question.key, option.key) not in keys:
        return option
    words = {code: gettext("%(option)s (full)", option=text) for code, text in option.label.items() if text}
    return replace(option, label=Texts(words))


def complaint(questions: Sequence[Question], what: OptionLimit, language: str) -> Lazy:
    """Return the sentence for somebody who chose what is full."""
    question = next(one for one in questions if one.key == what.question)
    option = question.option(what.option)
    name = option.label.in_(language) if option else what.option
    return gettext("All places for “%(option)s” are taken. Please choose something else.", option=name)


def fitting(scarce: Scarce, questions: Sequence[Question]) -> Scarce:
    """Return what is scarce without limits of answers that are not there any more."""
    by_key = {question.key: question for question in questions if question.type in WITH_OPTIONS}
    kept = tuple(
        one for one in scarce.options if (found := by_key.get(one.question)) and found.option(one.option) is not None
    )
    return replace(scarce, options=kept)


def mistakes(questions: Sequence[Question], scarce: Scarce) -> Iterator[Lazy]:
    """Yield what an author has to mend before anybody is asked."""
    by_key = {question.key: question for question in questions}
    for limit in scarce.options:
        question = by_key.get(limit.question)
        if question is None or question.type not in WITH_OPTIONS or question.option(limit.option) is None:
            name = f"{limit.question}: {limit.option}"
            yield lazy_gettext("There is no answer “%(name)s” whose places could be limited.", name=name)
    for quota in scarce.quotas:
        try:
            unknown = sorted(parse(quota.condition).keys() - by_key.keys())
        except ConditionError as error:
            yield error.sentence
            continue
        if unknown:
            yield lazy_gettext("There is no question “%(key)s”. Please choose another one.", key=unknown[0])
    if any(one.places < 1 for one in scarce.all):
        yield lazy_gettext("Whatever is limited needs one place at least.")
