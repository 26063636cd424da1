"""What happened with one contribution, as the thread beside it tells it."""

from collections.abc import Iterator

from flask_babel import gettext

from forum.desk import states
from forum.desk.rules import Risk
from forum.desk.services.items import Item
from participation.accounts.models import Person
from participation.core.feature import Step
from participation.moderation.models import Decision
from participation.web.context import day, moment


def history_of(item: Item) -> list[Step]:
    """Return the steps in order: arrived, late, claimed, decided, to be decided."""
    return list(_steps(item))


def _steps(item: Item) -> Iterator[Step]:
    line = item.line
    yield Step("done", gettext("Arrived"), moment(line.contribution.created_at), by="machine")
    if item.is_waiting and line.risk is Risk.OVERDUE:
        yield Step("done", gettext("The time for reading it has passed"), day(line.due), by="machine")
    if line.claim:
        title = gettext("%(name)s is at work on it", name=line.claim.person.name)
        yield Step("done", title, moment(line.claim.claimed_at), by="person")
    for decision in item.decisions:
        yield Step("done", _decided(decision), moment(decision.decided_at), by="person")
    if item.is_waiting:
        yield Step("next", gettext("Decision"), gettext("open"))


def _decided(decision: Decision) -> str:
    return gettext("%(deed)s by %(name)s", deed=states.DEEDS[decision.verdict], name=name_of(decision.person))


def name_of(person: Person | None) -> str:
    """Return the name, or words for somebody whose account is gone."""
    return person.name if person else gettext("somebody who has left")
