"""Decisions about edited questions on plain values: their order, keys, differences, and what answers can bear."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import zip_longest
from math import ceil
from typing import Any, Protocol

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import Level, Option, Question, QuestionType, Scale, budget
from surveys.rules import box_size

POINTS_A_MINUTE = 3.5

NAMES: dict[QuestionType, Lazy] = {
    QuestionType.SHORT_TEXT: lazy_gettext("Short text"),
    QuestionType.LONG_TEXT: lazy_gettext("Long text"),
    QuestionType.NUMBER: lazy_gettext("Number"),
    QuestionType.SINGLE: lazy_gettext("One of several answers"),
    QuestionType.MULTIPLE: lazy_gettext("Several answers"),
    QuestionType.YES_NO: lazy_gettext("Yes or no"),
    QuestionType.SCALE: lazy_gettext("Scale"),
    QuestionType.DROPDOWN: lazy_gettext("Long list of answers"),
    QuestionType.DATE: lazy_gettext("Day"),
    QuestionType.RANKING: lazy_gettext("Ranking"),
    QuestionType.PLACE: lazy_gettext("Place"),
    QuestionType.CONSENT: lazy_gettext("Consent"),
    QuestionType.INFORMATION: lazy_gettext("Information"),
    QuestionType.SECTION: lazy_gettext("Section"),
    QuestionType.MATRIX: lazy_gettext("Table of ratings"),
    QuestionType.ALLOCATION: lazy_gettext("Points or money to give"),
    QuestionType.FILE: lazy_gettext("Photo"),
    QuestionType.IDEA: lazy_gettext("Idea for a board"),
    QuestionType.CALCULATED: lazy_gettext("Calculated value"),
}
PARTS: dict[str, Lazy] = {
    "type": lazy_gettext("kind"),
    "text": lazy_gettext("wording"),
    "hint": lazy_gettext("hint"),
    "required": lazy_gettext("whether an answer is needed"),
    "options": lazy_gettext("answers to choose from"),
    "scale": lazy_gettext("scale"),
    "limits": lazy_gettext("limits"),
    "condition": lazy_gettext("when it is shown"),
    "level": lazy_gettext("level of measurement"),
    "points": lazy_gettext("points"),
    "offers_idea": lazy_gettext("whether it may become an idea"),
    "rows": lazy_gettext("rows"),
    "formula": lazy_gettext("formula"),
    "constraint": lazy_gettext("what the answer has to fulfil"),
    "constraint_message": lazy_gettext("what is said otherwise"),
}


def minutes(questions: Iterable[Question]) -> int:
    """Return about how long these questions take."""
    return max(1, ceil(budget(questions) / POINTS_A_MINUTE))


def new_key(base: str, taken: Iterable[str]) -> str:
    """Return a key that nobody has yet.

    >>> new_key("Q", ["Q1", "Q2"]), new_key("age", ["age"]), new_key("age", [])
    ('Q3', 'age2', 'age')
    """
    known = {one.lower() for one in taken}
    if base != "Q" and base.lower() not in known:
        return base
    number = 1 if base == "Q" else 2
    while f"{base}{number}".lower() in known:
        number += 1
    return f"{base}{number}"


def moved(questions: Sequence[Question], key: str, place: int) -> tuple[Question, ...]:
    """Return the questions with this one at a place, counted from 0; the others close up."""
    one = next(question for question in questions if question.key == key)
    others = [question for question in questions if question.key != key]
    place = max(0, min(place, len(others)))
    return (*others[:place], one, *others[place:])


def lines(text: str) -> list[str]:
    """Return what stands on the lines of a text; empty ones say nothing."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def pairs(german: str, english: str) -> list[tuple[str, str]]:
    r"""Return the lines of two lists side by side; a line without German says nothing.

    >>> pairs("Bus\n\nRad", "\n\nbicycle")
    [('Bus', ''), ('Rad', 'bicycle')]
    """
    both = zip_longest(german.splitlines(), english.splitlines(), fillvalue="")
    return [(one.strip(), other.strip()) for one, other in both if one.strip()]


def options_from(german: str, english: str, before: Sequence[Option]) -> tuple[Option, ...]:
    """Return options typed one on a line, in two languages side by side.

    Each keeps the key by which answers know it: by its words, else, where only words were mended, by its place.
    """
    both, found = pairs(german, english), list[Option]()
    words = [word for word, _english in both]
    known = {option.label.get("de", ""): option for option in before}
    for place, (word, english_word) in enumerate(both):
        same = known.get(word)
        if same is None and len(both) == len(before) and before[place].label.get("de") not in words:
            same = before[place]
        option = same or Option(new_key("a", [one.key for one in (*before, *found)]), Texts())
        kept = {language: said for language, said in option.label.items() if language not in {"de", "en"}}
        found.append(replace(option, label=texts(word, english_word, kept)))
    return tuple(found)


def texts(german: str, english: str, kept: dict[str, str] | None = None) -> Texts:
    """Return a text in two languages beside others that are kept; empty ones are left out."""
    both = {"de": german, "en": english}
    return Texts({**(kept or {}), **{language: words for language, words in both.items() if words}})


def differences(before: Sequence[Question], after: Sequence[Question]) -> list[Lazy]:
    """Return in words what changed from one version to the next."""
    old = {question.key: question for question in before}
    new = {question.key: question for question in after}
    found = [lazy_gettext("new: “%(text)s”", text=new[key].text.in_("de")) for key in new if key not in old]
    found += [lazy_gettext("taken out: “%(text)s”", text=old[key].text.in_("de")) for key in old if key not in new]
    found += [sentence for key in new if key in old for sentence in _changes(old[key], new[key])]
    if [key for key in old if key in new] != [key for key in new if key in old]:
        found.append(lazy_gettext("the order of the questions"))
    return found


def _changes(old: Question, new: Question) -> Iterator[Lazy]:
    for one in fields(Question):
        if one.name in PARTS and getattr(old, one.name) != getattr(new, one.name):
            part = PARTS[one.name]
            if one.name == "text":
                yield lazy_gettext("“%(old)s” is now “%(new)s”", old=old.text.in_("de"), new=new.text.in_("de"))
            else:
                yield lazy_gettext("“%(text)s”: %(part)s", text=new.text.in_("de"), part=part)


def unreadable(before: Sequence[Question], after: Sequence[Question]) -> list[Lazy]:
    """Return why answers that are there could not be read any more after this change; nothing where they can."""
    new = {question.key: question for question in after}
    found: list[Lazy] = []
    for question in before:
        if question.key not in new:
            found.append(lazy_gettext("“%(text)s” has answers and cannot go.", text=question.text.in_("de")))
        else:
            found += _breaks(question, new[question.key])
    if len(new) > len(before):
        found.append(lazy_gettext("Who answered already was never asked the new question."))
    if not found and box_size(before) != box_size(after):
        found.append(lazy_gettext("The sealed boxes would change their size and show who answered before and after."))
    return found


def _breaks(old: Question, new: Question) -> Iterator[Lazy]:
    name = old.text.in_("de")
    if old.type is not new.type:
        yield lazy_gettext("“%(text)s” would have answers of another kind.", text=name)
    gone = [one for one in (*old.options, *old.rows) if one.key not in {each.key for each in (*new.options, *new.rows)}]
    for one in gone:
        yield lazy_gettext("“%(text)s” would lose the answer “%(option)s”.", text=name, option=one.label.in_("de"))
    if _ends(old.scale) != _ends(new.scale):
        yield lazy_gettext("“%(text)s” would be measured on another scale.", text=name)
    if (old.condition, old.formula) != (new.condition, new.formula):
        yield lazy_gettext("“%(text)s” would be asked of other people than so far.", text=name)
    whens = {one.key: one.condition for one in (*new.options, *new.rows)}
    for one in (*old.options, *old.rows):
        if whens.get(one.key, one.condition) != one.condition:
            said = {"text": name, "option": one.label.in_("de")}
            yield lazy_gettext("“%(text)s” would offer “%(option)s” to other people than so far.", **said)


def _ends(scale: Scale | None) -> tuple[int, int] | None:
    return (scale.min, scale.max) if scale else None


def all_texts(question: Question) -> Iterator[tuple[str, Texts]]:
    """Yield every text of a question with the name of its place."""
    yield "text", question.text
    yield "hint", question.hint
    for option in question.options:
        yield f"option.{option.key}", option.label
    for row in question.rows:
        yield f"row.{row.key}", row.label
    if question.scale:
        yield "low", question.scale.min_label
        yield "high", question.scale.max_label
        for number, word in enumerate(question.scale.words):
            yield f"word.{number}", word
    yield "unit", question.limits.unit
    yield "message", question.constraint_message


def translated(question: Question, language: str, said: dict[str, str]) -> Question:
    """Return the question with texts in one language, by the names of their places."""

    def put(place: str, text: Texts) -> Texts:
        words = said.get(place, text.get(language, ""))
        rest = {code: one for code, one in text.items() if code != language}
        return Texts({**rest, **({language: words} if words else {})})

    scale = question.scale and replace(
        question.scale,
        min_label=put("low", question.scale.min_label),
        max_label=put("high", question.scale.max_label),
        words=tuple(put(f"word.{number}", word) for number, word in enumerate(question.scale.words)),
    )
    return replace(
        question,
        text=put("text", question.text),
        hint=put("hint", question.hint),
        options=tuple(replace(one, label=put(f"option.{one.key}", one.label)) for one in question.options),
        rows=tuple(replace(one, label=put(f"row.{one.key}", one.label)) for one in question.rows),
        scale=scale,
        limits=replace(question.limits, unit=put("unit", question.limits.unit)),
        constraint_message=put("message", question.constraint_message),
    )


def missing(questions: Iterable[Question], language: str) -> int:
    """Return how many texts are there in German and not in this language."""
    return sum(
        bool(text.get("de")) and not text.get(language)
        for question in questions
        for _place, text in all_texts(question)
    )


class Worded(Protocol):
    """What has the texts of a survey: a version of it."""

    title: Any
    lead: Any
    closing_text: Any


def changed_texts(earlier: Worded, later: Worded) -> list[Lazy]:
    """Return which texts around the questions changed."""
    names = {"title": lazy_gettext("title"), "lead": lazy_gettext("lead"), "closing_text": lazy_gettext("closing text")}
    return [words for name, words in names.items() if getattr(earlier, name) != getattr(later, name)]


AROUND = ("title", "lead", "closing_text")
"""The texts of a survey around its questions."""
RUNS: dict[str, Lazy] = {
    "opens_at": lazy_gettext("first day"),
    "closes_at": lazy_gettext("last day"),
    "results_from": lazy_gettext("day of the results"),
    "limits": lazy_gettext("places and quotas"),
}
"""What a version keeps of how a survey runs."""


def changed_runs(earlier: object, later: object) -> list[Lazy]:
    """Return which days and limits changed from one version to the next."""
    return [words for name, words in RUNS.items() if (getattr(earlier, name) or None) != (getattr(later, name) or None)]


LEVELS: dict[Level, Lazy] = {
    Level.NONE: lazy_gettext("nothing is measured"),
    Level.TEXT: lazy_gettext("text"),
    Level.NOMINAL: lazy_gettext("nominal: groups"),
    Level.ORDINAL: lazy_gettext("ordinal: an order"),
    Level.METRIC: lazy_gettext("metric: numbers"),
}


def said_in(text: Texts, language: str, words: str | None) -> Texts:
    """Return a text with other words in one language; None leaves it as it is."""
    if words is None:
        return text
    rest = {code: said for code, said in text.items() if code != language}
    return Texts({**rest, **({language: words} if words else {})})
