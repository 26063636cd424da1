"""“Has it helped?”: asked by mail, answered once each by a link, counted apart from whether a measure is done."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from participation.core import jobs
from participation.core.clock import now, today
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.monitoring.helped import services
from participation.monitoring.helped.models import HelpAnswer, HelpRound
from participation.monitoring.helped.rules import Help, Helped
from participation.plan.models import Measure
from participation.plan.rules import BindingState
from participation.plan.services import Move
from tests import factories
from tests.client import Browser
from tests.participation.plan.conftest import fresh, moved, published


@pytest.fixture
def planner(staff: Callable[..., Browser]) -> Browser:
    return staff(Role.PLANNER, name="Petra Plan", unit="Stadtplanung")


MARY, JOHN = "mary@example.org", "john@example.org"


@pytest.mark.parametrize(
    ("counts", "is_told", "helped"),
    [
        ({}, False, None),
        ({Help.YES: 4}, False, None),
        ({Help.YES: 3, Help.NO: 2}, True, True),
        ({Help.YES: 3, Help.NO: 3}, True, False),
        ({Help.YES: 2, Help.PARTLY: 4}, True, False),
    ],
)
def test_few_answers_are_not_told_and_partly_is_no_yes(counts, is_told, helped) -> None:
    found = Helped(date(2028, 1, 1), 40, counts)
    assert (found.is_told, found.has_helped) == (is_told, helped)


def _running(*mails: str) -> Measure:
    ideas = [factories.idea(mail=MARY)]
    ideas += [factories.idea(ideas[0].board, mail=mail) for mail in mails]
    measure = published(ideas, title="Rufbus")
    moved(
        measure,
        Move(BindingState.DECIDED, today(), "Rat", is_news=False),
        Move(BindingState.RUNNING, today(), is_news=False),
    )
    return measure


def _links() -> dict[str, str]:
    """Let the worker write, and return the link in the mail to each address."""
    for job in list(jobs.unfinished().rows):
        number, kind = job.id, job.kind
        db.session.rollback()
        if kind == services.JOB:
            jobs.run(number)
    db.session.rollback()
    mails = db.session.scalars(select(Mail).where(Mail.subject.startswith("Hat es geholfen")))
    return {one.recipient: re.findall(r"http://localhost(/helped/\S+)", one.body)[0] for one in mails}


def _answers() -> list[Help]:
    db.session.rollback()
    return list(db.session.scalars(select(HelpAnswer.value).order_by(HelpAnswer.id)))


def test_those_it_grew_from_are_asked_and_answer_once_each(browser: Browser, planner: Browser) -> None:
    measure = _running(JOHN)
    address = f"/en/desk/measures/{measure.code}/helped"
    page = planner.get(address)
    assert "2 people get a mail" in page.words("main form")
    sent = page.fields("main form")
    for _ in range(2):
        planner.post(address, sent)
    links = _links()
    assert sorted(links) == [JOHN, MARY]
    assert browser.get(links[MARY]).h1 == "Rufbus"
    assert _answers() == []
    refused = browser.fill(links[MARY], 422)
    assert "wählen" in refused.words("[role=alert]")
    browser.fill(links[MARY], value="no")
    browser.fill(links[MARY], value="yes")
    assert "Ja, es hat geholfen" in browser.get(links[MARY]).words("[role=status]")
    browser.fill(links[JOHN], value="partly")
    assert _answers() == [Help.YES, Help.PARTLY]
    assert "Too few have answered" in planner.get(address).words("#c-said, [aria-labelledby=c-said]")
    assert "Too few have answered" in browser.get(f"/en/measures/{measure.code}/progress").words("main")


def test_done_and_helped_are_two_figures(browser: Browser) -> None:
    measure = _running()
    with factories.writing():
        made = services.ask(fresh(measure))
        for number in range(6):
            services.answer(made, f"p{number}", Help.YES if number < 4 else Help.NO)
    told = browser.get(f"/en/measures/{measure.code}/progress").words("main")
    assert "4 of 6 say that it has helped, 0 say partly, 2 say no." in told
    assert "Under way" in told
    assert _sum(browser, "carried out") == "0"
    assert _sum(browser, "have helped, most say") == "1"
    moved(measure, Move(BindingState.DONE, today(), is_news=False))
    assert "Carried out" in browser.get(f"/en/measures/{measure.code}/progress").words("main")


def _sum(browser: Browser, words: str) -> str:
    """Return the figure that stands with these words on the page of all measures."""
    told = browser.get("/en/progress").words("main nav")
    found = re.search(rf"{words}\s*(\d+)", told)
    assert found, told
    return found[1]


def test_before_it_has_begun_and_by_others_nobody_is_asked(planner: Browser, browser: Browser, staff) -> None:
    measure = published([factories.idea(mail=MARY)])
    address = f"/en/desk/measures/{measure.code}/helped"
    page = planner.get(address)
    assert "before the measure has begun" in page.words("main")
    token = planner.get("/desk/plan/goals/new").fields("main form")
    planner.post(address, token, status=200)
    assert db.session.scalars(select(HelpRound)).all() == []
    staff(Role.MODERATOR).get(address, 403)
    assert "/sign-in" in browser.get(address, 303).location


def test_an_old_or_foreign_link_is_over(browser: Browser) -> None:
    measure = _running()
    factories.written(lambda: services.ask(fresh(measure)))
    (link,) = _links().values()
    assert "half a year" in browser.get("/en/helped/nothing", 404).words("main")
    with time_machine.travel(now() + timedelta(days=services.OPEN_DAYS + 1)):
        browser.get(link, 404)


def test_who_answered_is_forgotten_with_the_person_or_after_half_a_year(browser: Browser, app) -> None:
    person = factories.person(Role.CITIZEN, mail=MARY)
    measure = _running(JOHN)
    factories.written(lambda: services.ask(fresh(measure)))
    for link in _links().values():
        browser.fill(link, value="yes")
    assert "'answer': 'yes'" in str(services.export(person.id))
    factories.written(lambda: services.erase(person.id, True))
    assert services.export(person.id) == {"has_it_helped": []}
    assert factories.written(lambda: services.forget(today())) == 0
    assert factories.written(lambda: services.forget(today() + timedelta(days=services.OPEN_DAYS + 1))) == 1
    assert len(_answers()) == 2
