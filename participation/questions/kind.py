"""What every type of question can do, and the small tools the types share."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions.sent import Sent
from participation.questions.types import LONGEST_LINE, Answer, Option, Question, words_of
from participation.web import languages

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,6})?")
_GERMAN_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3}){1,4}(,[0-9]{1,6})?")
_ENGLISH_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,6})?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")


class Kind:
    """One type of question. `fits` and `complaints` are asked only about answers that are not missing."""

    nothing: ClassVar[Lazy] = lazy_gettext("Please answer this question.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return what was sent under this name as a plain JSON value."""
        raise NotImplementedError

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether the answer has the shape that `parse` makes."""
        raise NotImplementedError

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Return what has to be mended, one sentence each."""
        return []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the answer in words."""
        return "" if answer is None else str(answer)

    def columns(self, question: Question) -> list[str]:
        """Return the heads of its columns in a table."""
        return [question.key]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return its cells in a table, as many as columns."""
        return ["" if answer is None else str(answer)]


class InPageLanguage:
    """A part of a lazy sentence that is chosen when the sentence is shown."""

    def __init__(self, say: Callable[[str], str]) -> None:
        self.say = say

    def __str__(self) -> str:
        return self.say(str(languages.language()))


def number_in(words: str) -> int | float | None:
    """Return the number that people write as 3,5 or 3.5 or 1.200 or 1,200.50; None where it is none.

    Three digits behind one mark are a thousand, in both languages: nobody is asked for thousandths.
    """
    words = words.replace(" ", "")
    if _GERMAN_GROUPS.fullmatch(words):
        words = words.replace(".", "").replace(",", ".")
    elif _ENGLISH_GROUPS.fullmatch(words):
        words = words.replace(",", "")
    elif _PLAIN_NUMBER.fullmatch(words):
        words = words.replace(",", ".")
    else:
        return None
    number = float(words)
    return int(number) if number.is_integer() else number


def day_in(words: str) -> str | None:
    """Return the day in ISO form that people write as 24.12.2027 or a browser as 2027-12-24; None where it is none."""
    iso, german = _ISO_DAY.fullmatch(words), _GERMAN_DAY.fullmatch(words)
    parts = iso.groups() if iso else german.groups()[::-1] if german else None
    try:
        return date(*map(int, parts)).isoformat() if parts else None
    except ValueError:
        return None


def number_words(number: float, language: str) -> str:
    """Return the number with the separators of the language."""
    return format_decimal(number, locale=languages.locale_of(language))


def day_words(iso: str, language: str) -> str:
    """Return the day in words: 24. Dezember 2027; what is no day stays as it is."""
    if day_in(iso) is None:
        return iso
    locale = languages.locale_of(language)
    return format_date(date.fromisoformat(iso), "d. MMMM y" if locale == "de" else "d MMMM y", locale=locale)


def line(words: str) -> str:
    """Return the words on one line."""
    return " ".join(words.split())


def key_of(answer: object) -> str:
    """Return the key of the option that an answer chooses."""
    key = answer.get("key") if isinstance(answer, Mapping) else answer
    return key if isinstance(key, str) else ""


def chosen_from(options: Sequence[Option], answer: object) -> Option | None:
    """Return the option that an answer chooses."""
    key = key_of(answer)
    return next((one for one in options if one.key == key), None)


def fits_one(options: Sequence[Option], answer: object) -> bool:
    """Return whether an answer is one of the options, with words only where the option asks for them."""
    option = chosen_from(options, answer)
    if option is None or isinstance(answer, str):
        return option is not None
    return option.other and isinstance(answer, Mapping) and set(answer) == {"key", "text"} and bool(words_of(answer))


def with_words(option: Option, words: str) -> str | dict[str, str]:
    """Return the choice of an option as it is stored."""
    return {"key": option.key, "text": words} if option.other and words else option.key


def label(options: Sequence[Option], answer: object, language: str) -> str:
    """Return the option's label, with its author's own words where there are some."""
    option = chosen_from(options, answer)
    if option is None:
        return ""
    words, name = words_of(answer), option.label.in_(language)
    return f"{name}: {words}" if words else name


def too_long(answer: object) -> list[Lazy]:
    """Complain about words that do not fit on a line."""
    if len(words_of(answer)) <= LONGEST_LINE:
        return []
    return [lazy_gettext("Please shorten your own words to %(most)s characters.", most=LONGEST_LINE)]


def words_column(question: Question) -> list[str]:
    """Return the head of the column for words beside a choice, where an option asks for some."""
    return [f"{question.key}.text"] if any(one.other for one in question.options) else []


def words_cell(question: Question, answer: object) -> list[str]:
    """Return the words beside a choice, where an option asks for some."""
    return [words_of(answer)] if any(one.other for one in question.options) else []
