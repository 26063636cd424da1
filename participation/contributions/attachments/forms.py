"""The part of a form with which files come, and what people say about their pictures."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, MultipleFileField, ValidationError

from participation.contributions.attachments import services
from participation.contributions.attachments.models import Attachment
from participation.contributions.attachments.rules import LARGEST_PICTURE, MOST_PICTURES, FileKind, Kept, RefusedError
from participation.core import limits
from participation.web.forms import TOO_OFTEN, Form, without_blanks

FILES, WITHIN_S = 300, 600
MOST_SENT = 10


class FilesField(MultipleFileField):
    """The files of a request, whose texts come apart from them."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the files that were chosen; an empty choice sends one without a name."""
        self.data = [file for file in request.files.getlist(self.name) if file.filename][:MOST_SENT]


class WithFiles(Form):
    """A form with which up to five pictures or one PDF can come.

    Files that were good are kept when the form is shown again; the browser could not send them a second time.
    """

    files = FilesField(
        lazy_gettext("Pictures or a PDF"),
        description=lazy_gettext(
            "Free to leave out. Up to five pictures, or one PDF. Please show no faces and no number plates; "
            "we take place and device out of every picture."
        ),
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/gif,application/pdf"},
    )
    sealed = HiddenField()
    without_files = BooleanField(lazy_gettext("Send it without these files"))
    kept: Sequence[Kept] = ()

    def validate_files(self, field: FilesField) -> None:
        """Take in what is good and say of everything else what to do."""
        words = [without_blanks(one) or "" for one in request.form.getlist("words")]
        before = [] if self.without_files.data else services.unsealed(self.sealed.data or "")
        kept = [replace(one, words=said) for one, said in _paired(before, words)]
        wrong: list[str] = []
        for file, said in _paired(field.data or [], words[len(before) :]):
            try:
                kept.append(_taken(file, said))
            except RefusedError as refused:
                wrong.append(_sentence(file, str(services.REFUSALS[refused.reason])))
        self.kept, too_many = _within(kept)
        self.sealed.data = services.sealed(self.kept)
        if wrong or too_many:
            raise ValidationError(" ".join([*wrong, *too_many]))


def _taken(file: FileStorage, words: str) -> Kept:
    try:
        limits.hit("files", limits.address(), limit=FILES, per_seconds=WITHIN_S)
    except limits.TooMany as error:
        raise ValidationError(TOO_OFTEN) from error
    return services.take(file.filename or "", file.stream.read(LARGEST_PICTURE + 1), words)


def _paired(things: Sequence[Any], words: Sequence[str]) -> list[tuple[Any, str]]:
    return [(one, words[place] if place < len(words) else "") for place, one in enumerate(things)]


def _sentence(file: FileStorage, reason: str) -> str:
    return gettext("“%(name)s”: %(reason)s", name=(file.filename or "")[-60:], reason=reason)


def _within(kept: Sequence[Kept]) -> tuple[list[Kept], list[str]]:
    """Return as much as one contribution may have, and the sentence about the rest."""
    found = list({one.digest: one for one in kept}.values())
    documents = [one for one in found if one.kind is FileKind.DOCUMENT]
    pictures = [one for one in found if one.kind is FileKind.PICTURE]
    if documents and (pictures or len(documents) > 1):
        return pictures[:MOST_PICTURES] or documents[:1], [
            gettext("Please send either up to five pictures or one PDF. The rest was left out.")
        ]
    if len(pictures) > MOST_PICTURES:
        return pictures[:MOST_PICTURES], [gettext("Up to five pictures are possible. The rest was left out.")]
    return found, []


class WordsForm(Form):
    """What the pictures of a contribution show, for those who do not see them; one field a picture."""

    def said(self, attachments: Sequence[Attachment]) -> dict[int, str]:
        """Return what was typed, by the id of the picture."""
        typed = {one.id: request.form.get(f"words-{one.position}") for one in attachments}
        return {number: without_blanks(words) or "" for number, words in typed.items() if words is not None}
