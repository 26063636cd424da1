"""Forms of results: which of them the public sees, and how many people the register has."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from participation.core.database import Texts
from participation.web.forms import Form

MOST_PEOPLE = 100_000_000


class PublicForm(Form):
    """Which questions everybody reads the results of."""

    shown = SelectMultipleField(
        lazy_gettext("Results that everybody may read"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class RegisterForm(Form):
    """How many people the register has in each group; a field for each stands in the classes made of it."""

    is_weight = BooleanField(lazy_gettext("Weight all results by this question"), default=True)

    def people(self, keys: list[str]) -> dict[str, int]:
        """Return what was typed for each group."""
        return {key: self[f"group{place}"].data or 0 for place, key in enumerate(keys)}


def register_form(
    labels: list[tuple[str, Texts]], language: str, known: dict[str, int], *, is_weight: bool
) -> RegisterForm:
    """Return a form with one number for each group; results are weighted by this question, or not yet."""
    fields: dict[str, Any] = {
        f"group{place}": IntegerField(
            name.in_(language),
            [Optional(), NumberRange(0, MOST_PEOPLE, lazy_gettext("Please write how many people, as a number."))],
            default=known.get(key),
            render_kw={"inputmode": "numeric", "min": "0"},
        )
        for place, (key, name) in enumerate(labels)
    }
    made: RegisterForm = type("RegisterOfQuestion", (RegisterForm,), fields)(is_weight=is_weight)
    return made
