"""A text in which the places that look like data about people are left out; a beginning for whoever edits it."""

from participation.contributions.models import Contribution
from participation.contributions.rules import title_from
from participation.contributions.screening import marks_of
from participation.contributions.wording import Wording
from participation.moderation.detectors import RULE_OF, Mark, Part
from participation.moderation.rules import HouseRule

BLANK = "[…]"


def blanked(contribution: Contribution) -> Wording:
    """Return the wording without what is marked as data about people."""
    found = [mark for mark in marks_of(contribution) if RULE_OF.get(mark.kind) is HouseRule.PRIVACY and mark.end]
    text = without(contribution.text, [mark for mark in found if mark.part is Part.TEXT])
    was_made = contribution.title == title_from(contribution.text)
    title = without(contribution.title, [mark for mark in found if mark.part is Part.TITLE])
    return Wording(
        title_from(text) if was_made else title,
        text,
        "" if any(mark.part is Part.NAME for mark in found) else contribution.display_name,
        without(contribution.place, [mark for mark in found if mark.part is Part.PLACE]),
    )


def without(text: str, found: list[Mark]) -> str:
    """Return a text in which each of these places is a blank.

    >>> from participation.moderation.detectors import MarkKind
    >>> without("Ruf 0123 456 an", [Mark(4, 12, MarkKind.PHONE)])
    'Ruf […] an'
    """
    for mark in sorted(found, reverse=True):
        text = text[: mark.start] + BLANK + text[mark.end :]
    return text
