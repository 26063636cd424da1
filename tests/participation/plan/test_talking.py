"""Talk below what planners wrote: a measure and a way to a goal hold a thread as an idea does."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import services as hub
from participation.contributions.models import Comment
from participation.core.database import db
from participation.core.vocabulary import Phase, Role
from participation.moderation.rules import Visibility
from participation.plan.goals import services as aims
from participation.plan.goals.models import Goal
from participation.process.models import Process
from tests import factories
from tests.client import Browser
from tests.participation.plan.conftest import draft, fresh, published

WORDS = "Fährt der Bus auch an Feiertagen?"
WRITING = "#comments form"
GOAL = {"title": "Abends fährt ein Bus", "indicator": "Fahrgäste", "target": "350"}


def _said() -> Comment:
    return db.session.scalars(see_all(select(Comment).order_by(Comment.id.desc()).limit(1), "for the test")).one()


def _read_by_moderators() -> str:
    """Make public what was said last, and return its number."""
    factories.written(lambda: hub.publish(_said(), None))
    return _said().reference


def _asks(browser: Browser, address: str, **more: str) -> None:
    page = browser.get(address)
    form = page.html.css_first(WRITING)
    assert form is not None
    browser.post(form.attributes["action"] or "", {**page.fields(WRITING), "text": WORDS, **more})


def test_somebody_asks_below_a_measure_and_the_town_answers_there(
    browser: Browser, staff: Callable[..., Browser]
) -> None:
    measure = published(process=factories.process(Phase.MONITORING), title="Rufbus")
    address = f"/measures/{measure.code}"
    _asks(browser, address, stance="question", display_name="Frau K.")
    assert WORDS not in browser.get(address).text
    reference = _read_by_moderators()
    page = browser.get(f"/en{address}")
    assert page.all_words("#comments li .stance") == ["A question"]
    assert page.words("#comments h2") == "One comment or question"
    assert browser.get(f"/comments/{reference}", 302).location == f"{address}#c-{reference}"
    number = fresh(measure).thread_id
    planner = staff(Role.PLANNER, unit="Bauamt")
    planner.fill(f"/threads/{number}/write?to={reference}", text="Ja, auch dann.", speaks_for="office")
    assert browser.get(address).all_words("#comments .is-office .words") == ["Ja, auch dann."]
    assert "M01 Rufbus" in browser.get(f"/threads/{number}/follow").words("main")
    assert WORDS in browser.get(f"/threads/{number}/comments.atom").text


def test_of_a_draft_nobody_talks(browser: Browser, planner: Browser) -> None:
    measure = draft()
    assert fresh(measure).thread is None
    secret = published(process=measure.process)
    planner.get(f"/threads/{fresh(secret).thread_id}/write")


@pytest.mark.parametrize(("phase", "is_open"), [(Phase.IDEAS, True), (Phase.PLAN, True), (Phase.MONITORING, False)])
def test_ways_are_talked_about_until_the_plan_is_made(browser: Browser, phase: Phase, is_open: bool) -> None:
    goal = _public_goal(factories.process(phase))
    page = browser.get(f"/goals/1/ways/{goal.alternatives[0].id}")
    assert (page.html.css_first(WRITING) is not None) is is_open


def test_what_is_said_of_a_way_is_public_with_its_goal_alone(browser: Browser, planner: Browser) -> None:
    goal = _public_goal(factories.process())
    address = f"/goals/1/ways/{goal.alternatives[0].id}"
    _asks(browser, address, stance="contra")
    reference = _read_by_moderators()
    assert WORDS in browser.get(address).words("#comments")
    assert "One comment" in browser.get("/en/goals/1").words("main")
    form = "main section:last-child form"
    kept = planner.get("/desk/plan/goals/1").fields(form)
    planner.post("/desk/plan/goals/1", {name: value for name, value in kept.items() if name != "is_public"})
    for hidden in (address, f"/comments/{reference}", f"/threads/{_said().thread_id}/comments.atom"):
        browser.get(hidden, 404)
    assert _said().visibility is Visibility.COVERED
    planner.fill("/desk/plan/goals/1", form=form, is_public="y")
    assert WORDS in browser.get(address).words("#comments")
    browser.get("/goals/1/ways/999", 404)


def test_talk_stays_with_what_it_is_about_when_a_measure_is_stored_twice(browser: Browser) -> None:
    first, second = (published(process=one, title="Rufbus") for one in [factories.process()] * 2)
    _asks(browser, f"/measures/{first.code}")
    _read_by_moderators()
    assert WORDS in browser.get(f"/measures/{first.code}").text
    assert WORDS not in browser.get(f"/measures/{second.code}").text


def _public_goal(process: Process) -> Goal:
    values = {**GOAL, "due_on": factories.days_ago(-900).date(), "is_public": True, "guiding": ""}
    factories.written(lambda: aims.set_goal(process, values))
    found = aims.for_editors(process, 1)
    assert found is not None
    return found
