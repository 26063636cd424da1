"""Decisions about contributions on plain values: titles, references, and where the thread stands."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate

from participation.core.feature import Step
from participation.core.vocabulary import Phase
from participation.moderation.rules import Visibility

LONGEST_TITLE = 70
QUOTE_WORDS = 4
"""So many words in a row, the same as in a text, are a quotation of it."""

_WORD = re.compile(r"\w+")


class Subject(StrEnum):
    """Under what a thread stands (Gegenstand)."""

    VOICE = "voice"
    MEASURE = "measure"
    ALTERNATIVE = "alternative"

    @property
    def asks_stance(self) -> bool:
        """Whether comments say what they are: for it, against it, a question. On voices the board decides."""
        return self is not Subject.VOICE


TALKED_ABOUT: Mapping[Subject, frozenset[Phase]] = {
    Subject.MEASURE: frozenset({Phase.IDEAS, Phase.PLAN, Phase.MONITORING}),
    Subject.ALTERNATIVE: frozenset({Phase.IDEAS, Phase.PLAN}),
}
"""The phases in which everybody may comment on what planners wrote."""


def title_from(text: str) -> str:
    """Return the first words of a text as its title, cut at a word's end.

    >>> title_from("Bitte eine Bank. Mit Dach!")
    'Bitte eine Bank'
    """
    first = text.strip().split("\n")[0]
    for stop in (". ", "! ", "? "):
        first = first.split(stop)[0]
    first = first.rstrip(" .").strip()
    if len(first) <= LONGEST_TITLE:
        return first
    return first[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


def thread_of(steps: Sequence[Step]) -> list[Step]:
    """Bring the steps of all features into order and say where the thread stands.

    What has happened comes first, by its date, then what is expected. The latest thing that happened is *now* while
    something is still to come; when nothing is, the thread has reached its end and every knot is done.
    """
    done = sorted((step for step in steps if step.state != "next"), key=_order)
    to_come = sorted((step for step in steps if step.state == "next"), key=_order)
    done = [replace(step, state="done") for step in done]
    if done and to_come:
        done[-1] = replace(done[-1], state="now")
    return done + to_come


def joined(way: Sequence[Step], onward: Sequence[Step]) -> list[Step]:
    """Continue the way of what was merged with what has happened since to the one it is part of."""
    last = max((_order(step) for step in way if step.state != "next"), default=("", ""))
    since = [step for step in onward if step.state == "next" or _order(step) > last]
    return thread_of([*(step for step in way if step.state != "next"), *since])


def _order(step: Step) -> tuple[str, str]:
    moment = step.order
    if isinstance(moment, datetime):
        return moment.date().isoformat(), moment.isoformat()
    return (moment.isoformat() if isinstance(moment, date) else "9999"), ""


@dataclass(frozen=True, slots=True)
class Answering:
    """How many ideas have an answer, after how many days half of the answers had come, and how many are late.

    Of the total so many are `folded`: shown together with another one that says the same.
    """

    total: int
    answered: int
    median_days: int | None
    overdue: int
    folded: int = 0

    @property
    def open(self) -> int:
        """How many still wait for their answer."""
        return self.total - self.answered


def answering(days: Mapping[int | None, int], *, is_overdue: bool) -> Answering:
    """Judge how the town keeps its word.

    Args:
        days: how many ideas were answered after so many days; under None those without an answer.
        is_overdue: whether the day by which all were to be answered has passed.

    >>> answering({2: 1, 9: 1, 30: 1, None: 2}, is_overdue=True)
    Answering(total=5, answered=3, median_days=9, overdue=2, folded=0)
    """
    waits = days.get(None, 0)
    told = sorted((count, many) for count, many in days.items() if count is not None)
    answered = sum(many for _, many in told)
    so_far = accumulate((many for _, many in told), initial=0)
    median = next(
        (count for (count, many), before in zip(told, so_far, strict=False) if 2 * (before + many) >= answered), None
    )
    return Answering(waits + answered, answered, median, waits if is_overdue else 0)


def days_between(start: datetime, end: datetime) -> int:
    """Return how many days lie between two moments, as a calendar counts them; never less than none."""
    return max(0, (end.date() - start.date()).days)


def can_merge(*, both_ideas: bool, same_process: bool, is_itself: bool, target: Visibility) -> bool:
    """Return whether one contribution can become part of another: supporters are counted once within one process."""
    return both_ideas and same_process and not is_itself and target is Visibility.PUBLIC


def without_quotes(answer: str, texts: Iterable[str], names: Iterable[str], instead: str) -> str:
    """Return an answer without the words it repeats from these texts, and without these names.

    >>> without_quotes("Liebe Mia, Sie schreiben: Bitte eine Bank am See. Sie kommt.", ["Bitte eine Bank am See!"],
    ...     ["Mia"], "[…]")
    'Liebe […], Sie schreiben: […]. Sie kommt.'
    """
    for name in filter(None, map(str.strip, names)):
        answer = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _found: instead, answer, flags=re.IGNORECASE)
    runs = {run for text in texts for run in _runs(_WORD.findall(text.casefold()))}
    for start, end in reversed(list(_quotes(answer, runs))):
        answer = answer[:start] + instead + answer[end:]
    return answer


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - QUOTE_WORDS + 1):
        yield tuple(words[start : start + QUOTE_WORDS])


def _quotes(answer: str, runs: set[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield where quotations begin and end; those that touch are one."""
    found = list(_WORD.finditer(answer))
    begun = ended = -1
    for number, run in enumerate(_runs([word[0].casefold() for word in found])):
        if run not in runs:
            continue
        if number > ended:
            if begun >= 0:
                yield found[begun].start(), found[ended - 1].end()
            begun = number
        ended = number + QUOTE_WORDS
    if begun >= 0:
        yield found[begun].start(), found[ended - 1].end()
