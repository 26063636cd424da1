"""What stands in a letter, as a paper to print or as a table for the town's own mail merge."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import format_date, gettext

from participation.core import codes
from participation.core.settings import Town
from participation.core.sheets import harmless
from participation.web import pdf
from surveys.letters.models import LetterForm, LetterKind, LetterRun
from surveys.models import Survey
from surveys.rules import Anonymity

TEMPLATE = Path(__file__).with_name("letter.typ")
Row = tuple[str, str]


def made(survey: Survey, run: LetterRun, rows: Sequence[Row], tell: Callable[[int], None]) -> bytes:
    """Return the letters as the file that was ordered; `tell` hears how many are ready to be set."""
    if run.form is LetterForm.CSV:
        return _table(survey, rows)
    letters = []
    for number, (recipient, code) in enumerate(rows, 1):
        letters.append(_letter(survey, recipient, code))
        if number % 100 == 0:
            tell(number)
    return pdf.pdf(TEMPLATE, {**_shared(survey, run), "letters": letters})


def address_of(survey: Survey) -> str:
    """Return the short address of a survey, as it is typed."""
    return f"{_base()}/u/{survey.slug}".split("://")[1]


def _letter(survey: Survey, recipient: str, code: str) -> dict[str, Any]:
    grouped = codes.grouped(code)
    picture = pdf.picture_of(f"{_base()}/u/{survey.slug}?code={grouped}")
    return {"lines": recipient.split("\n"), "code": grouped, "picture": picture}


def _shared(survey: Survey, run: LetterRun) -> dict[str, Any]:
    town: Town = current_app.extensions["settings"].town
    title = survey.title.in_("de")
    subject = gettext("Your invitation to the survey “%(title)s”", title=title)
    if run.kind is LetterKind.REMINDER:
        subject = gettext("A reminder of the survey “%(title)s”", title=title)
    return {
        "title": subject,
        "author": town.office,
        "sender": " · ".join([town.office, town.address]),
        "town": town.office,
        "contact": [town.address, town.hours, town.mail],
        "day": format_date(run.made_on, "long"),
        "subject": subject,
        "greeting": run.words["greeting"],
        "words": run.words["text"],
        "to_type": gettext("Scan the picture, or type this address:"),
        "address": address_of(survey),
        "code_words": gettext("Your code, for one answer:"),
        "picture_words": gettext("QR code: the survey, with your code"),
        "after": _promise(survey),
        "closing": gettext("Yours sincerely"),
        "signed": run.words["signed"],
    }


def _promise(survey: Survey) -> str:
    """Return what else there is to know, in two paragraphs: the way without a device, and what the code gives away."""
    paper = gettext(
        "Without a smartphone or the internet: please come to the town hall. You can answer on paper there."
    )
    if survey.anonymity is Anonymity.PSEUDONYMOUS:
        what = gettext(
            "Your name is not kept beside your answers. A pseudonym made of your code joins what you answer in several"
            " surveys of this series."
        )
    else:
        what = gettext(
            "Your code says only that somebody from this list has answered. It is not kept beside your answers, and"
            " neither is your name."
        )
    return f"{paper}\n\n{what}"


def _table(survey: Survey, rows: Sequence[Row]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    most = max((len(recipient.split("\n")) for recipient, _ in rows), default=1)
    lines = [gettext("Address line %(number)s", number=number) for number in range(1, most + 1)]
    writer.writerow([gettext("Code"), gettext("Link"), *lines])
    for recipient, code in rows:
        grouped = codes.grouped(code)
        link = f"{_base()}/u/{survey.slug}?code={grouped}"
        writer.writerow([grouped, link, *map(harmless, recipient.split("\n"))])
    return ("\ufeff" + target.getvalue()).encode()


def _base() -> str:
    base: str = current_app.extensions["settings"].base_address
    return base.rstrip("/")
