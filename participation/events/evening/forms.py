"""What the staff types after an event."""

from flask_babel import lazy_gettext
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from participation.events.evening.models import Minutes
from participation.events.evening.rules import documents_in, survey_in
from participation.events.evening.services import Written
from participation.web.forms import Form, without_blanks

LONGEST_TEXT, LONGEST_LIST, MOST_PEOPLE = 20_000, 4000, 100_000
TOO_LONG = lazy_gettext("Please shorten this to %(max)d characters.")


class MinutesForm(Form):
    """The minutes, how many came, documents, and the way to questions about the evening."""

    version = HiddenField()
    text = TextAreaField(
        lazy_gettext("Minutes"),
        [Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[without_blanks],
        description=lazy_gettext("What it was about, what was agreed, what happens until when. Please write no names."),
        render_kw={"rows": "14"},
    )
    came = IntegerField(
        lazy_gettext("How many people came?"),
        [Optional(), NumberRange(0, MOST_PEOPLE, lazy_gettext("Please write a number from 0 to 100,000."))],
        description=lazy_gettext("Empty: as many as came in at the door, if somebody counted them there."),
    )
    documents = TextAreaField(
        lazy_gettext("Documents"),
        [Length(max=LONGEST_LIST, message=TOO_LONG)],
        filters=[without_blanks],
        description=lazy_gettext("One on each line: what it is, then its address. “Slides https://…”"),
        render_kw={"rows": "4"},
    )
    survey = StringField(
        lazy_gettext("Address of a survey about the evening"),
        [Length(max=500, message=TOO_LONG)],
        filters=[without_blanks],
        description=lazy_gettext("Open the survey on this site and copy the address from your browser."),
    )

    @classmethod
    def about(cls, minutes: Minutes | None) -> "MinutesForm":
        """Return the form filled with what is stored."""
        if minutes is None:
            return cls()
        return cls(
            version=str(minutes.version),
            text=minutes.text,
            came=minutes.came,
            documents=minutes.documents,
            survey=minutes.survey,
        )

    def validate_documents(self, field: Field) -> None:
        """Take lines that end with an address only."""
        for number, document in enumerate(documents_in(field.data or ""), start=1):
            if document is None:
                raise ValidationError(
                    lazy_gettext("Please end line %(number)s with an address that begins with https://.", number=number)
                )

    def validate_survey(self, field: Field) -> None:
        """Take surveys of this site only."""
        if field.data and survey_in(field.data) is None:
            raise ValidationError(lazy_gettext("This is no survey of this site. Its address has “/surveys/” in it."))

    def written(self) -> Written:
        """Return what was typed."""
        return Written(
            text=self.text.data or "",
            came=self.came.data,
            documents=self.documents.data or "",
            survey=survey_in(self.survey.data or "") or "",
        )


class PublishForm(Form):
    """A button that makes the minutes public, or takes them back."""
