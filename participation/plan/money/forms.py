"""What a measure costs and who pays it, as planners type it."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, Field, FieldList, FormField, HiddenField, SelectField
from wtforms import Form as Rows
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import Optional, ValidationError

from participation.core.feature import Lazy
from participation.plan.forms.fields import line
from participation.plan.money import words
from participation.plan.money.rules import FundingState, euros_of
from participation.plan.money.services import Money, Post
from participation.web.context import number
from participation.web.forms import Form

MOST_POSTS = 12
FREE_ROWS = 2
LONGEST_SUM = 20
WHOLE_EUROS = lazy_gettext("Please write whole euros, for example 38,000.")


def _is_sum(_form: Rows, field: Field) -> None:
    """Ask for whole euros where something was typed."""
    if field.data and euros_of(field.data.replace(",", ".")) is None:
        raise ValidationError(str(WHOLE_EUROS))


def _sum(label: Lazy, description: Lazy = "") -> Any:
    return line(label, _is_sum, description=description, longest=LONGEST_SUM)


def _typed(field: Field) -> int | None:
    return euros_of((field.data or "").replace(",", "."))


def _shown(euros: int | None) -> str:
    return "" if euros is None else number(euros)


class PostForm(Rows):
    """One sum; an empty row does not count."""

    Meta = Form.Meta

    source = line(lazy_gettext("Who pays?"))
    euros = _sum(lazy_gettext("Euros"))
    state = SelectField(
        lazy_gettext("How sure is it?"),
        choices=[SelectChoice(state.value, name) for state, name in words.STATES.items()],
        default=FundingState.IDEA.value,
    )
    apply_by = DateField(lazy_gettext("Apply by (optional)"), [Optional()])

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything here."""
        return not (self.source.data or self.euros.data)

    def validate_source(self, field: Field) -> None:
        """Ask who pays a sum."""
        if self.euros.data and not field.data:
            raise ValidationError(gettext("Please say who pays this sum."))

    def validate_euros(self, field: Field) -> None:
        """Ask how much somebody pays."""
        if self.source.data and not field.data:
            raise ValidationError(gettext("Please say how much it is. To delete the row, empty both fields."))

    def post(self) -> Post:
        """Return what was typed."""
        return Post(
            self.source.data or "", _typed(self.euros) or 0, FundingState(self.state.data), self.apply_by.data or None
        )


class MoneyForm(Form):
    """What a measure costs and who pays it. `version` is the one that was read when the page was opened."""

    version = HiddenField()
    cost_once = _sum(lazy_gettext("Cost once, in euros"), lazy_gettext("Leave it empty as long as nobody knows."))
    cost_yearly = _sum(lazy_gettext("Cost each year after that, in euros"), lazy_gettext("0 where nothing follows."))
    posts = FieldList(FormField(PostForm), max_entries=MOST_POSTS)

    @classmethod
    def about(cls, money: Money, version: int) -> "MoneyForm":
        """Return the form filled with what is stored, and free rows below."""
        rows = [
            {"source": one.source, "euros": _shown(one.euros), "state": one.state.value, "apply_by": one.apply_by}
            for one in money.posts
        ]
        rows += [{}] * min(FREE_ROWS, MOST_POSTS - len(rows))
        return cls(
            version=str(version), cost_once=_shown(money.cost_once), cost_yearly=_shown(money.cost_yearly), posts=rows
        )

    def sums(self) -> tuple[int | None, int | None]:
        """Return the cost once and each year, as typed."""
        return _typed(self.cost_once), _typed(self.cost_yearly)

    def rows(self) -> list[Post]:
        """Return the sums that were typed."""
        return [row.form.post() for row in self.posts if not row.form.is_empty]
