"""Questions that are answered in words, numbers or days; and what is only to be read."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions.kind import (
    InPageLanguage,
    Kind,
    day_in,
    day_words,
    line,
    number_in,
    number_words,
)
from participation.questions.sent import Sent
from participation.questions.types import LONGEST_LINE, Answer, Question, wants_idea, words_of


class Text(Kind):
    """Words of one's own, on one line or on several."""

    nothing = lazy_gettext("Please write something here.")

    def __init__(self, *, lines: bool) -> None:
        self.lines = lines

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the text; as an object where its author offers it as an idea too."""
        words = sent.one(name)
        if not self.lines:
            words = line(words)
        if words and question.offers_idea and sent.one(f"{name}.idea"):
            return {"text": words, "idea": True}
        return words or None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is a text, or an object with one."""
        return isinstance(answer, str) or (isinstance(answer, Mapping) and isinstance(answer.get("text"), str))

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about too much or too little."""
        length, least, most = len(self.shown(question, answer, "")), question.limits.min_length, question.longest
        if length > most:
            return [
                lazy_gettext(
                    "Please shorten your answer to %(most)s characters. It has %(length)s.", most=most, length=length
                )
            ]
        if least and length < least:
            return [lazy_gettext("Please write a little more: at least %(least)s characters.", least=least)]
        return []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the text."""
        return words_of(answer) if isinstance(answer, Mapping) else str(answer or "")

    def columns(self, question: Question) -> list[str]:
        """Return one column, and one for the wish to become an idea."""
        return [question.key, f"{question.key}.idea"] if question.offers_idea else [question.key]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the text and the wish."""
        words = self.shown(question, answer, "")
        return [words, "1" if wants_idea(answer) else "0" if words else ""] if question.offers_idea else [words]


class Number(Kind):
    """A number as people write it: 3,5 or 3.5 or 1.200."""

    nothing = lazy_gettext("Please write a number, for example 12.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the number, or the text where it is none."""
        words = line(sent.one(name))[:LONGEST_LINE]
        number = number_in(words)
        return words or None if number is None else number

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is a number or a text to be mended."""
        return isinstance(answer, int | float | str) and not isinstance(answer, bool)

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about what is no number, about fractions, and about the range."""
        if not isinstance(answer, int | float):
            return [self.nothing]
        limits = question.limits
        if limits.whole and answer != int(answer):
            return [lazy_gettext("Please write a whole number, without a comma.")]
        if limits.min is not None and answer < limits.min:
            return [lazy_gettext("Please write a number that is at least %(least)s.", least=_said(limits.min))]
        if limits.max is not None and answer > limits.max:
            return [lazy_gettext("Please write a number that is at most %(most)s.", most=_said(limits.max))]
        return []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the number with separators and unit."""
        if not isinstance(answer, int | float):
            return str(answer or "")
        return f"{number_words(answer, language)} {question.limits.unit.in_(language)}".strip()


class Day(Kind):
    """A day."""

    nothing = lazy_gettext("Please write a date, for example 24.12.2027.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the day as 2027-12-24, or the text where it is none."""
        words = line(sent.one(name))[:LONGEST_LINE]
        return day_in(words) or words or None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is a text."""
        return isinstance(answer, str)

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about what is no day, and about the range."""
        found, limits = day_in(str(answer)), question.limits
        if found is None:
            return [self.nothing]
        if limits.earliest and found < limits.earliest:
            return [lazy_gettext("Please choose a day from %(day)s on.", day=_said_day(limits.earliest))]
        if limits.latest and found > limits.latest:
            return [lazy_gettext("Please choose a day up to %(day)s.", day=_said_day(limits.latest))]
        return []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the day in words."""
        found = day_in(str(answer or ""))
        return day_words(found, language) if found else str(answer or "")


class Information(Kind):
    """Something to read; nothing is asked."""

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return no answer."""
        return None

    def fits(self, question: Question, answer: object) -> bool:
        """Return that no answer belongs here."""
        return False

    def columns(self, question: Question) -> list[str]:
        """Return no column."""
        return []

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return no cell."""
        return []


class Calculated(Kind):
    """A value that is worked out from other answers; what somebody sends for it is not even looked at."""

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return no answer: `branching.counted` works it out."""
        return None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is a number or a text."""
        return isinstance(answer, int | float | str) and not isinstance(answer, bool)

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the number with separators and unit, or the text."""
        if not isinstance(answer, int | float):
            return str(answer or "")
        return f"{number_words(answer, language)} {question.limits.unit.in_(language)}".strip()


def _said(number: float) -> InPageLanguage:
    return InPageLanguage(lambda language: number_words(number, language))


def _said_day(iso: str) -> InPageLanguage:
    return InPageLanguage(lambda language: day_words(iso, language))
