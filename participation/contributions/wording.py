"""What a contribution says can change; what it said before is kept for its author and the moderators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from participation.contributions import translations
from participation.contributions.finding import search_kind
from participation.contributions.models import Contribution
from participation.contributions.versioned import Version
from participation.core import search
from participation.core.clock import now
from participation.core.database import db


@dataclass(frozen=True, slots=True)
class Wording:
    """What a contribution says about itself and about who wrote it."""

    title: str
    text: str
    display_name: str = ""
    place: str = ""


def wording_of(said: Contribution | Version) -> Wording:
    """Return what a contribution says now, or what one of its versions said."""
    return Wording(said.title, said.text, said.display_name, said.place)


def change(
    contribution: Contribution,
    said: Wording,
    *,
    note: str = "",
    by_author: bool = False,
    person_id: int | None = None,
    changed_at: datetime | None = None,
) -> Version:
    """Let the contribution say this from now on; what it said before is kept, and no longer found by its words.

    Args:
        note: what its author answers to a question of the moderators.
        by_author: whether its author changed it.
        person_id: who changed it at the desk.
    """
    before = wording_of(contribution)
    version = Version(
        contribution_id=contribution.id,
        revision=contribution.revision,
        title=before.title,
        text=before.text,
        display_name=before.display_name,
        place=before.place,
        note=note,
        by_author=by_author,
        person_id=person_id,
        changed_at=changed_at or now(),
    )
    db.session.add(version)
    contribution.title, contribution.text = said.title, said.text
    contribution.display_name, contribution.place = said.display_name, said.place
    contribution.revision += 1
    db.session.flush()
    translations.erase([contribution.id])  # they say what it said before
    db.session.expire(contribution, ["translations"])
    search.index(search_kind(contribution), contribution.id, said.title, said.text, said.place)
    return version


def versions_of(contribution: Contribution) -> Sequence[Version]:
    """Return what a contribution said before, oldest first; nothing is asked for where nothing ever happened to it."""
    if not contribution.revision:
        return []
    statement = select(Version).where(Version.contribution_id == contribution.id).order_by(Version.revision)
    return db.session.scalars(statement).all()


def as_of(contribution: Contribution, versions: Sequence[Version], revision: int) -> Wording:
    """Return what somebody read who opened the contribution at this revision."""
    later = next((version for version in versions if version.revision >= revision), None)
    return wording_of(later or contribution)
