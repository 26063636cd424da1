"""Questions that are answered by choosing: one, several, a step, an order, a place, a yes."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext, lazy_ngettext

from participation.core.feature import Lazy
from participation.questions.kind import (
    InPageLanguage,
    Kind,
    fits_one,
    key_of,
    label,
    line,
    number_in,
    too_long,
    with_words,
    words_cell,
    words_column,
)
from participation.questions.sent import Sent
from participation.questions.types import PIN, YES_OR_NO, Answer, Question, picked, pin_of, words_of

STEPS = ("remove", "up", "down", "add")
"""The buttons of a ranking, as the ends of their names."""
DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")


class Choice(Kind):
    """One of several options: as rows, as a list that opens, or yes and no."""

    nothing = lazy_gettext("Please choose an answer.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the key of the option, with the words beside it where it has some."""
        key, words = sent.one(name), line(sent.one(f"{name}.text"))
        chosen = next((one for one in question.choices if one.key == key), None)
        if chosen is None and words:
            chosen = next((one for one in question.choices if one.other), None)
        return with_words(chosen, words) if chosen else None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is one of the options."""
        return fits_one(question.choices, answer)

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about too many words of one's own."""
        return too_long(answer)

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the option's label."""
        return label(question.choices, answer, language)

    def columns(self, question: Question) -> list[str]:
        """Return one column, and one for words of one's own."""
        return [question.key, *words_column(question)]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the option's key, and the words."""
        return [key_of(answer), *words_cell(question, answer)]


class Steps(Choice):
    """A step of a scale, or an option beside it such as "I cannot say"."""

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the number of the step, or the option's key."""
        words = sent.one(name)
        number = number_in(words)
        if isinstance(number, int) and number in {step for step, _word in question.steps}:
            return number
        return super().parse(question, sent, name)

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is a step or an option."""
        if isinstance(answer, int) and not isinstance(answer, bool):
            return answer in {step for step, _word in question.steps}
        return super().fits(question, answer)

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the number, with its word where it has one."""
        if not isinstance(answer, int):
            return super().shown(question, answer, language)
        word = next((word.in_(language) for step, word in question.steps if step == answer), "")
        return f"{answer} ({word})" if word else str(answer)

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the number or the option's key."""
        return [str(answer)] if isinstance(answer, int) else super().cells(question, answer)


class Multiple(Kind):
    """Several of several options."""

    nothing = lazy_gettext("Please choose at least one answer.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the options in the order of the question."""
        keys, words = set(sent.all(name)), line(sent.one(f"{name}.text"))
        chosen = [one for one in question.options if one.key in keys]
        return [with_words(one, words) for one in chosen] or None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is a list of different options."""
        if not isinstance(answer, list) or not all(fits_one(question.options, one) for one in answer):
            return False
        return len({key_of(one) for one in answer}) == len(answer)

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about too many, too few, and about "none" together with something."""
        assert isinstance(answer, list)
        keys = picked(answer)
        alone = next((one for one in question.options if one.exclusive and one.key in keys), None)
        if alone and len(answer) > 1:
            return [
                lazy_gettext(
                    "“%(option)s” does not go with other answers. Please take out one or the other.",
                    option=InPageLanguage(alone.label.in_),
                )
            ]
        most, least = question.limits.max_choices, question.limits.min_choices
        if most is not None and len(answer) > most:
            return [lazy_ngettext("Please choose only one.", "Please choose at most %(num)s.", most)]
        if least is not None and len(answer) < least and not alone:
            return [lazy_ngettext("Please choose one.", "Please choose at least %(num)s.", least)]
        return too_long(answer)

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the labels, separated by commas."""
        parts = answer if isinstance(answer, list) else []
        return ", ".join(label(question.options, one, language) for one in parts)

    def columns(self, question: Question) -> list[str]:
        """Return one column for each option, and one for words of one's own."""
        return [*(f"{question.key}.{one.key}" for one in question.options), *words_column(question)]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return 1 or 0 for each option; nothing where there is no answer."""
        keys = picked(answer)
        ticks = ["" if answer is None else "1" if one.key in keys else "0" for one in question.options]
        return [*ticks, *words_cell(question, answer)]


class Ranking(Kind):
    """Options in an order, made with buttons: `.add`, `.up`, `.down` and `.remove` name what was pressed."""

    nothing = lazy_gettext("Please choose at least one.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the order after the button that was pressed."""
        known = [one.key for one in question.options]
        order = [key for key in dict.fromkeys(sent.all(name)) if key in known][: question.ranks]
        for step in STEPS:
            key = sent.one(f"{name}.{step}")
            if key in known:
                order = _moved(order, step, key)
        return list(order[: question.ranks]) or None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it is a list of different options that is not too long."""
        known = {one.key for one in question.options}
        return (
            isinstance(answer, list)
            and all(isinstance(one, str) and one in known for one in answer)
            and len(set(answer)) == len(answer) <= question.ranks
        )

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about too few."""
        least = question.limits.min_choices
        if least is not None and isinstance(answer, list) and len(answer) < least:
            return [lazy_ngettext("Please choose one.", "Please choose at least %(num)s.", least)]
        return []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the order with its numbers."""
        order = answer if isinstance(answer, list) else []
        return ", ".join(
            f"{number}. {label(question.options, key, language)}" for number, key in enumerate(order, start=1)
        )

    def columns(self, question: Question) -> list[str]:
        """Return one column for each place of the order."""
        return [f"{question.key}.{number}" for number in range(1, question.ranks + 1)]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the option of each place."""
        order = [str(key) for key in answer] if isinstance(answer, list) else []
        return [*order, *[""] * question.ranks][: question.ranks]


class Place(Kind):
    """A place: a pin on the map, a street or spot in words, a part of town from a list, or several of them."""

    nothing = lazy_gettext("Please write a street or choose a part of town.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the pin, the words and the part of town."""
        key, words = sent.one(name), line(sent.one(f"{name}.text"))
        pin = {} if sent.one(f"{name}.remove") else _pin(sent.one(f"{name}.lat"), sent.one(f"{name}.lon"))
        found = {"key": key} if question.option(key) else {}
        return (found | ({"text": words} if words else {}) | pin) or None

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it has a pin, words, or a part of town that is on the list."""
        if not isinstance(answer, Mapping) or not set(answer) <= {"key", "text", *PIN}:
            return False
        key = answer.get("key")
        has_pin = ("lat" in answer) is ("lon" in answer) and all(_is_degree(answer.get(one, 0)) for one in PIN)
        return has_pin and isinstance(answer.get("text", ""), str) and (key is None or fits_one(question.options, key))

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about too many words."""
        return too_long(answer)

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the words, the part of town and the pin."""
        option = question.option(key_of(answer))
        pin = " / ".join(f"{one:.4f}" for one in pin_of(answer) or ())
        return ", ".join(part for part in (words_of(answer), option.label.in_(language) if option else "", pin) if part)

    def columns(self, question: Question) -> list[str]:
        """Return columns for the words, the part of town and the pin."""
        own = [question.key] if question.options else []
        return [f"{question.key}.text", *own, *(f"{question.key}.{one}" for one in PIN)]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the words, the key of the part of town and the degrees of the pin."""
        own = [key_of(answer)] if question.options else []
        return [words_of(answer), *own, *(map(str, pin_of(answer) or ("", "")))]


class Consent(Choice):
    """A single yes. Who does not tick says nothing."""

    nothing = lazy_gettext("Please tick the box. Without it we cannot take this.")

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return yes."""
        return YES_OR_NO[0].label.in_(language)

    def columns(self, question: Question) -> list[str]:
        """Return one column."""
        return [question.key]


def _pin(latitude: str, longitude: str) -> dict[str, float]:
    """Return a point on the map, to about ten metres: nearer than that it could name a door."""
    if not all(DEGREES.fullmatch(one) for one in (latitude, longitude)):
        return {}
    pin = {"lat": round(float(latitude), 4), "lon": round(float(longitude), 4)}
    return pin if all(map(_is_degree, pin.values())) else {}


def _is_degree(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -180 <= value <= 180


def _moved(order: list[str], step: str, key: str) -> list[str]:
    """Return the order after one press of a button."""
    rest = [one for one in order if one != key]
    if step == "remove":
        return rest
    if step == "add":
        return order if key in order else [*order, key]
    if key not in order:
        return order
    at = order.index(key) + (-1 if step == "up" else 1)
    return [*rest[: max(at, 0)], key, *rest[max(at, 0) :]]
