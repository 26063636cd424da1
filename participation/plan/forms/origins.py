"""Whom a measure answers: the voices it comes from, and what their authors are told."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, RadioField, SelectField
from wtforms.validators import DataRequired, ValidationError

from participation.contributions.models import Contribution
from participation.core import codes
from participation.plan.forms.fields import (
    LONGEST,
    NAME_OFFICE,
    SAY_WHY,
    SHARE_CHOICES,
    WHAT_BECOMES,
    WRITE_ANSWER,
    line,
    text,
)
from participation.plan.models import MeasureOrigin
from participation.plan.rules import Share
from participation.plan.services import Reply
from participation.web.forms import Form

CAME_MEANWHILE = lazy_gettext("This contribution was added in the meantime. Please look at its answer, too.")


class PublishForm(Form):
    """The answers with which a measure becomes public: one for all, and other words wherever they are needed."""

    answer = text(
        lazy_gettext("Answer to everybody whose idea is part of it"),
        DataRequired(WRITE_ANSWER),
        description=lazy_gettext("It appears below every idea listed here, and goes out by mail where one was left."),
    )
    office = line(
        lazy_gettext("Office that answers"),
        DataRequired(NAME_OFFICE),
    )
    origins: Sequence[MeasureOrigin] = ()

    @classmethod
    def to(cls, origins: Sequence[MeasureOrigin], **values: str) -> "PublishForm":
        """Return the form with fields for each of these origins."""
        own: dict[str, Any] = {"origins": origins}
        for origin in origins:
            own |= _fields_for(origin)
        made: type[PublishForm] = type(cls.__name__, (cls,), own)
        return made(None, **values)

    def rows(self) -> Iterator[tuple[MeasureOrigin, Field, Field, Field]]:
        """Yield each origin with its share, its own words and its reason."""
        for origin in self.origins:
            reference = origin.contribution.reference
            share, own, reason = (self[f"{kind}-{reference}"] for kind in ("share", "own", "reason"))
            yield origin, share, own, reason

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that nobody is answered unseen, and that whoever is only partly heard reads why."""
        is_good = super().validate(extra_validators)
        for _origin, share, _own, reason in self.rows():
            if not share.raw_data:
                share.errors, is_good = [CAME_MEANWHILE], False
            elif share.data == Share.PARTLY and not reason.data:
                reason.errors, is_good = [SAY_WHY], False
        return is_good

    def replies(self) -> dict[int, Reply]:
        """Return what each author is told, by the id of the contribution."""
        return {
            origin.contribution_id: Reply(own.data or self.answer.data or "", Share(share.data), reason.data or "")
            for origin, share, own, reason in self.rows()
        }


def _fields_for(origin: MeasureOrigin) -> dict[str, Field]:
    reference = origin.contribution.reference
    return {
        f"share-{reference}": SelectField(WHAT_BECOMES, choices=SHARE_CHOICES, default=origin.share.value),
        f"own-{reference}": text(lazy_gettext("Other words for this one (optional)"), rows=2),
        f"reason-{reference}": line(lazy_gettext("Reason, where only a part is taken up"), longest=LONGEST),
    }


class OriginsForm(Form):
    """More voices for a measure, by their numbers."""

    references = text(
        lazy_gettext("Numbers of the contributions"),
        DataRequired(lazy_gettext("Please write at least one number.")),
        description=lazy_gettext("Six characters each, as on the status page; separated by blanks or commas."),
        rows=2,
    )
    share = RadioField(
        WHAT_BECOMES,
        [DataRequired(lazy_gettext("Please choose what becomes of it."))],
        choices=SHARE_CHOICES,
        default=Share.ADOPTED.value,
    )
    answer = text(lazy_gettext("Your answer"), description=lazy_gettext("Everybody reads it below the contribution."))
    reason = line(lazy_gettext("Reason, where only a part is taken up"), longest=LONGEST)
    office = line(lazy_gettext("Office that answers"))
    is_public = False

    def validate_answer(self, field: Field) -> None:
        """Ask for an answer where the authors hear of it at once."""
        if self.is_public and not field.data:
            raise ValidationError(WRITE_ANSWER)

    def validate_office(self, field: Field) -> None:
        """Ask who answers."""
        if self.is_public and not field.data:
            raise ValidationError(NAME_OFFICE)

    def validate_reason(self, field: Field) -> None:
        """Ask why only a part is taken up."""
        if self.is_public and self.share.data == Share.PARTLY and not field.data:
            raise ValidationError(SAY_WHY)

    def wanted(self) -> list[str]:
        """Return the numbers, as they are stored."""
        return [codes.typed(word) for word in re.split(r"[\s,;]+", self.references.data or "") if codes.typed(word)]

    def knows(self, found: Sequence[Contribution]) -> bool:
        """Return whether every number led to a public contribution; otherwise say which did not."""
        unknown = sorted(set(self.wanted()) - {one.reference for one in found})
        if unknown:
            self.references.errors = [
                gettext(
                    "There is no public contribution %(numbers)s in this process. Please compare the number.",
                    numbers=", ".join(unknown),
                )
            ]
        return not unknown
