"""How a survey runs, as a form: what it says around its questions, when it is open, for whom, how long it is kept."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from participation.core import clock
from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.web.forms import Form
from surveys.editor.forms import NUMBER, DayField, HourField, WholeField, area, line, mark
from surveys.editor.rules import lines, texts
from surveys.models import Survey
from surveys.rules import ACCESS_OF, ANSWERS_KEPT_DAYS, Access, Anonymity, is_site

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
BETWEEN = lazy_gettext("Please write a number from %(min)s to %(max)s.")
CHOOSE_A_DAY = lazy_gettext("Please choose a day.")


class SetupForm(Form):
    """What a survey says around its questions, and how it runs; without what answers have settled."""

    was = HiddenField()
    title_de = line(lazy_gettext("Title in German"), DataRequired(lazy_gettext("Please give the survey a title.")))
    title_en = line(lazy_gettext("Title in English"))
    lead_de = area(lazy_gettext("What it is for, in German"), rows=2)
    lead_en = area(lazy_gettext("What it is for, in English"), rows=2)
    minutes = WholeField(
        lazy_gettext("How many minutes does it take?"),
        [DataRequired(NUMBER), NumberRange(1, 60, BETWEEN)],
        render_kw={"inputmode": "numeric"},
    )
    opens_on = DayField(lazy_gettext("First day"), [DataRequired(CHOOSE_A_DAY)])
    opens_time = HourField(lazy_gettext("From what time on? Empty: midnight"), [Optional()])
    closes_on = DayField(lazy_gettext("Last day"), [DataRequired(CHOOSE_A_DAY)])
    closes_time = HourField(lazy_gettext("Until what time? Empty: the whole day"), [Optional()])
    results_from = DayField(lazy_gettext("Results are public from"), [DataRequired(CHOOSE_A_DAY)])
    anonymity = SelectField(
        lazy_gettext("How anonymous are answers?"),
        choices=[SelectChoice(one.value, words) for one, words in ANONYMITY.items()],
    )
    access = SelectField(
        lazy_gettext("Who may take part?"), choices=[SelectChoice(one.value, words) for one, words in ACCESS.items()]
    )
    closing_de = area(lazy_gettext("What people read after it closed, in German"), rows=2)
    closing_en = area(lazy_gettext("What people read after it closed, in English"), rows=2)
    kept_days = WholeField(
        lazy_gettext("How many days are answers kept after it closed?"),
        [DataRequired(NUMBER), NumberRange(1, ANSWERS_KEPT_DAYS, BETWEEN)],
        description=lazy_gettext("They are deleted by themselves then; the log of deletions says how many."),
        render_kw={"inputmode": "numeric"},
    )
    frame_sites = area(
        lazy_gettext("Sites that may show it in a frame"),
        rows=2,
        description=lazy_gettext("One on each line, like https://www.example.org. Empty: none."),
    )
    _before: Survey

    @classmethod
    def of(cls, survey: Survey, *, is_answered: bool) -> "SetupForm":
        """Return the form as the survey is; once there are answers, nobody changes what people were promised."""
        values = stated(survey)
        form = cls(**values, was=mark(values))
        form._before = survey
        if is_answered:
            form.kept_days.validators = [*form.kept_days.validators, NumberRange(1, survey.kept_days, KEPT_LONGER)]
            del form.anonymity, form.access
        return form

    def validate_opens_time(self, field: HourField) -> None:
        """Refuse an hour that the clock of the town never shows."""
        _must_exist(self.opens_on.data, field.data)

    def validate_closes_on(self, field: DayField) -> None:
        """Refuse a survey that ends before it begins."""
        first, last = self.moments()
        if first >= last:
            raise ValidationError(lazy_gettext("The survey closes before it opens. Please change one of the two days."))

    def validate_closes_time(self, field: HourField) -> None:
        """Refuse an hour that the clock of the town never shows."""
        _must_exist(self.closes_on.data, field.data)

    def validate_results_from(self, field: DayField) -> None:
        """Refuse results before the end: the last answers could be told from those before."""
        if field.data and self.closes_on.data and field.data <= self.closes_on.data:
            raise ValidationError(
                lazy_gettext("Results can appear on the day after the survey closes. Please choose a later day.")
            )

    def validate_access(self, field: SelectField) -> None:
        """Refuse a way in that does not go with the mode."""
        anonymity, access = self._mode()
        if access not in ACCESS_OF[anonymity]:
            raise ValidationError(
                lazy_gettext(
                    "This kind of anonymity needs another way in: pseudonymous answers need codes or accounts, personal"
                    " ones need accounts. Please change one of the two."
                )
            )

    def validate_frame_sites(self, field: Any) -> None:
        """Refuse what is no site, and frames around surveys that need a cookie or an account."""
        sites = lines(field.data or "")
        if not all(map(is_site, sites)):
            raise ValidationError(lazy_gettext("Please name each site like this: https://www.example.org"))
        if sites and self._mode() != (Anonymity.ANONYMOUS, Access.OPEN):
            raise ValidationError(
                lazy_gettext(
                    "In a frame on another site there are no cookies and no accounts. Only an anonymous survey for"
                    " everybody can be shown there."
                )
            )

    def moments(self) -> tuple[datetime, datetime]:
        """Return when it opens and closes; what was not changed keeps its moment."""
        before, told = self._before, stated(self._before)
        opens_at, closes_at = before.opens_at, before.closes_at
        first, hour = self.opens_on.data or told["opens_on"], self.opens_time.data
        if (first, hour) != (told["opens_on"], told["opens_time"]):
            opens_at = _moment(first, hour or time())
        last, hour = self.closes_on.data or told["closes_on"], self.closes_time.data
        if (last, hour) != (told["closes_on"], told["closes_time"]):
            closes_at = _moment(last, hour) if hour else clock.at(last + timedelta(days=1), 0)
        return opens_at, closes_at

    def values(self) -> dict[str, Any]:
        """Return what is to be set."""
        opens_at, closes_at = self.moments()
        anonymity, access = self._mode()
        return {
            "title": self._texts("title", self._before.title),
            "lead": self._texts("lead", self._before.lead),
            "closing_text": self._texts("closing", self._before.closing_text),
            "minutes": self.minutes.data,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "results_from": self.results_from.data,
            "anonymity": anonymity,
            "access": access,
            "kept_days": self.kept_days.data,
            "frame_sites": lines(self.frame_sites.data or ""),
        }

    def _mode(self) -> tuple[Anonymity, Access]:
        """Return the mode that is asked for, or the one that is there where it is not or cannot be."""
        anonymity = self.anonymity.data if "anonymity" in self else None
        access = self.access.data if "access" in self else None
        return (
            Anonymity(anonymity) if anonymity in set(Anonymity) else self._before.anonymity,
            Access(access) if access in set(Access) else self._before.access,
        )

    def _texts(self, name: str, before: Texts) -> Texts:
        kept = {language: words for language, words in before.items() if language not in {"de", "en"}}
        return texts(self[f"{name}_de"].data or "", self[f"{name}_en"].data or "", kept)


KEPT_LONGER = lazy_gettext(
    "People were told that their answers are kept for so many days. Please choose a number up to %(max)s."
)


def stated(survey: Survey) -> dict[str, Any]:
    """Return what a survey says and how it runs, by the names of the fields."""
    said = {"title": survey.title, "lead": survey.lead, "closing": survey.closing_text}
    words: dict[str, Any] = {f"{name}_{code}": one.get(code, "") for name, one in said.items() for code in ("de", "en")}
    return words | {
        "minutes": survey.minutes,
        "opens_on": survey.opens_on,
        "opens_time": _hour(survey.opens_at),
        "closes_on": survey.closes_on,
        "closes_time": _hour(survey.closes_at),
        "results_from": survey.results_from,
        "anonymity": survey.anonymity.value,
        "access": survey.access.value,
        "kept_days": survey.kept_days,
        "frame_sites": "\n".join(survey.frame_sites),
    }


def _hour(moment: datetime) -> time | None:
    """Return the time of day; None at midnight, where the day says it all."""
    shown = clock.local(moment).time().replace(second=0, microsecond=0)
    return shown if shown != time() else None


def _moment(day: date, hour: time) -> datetime:
    return clock.at(day, hour.hour, hour.minute)


def _must_exist(day: date | None, hour: time | None) -> None:
    if day and hour and clock.local(_moment(day, hour)).time() != hour:
        raise ValidationError(
            lazy_gettext("In this night the clocks are put forward: this time does not come. Please choose another.")
        )
