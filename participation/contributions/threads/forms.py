"""What people type under a subject."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Email, Length, Optional

from participation.access.actions import Action
from participation.access.guard import actor, can
from participation.accounts.models import Organisation, Person
from participation.contributions.models import Stance, Thread
from participation.contributions.services import Draft
from participation.contributions.threads.reading import STANCES
from participation.core.vocabulary import Sector
from participation.moderation.rules import Checks
from participation.web import languages
from participation.web.forms import Form, without_blanks

LONGEST_TEXT = 3000
OFFICE = "office"


class AuthorForm(Form):
    """Who says something, and where news about it goes; both free to leave out."""

    display_name = StringField(
        lazy_gettext("What may we call you?"),
        [Length(max=80, message=lazy_gettext("Please shorten the name to %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out. It stands beside what you write; any name will do."),
        render_kw={"autocomplete": "nickname"},
    )
    mail = EmailField(
        lazy_gettext("Mail for news about it"),
        [
            Optional(),
            Email(lazy_gettext("This mail address is not complete. Please compare it, or leave the field empty.")),
            Length(max=200),
        ],
        filters=[without_blanks],
        description=lazy_gettext("Free to leave out, not public."),
        render_kw={"autocomplete": "email"},
    )

    @property
    def address(self) -> str:
        """The mail address that was typed, in small letters."""
        return (self.mail.data or "").lower()


class CommentForm(AuthorForm):
    """A comment: one field is enough, everything else is free to leave out."""

    purpose = "comment"
    appears_at_once = False

    text = TextAreaField(
        lazy_gettext("Your comment"),
        [
            DataRequired(lazy_gettext("Please write your comment here. One sentence is enough.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten your comment to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"rows": 4},
    )
    stance = RadioField(
        lazy_gettext("What do you say to it?"),
        [Optional()],
        choices=[
            SelectChoice("", lazy_gettext("Neither, just a comment")),
            *(SelectChoice(one.value, name) for one, name in STANCES.items()),
        ],
        default="",
    )
    speaks_for = SelectField(lazy_gettext("In whose name do you write?"))

    def offer(
        self, thread: Thread, organisations: Sequence[Organisation], office: str, *, asks_stance: bool
    ) -> "CommentForm":
        """Ask only what this writer can answer here: an opinion where the board wants it, a name to speak in."""
        self.appears_at_once = thread.board is not None and thread.board.checks_now() is not Checks.ALL
        if not asks_stance:
            del self.stance
        names = [(str(one.id), gettext("As a statement of %(name)s", name=one.name)) for one in organisations]
        if can(Action.ANSWER, thread) and office:
            names.insert(0, (OFFICE, gettext("As an answer of the town: %(office)s", office=office)))
        if names:
            self.speaks_for.choices = [("", gettext("In my own name")), *names]
        else:
            del self.speaks_for
        return self

    def ask_for_help(self) -> None:
        """Ask what the writer can do, instead of what the writer thinks."""
        if "stance" in self:
            del self.stance
        self.text.label.text = gettext("What can you do for it?")
        self.text.description = gettext("For example: “We keep the list up to date.” A sentence is enough.")
        self.mail.label.text = gettext("Mail by which the town reaches you")

    @property
    def is_official(self) -> bool:
        """Whether it is written in the name of the town hall."""
        return self._spoken_for() == OFFICE

    def chosen_stance(self) -> Stance | None:
        """Return what the writer says to the subject, where that was asked and answered."""
        typed = self.stance.data if "stance" in self else ""
        return Stance(typed) if typed else None

    def _spoken_for(self) -> str:
        return self.speaks_for.data or "" if "speaks_for" in self else ""

    def draft(self, person: Person | None, organisations: Sequence[Organisation]) -> Draft:
        """Return what was typed, with whoever is signed in as its author."""
        draft = Draft(
            text=self.text.data or "",
            display_name=self.display_name.data or "",
            mail=self.address,
            language=str(languages.language()),
        )
        if person is None:
            return draft
        sector = Sector.ADMINISTRATION if self.is_official else person.sector or Sector.CITIZENS
        draft = replace(draft, author_id=person.id, sector=sector)
        for one in organisations:
            if self._spoken_for() == str(one.id):
                return replace(draft, display_name=one.name, sector=one.sector, organisation_id=one.id)
        return draft


class FollowForm(Form):
    """Where news of a thread is to go: an address for those without an account, else the plain button."""

    mail = EmailField(
        lazy_gettext("Your mail address"),
        [
            DataRequired(lazy_gettext("Please type the address to which we may write.")),
            Email(lazy_gettext("This mail address is not complete. Please compare it.")),
            Length(max=200),
        ],
        filters=[without_blanks],
        description=lazy_gettext("Not public. We use it for nothing else."),
        render_kw={"autocomplete": "email"},
    )
    deed = StringField()  # what the pressed button says; it has no field of its own on the page

    def for_person(self, person: Person | None, *, asks_address: bool = True) -> "FollowForm":
        """Ask for no address where one is known."""
        if person is not None or not asks_address:
            del self.mail
        return self

    @property
    def address(self) -> str:
        """The address that was typed."""
        return (self.mail.data or "").lower()

    @property
    def is_stopping(self) -> bool:
        """Whether nothing more shall be sent."""
        return self.deed.data == "stop"


class SteeringForm(Form):
    """What a moderator does to a thread or a comment."""

    deed = StringField()  # what the pressed button says; it has no field of its own on the page
    target = StringField(
        lazy_gettext("Where to?"),
        [Length(max=300)],
        filters=[without_blanks],
        description=lazy_gettext("The address or the number of another idea or discussion."),
    )
    title = StringField(
        lazy_gettext("Title of the new discussion"),
        [Length(max=120, message=lazy_gettext("Please shorten the title to %(max)d characters."))],
        filters=[without_blanks],
    )

    @property
    def reference(self) -> str:
        """The number at the end of what was typed."""
        typed = (self.target.data or "").split("#")[0].split("?")[0].rstrip("/")
        return typed.rpartition("/")[2].upper()

    def refuse(self, sentence: str) -> None:
        """Show the form again with a sentence about the target."""
        self.target.errors = [sentence]
        self.renew()


class EditForm(Form):
    """What a comment shall say instead."""

    text = TextAreaField(
        lazy_gettext("Your comment"),
        [
            DataRequired(lazy_gettext("Please write your comment here. One sentence is enough.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten your comment to %(max)d characters.")),
        ],
        filters=[without_blanks],
        render_kw={"rows": 6},
    )


def known(person: Person | None) -> dict[str, Any]:
    """Return what a citizen who is signed in need not type; it can be changed and taken away."""
    return {} if person is None or actor().is_staff else {"display_name": person.name, "mail": person.mail}
