"""What people type on a board."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, EmailField, Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Email, Length, NumberRange, Optional

from forum.boards.asking import WithQuestions
from forum.boards.pins import WithPin
from participation.accounts.models import Organisation, Person
from participation.accounts.names import SECTORS
from participation.contributions.asking import Asked, Rating
from participation.contributions.attachments.forms import WithFiles
from participation.contributions.models import Board
from participation.contributions.services import Draft
from participation.core.vocabulary import Sector
from participation.process.models import District
from participation.web import context, languages
from participation.web.forms import Form, without_blanks

LONGEST_TEXT = 5000


FIELD_OF = {
    Asked.TITLE: "title",
    Asked.DISTRICT: "district",
    Asked.PLACE: "place",
    Asked.TOPIC: "field",
    Asked.NAME: "display_name",
    Asked.SECTOR: "sector",
}
ALWAYS_SEEN = frozenset({"text", "mail", "speaks_for"})
"""What stands in the form without being asked for; the rest is folded until somebody wants it."""


class IdeaForm(WithQuestions, WithFiles, WithPin):
    """An idea: one field is enough, everything else is free to leave out."""

    text = TextAreaField(
        lazy_gettext("Your idea"),
        [
            DataRequired(lazy_gettext("Please write your idea here. One sentence is enough.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten your idea to %(max)d characters.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("One sentence is enough. Write or dictate as you speak."),
        render_kw={"rows": 6},
    )
    title = StringField(
        lazy_gettext("Title"),
        [Length(max=120, message=lazy_gettext("Please shorten the title to %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out. We then take your first words."),
    )
    district = SelectField(
        lazy_gettext("Is it about a part of town?"),
        validate_choice=True,
        description=lazy_gettext("Free to leave out."),
    )
    place = StringField(
        lazy_gettext("Where exactly?"),
        [Length(max=200, message=lazy_gettext("Please describe the place in %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out. A street, a stop, a building: in your words."),
        render_kw={"list": "streets"},
    )
    field = SelectField(
        lazy_gettext("Topic"),
        validate_choice=True,
        description=lazy_gettext("Free to leave out. Otherwise we sort your idea for you."),
    )
    sector = SelectField(
        lazy_gettext("For whom do you speak?"),
        choices=[
            SelectChoice("", lazy_gettext("I would rather not say")),
            *(SelectChoice(one.value, name) for one, name in SECTORS.items()),
        ],
        description=lazy_gettext("Free to leave out, not public. It shows us whose voices are missing."),
    )
    help_text = StringField(
        lazy_gettext("Can you help with it yourself?"),
        [Length(max=500, message=lazy_gettext("Please shorten your offer to %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out. For example: “We keep the list up to date.”"),
    )
    display_name = StringField(
        lazy_gettext("What may we call you?"),
        [Length(max=80, message=lazy_gettext("Please shorten the name to %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out. It stands beside your idea; any name will do."),
        render_kw={"autocomplete": "nickname"},
    )
    mail = EmailField(
        lazy_gettext("Mail for the answer"),
        [
            Optional(),
            Email(lazy_gettext("This mail address is not complete. Please compare it, or leave the field empty.")),
            Length(max=200),
        ],
        filters=[without_blanks],
        description=lazy_gettext(
            "Free to leave out, not public. Without it you see everything through your status link."
        ),
        render_kw={"autocomplete": "email"},
    )

    speaks_for = SelectField(
        lazy_gettext("In whose name do you write?"),
        description=lazy_gettext("A statement carries the name of the organisation instead of yours."),
    )

    def offer(
        self, board: Board, districts: Sequence[District], organisations: Sequence[Organisation] = ()
    ) -> "IdeaForm":
        """Fill the choices with the districts of the town, the fields of the process, and the writer's organisations.

        Who speaks for no organisation is not asked.
        """
        self.district.choices = [("", gettext("No particular part"))] + [(d.code, d.name) for d in districts]
        self.field.choices = [("", gettext("Please sort it for me"))] + [
            (field.code, context.local_text(field.name)) for field in board.process.fields
        ]
        for what, name in FIELD_OF.items():
            if not board.asks(what) or (what is Asked.TOPIC and board.action_field_id):
                del self[name]
        self.ask(board)
        if organisations:
            own = [(str(one.id), gettext("As a statement of %(name)s", name=one.name)) for one in organisations]
            self.speaks_for.choices = [("", gettext("In my own name")), *own]
        else:
            del self.speaks_for
        return self

    def signed_draft(
        self, board: Board, districts: Sequence[District], person: Person | None, organisations: Sequence[Organisation]
    ) -> Draft:
        """Return what was typed as a draft of an idea, with whoever is signed in as its author."""
        draft = self.draft(board, districts)
        if person is None:
            return draft
        sector = draft.sector if self._typed("sector") else person.sector or Sector.CITIZENS
        draft = replace(draft, author_id=person.id, sector=sector)
        for one in organisations:
            if self.speaks_for.data == str(one.id):
                return replace(draft, display_name=one.name, sector=one.sector, organisation_id=one.id)
        return draft

    def draft(self, board: Board, districts: Sequence[District]) -> Draft:
        """Return what was typed as a draft of an idea."""
        return Draft(
            text=self.text.data or "",
            title=self._typed("title"),
            place=self._typed("place"),
            display_name=self._typed("display_name"),
            mail=(self.mail.data or "").lower(),
            language=str(languages.language()),
            district_id=next((d.id for d in districts if d.code == self._typed("district")), None),
            action_field_id=board.action_field_id
            or next((f.id for f in board.process.fields if f.code == self._typed("field")), None),
            files=tuple(self.kept),
            latitude=self.pin[0] if self.pin and "place" in self else None,
            longitude=self.pin[1] if self.pin and "place" in self else None,
            answers=self.said,
            sector=Sector(self._typed("sector") or Sector.CITIZENS),
        )

    @property
    def lacks_field(self) -> bool:
        """Whether an action field is asked for and none was chosen."""
        return "field" in self and not self.field.data

    @property
    def is_unfolded(self) -> bool:
        """Whether what is free to leave out was filled in, or has to be looked at again."""
        named = (name for name in FIELD_OF.values() if name != "display_name")
        typed = [self._typed(name) for name in (*named, "help_text")]
        wrong = set(self.errors) - ALWAYS_SEEN - {None, "token"}
        free = {question.key for question in self.questions if not question.required}
        said = free & (set(self.complaints) | {key for key, answer in self.said.items() if answer})
        return request.method == "POST" and bool(any(typed) or wrong or said or self.kept or (self.pin and self.pin[0]))

    def _typed(self, name: str) -> str:
        """Return what was typed into this field; empty where the board does not ask for it."""
        return (self[name].data or "") if name in self else ""


MOST_POINTS = 100


class SupportForm(Form):
    """The button that supports an idea, or takes the support back, and what the board asks for beside it."""

    deed = StringField()  # what the pressed button says; it has no field of its own on the page
    points = IntegerField(validators=[Optional(), NumberRange(0, MOST_POINTS)])  # where ideas are rated by points
    vote_code = StringField(
        lazy_gettext("Your code"),
        [Length(max=40, message=lazy_gettext("A code is shorter. Please compare it letter by letter."))],
        filters=[without_blanks],
        description=lazy_gettext("It stands in the letter of the town. Capitals and hyphens do not matter."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    vote_mail = EmailField(
        lazy_gettext("Your mail address"),
        [Optional(), Email(lazy_gettext("This mail address is not complete. Please compare it.")), Length(max=200)],
        filters=[without_blanks],
        description=lazy_gettext("You get a mail with a link. Your voice counts once you press the button there."),
        render_kw={"autocomplete": "email"},
    )
    vote_news = BooleanField(lazy_gettext("Tell me what becomes of it"))

    @property
    def is_taken_back(self) -> bool:
        """Whether the support is to count no longer."""
        return self.deed.data == "withdraw"

    @property
    def address(self) -> str:
        """The mail address that was typed."""
        return (self.vote_mail.data or "").lower()

    def value(self, rating: Rating) -> int:
        """Return what the pressed button counts for: points, one in favour or against, or nothing any more."""
        if self.is_taken_back:
            return 0
        if rating is Rating.POINTS:
            return self.points.data or 0
        return -1 if self.deed.data == "against" else 1

    def refuse(self, field: Field | None, sentence: str) -> None:
        """Say what is missing before this can count, beside the field where it is typed."""
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [sentence]
        self.renew()


class PairForm(SupportForm):
    """Which of two ideas matters more; the pair is sealed, so that nobody chooses whom to let win."""

    purpose = "pair"
    pair = HiddenField()

    @property
    def choice(self) -> int:
        """1 for the left one, -1 for the right one, 0 where somebody cannot say."""
        return {"left": 1, "right": -1}.get(self.deed.data or "", 0)
