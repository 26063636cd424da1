"""Queries of threads: where they stand, and who said what in them."""

from collections.abc import Collection

from sqlalchemy import select

from participation.access.guard import visible
from participation.contributions.models import Comment
from participation.core.database import db
from participation.core.feature import Place, each


def places(thread_ids: Collection[int]) -> dict[int, Place]:
    """Return under which page each of these threads stands, where the present actor may read that page."""
    found: dict[int, Place] = {}
    for know in each("places"):
        found |= know(list(thread_ids))
    return found


def comment(reference: str) -> Comment | None:
    """Return the comment of this reference, if the present actor may see it."""
    return db.session.scalars(visible(select(Comment).where(Comment.reference == reference))).first()
