"""What people type who report a contribution, and what the moderators answer."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, EmailField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from forum.desk.forms import Ticks, house_rules, sentence
from forum.notices.names import GROUNDS
from participation.moderation.notices import Report
from participation.moderation.rules import AppealOutcome, HouseRule, NoticeGround
from participation.web import languages
from participation.web.forms import Form, without_blanks

LONGEST_TEXT = 3000


class MoreForm(Form):
    """What somebody may add to a notice: explanation, name, mail, good faith. All of it is optional."""

    explanation = TextAreaField(
        lazy_gettext("What exactly is wrong, and where?"),
        [Length(max=LONGEST_TEXT, message=lazy_gettext("Please shorten your text to at most 3,000 characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Optional. If it is unlawful: please say why you think so."),
        render_kw={"rows": "4", "maxlength": str(LONGEST_TEXT)},
    )
    name = StringField(
        lazy_gettext("Your name"),
        [Length(max=120, message=lazy_gettext("Please shorten the name to at most 120 characters."))],
        filters=[without_blanks],
        description=lazy_gettext("Optional. The author never learns it."),
        render_kw={"autocomplete": "name", "maxlength": "120"},
    )
    mail = EmailField(
        lazy_gettext("Your mail address"),
        [
            Optional(),
            Length(max=254),
            Email(lazy_gettext("Please check the mail address, for example name@example.org.")),
        ],
        filters=[without_blanks],
        description=lazy_gettext("Optional. Then we write to you what we decided, and why."),
        render_kw={"autocomplete": "email", "maxlength": "254"},
    )
    good_faith = BooleanField(lazy_gettext("What I report is true and complete, as far as I know."))

    def said(self, ground: NoticeGround) -> Report:
        """Return what was typed, as a report on this ground."""
        return Report(
            ground=ground,
            explanation=self.explanation.data or "",
            name=self.name.data or "",
            mail=self.mail.data or "",
            language=languages.language().value,
            is_in_good_faith=bool(self.good_faith.data),
        )


class ReportForm(MoreForm):
    """A notice: each ground is a button that sends it."""

    ground = RadioField(
        lazy_gettext("What is wrong with it?"),
        [InputRequired(lazy_gettext("Please press the button that fits best."))],
        choices=[SelectChoice(ground.value, name) for ground, name in GROUNDS.items()],
    )

    def report(self) -> Report:
        """Return what was typed and pressed."""
        return self.said(NoticeGround(self.ground.data))


class KeepForm(Form):
    """Why a reported contribution stays as it is."""

    reason = sentence(
        lazy_gettext("Why does it stay?"),
        lazy_gettext("Please say in one sentence why it stays."),
        lazy_gettext("Those who reported it read it just like this."),
    )


class AlarmForm(Form):
    """Whom the moderators told that somebody’s life may be in danger."""

    informed = StringField(
        lazy_gettext("Whom did you tell?"),
        [
            DataRequired(lazy_gettext("Please write whom you told, for example: police 110, Ms Muster.")),
            Length(max=200),
        ],
        filters=[without_blanks],
        description=lazy_gettext("Office and name, as they were said on the telephone."),
        render_kw={"maxlength": "200", "autocomplete": "off"},
    )
    note = TextAreaField(
        lazy_gettext("What was agreed? (optional)"),
        [Length(max=1000)],
        filters=[without_blanks],
        description=lazy_gettext("For example the number of the case, and what the police asks us to do."),
        render_kw={"rows": "2", "maxlength": "1000"},
    )


def kept(form: Form) -> dict[str, Any]:
    """Return whether something optional was typed, so that the page shows it again."""
    return {"is_more_open": any(form[name].data or form[name].errors for name in ("explanation", "name", "mail"))}


class DecideForm(Form):
    """How an objection ends, and why."""

    outcome = RadioField(
        lazy_gettext("How does it end?"),
        [InputRequired(lazy_gettext("Please choose how it ends."))],
        choices=[
            SelectChoice(
                AppealOutcome.REVERSED.value, lazy_gettext("The objection is right: the decision is reversed")
            ),
            SelectChoice(AppealOutcome.UPHELD.value, lazy_gettext("The decision stays as it is")),
        ],
    )
    rules = house_rules(
        lazy_gettext("Which house rule does the contribution break? (only if it is now hidden)"),
    )
    answer = sentence(
        lazy_gettext("Your answer, with the reason"),
        lazy_gettext("Please give the reason in a sentence or two."),
        lazy_gettext("Whoever objected reads it just like this, by mail and on the own page."),
        longest=1500,
        rows=4,
    )

    def for_notifier(self, is_notifier: bool) -> "DecideForm":
        """Ask for a rule only where the contribution may be hidden in the end."""
        if not is_notifier:
            del self.rules
        return self

    def validate_rules(self, field: Ticks) -> None:
        """Ask for a rule where the contribution is to be hidden."""
        if self.outcome.data == AppealOutcome.REVERSED.value and not field.data:
            raise ValidationError(gettext("Please choose at least one rule. Without a rule it stays public."))

    def chosen(self) -> list[HouseRule]:
        """Return the rules that are ticked."""
        return [HouseRule(value) for value in (self.rules.data or [])] if "rules" in self else []
