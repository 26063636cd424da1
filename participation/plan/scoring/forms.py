"""Weights, points and estimates, as planners type them."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from wtforms import Field, FieldList, FormField, HiddenField, IntegerField, RadioField, SelectField
from wtforms import Form as Rows
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import NumberRange, Optional, ValidationError

from participation.core.feature import Lazy
from participation.plan.forms.fields import line, text
from participation.plan.rules import SHORTEST_REASON
from participation.plan.scoring.models import Criterion, Estimate
from participation.plan.scoring.rules import ALL, HIGHEST, LOWEST, is_quick
from participation.web.forms import Form

MOST_CRITERIA, FREE_ROWS = 12, 2
BY_RULE, YES, NO = "rule", "yes", "no"


class CriterionRow(Rows):
    """One criterion; an empty row does not count."""

    Meta = Form.Meta

    name = line(lazy_gettext("Criterion"))
    weight = IntegerField(
        lazy_gettext("Weight in per cent"),
        [Optional(), NumberRange(1, ALL, lazy_gettext("Please write a whole number from 1 to 100."))],
    )

    def validate_name(self, field: Field) -> None:
        """Ask what a weight is for."""
        if self.weight.data and not field.data:
            raise ValidationError(gettext("Please say what this weight is for."))

    def validate_weight(self, field: Field) -> None:
        """Ask how much a criterion counts."""
        if self.name.data and not field.data and not field.errors:
            raise ValidationError(gettext("Please say how much this counts. To delete the row, empty both fields."))


class WeightsForm(Form):
    """By what measures are compared, and how much each counts."""

    seen = HiddenField()
    criteria = FieldList(FormField(CriterionRow), max_entries=MOST_CRITERIA)

    @classmethod
    def about(cls, criteria: Sequence[Criterion]) -> Self:
        """Return the form with what is stored, and free rows below."""
        rows: list[dict[str, object]] = [{"name": one.name, "weight": one.weight} for one in criteria]
        rows += [{}] * min(FREE_ROWS, MOST_CRITERIA - len(rows))
        return cls(seen=mark_of(criteria), criteria=rows)

    def rows(self) -> list[tuple[str, int]]:
        """Return the criteria that were typed."""
        return [(row.form.name.data, row.form.weight.data or 0) for row in self.criteria if row.form.name.data]

    def adds_up(self) -> bool:
        """Return whether the weights are a whole; otherwise say how far they are from it."""
        whole = sum(weight for _, weight in self.rows())
        if whole != ALL:
            self.form_errors.append(
                gettext("The weights add up to %(whole)s %%. Before they are fixed, they must be 100 %%.", whole=whole)
            )
            self.renew()
        return whole == ALL


def mark_of(criteria: Sequence[Criterion]) -> str:
    """Return a mark by which a page knows whether somebody has changed the criteria since."""
    return "|".join(f"{one.name}={one.weight}" for one in criteria)


def _number(value: str | int | None) -> int | None:
    return int(value) if value else None


def _scale(label: Lazy, description: Lazy = "") -> Any:
    choices = [SelectChoice("", lazy_gettext("not yet known"))]
    choices += [SelectChoice(str(number), str(number)) for number in range(LOWEST, HIGHEST + 1)]
    return SelectField(label, choices=choices, coerce=_number, description=description)


class ScoresForm(Form):
    """Points by each criterion, impact and effort, and whether the measure starts first."""

    seen = HiddenField()
    impact = _scale(lazy_gettext("Impact"), lazy_gettext("1 changes little, 5 changes much."))
    effort = _scale(lazy_gettext("Effort"), lazy_gettext("1 is little work, 5 is very much."))
    first = RadioField(
        lazy_gettext("Does it start first?"),
        choices=[
            SelectChoice(BY_RULE, lazy_gettext("As the rule says: impact 4 or more, effort 2 or less")),
            SelectChoice(YES, lazy_gettext("Yes, against the rule")),
            SelectChoice(NO, lazy_gettext("No, against the rule")),
        ],
        default=BY_RULE,
    )
    reason = text(
        lazy_gettext("Why against the rule?"),
        description=lazy_gettext("Everybody reads it beside the measure."),
        longest=400,
        rows=2,
    )
    criteria: Sequence[Criterion] = ()

    @classmethod
    def about(cls, criteria: Sequence[Criterion], points: Mapping[str, int], estimate: Estimate) -> Self:
        """Return the form with what is stored."""
        own: dict[str, Any] = {"criteria": criteria}
        for one in criteria:
            label = gettext("%(name)s (counts %(weight)s %%)", name=one.name, weight=one.weight)
            own[f"points_{one.code}"] = _scale(label)
        made: type[Self] = type(cls.__name__, (cls,), own)
        first = BY_RULE if estimate.decided is None else YES if estimate.decided else NO
        return made(
            None,
            seen=seen_of(points, estimate),
            impact=estimate.impact,
            effort=estimate.effort,
            first=first,
            reason=estimate.reason,
            **{f"points_{code}": number for code, number in points.items()},
        )

    @property
    def asked(self) -> list[Field]:
        """The fields of the criteria."""
        return [self[f"points_{one.code}"] for one in self.criteria]

    @property
    def points(self) -> dict[str, int]:
        """The points that were given, by the codes of the criteria."""
        given = {one.code: self[f"points_{one.code}"].data for one in self.criteria}
        return {code: number for code, number in given.items() if number}

    @property
    def decided(self) -> bool | None:
        """What people decided; nothing where the rule decides, or where they say what it says."""
        by_rule = is_quick(self.impact.data, self.effort.data)
        return {YES: True, NO: False}.get(self.first.data) if self.first.data != (YES if by_rule else NO) else None

    def validate_reason(self, field: Field) -> None:
        """Ask why people decide otherwise than the rule."""
        if self.decided is not None and len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(gettext("Please say in one sentence why the rule does not fit here."))

    def differing(self, points: Mapping[str, int], estimate: Estimate) -> dict[str, str]:
        """Return what is stored now wherever it is not what was typed, by the name of its field."""
        stored = {f"points_{one.code}": points.get(one.code) for one in self.criteria}
        stored |= {"impact": estimate.impact, "effort": estimate.effort}
        shown = {name: str(value or "–") for name, value in stored.items() if self[name].data != value}
        return shown | ({"reason": estimate.reason or "–"} if self.reason.data != estimate.reason else {})


def seen_of(points: Mapping[str, int], estimate: Estimate) -> str:
    """Return a mark by which a page knows whether somebody has scored the measure since."""
    own = estimate.impact, estimate.effort, estimate.decided, estimate.reason
    return f"{sorted(points.items())}{own}"
