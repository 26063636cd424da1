"""Earlier answers inside later texts: "You chose {way}." becomes "You chose by bike."."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from participation.core.database import Texts
from participation.questions.gaps import GAP, UNSAID, pieces
from participation.questions.services import shown
from participation.questions.types import Option, Question, QuestionType

_MARKS = re.compile(r"([\\`*_{}\[\]()#+.!|<>~-])")


def keys_in(question: Question) -> frozenset[str]:
    """Return the keys of the answers that stand in a question's texts."""
    return frozenset(
        key for texts in _texts_of(question) for text in texts.values() if "{" in text for key in GAP.findall(text)
    )


def filled(question: Question, asked: Mapping[str, Question], answers: Mapping[str, object]) -> Question:
    """Return the question with earlier answers in its texts, each in the language of the text."""
    if not keys_in(question):
        return question
    is_markdown = question.type in {QuestionType.INFORMATION, QuestionType.SECTION}

    def fill(texts: Texts, *, marks: bool = False) -> Texts:
        def said(language: str, key: str) -> str:
            words = shown(asked[key], answers.get(key), language) if key in asked else ""
            return (_MARKS.sub(r"\\\1", words) if marks else words) or UNSAID

        return Texts(
            {
                language: "".join(words + (said(language, key) if key else "") for words, key in pieces(text))
                for language, text in texts.items()
            }
        )

    def line(option: Option) -> Option:
        return replace(option, label=fill(option.label))

    return replace(
        question,
        text=fill(question.text),
        hint=fill(question.hint, marks=is_markdown),
        options=tuple(map(line, question.options)),
        rows=tuple(map(line, question.rows)),
    )


def _texts_of(question: Question) -> Iterator[Texts]:
    yield question.text
    yield question.hint
    for option in (*question.options, *question.rows):
        yield option.label
