"""The sections of a fact sheet, as planners type them; each knows what was stored when its page was opened."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, DateField, Field, FieldList, FormField, HiddenField, SelectField
from wtforms import Form as Rows
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import Optional, ValidationError

from participation.core.feature import Lazy
from participation.plan.forms.fields import line, text
from participation.plan.forms.lists import TicksField, lines, ticks
from participation.plan.sheet import words
from participation.plan.sheet.models import FactSheet, OutsideSupport
from participation.plan.sheet.rules import Section, SupportKind, SupportState, Weight
from participation.web.context import day
from participation.web.forms import Form

ONE_EACH = lazy_gettext("One in each line.")
OWN = frozenset({"token", "seen"})
MOST_ROWS, FREE_ROWS = 10, 2
CHOOSING = (SelectField, TicksField)


class SectionForm(Form):
    """One section. `seen` is a mark of what was stored when the page was opened."""

    seen = HiddenField()

    @classmethod
    def about(cls, sheet: Any) -> Self:
        """Return the section filled with what is stored."""
        return cls(obj=sheet, **cls._more(sheet))._marked(sheet)

    @classmethod
    def _more(cls, _sheet: Any) -> dict[str, Any]:
        return {}

    def _marked(self, sheet: Any) -> Self:
        if self.seen.data is None:
            self.look_at(sheet)
        return self

    def look_at(self, sheet: Any) -> None:
        """Remember what is stored now."""
        self.seen.data = _mark(self.stored(sheet))

    def is_overtaken(self, sheet: Any) -> bool:
        """Return whether somebody has stored other words of this section since the page was opened."""
        return self.seen.data != _mark(self.stored(sheet))

    def stored(self, sheet: Any) -> Mapping[str, object]:
        """Return what is stored, by the names of the fields."""
        return {field.name: getattr(sheet, field.name) for field in self if field.name not in OWN}

    def values(self) -> Mapping[str, object]:
        """Return what was typed, by the names of the columns."""
        return {field.name: field.data for field in self if field.name not in OWN}

    def differing(self, sheet: Any) -> dict[str, str]:
        """Return what is stored now wherever it is not what was typed, by the name of its field."""
        stored = self.stored(sheet)
        return {
            name: shown(self[name], stored[name]) or "–" for name, own in self.values().items() if own != stored[name]
        }


def _mark(values: Mapping[str, object]) -> str:
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:20]


def shown(field: Field, value: object) -> str:
    """Return a stored value as people read it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return day(value)
    chosen = value if isinstance(value, list) else [value]
    names = {str(key): str(label) for key, label, *_more in field.iter_choices()} if isinstance(field, CHOOSING) else {}
    return "; ".join(names.get(str(one), str(one)) for one in chosen if one)


def _weight(value: str | None) -> Weight | None:
    return Weight(value) if value else None


def _choice(label: Lazy, description: Lazy) -> Any:
    choices = [SelectChoice("", lazy_gettext("not yet known"))]
    choices += _named(words.WEIGHTS)
    return SelectField(label, choices=choices, coerce=_weight, description=description)


def _named(names: Mapping[Any, Lazy]) -> list[SelectChoice]:
    return [SelectChoice(getattr(one, "value", one), name) for one, name in names.items()]


def _day(label: Lazy, description: Lazy = "") -> Any:
    return DateField(label, [Optional()], description=description)


def _in_order(first: Field, last: Field) -> None:
    if first.data and last.data and last.data < first.data:
        raise ValidationError(gettext("Please choose a day after %(day)s, on which it begins.", day=day(first.data)))


class AimsForm(SectionForm):
    """Why, what for, and for whom."""

    need = text(
        lazy_gettext("What is the need?"),
        description=lazy_gettext("How it is today, with the numbers you know and where they come from."),
        longest=1200,
    )
    goals = lines(
        lazy_gettext("Goals"),
        lazy_gettext("One in each line, each with a number and a day by which it is reached."),
    )
    target_groups = lines(lazy_gettext("For whom is it?"), ONE_EACH)


class PeopleForm(SectionForm):
    """Who lends a hand."""

    contributors = lines(lazy_gettext("Other units of the town"), ONE_EACH)
    partners = lines(lazy_gettext("Partners outside the town hall"), ONE_EACH)


class SupportRow(Rows):
    """One kind of help; an empty row does not count."""

    Meta = Form.Meta

    what = line(lazy_gettext("What help?"))
    kind = SelectField(lazy_gettext("Of what kind?"), choices=_named(words.SUPPORT_KINDS))
    needed_on = _day(lazy_gettext("Needed by (optional)"))
    state = SelectField(
        lazy_gettext("How far is it?"),
        choices=_named(words.SUPPORT_STATES),
        default=SupportState.OPEN.value,
    )

    def validate_what(self, field: Field) -> None:
        """Ask what help a day is about."""
        if self.needed_on.data and not field.data:
            raise ValidationError(gettext("Please say what help is needed by that day."))


class SupportForm(SectionForm):
    """Help from outside, row by row."""

    support = FieldList(FormField(SupportRow), max_entries=MOST_ROWS)

    @classmethod
    def about(cls, sheet: FactSheet) -> Self:
        """Return the rows that are stored, and free ones below."""
        rows: list[dict[str, object]] = [
            {"what": one.what, "kind": one.kind, "needed_on": one.needed_on, "state": one.state}
            for one in sheet.support
        ]
        rows += [{}] * min(FREE_ROWS, MOST_ROWS - len(rows))
        return cls(support=rows)._marked(sheet)

    def stored(self, sheet: FactSheet) -> Mapping[str, object]:
        """Return the rows that are stored."""
        return {"support": [(one.what, str(one.kind), one.needed_on, str(one.state)) for one in sheet.support]}

    def _typed(self) -> list[tuple[str, str, date | None, str]]:
        rows = (row.form for row in self.support)
        return [(row.what.data, row.kind.data, row.needed_on.data, row.state.data) for row in rows if row.what.data]

    def values(self) -> Mapping[str, object]:
        """Return the rows that were typed."""
        return {
            "support": [
                OutsideSupport(what=what, kind=SupportKind(kind), needed_on=needed_on, state=SupportState(state))
                for what, kind, needed_on, state in self._typed()
            ]
        }

    def differing(self, sheet: FactSheet) -> dict[str, str]:
        """Return what is stored now in words, where it is not what was typed."""
        if self.stored(sheet)["support"] == self._typed():
            return {}
        return {"support": "; ".join(f"{one.what} ({words.SUPPORT_STATES[one.state]})" for one in sheet.support) or "–"}


class TimeForm(SectionForm):
    """From when to when, and how much it matters to whom."""

    starts_on = _day(lazy_gettext("Begins on (optional)"))
    ends_on = _day(lazy_gettext("Ends on (optional)"))
    importance = _choice(
        lazy_gettext("Importance"), lazy_gettext("How experts see it: how much it serves the goals of the agenda.")
    )
    priority = _choice(
        lazy_gettext("Political priority"), lazy_gettext("How much the council wants it. This may well differ.")
    )

    def validate_ends_on(self, field: Field) -> None:
        """Ask for an end that comes after the beginning."""
        _in_order(self.starts_on, field)


class RisksForm(SectionForm):
    """What could go wrong, and what is to be done next."""

    risks = lines(lazy_gettext("Risks"), ONE_EACH)
    steps = lines(lazy_gettext("Next steps"), lazy_gettext("One in each line, the first one first."))


class TagsForm(SectionForm):
    """Guidelines, global goals and levels that the measure serves."""

    charta = ticks(lazy_gettext("Guidelines of the Smart City Charta"), _named(words.CHARTA))
    charta_note = line(
        lazy_gettext("How does it serve them? (optional)"), description=lazy_gettext("One sentence."), longest=400
    )
    levels = ticks(lazy_gettext("What does it change in the town as a system?"), _named(words.LEVELS))
    sdgs = ticks(
        lazy_gettext("Global goals for sustainable development"),
        _named(words.SDGS),
        kind=int,
    )


class TransferForm(SectionForm):
    """What others can take over."""

    transfer = text(
        lazy_gettext("What can other towns take over?"),
        description=lazy_gettext("For example documents, data, experience, a service run together."),
        longest=1200,
    )
    licence = line(
        lazy_gettext("Under what conditions? (optional)"), description=lazy_gettext("For example a free licence.")
    )


class TrialForm(SectionForm):
    """What the town wants to find out, and when it stops."""

    is_trial = BooleanField(lazy_gettext("This measure is a trial"))
    hypothesis = text(
        lazy_gettext("What do you expect?"),
        description=lazy_gettext("One sentence that can turn out to be wrong."),
        longest=600,
        rows=2,
    )
    trial_from = _day(lazy_gettext("Trial from (optional)"))
    trial_until = _day(lazy_gettext("Trial until (optional)"))
    success_rule = line(lazy_gettext("It stays, if …"), longest=400)
    stop_rule = line(lazy_gettext("It is stopped, if …"), longest=400)
    trial_decider = line(lazy_gettext("Who decides, and when? (optional)"))
    learnings = lines(
        lazy_gettext("What have you learned? (optional)"),
        lazy_gettext("One in each line. With this, even a trial that was stopped counts as a result."),
    )

    def validate_hypothesis(self, field: Field) -> None:
        """Ask what a trial is to show."""
        if self.is_trial.data and not field.data:
            raise ValidationError(gettext("Please say what you expect; a trial has to answer a question."))

    def validate_stop_rule(self, field: Field) -> None:
        """Ask when a trial ends before its time."""
        if self.is_trial.data and not field.data:
            raise ValidationError(gettext("Please say when you will stop; that has to stand before the trial begins."))

    def validate_trial_until(self, field: Field) -> None:
        """Ask for an end that comes after the beginning."""
        _in_order(self.trial_from, field)


FORMS: Mapping[Section, type[SectionForm]] = {
    Section.AIMS: AimsForm,
    Section.PEOPLE: PeopleForm,
    Section.SUPPORT: SupportForm,
    Section.TIME: TimeForm,
    Section.RISKS: RisksForm,
    Section.TAGS: TagsForm,
    Section.TRANSFER: TransferForm,
    Section.TRIAL: TrialForm,
}
