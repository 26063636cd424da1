"""Votes at the desk: what is conspicuous, and counts that stand still."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from participation.access.actions import Action
from participation.access.guard import can
from participation.contributions.votes import freezing
from participation.contributions.votes.models import VoteBurst
from participation.contributions.votes.rules import WINDOW
from participation.core.clock import local
from participation.core.feature import Number, Waiting
from participation.web.context import number

MINUTES = int(WINDOW.total_seconds() // 60)


def in_words(found: VoteBurst) -> str:
    """Say what was noticed, in numbers."""
    if found.sources == 1:
        return gettext(
            "%(votes)s votes in %(minutes)s minutes, all from one network", votes=found.votes, minutes=MINUTES
        )
    return gettext(
        "%(votes)s votes in %(minutes)s minutes, %(largest)s of them from one network",
        votes=found.votes,
        minutes=MINUTES,
        largest=found.largest,
    )


def usual_in_words(found: VoteBurst) -> str:
    """Say how many votes would come in the same time on a usual day."""
    if found.usual < 0.1:
        return gettext("Usual for this town: not one in this time.")
    return gettext("Usual for this town: %(count)s in this time.", count=number(round(found.usual, 1)))


def waiting() -> Iterator[Waiting]:
    """Yield what is conspicuous, and what stands still, for the moderators' queue."""
    if not can(Action.MODERATE):
        return
    for found in freezing.unseen():
        yield Waiting(
            group=lazy_gettext("Conspicuously many votes"),
            position=20,
            title=found.contribution.title,
            href=url_for("desk.vote", reference=found.contribution.reference),
            due=local(found.seen_at).date(),
            details=(in_words(found),),
            is_urgent=True,
        )
    for freeze in freezing.open_freezes():
        yield Waiting(
            group=lazy_gettext("Counts that stand still"),
            position=21,
            title=freeze.contribution.title,
            href=url_for("desk.vote", reference=freeze.contribution.reference),
            due=local(freeze.begun_at).date(),
            details=(ngettext("%(num)s vote", "%(num)s votes", freeze.count),),
        )


def waiting_count() -> Number | None:
    """Return how many lines `waiting` yields."""
    if not can(Action.MODERATE):
        return None
    return freezing.count_of_unseen() + freezing.count_of_open_freezes()
