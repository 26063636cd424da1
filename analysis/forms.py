"""What planners type at the topics."""

from collections.abc import Sequence
from typing import Self

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from analysis.models import Assignment
from analysis.services import FieldTopics
from participation.web.forms import Form, without_blanks

NEW = "new"
LONGEST_NAME = 80
LONGEST_NUMBER = 10


class DeedForm(Form):
    """A deed on a topic, with the version of the topic that its page showed."""

    known = HiddenField()

    @property
    def version(self) -> int:
        """The version that was read; 0, which no topic has, where none came."""
        said = self.known.data or ""
        return int(said) if said.isdecimal() and len(said) < LONGEST_NUMBER else 0


class RenameForm(DeedForm):
    """A topic's new name."""

    name = StringField(
        lazy_gettext("Name of the topic"),
        [
            DataRequired(lazy_gettext("Please write a name.")),
            Length(max=LONGEST_NAME, message=lazy_gettext("Please shorten the name to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"autocomplete": "off"},
    )


class MoveForm(DeedForm):
    """Which contributions go where."""

    chosen = SelectMultipleField(
        lazy_gettext("Contributions"),
        [InputRequired(lazy_gettext("Please tick at least one contribution."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    target = SelectField(lazy_gettext("Move to"), validate_choice=True)
    new_name = StringField(
        lazy_gettext("Name of the new topic"),
        [Length(max=LONGEST_NAME, message=lazy_gettext("Please shorten the name to %(max)d characters."))],
        filters=[without_blanks],
        render_kw={"autocomplete": "off"},
    )

    def offer(self, members: Sequence[Assignment], groups: Sequence[FieldTopics], present: int) -> Self:
        """Fill the choices with the topic's contributions and the other topics."""
        self.chosen.choices = [(one.contribution_id, one.contribution.title) for one in members]
        self.target.choices = [(NEW, gettext("a new topic"))] + [
            (str(line.topic.id), line.topic.name)
            for group in groups
            for line in group.lines
            if line.topic.id != present
        ]
        return self

    def validate_new_name(self, field: StringField) -> None:
        """A new topic needs a name."""
        if self.target.data == NEW and not field.data:
            DataRequired(gettext("Please write a name for the new topic."))(self, field)


class StepForm(Form):
    """A deed without a word: analyse anew, or only what is new; make a measure."""

    only_new = StringField()
