"""Conditions for people who never saw a formula: rows such as "when ‹question› ‹is› ‹answer›", joined by all or any.

Rows become a condition and a condition becomes rows; what rows cannot say stays a text. A form works without scripts:
who has chosen a question asks for its answers with a button. The template is questions/condition_rows.html.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions import conditions, grammar
from participation.questions.conditions import ConditionError
from participation.questions.grammar import Key, Tree
from participation.questions.kind import day_in, day_words, line, number_in, number_words
from participation.questions.sent import Sent
from participation.questions.types import READ_ONLY, Option, Question, QuestionType
from participation.questions.written import write

MOST_ROWS = 8


class Verb(StrEnum):
    """What a row says about an answer."""

    IS = "is"
    IS_NOT = "is_not"
    ANY = "any"
    ALL = "all"
    NONE = "none"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    ANSWERED = "answered"
    EMPTY = "empty"


class Way(StrEnum):
    """How the answer of a row is given."""

    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    NOTHING = "nothing"


SAID: Mapping[Verb, Lazy] = {
    Verb.IS: lazy_gettext("is"),
    Verb.IS_NOT: lazy_gettext("is not"),
    Verb.ANY: lazy_gettext("has at least one of these"),
    Verb.ALL: lazy_gettext("has all of these"),
    Verb.NONE: lazy_gettext("has none of these"),
    Verb.CONTAINS: lazy_gettext("contains the word"),
    Verb.CONTAINS_NOT: lazy_gettext("does not contain the word"),
    Verb.LESS: lazy_gettext("is less than"),
    Verb.AT_MOST: lazy_gettext("is at most"),
    Verb.MORE: lazy_gettext("is more than"),
    Verb.AT_LEAST: lazy_gettext("is at least"),
    Verb.ANSWERED: lazy_gettext("was answered"),
    Verb.EMPTY: lazy_gettext("was not answered"),
}
SAID_OF_DAYS: Mapping[Verb, Lazy] = {
    Verb.LESS: lazy_gettext("is before"),
    Verb.AT_MOST: lazy_gettext("is at the latest"),
    Verb.MORE: lazy_gettext("is after"),
    Verb.AT_LEAST: lazy_gettext("is at the earliest"),
}
SIGNS: Mapping[Verb, str] = {
    Verb.IS: "=",
    Verb.IS_NOT: "!=",
    Verb.LESS: "<",
    Verb.AT_MOST: "<=",
    Verb.MORE: ">",
    Verb.AT_LEAST: ">=",
}
ORDERED = tuple(SIGNS)
VERBS: Mapping[Way, tuple[Verb, ...]] = {
    Way.CHOICE: (Verb.IS, Verb.IS_NOT),
    Way.CHOICES: (Verb.ANY, Verb.ALL, Verb.NONE),
    Way.NUMBER: ORDERED,
    Way.DAY: ORDERED,
    Way.TEXT: (Verb.CONTAINS, Verb.CONTAINS_NOT),
    Way.NOTHING: (),
}
ALONE = (Verb.ANSWERED, Verb.EMPTY)
"""Verbs that need no answer; every question has them."""

WAYS: Mapping[QuestionType, Way] = {
    QuestionType.SINGLE: Way.CHOICE,
    QuestionType.DROPDOWN: Way.CHOICE,
    QuestionType.YES_NO: Way.CHOICE,
    QuestionType.MULTIPLE: Way.CHOICES,
    QuestionType.RANKING: Way.CHOICES,
    QuestionType.NUMBER: Way.NUMBER,
    QuestionType.SCALE: Way.NUMBER,
    QuestionType.CALCULATED: Way.NUMBER,
    QuestionType.ALLOCATION: Way.NUMBER,
    QuestionType.DATE: Way.DAY,
    QuestionType.SHORT_TEXT: Way.TEXT,
    QuestionType.LONG_TEXT: Way.TEXT,
    QuestionType.IDEA: Way.TEXT,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row can ask about: a question, or one line of a matrix or an allocation."""

    key: str
    text: Texts
    way: Way
    options: tuple[Option, ...] = ()

    @property
    def verbs(self) -> dict[Verb, Lazy]:
        """What can be said about it, in words."""
        words = {**SAID, **SAID_OF_DAYS} if self.way is Way.DAY else SAID
        return {verb: words[verb] for verb in (*VERBS[self.way], *ALONE)}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the key of its subject, a verb, and the answers."""

    key: str = ""
    verb: Verb | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A condition in rows, all of which have to hold or any of which; `text` is what rows cannot say."""

    rows: tuple[Row, ...] = ()
    is_any: bool = False
    text: str = ""

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows of the form, with an empty one at the end."""
        return (*self.rows, Row())[:MOST_ROWS]


def subjects(questions: Iterable[Question]) -> dict[str, Subject]:
    """Return what rows can ask about, by key: the questions that come earlier."""
    found: dict[str, Subject] = {}
    for question in questions:
        if question.type in READ_ONLY and question.type is not QuestionType.CALCULATED:
            continue
        lines = question.rows if question.type is QuestionType.MATRIX else ()
        lines = question.options if question.type is QuestionType.ALLOCATION else lines
        for one in lines:
            found[f"{question.key}.{one.key}"] = _line(question, one)
        if not lines:
            way = WAYS.get(question.type, Way.NOTHING)
            options = question.choices if way in {Way.CHOICE, Way.CHOICES} else ()
            found[question.key] = Subject(question.key, question.text, way, options)
    return found


def _line(question: Question, one: Option) -> Subject:
    languages = {**question.text, **one.label}
    text = Texts({language: f"{question.text.in_(language)} – {one.label.in_(language)}" for language in languages})
    is_chosen = question.type is QuestionType.MATRIX and question.scale is None
    way, options = (Way.CHOICE, question.options) if is_chosen else (Way.NUMBER, ())
    return Subject(f"{question.key}.{one.key}", text, way, options)


def from_condition(source: str, known: Mapping[str, Subject]) -> Rows:
    """Return a condition in rows; as a text where rows cannot say it."""
    try:
        tree = conditions.parse(source).tree if source else None
    except ConditionError:
        return Rows(text=source)
    if tree is None:
        return Rows()
    parts = tree[1:] if tree[0] in {"and", "or"} else (tree,)
    rows = [row for part in parts if (row := _row_of(part, known))]
    if len(rows) < len(parts) or len(rows) > MOST_ROWS:
        return Rows(text=source)
    return Rows(tuple(rows), is_any=tree[0] == "or")


def to_condition(rows: Rows, known: Mapping[str, Subject]) -> str:
    """Return the condition that rows say; rows that are not finished say nothing."""
    trees = [tree for row in rows.rows if (tree := _tree_of(row, known))]
    if rows.text or not trees:
        return rows.text
    return write(trees[0] if len(trees) == 1 else ("or" if rows.is_any else "and", *trees))


def read(data: object, name: str, known: Mapping[str, Subject]) -> Rows:
    """Return the rows that a form sent under this name. A text that was changed counts in their place."""
    sent = Sent(data)
    text = sent.one(f"{name}.text")
    if text and text != sent.one(f"{name}.was"):
        return Rows(text=text)
    rows = (_row_sent(sent, f"{name}.{number}", known) for number in range(MOST_ROWS))
    found = tuple(row for row in rows if row.key)
    if text and not found and from_condition(text, known).text:
        return Rows(text=text)
    return Rows(found, is_any=sent.one(f"{name}.join") == "any")


def pressed(data: object, name: str) -> bool:
    """Return whether somebody asked for the answers to the questions chosen so far: the form is shown again."""
    return bool(Sent(data).one(f"{name}.show"))


def complaints(rows: Rows, known: Mapping[str, Subject]) -> list[Lazy]:
    """Return what has to be mended, one sentence each."""
    try:
        if rows.text:
            conditions.parse(rows.text)
    except ConditionError as error:
        return [error.sentence]
    return [
        lazy_gettext("Row %(number)s is not finished: please choose what is asked and which answer.", number=number)
        for number, row in enumerate(rows.rows, start=1)
        if _tree_of(row, known) is None
    ]


def said(rows: Rows, known: Mapping[str, Subject], language: str) -> list[str]:
    """Return the rows in words, for an overview."""
    return [
        f"„{subject.text.in_(language)}“ {subject.verbs[row.verb]} {_words(row, subject, language)}".strip()
        for row in rows.rows
        if row.verb and (subject := known.get(row.key)) and row.verb in subject.verbs
    ]


def _words(row: Row, subject: Subject, language: str) -> str:
    labels = {option.key: option.label.in_(language) for option in subject.options}
    shown: Mapping[Way, Callable[[str], str]] = {
        Way.NUMBER: lambda word: number_words(number_in(word) or 0, language),
        Way.DAY: lambda word: day_words(word, language),
    }
    say = shown.get(subject.way, lambda word: f"„{labels.get(word, word)}“")
    return ", ".join(map(say, row.words))


def _row_sent(sent: Sent, name: str, known: Mapping[str, Subject]) -> Row:
    subject = known.get(sent.one(f"{name}.key"))
    if subject is None:
        return Row()
    typed = sent.one(f"{name}.verb")
    verb = next((one for one in subject.verbs if one == typed), None)
    words = tuple(line(word) for word in sent.all(f"{name}.word"))
    if subject.options:
        words = tuple(option.key for option in subject.options if option.key in words)
    row = Row(subject.key, verb, words)
    return replace(row, words=()) if verb in ALONE else row


def _tree_of(row: Row, known: Mapping[str, Subject]) -> Tree | None:
    """Return the tree that a row says; None where it is not finished."""
    subject, key = known.get(row.key), Key(row.key)
    if subject is None or row.verb not in subject.verbs:
        return None
    if row.verb in ALONE:
        return ("empty", key) if row.verb is Verb.EMPTY else ("not", ("empty", key))
    words = [value for word in row.words if (value := _value(word, subject.way)) is not None]
    is_finished = words and len(words) == len(row.words)
    return _compared(row.verb, subject.way, key, words) if is_finished else None


def _compared(verb: Verb, way: Way, key: Key, words: Sequence[str | int | float]) -> Tree:
    if way is Way.CHOICES:
        return (verb.value, key, tuple(words))
    if way is Way.TEXT:
        tree: Tree = ("contains", key, words[0])
        return tree if verb is Verb.CONTAINS else ("not", tree)
    if len(words) > 1:
        several: Tree = ("in", key, tuple(words))
        return several if verb is Verb.IS else ("not", several)
    return (SIGNS[verb], key, words[0])


def _value(word: str, way: Way) -> str | int | float | None:
    if way is Way.NUMBER:
        return number_in(word)
    return day_in(word) if way is Way.DAY else word or None


def _row_of(tree: Tree, known: Mapping[str, Subject]) -> Row | None:
    """Return the row that says the same as a tree; None where none does."""
    is_not, inner = tree[0] == "not", tree[1] if tree[0] == "not" else tree
    if not isinstance(inner, tuple) or not grammar.is_condition(inner) or not isinstance(inner[1], Key):
        return None
    subject = known.get(inner[1].name)
    listed = inner[2] if inner[0] in grammar.LISTS else inner[2:]
    if subject is None or not all(isinstance(word, str | int | float) for word in listed):
        return None
    verb = _verb_of(inner[0], subject.way, is_not=is_not, count=len(listed))
    row = Row(subject.key, verb, tuple(_typed(word, subject.way) for word in listed))
    means_the_same = verb is not None and _is_known(row, subject)
    return row if means_the_same and _tree_of(row, known) is not None else None


def _verb_of(kind: str, way: Way, *, is_not: bool, count: int) -> Verb | None:
    if kind == "empty":
        return Verb.ANSWERED if is_not else Verb.EMPTY
    if kind == "contains" and way is Way.TEXT:
        return Verb.CONTAINS_NOT if is_not else Verb.CONTAINS
    if kind == "in" and way is Way.CHOICE:
        # As with "!=", no answer is none of these.
        return Verb.IS_NOT if is_not else Verb.IS
    if is_not:
        return None
    if way is Way.CHOICES:
        names = {"in": Verb.ANY, "any": Verb.ANY, "all": Verb.ALL, "none": Verb.NONE}
        return names.get(kind) or (Verb.ANY if kind == "contains" and count == 1 else None)
    found = next((verb for verb, sign in SIGNS.items() if sign == kind), None)
    return found if found in VERBS[way] else None


def _is_known(row: Row, subject: Subject) -> bool:
    return not subject.options or {option.key for option in subject.options} >= set(row.words)


def _typed(word: str | float, way: Way) -> str:
    """Return a word of a condition as somebody would type it."""
    if way is Way.NUMBER and not isinstance(word, str):
        return write(word)
    return str(word)
