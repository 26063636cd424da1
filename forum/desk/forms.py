"""What the staff types at the desk."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forum.answers import rules
from forum.desk.names import BLOCKINGS
from participation.contributions.models import OutcomeKind
from participation.contributions.timeline import OUTCOME_NAMES
from participation.core.clock import today
from participation.core.feature import Lazy
from participation.moderation.rules import SHORTEST_REASON, Blocking, HouseRule
from participation.moderation.services import RULE_HINTS, RULE_NAMES
from participation.web.forms import Form, without_blanks

NEEDS_REASON = frozenset({OutcomeKind.PARTLY, OutcomeKind.NOT_ADOPTED})
LONGEST = 4000


class KnownForm(Form):
    """A form on a page that shows a contribution; `known` is the revision that whoever decides has read."""

    known = HiddenField()

    @property
    def known_revision(self) -> int | None:
        """The revision of the contribution when the page was opened."""
        known = str(self.known.data or "")
        return int(known) if known.isdecimal() else None


class DeskForm(KnownForm):
    """The buttons of a page of the desk: nothing to type, only the token."""


class Ticks(SelectMultipleField):
    """Several choices as tick boxes, each with a hint."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, hints: Mapping[str, Any] | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        self.hints = hints or {}


def house_rules(label: Lazy, *validators: Any) -> Ticks:
    """Return the question which house rules something breaks."""
    return Ticks(
        label,
        validators,
        choices=[SelectChoice(rule.value, name) for rule, name in RULE_NAMES.items()],
        hints={rule.value: hint for rule, hint in RULE_HINTS.items()},
    )


def sentence(label: Lazy, missing: Lazy, description: Lazy = "", *, longest: int = 600, rows: int = 3) -> TextAreaField:
    """Return the question for a reason: one whole sentence at least."""
    return TextAreaField(
        label,
        [
            DataRequired(missing),
            Length(
                SHORTEST_REASON,
                longest,
                lazy_gettext("Please write one whole sentence, of %(min)d to %(max)d characters."),
            ),
        ],
        filters=[without_blanks],
        description=description,
        render_kw={"rows": str(rows), "maxlength": str(longest)},
    )


class RestrictForm(KnownForm):
    """Why something is taken from somebody: the rule and the facts, as the law asks for them."""

    rules = house_rules(
        lazy_gettext("Which house rule does it break?"),
        InputRequired(lazy_gettext("Please choose at least one rule. Without a rule it has to be published.")),
    )
    facts = sentence(
        lazy_gettext("The facts, in one sentence"),
        lazy_gettext("Please say in one sentence what in the text breaks the rule."),
        lazy_gettext("Do not repeat the data. The letter says it just like this."),
    )

    def chosen(self) -> list[HouseRule]:
        """Return the rules that are ticked."""
        return [rule for rule in HouseRule if rule.value in (self.rules.data or [])]

    def more(self) -> dict[str, Any]:
        """Return what the letter says besides rule and facts."""
        return {}


class RejectForm(RestrictForm):
    """Why a contribution is kept from the public, and what happens with the concern behind it."""

    concern = TextAreaField(
        lazy_gettext("What happens with the concern? (optional)"),
        [Length(max=600)],
        filters=[without_blanks],
        description=lazy_gettext("For example: we have passed it on to the public order office, without names."),
        render_kw={"rows": "2", "maxlength": "600"},
    )

    def more(self) -> dict[str, Any]:
        """Return what happens with the concern."""
        return {"concern": self.concern.data or ""}


class BlockForm(RestrictForm):
    """Why somebody writes nothing for a while, and how long."""

    lasts = RadioField(
        lazy_gettext("How long?"),
        [InputRequired(lazy_gettext("Please choose how long."))],
        choices=[SelectChoice(one.value, name) for one, name in BLOCKINGS.items()],
    )

    @property
    def blocking(self) -> Blocking | None:
        """How long was chosen."""
        return Blocking(self.lasts.data) if self.lasts.data in set(Blocking) else None

    def more(self) -> dict[str, Any]:
        """Return until when, as soon as that is chosen."""
        chosen = self.blocking
        return {"until": today() + timedelta(days=chosen.days)} if chosen else {}


class LiftForm(Form):
    """Why somebody may write again before the time."""

    why = sentence(
        lazy_gettext("Why does the block end now?"),
        lazy_gettext("Please say in one sentence why it ends."),
        lazy_gettext("Whoever was blocked reads it just like this."),
    )


def with_filled_gaps(_form: Any, field: TextAreaField) -> None:
    """Refuse an answer in which a gap of its template is still open."""
    if found := rules.gaps(field.data or ""):
        raise ValidationError(gettext("Please fill in what stands in square brackets: %(gaps)s", gaps=", ".join(found)))


class AnswerForm(Form):
    """The official answer to a contribution. `known` is how many answers there were when the page was opened."""

    known = HiddenField()
    kind = RadioField(
        lazy_gettext("What becomes of it?"),
        [InputRequired(lazy_gettext("Please choose what becomes of it."))],
        choices=[SelectChoice(kind.value, name) for kind, name in OUTCOME_NAMES.items()],
    )
    answer = TextAreaField(
        lazy_gettext("Your answer"),
        [DataRequired(lazy_gettext("Please write an answer.")), Length(max=LONGEST), with_filled_gaps],
        filters=[without_blanks],
        description=lazy_gettext("Everybody reads it below the contribution. Short sentences, without abbreviations."),
        render_kw={"rows": "6", "maxlength": str(LONGEST)},
    )
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Length(max=LONGEST), with_filled_gaps],
        filters=[without_blanks],
        description=lazy_gettext("Needed where something is not adopted or only partly."),
        render_kw={"rows": "3", "maxlength": str(LONGEST)},
    )
    office = StringField(
        lazy_gettext("Office that answers"),
        [DataRequired(lazy_gettext("Please name the office, so that people know whom to ask.")), Length(max=200)],
        filters=[without_blanks],
        render_kw={"maxlength": "200"},
    )
    next_on = DateField(
        lazy_gettext("Next news on (optional)"),
        [Optional()],
        description=lazy_gettext("The status page then announces it."),
    )

    for_alike = BooleanField(default=True)

    def offer_alike(self, count: int) -> "AnswerForm":
        """Ask whether the answer goes to those, too, that say the same and have none yet."""
        if count:
            self.for_alike.label.text = ngettext(
                "Give this answer to one more idea that says the same",
                "Give this answer to %(num)s more ideas that say the same",
                count,
            )
        else:
            del self.for_alike
        return self

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask for a reason where a wish is not met in full."""
        if self.kind.data in NEEDS_REASON and not field.data:
            raise ValidationError(gettext("Please say why. A “no” without a reason helps nobody."))

    def validate_next_on(self, field: DateField) -> None:
        """Ask for a day that is still to come."""
        if field.data and field.data < today():
            raise ValidationError(gettext("Please choose a day that is still to come."))
