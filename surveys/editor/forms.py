"""Forms of the editor: how a survey runs, and one question with the fields of its type alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from participation.core import clock
from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.process.models import Process
from participation.web import context
from participation.web.forms import Form, without_blanks
from surveys.editor.rules import NAMES, texts
from surveys.models import Survey
from surveys.rules import ACCESS_OF, Access, Anonymity

ANONYMITY: dict[Anonymity, Lazy] = {
    Anonymity.ANONYMOUS: lazy_gettext("Anonymous: nothing is kept of who answered"),
    Anonymity.PSEUDONYMOUS: lazy_gettext("Pseudonymous: answers of one person can be joined"),
    Anonymity.PERSONAL: lazy_gettext("Personal: answers belong to an account"),
}
ACCESS: dict[Access, Lazy] = {
    Access.OPEN: lazy_gettext("Everybody"),
    Access.BROWSER: lazy_gettext("Each browser once"),
    Access.CODES: lazy_gettext("Only with a code from a letter"),
    Access.ACCOUNTS: lazy_gettext("Only with an account"),
}
LONGEST_WORDS = 4000
NUMBER = lazy_gettext("Please write a whole number.")


def line(label: Lazy, *checks: Any, **more: Any) -> StringField:
    """Return a field for one line."""
    too_long = lazy_gettext("Please shorten this to %(max)d characters.")
    return StringField(label, [*checks, Length(max=400, message=too_long)], filters=[without_blanks], **more)


def area(label: Lazy, *, rows: int = 3, filters: Sequence[Any] = (without_blanks,), **more: Any) -> TextAreaField:
    """Return a field for several lines."""
    too_long = lazy_gettext("Please shorten this to %(max)d characters.")
    checks = [Length(max=LONGEST_WORDS, message=too_long)]
    return TextAreaField(label, checks, filters=list(filters), render_kw={"rows": rows}, **more)


def side_by_side(label: Lazy, rows: int = 3) -> TextAreaField:
    """Return a field for one of two lists whose lines belong together; an empty line keeps its place."""
    one_per_line = lazy_gettext("One on each line, in the same order in both languages.")
    return area(label, rows=rows, description=one_per_line, filters=[_kept_lines])


def _kept_lines(value: str | None) -> str | None:
    return value and "\n".join(without_blanks(one) or "" for one in value.splitlines()).rstrip("\n")


def whole(label: Lazy, least: int = 0, most: int = 1_000_000_000, **more: Any) -> IntegerField:
    """Return a field for a whole number, or nothing."""
    check = NumberRange(least, most, lazy_gettext("Please write a number from %(min)s to %(max)s."))
    return IntegerField(label, [Optional(), check], render_kw={"inputmode": "numeric"}, **more)


class ButtonForm(Form):
    """A button at the desk that changes a survey."""

    purpose = "editor"


class NewForm(Form):
    """A new survey: its title, and where it belongs."""

    belongs_to = SelectField(lazy_gettext("For which process?"))
    title_de = line(lazy_gettext("Title in German"), DataRequired(lazy_gettext("Please give the survey a title.")))
    title_en = line(lazy_gettext("Title in English"))

    def offer(self, processes: Sequence[Process]) -> "NewForm":
        """Fill the processes to choose from."""
        self.belongs_to.choices = [(one.slug, context.local_text(one.title)) for one in processes]
        return self


class SetupForm(Form):
    """What a survey says around its questions, and how it runs."""

    title_de = line(lazy_gettext("Title in German"), DataRequired(lazy_gettext("Please give the survey a title.")))
    title_en = line(lazy_gettext("Title in English"))
    lead_de = area(lazy_gettext("What it is for, in German"), rows=2)
    lead_en = area(lazy_gettext("What it is for, in English"), rows=2)
    minutes = IntegerField(
        lazy_gettext("How many minutes does it take?"),
        [DataRequired(NUMBER), NumberRange(1, 60, lazy_gettext("Please write a number from %(min)s to %(max)s."))],
        render_kw={"inputmode": "numeric"},
    )
    opens_on = DateField(lazy_gettext("First day"), [DataRequired(lazy_gettext("Please choose a day."))])
    closes_on = DateField(lazy_gettext("Last day"), [DataRequired(lazy_gettext("Please choose a day."))])
    results_from = DateField(
        lazy_gettext("Results are public from"), [DataRequired(lazy_gettext("Please choose a day."))]
    )
    anonymity = SelectField(
        lazy_gettext("How anonymous are answers?"),
        choices=[SelectChoice(one.value, words) for one, words in ANONYMITY.items()],
    )
    access = SelectField(
        lazy_gettext("Who may take part?"), choices=[SelectChoice(one.value, words) for one, words in ACCESS.items()]
    )
    closing_de = area(lazy_gettext("What people read after it closed, in German"), rows=2)
    closing_en = area(lazy_gettext("What people read after it closed, in English"), rows=2)

    @classmethod
    def of(cls, survey: Survey) -> "SetupForm":
        """Return the form as the survey is."""
        said = {"title": survey.title, "lead": survey.lead, "closing": survey.closing_text}
        words: dict[str, Any] = {
            f"{name}_{code}": one.get(code, "") for name, one in said.items() for code in ("de", "en")
        }
        return cls(
            **words,
            minutes=survey.minutes,
            opens_on=survey.opens_on,
            closes_on=survey.closes_on,
            results_from=survey.results_from,
            anonymity=survey.anonymity.value,
            access=survey.access.value,
        )

    def validate_closes_on(self, field: DateField) -> None:
        """Refuse a survey that ends before it begins."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValueError(lazy_gettext("The survey closes before it opens. Please change one of the two days."))

    def validate_results_from(self, field: DateField) -> None:
        """Refuse results before the end: the last answers could be told from those before."""
        if field.data and self.closes_on.data and field.data <= self.closes_on.data:
            raise ValueError(
                lazy_gettext("Results can appear on the day after the survey closes. Please choose a later day.")
            )

    def validate_access(self, field: SelectField) -> None:
        """Refuse a way in that does not go with the mode."""
        known = self.anonymity.data in set(Anonymity) and field.data in set(Access)
        if known and Access(field.data) not in ACCESS_OF[Anonymity(self.anonymity.data)]:
            raise ValueError(
                lazy_gettext(
                    "This kind of anonymity needs another way in: pseudonymous answers need codes or accounts, personal"
                    " ones need accounts. Please change one of the two."
                )
            )

    def values(self, survey: Survey) -> dict[str, Any]:
        """Return what is to be set; a day that stays keeps its moment."""
        first, last = self.opens_on.data or survey.opens_on, self.closes_on.data or survey.closes_on
        return {
            "title": self._texts("title", survey.title),
            "lead": self._texts("lead", survey.lead),
            "closing_text": self._texts("closing", survey.closing_text),
            "minutes": self.minutes.data,
            "opens_at": survey.opens_at if first == survey.opens_on else clock.at(first, 0),
            "closes_at": survey.closes_at if last == survey.closes_on else clock.at(_after(last), 0),
            "results_from": self.results_from.data,
            "anonymity": Anonymity(self.anonymity.data),
            "access": Access(self.access.data),
        }

    def _texts(self, name: str, before: Texts) -> Texts:
        kept = {language: words for language, words in before.items() if language not in {"de", "en"}}
        return texts(self[f"{name}_de"].data or "", self[f"{name}_en"].data or "", kept)


def _after(day: date) -> date:
    return day + timedelta(days=1)


class KindForm(Form):
    """The kind of a new question."""

    kind = SelectField(
        lazy_gettext("Kind of question"), choices=[SelectChoice(one.value, words) for one, words in NAMES.items()]
    )
    after = HiddenField()
