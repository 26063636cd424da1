"""Before a phase closes: every voice without an outcome is shown, and each leads to its measure and back."""

from datetime import date, timedelta

import pytest

from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.plan.gate.rules import is_pressing, next_end
from participation.process.models import Process
from tests import factories
from tests.client import Browser, Page, statements
from tests.participation.plan.conftest import draft, ideas, moved, published
from tests.participation.plan.test_pages import DECIDED

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ([], None),
        ([date(2026, 11, 22)], None),
        ([DAY], DAY),
        ([date(2027, 3, 1), date(2026, 12, 1)], date(2026, 12, 1)),
    ],
)
def test_the_phase_that_closes_next_is_found(ends, found) -> None:
    assert next_end(ends, DAY) == found


@pytest.mark.parametrize(("days", "pressing"), [(0, True), (28, True), (29, False)])
def test_planners_are_reminded_four_weeks_before(days, pressing) -> None:
    assert is_pressing(DAY + timedelta(days=days), DAY) is pressing


def test_the_gate_shows_every_public_voice_without_outcome_and_no_other(planner: Browser) -> None:
    board = factories.board()
    answered, waiting, lone = (factories.idea(board, title=one) for one in ("Gehört", "Wartet", "Allein"))
    factories.idea(board, title="Heimlich", public=False)
    published([answered])
    draft([waiting], title="Entwurf")
    page = planner.get("/en/desk/plan/gate")
    shown = page.words("[aria-labelledby=c-open]")
    assert [one in shown for one in ("Gehört", "Wartet", "Allein", "Heimlich")] == [False, True, True, False]
    assert page.all_words(".facts4 b") == ["3", "1", "1", "2"]
    assert ("M02" in shown, "in no measure" in shown) == (True, True)
    published([waiting, lone])
    assert "Every contribution has its outcome" in planner.get("/en/desk/plan/gate").words("main")


def _clicked(browser: Browser, page: Page, selector: str) -> Page:
    link = page.html.css_first(selector)
    assert link is not None, selector
    return browser.get(link.attributes["href"] or "")


def test_from_a_voice_to_its_measure_and_back_in_three_clicks(planner: Browser, browser: Browser) -> None:
    voices = ideas(3)
    measure = published(voices, title="Rufbus")
    moved(measure, DECIDED)
    page = browser.get(f"/en/ideas/{voices[1].reference}")
    page = _clicked(browser, page, ".thread a[href*='/measures/']")
    assert (page.h1, "Decided" in page.words(".hero, main")) == ("Rufbus", True)
    assert "3 contributions from the town" in page.words("[aria-labelledby=h-origins]")
    page = _clicked(browser, page, f"[aria-labelledby=h-origins] a[href*='{voices[1].reference}']")
    assert voices[1].title in page.words("main")


def test_an_open_voice_leads_planners_to_the_draft_that_takes_it_up(planner: Browser) -> None:
    draft(ideas(1), title="Rufbus")
    page = _clicked(planner, planner.get("/en/desk/plan/gate"), "[aria-labelledby=c-open] .row a")
    assert page.h1 == "Rufbus"


def test_the_gate_costs_the_same_however_many_voices_wait(planner: Browser) -> None:
    board, counts = factories.board(), []
    for wanted in (3, 57):
        for _ in range(wanted):
            factories.idea(board)
        draft([factories.idea(board)])
        planner.get("/desk/plan/gate")
        with statements() as found:
            page = planner.get("/desk/plan/gate")
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert len(page.html.css("[aria-labelledby=c-open] li")) == 50
    assert len(planner.get("/desk/plan/gate?page=2").html.css("[aria-labelledby=c-open] li")) == 12


def _closing_in(process: Process, days: int) -> None:
    def close() -> None:
        own = db.session.get(Process, process.id)
        assert own is not None
        for phase in own.phases:
            phase.starts_on, phase.ends_on = today() - timedelta(days=60), today() + timedelta(days=days)

    factories.written(close)


@pytest.mark.parametrize(("days", "told"), [(10, True), (60, False)])
def test_shortly_before_the_end_the_open_voices_are_a_task(planner: Browser, days, told) -> None:
    (voice,) = ideas(1)
    _closing_in(voice.process, days)
    assert ("Voices without an outcome" in planner.get("/en/desk").text) is told


def test_nobody_else_reads_the_gate(staff, browser: Browser, planner: Browser) -> None:
    planner.get("/desk/plan/gate", 404)
    factories.process()
    staff(Role.MODERATOR).get("/desk/plan/gate", 403)
    assert "/sign-in" in browser.get("/desk/plan/gate", 303).location


CLOSED = {"decided_on": today().isoformat(), "decided_by": "Hauptausschuss", "decision": "Vorlage 2026/114, einstimmig"}


def test_a_phase_is_closed_with_who_decided_it_and_everybody_reads_so(staff, browser: Browser) -> None:
    factories.process()
    lead = staff(Role.LEAD)
    lead.fill("/desk/plan/gate/ideas", **CLOSED)
    told = browser.get("/en/").words("main")
    assert ("Hauptausschuss" in told, "Vorlage 2026/114" in told) == (True, True)
    shown = lead.get("/en/desk/plan/gate").words("[aria-labelledby=c-decisions]")
    assert ("Vorlage 2026/114" in shown, "closed" in shown) == (True, True)


def test_where_voices_have_no_outcome_it_is_said_why(staff) -> None:
    board = factories.board()
    factories.idea(board)
    lead = staff(Role.LEAD)
    page = lead.fill("/en/desk/plan/gate/ideas", 422, **CLOSED)
    assert "why they stay open" in page.words("[role=alert]")
    assert CLOSED.items() <= page.fields().items()
    lead.post("/desk/plan/gate/ideas", page.fields() | {"left_open": "Sie bekommen bis Mai ihre Antwort."})
    assert "bis Mai" in lead.get("/desk/plan/gate").words("[aria-labelledby=c-decisions]")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"decided_on": (today() + timedelta(days=3)).isoformat()}, "day that is over"),
        ({"decided_on": "2001-01-01"}, "choose a later day"),
        ({"decided_by": ""}, "who decided"),
        ({"decision": ""}, "what was decided"),
    ],
)
def test_an_incomplete_decision_comes_back_filled(staff, values, words) -> None:
    factories.process()
    page = staff(Role.LEAD).fill("/en/desk/plan/gate/ideas", 422, **CLOSED | values)
    assert words in page.words("[role=alert]")
    assert {**CLOSED, **values}.items() <= page.fields().items()


def test_only_who_may_publish_closes_a_phase_and_none_before_it_begins(staff, browser: Browser) -> None:
    factories.process()
    lead = staff(Role.LEAD)
    lead.get("/desk/plan/gate/monitoring", 404)
    lead.get("/desk/plan/gate/nothing", 404)
    staff(Role.MODERATOR).get("/desk/plan/gate/ideas", 403)
    assert "/sign-in" in browser.get("/desk/plan/gate/ideas", 303).location
