"""Verbs of the editor for what is scarce: places of single answers, and quotas of groups."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext

from participation.core import capacity
from participation.questions.faults import WITH_OPTIONS
from participation.questions.types import Question
from surveys import scarce
from surveys.editor.services import UnreadableError, has_answers, limit
from surveys.models import Survey
from surveys.scarce import OptionLimit, Quota, Scarce

COUNTED_FROM_THE_FIRST = lazy_gettext(
    "Places are counted from the first answer on, and people have answered already. A number that stands here can be"
    " changed or taken away; for a new one, copy the survey."
)


def limitable(question: Question) -> bool:
    """Return whether the answers to choose from in this question can have a number of places."""
    return question.type in WITH_OPTIONS


def places_of(survey: Survey, question: Question) -> dict[str, int]:
    """Return how many places the answers of a question have, where they are limited."""
    return {one.option: one.places for one in survey.scarce.options if one.question == question.key}


def limit_answers(survey: Survey, question: Question, places: Mapping[str, int]) -> None:
    """Limit the answers of one question; those that are not named have no limit any more.

    Raises:
        UnreadableError: where places cannot be counted from the first answer on, or more are taken already.
    """
    others = tuple(one for one in survey.scarce.options if one.question != question.key)
    own = tuple(OptionLimit(question.key, option, count) for option, count in places.items())
    _offer(survey, replace(survey.scarce, options=others + own))


def set_quotas(survey: Survey, quotas: Sequence[Quota]) -> None:
    """Say of which groups only so many are asked.

    Raises:
        UnreadableError: where places cannot be counted from the first answer on, or more are taken already.
    """
    _offer(survey, replace(survey.scarce, quotas=tuple(quotas)))


def taken(survey: Survey) -> dict[OptionLimit | Quota, int]:
    """Return of what how many places are taken."""
    names = {scarce.place_name(survey.id, what): what for what in survey.scarce.all}
    return {names[name]: names[name].places - left for name, left in capacity.free_of(names).items()}


def _offer(survey: Survey, after: Scarce) -> None:
    before = {scarce.place_name(survey.id, what): what for what in survey.scarce.all}
    is_answered = has_answers(survey)
    for what in after.all:
        name = scarce.place_name(survey.id, what)
        known = before.get(name)
        if is_answered and (known is None or replace(known, places=what.places) != what):
            raise UnreadableError([COUNTED_FROM_THE_FIRST])
        capacity.open_places(name, what.places)
        if not capacity.change_capacity(name, what.places):
            sentence = lazy_gettext("More than %(places)s places are taken already.", places=what.places)
            raise UnreadableError([sentence])
    limit(survey, after)
