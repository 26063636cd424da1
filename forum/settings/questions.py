"""What somebody types who adds questions to the form of a board."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import Length

from participation.core import codes
from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions import services, storage
from participation.questions.types import Option, Question, QuestionType
from participation.web.forms import Form, without_blanks

MOST_QUESTIONS = 5
TYPES: Mapping[QuestionType, Lazy] = {
    QuestionType.SHORT_TEXT: lazy_gettext("A line of text"),
    QuestionType.LONG_TEXT: lazy_gettext("Several lines of text"),
    QuestionType.SINGLE: lazy_gettext("One of several answers"),
    QuestionType.MULTIPLE: lazy_gettext("Several of several answers"),
    QuestionType.NUMBER: lazy_gettext("A number"),
    QuestionType.DATE: lazy_gettext("A day"),
}
WITH_OPTIONS = frozenset({QuestionType.SINGLE, QuestionType.MULTIPLE})
_NOT_IN_KEY = re.compile(r"[^\w.+-]+")


class QuestionForm(WTForm):
    """One question; an empty one is not asked."""

    Meta = Form.Meta

    key = HiddenField()
    text_de = StringField(lazy_gettext("Question, German"), [Length(max=160)], filters=[without_blanks])
    text_en = StringField(lazy_gettext("Question, English"), [Length(max=160)], filters=[without_blanks])
    type = SelectField(
        lazy_gettext("How is it answered?"), choices=[SelectChoice(one.value, name) for one, name in TYPES.items()]
    )
    options = TextAreaField(
        lazy_gettext("Answers to choose from"),
        [Length(max=1000)],
        filters=[without_blanks],
        description=lazy_gettext("One on each line; in English behind a stroke: Ja | Yes"),
        render_kw={"rows": "3"},
    )
    required = BooleanField(lazy_gettext("An answer is needed"))
    public = BooleanField(lazy_gettext("Everybody sees the answer beside the idea"))

    def validate_text_de(self, field: StringField) -> None:
        """Ask for what the question lacks before anybody can be asked."""
        if field.data and (found := services.mistakes(self.question())):
            raise ValidationError(" ".join(map(str, found)))

    def question(self) -> Question:
        """Return the question as it was typed."""
        kind = QuestionType(self.type.data)
        texts = {"de": self.text_de.data or "", "en": self.text_en.data or ""}
        return Question(
            key=self.key.data or f"F{codes.random_code()}",
            type=kind,
            text=Texts({code: text for code, text in texts.items() if text}),
            required=bool(self.required.data),
            options=tuple(_options(self.options.data or "")) if kind in WITH_OPTIONS else (),
        )


def _options(lines: str) -> Iterable[Option]:
    for line in filter(None, map(str.strip, lines.splitlines())):
        german, _stroke, english = (part.strip() for part in line.partition("|"))
        label = Texts(de=german, en=english) if english else Texts(de=german)
        yield Option(_NOT_IN_KEY.sub("_", german)[:60] or "_", label)


def begun(stored: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return with what the rows begin: the questions as they are stored, then empty ones."""
    rows = [_row(storage.from_dict(one["question"]), bool(one["public"])) for one in stored]
    return [*rows, *({} for _ in range(MOST_QUESTIONS - len(rows)))]


def _row(question: Question, is_public: bool) -> dict[str, Any]:
    return {
        "key": question.key,
        "text_de": question.text.get("de", ""),
        "text_en": question.text.get("en", ""),
        "type": question.type.value,
        "options": "\n".join(" | ".join(filter(None, one.label.values())) for one in question.options),
        "required": question.required,
        "public": is_public,
    }


def asked_beside(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the questions that were typed, as they are stored."""
    return [
        {"question": storage.to_dict(row.form.question()), "public": bool(row.form.public.data)}
        for row in rows
        if row.form.text_de.data
    ]
