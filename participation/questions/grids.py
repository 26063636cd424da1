"""Questions with a field for each of several lines: a matrix of ratings, and points or money to give away."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.kind import InPageLanguage, Kind, line, number_in, number_words
from participation.questions.sent import Sent
from participation.questions.types import LONGEST_LINE, Answer, Question

MORE = "+"
MOVES = (MORE, "-")


class Matrix(Kind):
    """One choice in each of several rows; the answer says row by row which column."""

    nothing = lazy_gettext("Please choose an answer in each row.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the chosen column of each row."""
        found = {row.key: _column(question, sent.one(f"{name}.{row.key}")) for row in question.rows}
        return {key: column for key, column in found.items() if column is not None} or None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether every row and every column is one of the question's."""
        if not isinstance(answer, Mapping) or not {row.key for row in question.rows} >= set(answer):
            return False
        known = {column for column, _label in question.table_columns}
        return all(_is_plain(column) and column in known for column in answer.values())

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about rows without an answer, where each needs one."""
        left = [row for row in question.rows if row.key not in _mapping(answer)]
        if not question.required or not left:
            return []
        return [lazy_gettext("Please choose an answer for “%(row)s”, too.", row=InPageLanguage(left[0].label.in_))]

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the rows with their choices."""
        chosen, words = _mapping(answer), dict[object, Texts](question.table_columns)
        return "; ".join(
            f"{row.label.in_(language)}: {_said(chosen[row.key], words[chosen[row.key]].in_(language))}"
            for row in question.rows
            if row.key in chosen
        )

    def columns(self, question: Question) -> list[str]:
        """Return one column for each row."""
        return [f"{question.key}.{row.key}" for row in question.rows]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the choice of each row."""
        return [str(_mapping(answer).get(row.key, "")) for row in question.rows]


class Allocation(Kind):
    """A sum that is given away among several options; buttons send `+key` and `-key` under the question's own name."""

    nothing = lazy_gettext("Please write a number for at least one line.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return what each option gets; a text where it is no whole number."""
        found = {option.key: _amount(sent.one(f"{name}.{option.key}")) for option in question.options}
        given = {key: amount for key, amount in found.items() if amount is not None}
        return _pressed(question, given, sent.one(name)) or None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether every option is one of the question's, and gets a number or a text to be mended."""
        if not isinstance(answer, Mapping) or not {option.key for option in question.options} >= set(answer):
            return False
        return all(isinstance(one, int | str) and not isinstance(one, bool) for one in answer.values())

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about what is no number, and about a sum that is too small or too large."""
        amounts = _mapping(answer)
        odd = next((one for one in question.options if not _is_amount(amounts.get(one.key, 0))), None)
        if odd:
            return [
                lazy_gettext(
                    "Please write a whole number for “%(option)s”, or leave it empty.",
                    option=InPageLanguage(odd.label.in_),
                )
            ]
        left = question.left(amounts)
        said = InPageLanguage(lambda language: _with_unit(question, abs(left), language))
        if left > 0:
            return [lazy_gettext("%(left)s are still to be given away. Please add them.", left=said)]
        if left < 0:
            return [lazy_gettext("That is %(over)s too much. Please take it away somewhere.", over=said)]
        return []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the options with what they get."""
        amounts = _mapping(answer)
        return ", ".join(
            f"{option.label.in_(language)}: {_with_unit(question, amounts[option.key], language)}"
            for option in question.options
            if option.key in amounts
        )

    def columns(self, question: Question) -> list[str]:
        """Return one column for each option."""
        return [f"{question.key}.{option.key}" for option in question.options]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return what each option gets."""
        return [str(_mapping(answer).get(option.key, "")) for option in question.options]


def _mapping(answer: object) -> Mapping[str, object]:
    return answer if isinstance(answer, Mapping) else {}


def _is_plain(column: object) -> bool:
    return isinstance(column, str | int) and not isinstance(column, bool)


def _column(question: Question, words: str) -> str | int | None:
    """Return the column that was sent for a row, as the question names it."""
    return next((column for column, _label in question.table_columns if words and str(column) == words), None)


def _said(column: object, word: str) -> str:
    """Return a choice in words: the option's label, or the step with its word."""
    if isinstance(column, int):
        return f"{column} ({word})" if word else str(column)
    return word


def _amount(words: str) -> int | str | None:
    number = number_in(line(words))
    if isinstance(number, int):
        return number
    return line(words)[:LONGEST_LINE] or None


def _pressed(question: Question, given: dict[str, int | str], button: str) -> dict[str, int | str]:
    """Return the amounts after a button: a portion more, as far as something is left, or a portion less."""
    key = button[1:]
    amount = given.get(key, 0)
    if button[:1] not in MOVES or not question.option(key) or not isinstance(amount, int):
        return given
    more = max(min(question.portion, question.left(given)), 0)
    moved = amount + more if button[0] == MORE else max(amount - question.portion, 0)
    return {one: number for one, number in (given | {key: moved}).items() if one != key or moved}


def _is_amount(amount: object) -> bool:
    return isinstance(amount, int) and amount >= 0


def _with_unit(question: Question, amount: object, language: str) -> str:
    """Return the amount with the unit of the question."""
    said = number_words(amount, language) if isinstance(amount, int) else str(amount)
    return f"{said} {question.limits.unit.in_(language)}".strip()
