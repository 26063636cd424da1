"""What the staff types for templates, and for several answers at once."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, Form, FormField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, InputRequired, Length

from forum.answers.services import MOST
from forum.desk.forms import LONGEST, AnswerForm, with_filled_gaps
from participation.contributions.models import Contribution
from participation.contributions.timeline import OUTCOME_NAMES
from participation.web import forms
from participation.web.forms import without_blanks


class TemplateForm(forms.Form):
    """A template for official answers."""

    kind = RadioField(
        lazy_gettext("For which outcome?"),
        [InputRequired(lazy_gettext("Please choose what becomes of it."))],
        choices=[SelectChoice(kind.value, name) for kind, name in OUTCOME_NAMES.items()],
    )
    name = StringField(
        lazy_gettext("Name of the template"),
        [DataRequired(lazy_gettext("Please give the template a name.")), Length(max=80)],
        filters=[without_blanks],
        description=lazy_gettext("Only you and your colleagues see it."),
        render_kw={"maxlength": "80"},
    )
    answer = TextAreaField(
        lazy_gettext("Answer"),
        [DataRequired(lazy_gettext("Please write an answer.")), Length(max=LONGEST)],
        filters=[without_blanks],
        description=lazy_gettext(
            "Put into square brackets what differs: [place], [month]. Nothing is sent while a bracket is left."
        ),
        render_kw={"rows": "6", "maxlength": str(LONGEST)},
    )
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Length(max=LONGEST)],
        filters=[without_blanks],
        render_kw={"rows": "3", "maxlength": str(LONGEST)},
    )


class OwnForm(Form):
    """What one of several contributions reads instead. `known` is how many answers it had when the page was opened."""

    Meta = forms.Form.Meta

    reference = HiddenField()
    known = HiddenField()
    answer = TextAreaField(
        lazy_gettext("Another text for this one"),
        [Length(max=LONGEST), with_filled_gaps],
        filters=[without_blanks],
        render_kw={"rows": "2", "maxlength": str(LONGEST)},
    )


class TogetherForm(AnswerForm):
    """One official answer for several contributions, with words of its own for some of them."""

    own = FieldList(FormField(OwnForm), max_entries=MOST)

    def text_for(self, contribution: Contribution) -> str:
        """Return what is answered to this contribution."""
        return self._own(contribution).get("answer") or self.answer.data or ""

    def is_overtaken(self, contribution: Contribution) -> bool:
        """Whether somebody has answered this one since the page was opened."""
        return self._own(contribution).get("known") != str(len(contribution.outcomes))

    def note(self, contribution: Contribution) -> None:
        """Count the answers that this page now shows."""
        for one in self.own:
            if one.form.reference.data == contribution.reference:
                one.form.known.data = str(len(contribution.outcomes))

    def _own(self, contribution: Contribution) -> dict[str, Any]:
        own: list[dict[str, Any]] = self.own.data
        return next((one for one in own if one["reference"] == contribution.reference), {})
