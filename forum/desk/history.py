"""What happened with one contribution, as the thread beside it tells it."""

from collections.abc import Iterator

from flask_babel import gettext

from forum.desk import states
from forum.desk.rules import Risk
from forum.desk.services.items import Item
from participation.accounts.models import Person
from participation.contributions.translated import LanguageChange
from participation.contributions.versioned import Version
from participation.core.feature import Step
from participation.moderation.models import Decision
from participation.web.context import day, moment
from participation.web.languages import name_of as name_in


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
    known = [*map(_deed, item.decisions), *map(_answer, _answers(item)), *map(_language, item.languages)]
    yield from sorted(known, key=lambda step: str(step.order))
    if item.is_waiting:
        yield Step("next", gettext("Decision"), gettext("open"))


def _answers(item: Item) -> list[Version]:
    """Return the versions that the author replaced in answer to a question."""
    return [version for version in item.versions if version.by_author]


def _answer(version: Version) -> Step:
    at = version.changed_at
    return Step("done", gettext("Answered by the author"), moment(at), by="person", order=at)


def _language(change: LanguageChange) -> Step:
    title = gettext(
        "Language corrected by %(name)s: %(after)s instead of %(before)s",
        name=name_of(change.person),
        after=name_in(change.after),
        before=name_in(change.before),
    )
    return Step("done", title, moment(change.changed_at), by="person", order=change.changed_at)


def _deed(decision: Decision) -> Step:
    at = decision.decided_at
    return Step("done", _decided(decision), moment(at), by="person", order=at)


def _decided(decision: Decision) -> str:
    if decision.office:
        return gettext("Passed on to %(office)s by %(name)s", office=decision.office, name=name_of(decision.person))
    return gettext(
        "%(deed)s by %(name)s", deed=states.deed(decision.verdict, decision.before), name=name_of(decision.person)
    )


def name_of(person: Person | None) -> str:
    """Return the name, or words for somebody whose account is gone."""
    return person.name if person else gettext("somebody who has left")
