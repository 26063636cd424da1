"""Two waves of a survey beside each other: one question, its shares then and now, and what is mere chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from participation.core.database import Texts, db
from participation.questions.types import Question
from surveys.models import Survey
from surveys.results.rules import is_within_chance
from surveys.results.services import Reading
from surveys.results.values import Counted, Share
from surveys.rules import SurveyStatus


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one answer from one wave to the other.

    Attributes:
        difference: of the shares, as a part of 1; None where one of them is hidden.
        is_chance: whether it is no larger than chance would make it; None likewise.
    """

    key: str
    name: Texts
    before: Share
    now: Share
    difference: float | None
    is_chance: bool | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question in two waves."""

    before: Counted
    now: Counted
    changes: tuple[Change, ...]

    @property
    def hides(self) -> bool:
        """Whether a number of one of the waves is hidden."""
        return any(change.difference is None for change in self.changes)

    @property
    def beyond_chance(self) -> list[Change]:
        """The changes that are larger than chance would make them."""
        return [change for change in self.changes if change.is_chance is False]

    @property
    def most(self) -> float:
        """The largest share that is shown, for the length of bars."""
        shares = [one.share for change in self.changes for one in (change.before, change.now)]
        return max((share for share in shares if share is not None), default=0) or 1


@dataclass(frozen=True, slots=True)
class Differing:
    """A question that cannot be compared, or only with care: which, and why."""

    name: Texts
    words: bool = False
    options: bool = False
    is_missing: bool = False
    is_new: bool = False


def others(survey: Survey) -> Sequence[Survey]:
    """Return the other waves of a survey, newest first."""
    is_other = (Survey.series == survey.series, Survey.id != survey.id, Survey.status == SurveyStatus.PUBLISHED)
    return db.session.scalars(select(Survey).where(*is_other).order_by(Survey.opens_at.desc())).unique().all()


def comparable(before: Reading, now: Reading) -> dict[str, Texts]:
    """Return the questions that both waves ask in the same way, so that their shares can be compared."""
    return {
        key: column.name
        for key, column in now.columns.items()
        if (twin := before.columns.get(key)) is not None
        and column.part is not None
        and twin.part is not None
        and _answers(column.part) == _answers(twin.part)
        and column.part.type is twin.part.type
    }


def differing(before: Survey, now: Survey) -> list[Differing]:
    """Return the questions that are not the same in both waves."""
    earlier = {one.key: one for one in before.questionnaire.asked}
    later = {one.key: one for one in now.questionnaire.asked}
    found = [_differing(earlier.get(key), one) for key, one in later.items()]
    found += [Differing(one.text, is_missing=True) for key, one in earlier.items() if key not in later]
    return [one for one in found if one is not None]


def compare(before: Reading, now: Reading, key: str) -> Comparison:
    """Return one question in two waves; it is one of those that can be compared."""
    first, second = (_counted(reading, key) for reading in (before, now))
    earlier: Mapping[str, Share] = {share.key: share for share in first.shares}
    pairs = [(earlier[share.key], share) for share in second.shares if share.key in earlier]
    changes = tuple(_change(one, other, first, second, len(pairs)) for one, other in pairs)
    return Comparison(first, second, changes)


def _counted(reading: Reading, key: str) -> Counted:
    return next(one for one in reading.everybody() if one.column.key == key)


def _change(before: Share, now: Share, first: Counted, second: Counted, comparisons: int) -> Change:
    counts = (before.count, first.n, now.count, second.n)
    if before.share is None or now.share is None or not all(isinstance(count, int) for count in counts):
        return Change(now.key, now.name, before, now, None, None)
    chance = is_within_chance((before.count or 0, first.n or 1), (now.count or 0, second.n or 1), comparisons)
    return Change(now.key, now.name, before, now, now.share - before.share, chance)


def _differing(before: Question | None, now: Question) -> Differing | None:
    if before is None:
        return Differing(now.text, is_new=True)
    words = dict(before.text) != dict(now.text)
    options = before.type is not now.type or _words(before) != _words(now)
    return Differing(now.text, words=words, options=options) if words or options else None


def _answers(question: Question) -> list[str]:
    """Return what can be answered, by its keys."""
    steps = [str(step) for step, _ in question.steps] if question.scale else []
    return [*steps, *(option.key for option in question.choices), *(row.key for row in question.rows)]


def _words(question: Question) -> list[object]:
    """Return what can be answered, by its words."""
    offered = [(one.key, dict(one.label)) for one in (*question.choices, *question.rows)]
    return [*offered, *((step, dict(word)) for step, word in question.steps if question.scale)]
