"""What the detectors say of a contribution: all its parts, in the language of the page it was written on."""

from collections.abc import Iterator

from participation.contributions.models import Contribution
from participation.moderation.detectors import Mark, Part, look


def marks_of(contribution: Contribution) -> tuple[Mark, ...]:
    """Return the places of a contribution that deserve a second look."""
    return look(_parts(contribution), contribution.language)


def _parts(contribution: Contribution) -> Iterator[tuple[Part, str]]:
    yield Part.TITLE, contribution.title
    yield Part.TEXT, contribution.text
    yield Part.PLACE, contribution.place
    if not contribution.organisation_id:
        yield Part.NAME, contribution.display_name
