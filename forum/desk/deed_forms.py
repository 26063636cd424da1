"""What moderators type when they do more with a text than publish or reject it."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from forum.desk.forms import KnownForm, sentence
from participation.contributions.models import Contribution, Kind
from participation.contributions.rules import title_from
from participation.contributions.wording import Wording, wording_of
from participation.web.forms import without_blanks

LONGEST_TEXT, LONGEST_LINE = 8000, 200
WITH_TEXT, NOTE_ONLY = "text", "note"


class EditForm(KnownForm):
    """The text without what is nobody else's business, and in a sentence what was taken out."""

    title = StringField(
        lazy_gettext("Title"),
        [DataRequired(lazy_gettext("Please leave a title.")), Length(max=LONGEST_LINE)],
        filters=[without_blanks],
        render_kw={"maxlength": str(LONGEST_LINE)},
    )
    text = TextAreaField(
        lazy_gettext("Text"),
        [DataRequired(lazy_gettext("Please leave at least one sentence.")), Length(max=LONGEST_TEXT)],
        filters=[without_blanks],
        description=lazy_gettext("Only take out what is nobody’s business. Do not smooth it; the voice stays."),
        render_kw={"rows": "9", "maxlength": str(LONGEST_TEXT)},
    )
    display_name = StringField(
        lazy_gettext("Shown name"), [Length(max=LONGEST_LINE)], filters=[without_blanks], render_kw={"maxlength": "200"}
    )
    place = StringField(
        lazy_gettext("Place, as written"),
        [Length(max=LONGEST_LINE)],
        filters=[without_blanks],
        render_kw={"maxlength": "200"},
    )
    facts = sentence(
        lazy_gettext("What did you take out?"),
        lazy_gettext("Please say in a few words what you took out. The author reads it."),
        lazy_gettext("Do not repeat the data. The letter says it just like this."),
        longest=300,
        rows=2,
    )

    def fit(self, contribution: Contribution) -> None:
        """Leave out the fields that this contribution does not have."""
        if contribution.kind is Kind.COMMENT:
            del self.title
        if not contribution.place and not self.place.data:
            del self.place
        if not contribution.display_name and not self.display_name.data:
            del self.display_name

    def said(self, contribution: Contribution) -> Wording:
        """Return what the contribution is to say from now on; a title made of the text is made of the new one."""
        text, title = self.text.data or "", self.title.data or "" if "title" in self else contribution.title
        was_made = contribution.title == title_from(contribution.text)
        return Wording(
            title_from(text) if was_made and title == contribution.title else title,
            text,
            self.display_name.data or "" if "display_name" in self else "",
            self.place.data or "" if "place" in self else "",
        )

    def changes(self, contribution: Contribution) -> bool:
        """Return whether anything differs; otherwise the form says so."""
        if self.said(contribution) != wording_of(contribution):
            return True
        self.text.errors = [gettext("Nothing has been taken out yet. To publish it as it is, please go back.")]
        return False


class AskForm(KnownForm):
    """A question to the author."""

    question = sentence(
        lazy_gettext("Your question to the author"),
        lazy_gettext("Please write the question."),
        lazy_gettext("One thing at a time, in short sentences."),
        longest=1000,
        rows=4,
    )


class ForwardForm(KnownForm):
    """To whom something is passed on, and how much of it."""

    office = StringField(
        lazy_gettext("Which office is in charge?"),
        [DataRequired(lazy_gettext("Please name the office.")), Length(max=LONGEST_LINE)],
        filters=[without_blanks],
        description=lazy_gettext("Offices used before are offered while you type. The status page names it."),
        render_kw={"maxlength": str(LONGEST_LINE), "list": "offices", "autocomplete": "off"},
    )
    what = RadioField(
        lazy_gettext("What does the office get?"),
        [InputRequired(lazy_gettext("Please choose what the office gets."))],
        choices=[
            SelectChoice(WITH_TEXT, lazy_gettext("Text and note, without name and mail address of the author")),
            SelectChoice(NOTE_ONLY, lazy_gettext("Only the note, where the text itself names somebody")),
        ],
    )
    note = sentence(
        lazy_gettext("Note to the office"), lazy_gettext("Please say in a sentence what it is about."), longest=1000
    )
    mail = StringField(
        lazy_gettext("Mail address of the office (optional)"),
        [Optional(), Email(lazy_gettext("Please look at the address once more: something@something.de"))],
        filters=[without_blanks],
        description=lazy_gettext("Without one, please hand the note over yourself."),
        render_kw={"type": "email", "maxlength": "200", "autocomplete": "off"},
    )


class RestoreForm(KnownForm):
    """Why something becomes public again; for the history."""

    facts = TextAreaField(
        lazy_gettext("Why? (optional)"),
        [Length(max=600)],
        filters=[without_blanks],
        description=lazy_gettext("Only the moderators read it."),
        render_kw={"rows": "2", "maxlength": "600"},
    )


class Picks(RadioField):
    """One of several choices, each with a hint."""

    hints: Mapping[str, str] = {}


class MergeForm(KnownForm):
    """Of which other idea this one is to become part."""

    target = Picks(lazy_gettext("Of which idea is it to become part?"), [Optional()], choices=[], validate_choice=False)
    reference = StringField(
        lazy_gettext("Or the number of another idea"),
        [Length(max=20)],
        filters=[without_blanks],
        description=lazy_gettext("It stands at the desk beside each idea, for example K7Q2MX."),
        render_kw={"maxlength": "20", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def offer(self, others: Iterable[Contribution]) -> None:
        """Offer these as targets."""
        shown = list(others)
        self.target.choices = [SelectChoice(one.reference, f"{one.title} ({one.reference})") for one in shown]
        self.target.hints = {one.reference: one.text[:160] for one in shown}

    @property
    def chosen(self) -> str:
        """The reference of the target; what was typed counts before what was picked."""
        return self.reference.data or self.target.data or ""

    def refuse(self, message: str) -> None:
        """Say what is wrong with the target."""
        self.reference.errors = [message]
