"""One page of cards: what they have in common is chosen once, then a row for each card."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import Email, InputRequired, Length, Optional

from participation.contributions.models import Board
from participation.contributions.services import Draft
from participation.core.clock import today
from participation.core.vocabulary import Channel
from participation.process.models import District
from participation.web import context, languages
from participation.web.forms import Form, without_blanks

CARDS = 14
LONGEST_TEXT = 2000
"""A card holds less; fourteen of them have to fit into one sending."""

CHANNELS = {
    Channel.PAPER: lazy_gettext("Paper card or form"),
    Channel.LETTER: lazy_gettext("Letter"),
    Channel.PHONE: lazy_gettext("Phone"),
    Channel.EVENT: lazy_gettext("Event"),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A row that holds a card: its number on the page, and what was typed."""

    number: int
    draft: Draft


class CardForm(WTForm):
    """One card; an empty row is no card."""

    Meta = Form.Meta

    text = TextAreaField(
        lazy_gettext("What stands on the card"),
        [Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten this card to %(max)d characters."))],
        filters=[without_blanks],
        render_kw={"rows": "2", "maxlength": str(LONGEST_TEXT)},
    )
    title = StringField(
        lazy_gettext("Title"),
        [Length(max=120, message=lazy_gettext("Please shorten the title to %(max)d characters."))],
        filters=[without_blanks],
    )
    district = SelectField(lazy_gettext("Part of town"))
    display_name = StringField(
        lazy_gettext("Name to be shown"),
        [Length(max=80, message=lazy_gettext("Please shorten the name to %(max)d characters."))],
        filters=[without_blanks],
        render_kw={"autocomplete": "off"},
    )
    mail = EmailField(
        lazy_gettext("Mail for the answer"),
        [Optional(), Email(lazy_gettext("This mail address is not complete. Please compare it.")), Length(max=200)],
        filters=[without_blanks],
        render_kw={"autocomplete": "off"},
    )

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed into the row."""
        return any(field.data for field in (self.text, self.title, self.display_name, self.mail))

    def validate_text(self, field: TextAreaField) -> None:
        """Ask for the words of a card of which something else was typed."""
        if self.is_filled and not field.data:
            raise ValidationError(gettext("Please type what stands on the card, or empty this row."))


class CardsForm(Form):
    """A stack of cards."""

    board = SelectField(lazy_gettext("Where do they belong?"))
    channel = RadioField(
        lazy_gettext("How did they come?"),
        [InputRequired(lazy_gettext("Please choose how they came."))],
        choices=[SelectChoice(channel.value, name) for channel, name in CHANNELS.items()],
        default=Channel.PAPER.value,
    )
    origin = StringField(
        lazy_gettext("From where?"),
        [Length(max=120, message=lazy_gettext("Please shorten this to %(max)d characters."))],
        filters=[without_blanks],
        description=lazy_gettext("For example: village meeting Neu Wiesow. Everybody reads it beside each idea."),
    )
    origin_on = DateField(lazy_gettext("On which day?"), [Optional()])
    district = SelectField(
        lazy_gettext("Part of town of most cards"), description=lazy_gettext("Each card can name another one.")
    )
    language = SelectField(lazy_gettext("Language of the cards"), default="de")
    cards = FieldList(FormField(CardForm), min_entries=CARDS, max_entries=CARDS)
    publish = BooleanField(
        lazy_gettext("Publish them at once"),
        description=lazy_gettext("I have read them by the house rules. Otherwise they wait in the queue."),
    )

    def offer(self, boards: Sequence[Board], districts: Sequence[District]) -> "CardsForm":
        """Fill the choices."""
        self.board.choices = [(board.slug, context.local_text(board.title)) for board in boards]
        known = [(district.code, district.name) for district in districts]
        self.district.choices = [("", gettext("No particular part")), *known]
        self.language.choices = languages.choices()
        for card in self.cards:
            card.form.district.choices = [("", gettext("as above")), *known]
        return self

    def validate_origin_on(self, field: DateField) -> None:
        """Ask for a day that has been."""
        if field.data and field.data > today():
            raise ValidationError(gettext("Please choose a day that has been."))

    def validate_cards(self, field: "FieldList[Any]") -> None:
        """Ask for one card at least."""
        if not any(card.form.is_filled for card in field):
            self.form_errors.append(gettext("Please type in at least one card."))
            raise ValidationError(gettext("Please type in at least one card."))

    def wrong_cards(self) -> Iterator[tuple[int, CardForm]]:
        """Yield the rows that need a second look, by number."""
        return ((number, card.form) for number, card in enumerate(self.cards, 1) if card.form.errors)

    def filled(self, districts: Sequence[District]) -> list[Filled]:
        """Return the cards that were typed in, in the order of the page."""
        ids = {district.code: district.id for district in districts}
        return [
            Filled(number, self._draft(card.form, ids))
            for number, card in enumerate(self.cards, 1)
            if card.form.is_filled
        ]

    def _draft(self, card: Any, districts: dict[str, int]) -> Draft:
        return Draft(
            text=card.text.data,
            title=card.title.data or "",
            display_name=card.display_name.data or "",
            mail=(card.mail.data or "").lower(),
            language=self.language.data,
            district_id=districts.get(card.district.data or self.district.data),
            channel=Channel(self.channel.data),
            origin=self.origin.data or "",
            origin_on=self.origin_on.data,
        )
