"""The mail to those who had a place: the minutes are there, and perhaps questions about the evening."""

from flask import render_template
from flask_babel import force_locale, gettext

from participation.core import mail
from participation.events.evening.models import Minutes
from participation.events.seats.models import Registration
from participation.web import languages


def write(found: Registration, minutes: Minutes) -> None:
    """Tell somebody who left a mail address where to read what was said, in the language of the reservation."""
    if not found.mail:
        return
    base = languages.base_address(found.language)
    with force_locale(languages.locale_of(found.language)):
        subject = gettext("What was said: %(title)s", title=minutes.event.title)
        body = render_template(
            "events/mail_minutes.txt",
            event=minutes.event,
            link=f"{base}/events/{minutes.event.code.lower()}/minutes",
            survey=f"{base}{minutes.survey}" if minutes.survey else "",
        )
    mail.send(found.mail, str(subject), body)
