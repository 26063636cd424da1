"""Calculated values for people who never saw a formula: choose what is done, and with which answers.

A choice becomes a formula and a formula becomes a choice; what a choice cannot say stays a text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions import conditions
from participation.questions.condition_rows import Subject, Way
from participation.questions.conditions import ConditionError
from participation.questions.grammar import Key, Operand
from participation.questions.kind import number_in
from participation.questions.sent import Sent
from participation.questions.written import write


class Deed(StrEnum):
    """What is done with the answers."""

    SUM = "sum"
    MEAN = "mean"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    COUNT = "count"
    YEARS = "years"


SAID: Mapping[Deed, Lazy] = {
    Deed.SUM: lazy_gettext("Add them up"),
    Deed.MEAN: lazy_gettext("Their average"),
    Deed.DIFFERENCE: lazy_gettext("The first less the others"),
    Deed.PRODUCT: lazy_gettext("Multiply them"),
    Deed.COUNT: lazy_gettext("Count how many answers were chosen"),
    Deed.YEARS: lazy_gettext("Full years since a day, so somebody’s age"),
}
WANTS: Mapping[Deed, tuple[Way, int, int]] = {
    Deed.SUM: (Way.NUMBER, 1, 20),
    Deed.MEAN: (Way.NUMBER, 2, 20),
    Deed.DIFFERENCE: (Way.NUMBER, 2, 20),
    Deed.PRODUCT: (Way.NUMBER, 2, 20),
    Deed.COUNT: (Way.CHOICES, 1, 1),
    Deed.YEARS: (Way.DAY, 1, 1),
}
"""What each deed is done with: the kind of answers, how many at least, how many at most."""
NEEDS: Mapping[Way, tuple[Lazy, Lazy]] = {
    Way.NUMBER: (
        lazy_gettext("Please choose questions with numbers, at least one, and no others."),
        lazy_gettext("Please choose two questions with numbers, or more, and no others."),
    ),
    Way.CHOICES: (lazy_gettext("Please choose one question with several answers."),) * 2,
    Way.DAY: (lazy_gettext("Please choose one question that asks for a day."),) * 2,
}


@dataclass(frozen=True, slots=True)
class Working:
    """How a value is worked out: a deed with answers, at the end times a number; or a text that says more."""

    deed: Deed | None = None
    keys: tuple[str, ...] = ()
    times: str = ""
    text: str = ""


def usable(known: Mapping[str, Subject]) -> list[Subject]:
    """Return what can be reckoned with."""
    ways = {way for way, _least, _most in WANTS.values()}
    return [subject for subject in known.values() if subject.way in ways]


def _chain(sign: str) -> Callable[[Sequence[Operand]], Operand]:
    def chained(keys: Sequence[Operand]) -> Operand:
        tree = keys[0]
        for key in keys[1:]:
            tree = (sign, tree, key)
        return tree

    return chained


TREES: Mapping[Deed, Callable[[Sequence[Operand]], Operand]] = {
    Deed.SUM: lambda keys: ("sum", *keys),
    Deed.MEAN: lambda keys: ("round", ("/", _chain("+")(keys), len(keys)), 1),
    Deed.DIFFERENCE: _chain("-"),
    Deed.PRODUCT: _chain("*"),
    Deed.COUNT: lambda keys: ("count", *keys),
    Deed.YEARS: lambda keys: ("years_between", *keys, ("today",)),
}


def from_formula(source: str, known: Mapping[str, Subject]) -> Working:
    """Return a formula as a choice; as a text where none says it."""
    try:
        tree = conditions.formula(source).tree if source else None
    except ConditionError:
        return Working(text=source)
    if tree is None:
        return Working()
    times = ""
    if isinstance(tree, tuple) and tree[0] == "*" and isinstance(tree[2], int | float):
        tree, times = tree[1], write(tree[2])
    keys = tuple(dict.fromkeys(key.name for key in conditions.named(tree)))
    for deed in Deed:
        found = Working(deed, keys, times)
        if keys and not complaints(found, known) and TREES[deed]([Key(key) for key in keys]) == tree:
            return found
    return Working(text=source)


def to_formula(working: Working) -> str:
    """Return the formula that a choice says; nothing where it is not finished."""
    if working.text or working.deed is None or not working.keys:
        return working.text
    tree = TREES[working.deed]([Key(key) for key in working.keys])
    times = number_in(working.times) if working.times else None
    return write(tree if times is None else ("*", tree, times))


def read(data: object, name: str, known: Mapping[str, Subject]) -> Working:
    """Return the choice that a form sent under this name. A text that was changed counts in its place."""
    sent = Sent(data)
    text = sent.one(f"{name}.text")
    if text and text != sent.one(f"{name}.was"):
        return Working(text=text)
    deed, chosen = sent.one(f"{name}.deed"), set(sent.all(f"{name}.key"))
    if not deed and text and from_formula(text, known).text:
        return Working(text=text)
    keys = tuple(subject.key for subject in usable(known) if subject.key in chosen)
    return Working(Deed(deed) if deed in set(Deed) else None, keys, sent.one(f"{name}.times"))


def complaints(working: Working, known: Mapping[str, Subject]) -> list[Lazy]:
    """Return what has to be mended, one sentence each."""
    if working.text:
        return _unreadable(working.text)
    if working.deed is None:
        return [lazy_gettext("Please choose what is done with the answers.")] if working.keys else []
    way, least, most = WANTS[working.deed]
    are_right = all(key in known and known[key].way is way for key in working.keys)
    found = [] if are_right and least <= len(working.keys) <= most else [NEEDS[way][least > 1]]
    if working.times and number_in(working.times) is None:
        found.append(lazy_gettext("Please write a number, or leave the field empty."))
    return found


def _unreadable(text: str) -> list[Lazy]:
    try:
        conditions.formula(text)
    except ConditionError as error:
        return [error.sentence]
    return []
