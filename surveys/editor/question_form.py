"""One question as a form: only the fields that its type has, in German and English side by side."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, FloatField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import Optional

from participation.core.database import Texts
from participation.questions.storage import to_dict
from participation.questions.types import Level, Limits, Option, Question, QuestionType, Scale
from participation.web.forms import Form
from surveys.editor.forms import DayField, area, line, mark, side_by_side, whole
from surveys.editor.rules import LEVELS, lines, options_from, pairs, texts

T = QuestionType
COMMON = ("text_de", "text_en", "hint_de", "hint_en", "was", "token")
ASKED = ("required", "message_de", "message_en", "points", "level")
OPTIONS = ("options_de", "options_en")
CHOSEN = (*OPTIONS, "alone", "other")
SCALE = ("scale_min", "scale_max", "low_de", "low_en", "high_de", "high_en", "words_de", "words_en")
UNIT = ("unit_de", "unit_en")
FIELDS: dict[QuestionType, tuple[str, ...]] = {
    T.SHORT_TEXT: (*ASKED, "min_length", "max_length"),
    T.LONG_TEXT: (*ASKED, "min_length", "max_length", "offers_idea"),
    T.NUMBER: (*ASKED, "min", "max", "whole_only", *UNIT),
    T.SINGLE: (*ASKED, *CHOSEN),
    T.MULTIPLE: (*ASKED, *CHOSEN, "min_choices", "max_choices"),
    T.YES_NO: ASKED,
    T.SCALE: (*ASKED, *SCALE),
    T.DROPDOWN: (*ASKED, *CHOSEN),
    T.DATE: (*ASKED, "earliest", "latest"),
    T.RANKING: (*ASKED, *OPTIONS, "max_rank"),
    T.PLACE: (*ASKED, *OPTIONS),
    T.CONSENT: ("required", *OPTIONS),
    T.INFORMATION: (),
    T.SECTION: (),
    T.MATRIX: (*ASKED, "rows_de", "rows_en", *OPTIONS, *SCALE),
    T.ALLOCATION: (*ASKED, *OPTIONS, "total", *UNIT),
    T.FILE: ("required", "points"),
    T.IDEA: ("required", "points"),
    T.CALCULATED: (*UNIT, "level"),
}


class QuestionForm(Form):
    """Everything that a question of some type can have; `of` leaves only what its own type has."""

    was = HiddenField()
    text_de = area(lazy_gettext("Question in German"), rows=2)
    text_en = area(lazy_gettext("Question in English"), rows=2)
    hint_de = area(lazy_gettext("Hint in German"), rows=2)
    hint_en = area(lazy_gettext("Hint in English"), rows=2)
    rows_de = side_by_side(lazy_gettext("Rows in German"))
    rows_en = side_by_side(lazy_gettext("Rows in English"))
    options_de = side_by_side(lazy_gettext("Answers in German"), rows=5)
    options_en = side_by_side(lazy_gettext("Answers in English"), rows=5)
    alone = area(
        lazy_gettext("Which answers go with no other?"),
        rows=2,
        description=lazy_gettext("For example “none of these”: one on each line, in German, as written above."),
    )
    other = line(
        lazy_gettext("Which answer asks for own words?"),
        description=lazy_gettext("For example “something else”: in German, as written above."),
    )
    scale_min = whole(lazy_gettext("Lowest number"), -100, 100)
    scale_max = whole(lazy_gettext("Highest number"), -100, 100)
    low_de = line(lazy_gettext("Lowest means, in German"))
    low_en = line(lazy_gettext("Lowest means, in English"))
    high_de = line(lazy_gettext("Highest means, in German"))
    high_en = line(lazy_gettext("Highest means, in English"))
    words_de = side_by_side(lazy_gettext("A word for each step, in German"))
    words_en = side_by_side(lazy_gettext("A word for each step, in English"))
    min_length = whole(lazy_gettext("At least so many characters"), 0, 10_000)
    max_length = whole(lazy_gettext("At most so many characters"), 1, 10_000)
    min = FloatField(lazy_gettext("Smallest number"), [Optional()])
    max = FloatField(lazy_gettext("Largest number"), [Optional()])
    whole_only = BooleanField(lazy_gettext("Whole numbers only"))
    unit_de = line(lazy_gettext("Unit in German"))
    unit_en = line(lazy_gettext("Unit in English"))
    min_choices = whole(lazy_gettext("At least so many answers"), 0, 200)
    max_choices = whole(lazy_gettext("At most so many answers"), 1, 200)
    max_rank = whole(lazy_gettext("How many places?"), 1, 50)
    earliest = DayField(lazy_gettext("First possible day"), [Optional()])
    latest = DayField(lazy_gettext("Last possible day"), [Optional()])
    total = whole(lazy_gettext("How much is there to give?"), 1)
    required = BooleanField(lazy_gettext("An answer is needed"))
    offers_idea = BooleanField(lazy_gettext("The text may also become a public idea, if its author wishes"))
    message_de = line(lazy_gettext("What is said otherwise, in German"))
    message_en = line(lazy_gettext("What is said otherwise, in English"))
    points = whole(
        lazy_gettext("Points"), 0, 50, description=lazy_gettext("How long it is. Empty: as usual for its kind.")
    )
    level = SelectField(
        lazy_gettext("What can be reckoned with the answers"),
        choices=[
            SelectChoice("", lazy_gettext("as usual for its kind")),
            *(SelectChoice(one.value, words) for one, words in LEVELS.items()),
        ],
    )

    @classmethod
    def of(cls, question: Question) -> "QuestionForm":
        """Return the form of this question, with the fields of its type alone."""
        form = cls(**stated(question), was=fingerprint(question))
        kept = {*COMMON, *FIELDS[question.type]}
        for name in [field.name for field in form if field.name not in kept]:
            del form[name]
        return form

    def question(self, before: Question) -> Question:
        """Return the question as it was typed; what its type has no field for stays as it was."""
        found = replace(before, text=self._texts("text", before.text), hint=self._texts("hint", before.hint))
        found = replace(found, **{name: self[name].data for name in _PLAIN if name in self})
        if "level" in self:
            found = replace(found, level=Level(self.level.data) if self.level.data else None)
        if "message_de" in self:
            found = replace(found, constraint_message=self._texts("message", before.constraint_message))
        if "options_de" in self:
            found = replace(found, options=self._options(before))
        if "rows_de" in self:
            found = replace(found, rows=options_from(self._said("rows_de"), self._said("rows_en"), before.rows))
        if "scale_min" in self:
            found = replace(found, scale=self._scale(before))
        return replace(found, limits=self._limits(before.limits))

    def _said(self, name: str) -> str:
        return (self[name].data or "") if name in self else ""

    def _texts(self, name: str, before: Texts) -> Texts:
        kept = {language: words for language, words in before.items() if language not in {"de", "en"}}
        return texts(self._said(f"{name}_de"), self._said(f"{name}_en"), kept)

    def _options(self, before: Question) -> tuple[Option, ...]:
        found = options_from(self._said("options_de"), self._said("options_en"), before.options)
        if "alone" not in self:
            return found
        alone, other = lines(self._said("alone")), self._said("other")
        return tuple(replace(one, exclusive=one.label["de"] in alone, other=one.label["de"] == other) for one in found)

    def _scale(self, before: Question) -> Scale | None:
        low, high = self.scale_min.data, self.scale_max.data
        if low is None and high is None:
            return None
        usual = before.scale or Scale()
        words = tuple(texts(*both) for both in pairs(self._said("words_de"), self._said("words_en")))
        ends = self._texts("low", usual.min_label), self._texts("high", usual.max_label)
        return Scale(usual.min if low is None else low, usual.max if high is None else high, *ends, words)

    def _limits(self, before: Limits) -> Limits:
        names = ("min_length", "max_length", "min", "max", "min_choices", "max_choices", "max_rank", "total")
        found: dict[str, Any] = {name: self[name].data for name in names if name in self}
        if "whole_only" in self:
            found["whole"] = self.whole_only.data
        found |= {name: self._day(name) for name in ("earliest", "latest") if name in self}
        if "unit_de" in self:
            found["unit"] = self._texts("unit", before.unit)
        return replace(before, **found)

    def _day(self, name: str) -> str | None:
        day = self[name].data
        return day.isoformat() if day else None


def fingerprint(question: Question) -> str:
    """Return a short mark of what a question says, to see whether somebody else changed it meanwhile."""
    return mark(to_dict(question))


def stated(question: Question) -> dict[str, Any]:
    """Return what a question says, by the names of the fields."""
    scale, limits = question.scale, question.limits
    said = {"text": question.text, "hint": question.hint, "message": question.constraint_message, "unit": limits.unit}
    if scale:
        said |= {"low": scale.min_label, "high": scale.max_label}
    lists: dict[str, Sequence[Texts]] = {
        "options": [one.label for one in question.options],
        "rows": [one.label for one in question.rows],
        "words": scale.words if scale else (),
    }
    found: dict[str, Any] = {f"{name}_{code}": words.get(code, "") for name, words in said.items() for code in _CODES}
    for name, many in lists.items():
        found |= {f"{name}_{code}": "\n".join(words.get(code, "") for words in many) for code in _CODES}
    found |= {name: getattr(limits, name) for name in _LIMITS}
    found |= {name: _day_of(getattr(limits, name)) for name in ("earliest", "latest")}
    found |= {name: getattr(question, name) for name in ("required", "offers_idea", "formula", "constraint", "points")}
    return found | {
        "level": question.level.value if question.level else "",
        "whole_only": limits.whole,
        "alone": "\n".join(one.label.in_("de") for one in question.options if one.exclusive),
        "other": next((one.label.in_("de") for one in question.options if one.other), ""),
        "scale_min": scale.min if scale else None,
        "scale_max": scale.max if scale else None,
    }


_CODES = ("de", "en")
_PLAIN = ("required", "offers_idea", "points")
_LIMITS = ("min_length", "max_length", "min", "max", "min_choices", "max_choices", "max_rank", "total")


def _day_of(iso: str | None) -> Any:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
