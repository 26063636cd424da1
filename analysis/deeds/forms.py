"""What planners send when they merge, split, and take back."""

from collections.abc import Mapping, Sequence
from typing import Self

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, ValidationError

from analysis.forms import LONGEST_NAME, DeedForm, MoveForm
from analysis.models import Topic
from analysis.services import FieldTopics
from participation.web.forms import Form, without_blanks


class MergeForm(DeedForm):
    """Into which topic this one goes."""

    into = SelectField(lazy_gettext("Merge into"), validate_choice=True)

    def offer(self, groups: Sequence[FieldTopics], present: Topic) -> Self:
        """Fill the choices with the other topics, those of the same field first."""
        others = [line.topic for group in groups for line in group.lines if line.topic.id != present.id]
        near = sorted(others, key=lambda topic: topic.action_field_id != present.action_field_id)
        self.into.choices = [(str(topic.id), topic.name) for topic in near]
        return self


class PinForm(MoveForm):
    """Which contributions stay where they are; sent from the form that moves them, wherever that would lead."""

    purpose = "MoveForm"

    def validate_new_name(self, field: StringField) -> None:
        """No new topic is asked for."""


class SplitForm(DeedForm):
    """Which parts of a topic become topics of their own, and what they are called."""

    own = SelectMultipleField(lazy_gettext("Parts"), coerce=int)
    names: Mapping[int, str]
    missing: frozenset[int] = frozenset()

    def offer(self, parts: Mapping[int, str], typed: Mapping[str, str]) -> Self:
        """Fill the choices with the parts; names that were typed come before the machine's."""
        self.own.choices = list(parts.items())
        self.names = {part: without_blanks(typed.get(f"name-{part}", name)) or "" for part, name in parts.items()}
        return self

    def validate_own(self, field: SelectMultipleField) -> None:
        """Something leaves, something stays, and each new topic has a name."""
        chosen = field.data or []
        if not chosen:
            raise ValidationError(gettext("Please tick the part that becomes a topic of its own."))
        if len(chosen) == len(self.names):
            raise ValidationError(gettext("Please leave one part unticked: it stays in this topic."))
        self.missing = frozenset(part for part in chosen if not 0 < len(self.names[part]) <= LONGEST_NAME)
        if self.missing:
            raise ValidationError(
                gettext("Please give each new topic a name of at most %(max)d characters.", max=LONGEST_NAME)
            )


class UndoForm(Form):
    """Which deed is taken back."""

    deed = IntegerField(validators=[InputRequired(lazy_gettext("Please choose a decision."))])
