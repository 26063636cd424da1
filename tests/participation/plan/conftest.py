"""Measures, and those who edit the plan."""

from collections.abc import Callable, Sequence

import pytest

from participation.contributions.models import Contribution, Idea
from participation.core.vocabulary import Role
from participation.plan import finding, services
from participation.plan.models import Measure
from participation.plan.rules import TimeHorizon
from participation.plan.services import Facts, Reply
from participation.process.models import Process
from tests import factories
from tests.client import Browser

ANSWER = "Ihre Idee ist Teil der Maßnahme."
FACTS = {
    "summary": "Ein Bus, den man bestellt, auch am Abend.",
    "benefit": "Wer im Dorf wohnt, kommt abends nach Hause.",
    "lead_unit": "Bauamt",
    "horizon": TimeHorizon.SHORT,
}

Draft = Callable[..., Measure]


@pytest.fixture
def planner(staff: Callable[..., Browser]) -> Browser:
    """A planner, signed in."""
    return staff(Role.PLANNER, name="Petra Plan", unit="Stadtplanung")


def draft(ideas: Sequence[Idea] = (), process: Process | None = None, **values: object) -> Measure:
    """Make a draft with everything it must say, grown from these ideas."""
    own = process or (None if ideas else factories.process())
    facts = Facts(**{"title": "Rufbus am Abend", **FACTS, **values})

    def make() -> Measure:
        made = services.draft_measure(own or ideas[0].process, title=facts.title, contributions=ideas)
        services.edit(made, facts)
        return made

    return factories.written(make)


def published(ideas: Sequence[Idea] = (), process: Process | None = None, **values: object) -> Measure:
    """Make a measure everybody can read, with an answer for each of these ideas."""
    measure = draft(ideas, process, **values)
    factories.written(lambda: services.publish(fresh(measure), {idea.id: Reply(ANSWER) for idea in ideas}))
    return measure


def moved(measure: Measure, *moves: services.Move) -> None:
    """Say how binding a measure has become."""

    def move() -> None:
        for one in moves:
            services.set_state(fresh(measure), one)

    factories.written(move)


def fresh(measure: Measure) -> Measure:
    found = finding.for_editors(measure.code, measure.process.slug)
    assert found is not None
    return found


def ideas(count: int, **values: object) -> list[Idea]:
    """Make ideas on one board."""
    board = factories.board()
    return [factories.idea(board, **values) for _ in range(count)]


def references(found: Sequence[Contribution]) -> str:
    """Return the numbers of contributions as somebody types them."""
    return ", ".join(one.reference for one in found)
