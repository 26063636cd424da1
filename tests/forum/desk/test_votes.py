"""Votes that come suspiciously fast: noticed in numbers, frozen with a reason, released with a result."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.contributions.models import Contribution, Idea, Support
from participation.contributions.votes import rules, watching
from participation.contributions.votes.models import VoteBurst, VoteFreeze, VoteSource
from participation.core.clock import now
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser, Page

REASON = "Sechzig Stimmen kamen in zehn Minuten aus einem Netz."


def _votes(app, idea: Idea, networks: list[str]) -> Page:
    page = None
    for number, network in enumerate(networks):
        browser = Browser(app)
        browser.client.environ_base["REMOTE_ADDR"] = f"{network}.{number % 200 + 1}"
        page = browser.fill(f"/ideas/{idea.reference}", form="#support form", deed="support")
    assert page is not None
    return page


def _count(kind: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def _row(idea: Idea) -> Contribution:
    db.session.rollback()
    return db.session.scalars(see_all(select(Idea).where(Idea.id == idea.id), "a test")).one()


def _freeze(moderator: Browser, idea: Idea) -> None:
    address = f"/en/desk/votes/{idea.reference}"
    moderator.fill(address, form='form[action$="/freeze"]', reason=REASON)


@pytest.mark.parametrize(
    ("counts", "usual", "is_burst"),
    [
        ({"a": 55, "b": 5}, 0.4, True),
        ({"a": 20}, 0.0, True),
        ({"a": 19}, 0.0, False),
        ({str(n): 1 for n in range(60)}, 0.4, False),
        ({str(n): 6 for n in range(10)}, 0.4, True),
        ({"a": 55, "b": 5}, 7.0, False),
    ],
)
def test_when_votes_are_conspicuous(counts: dict[str, int], usual: float, is_burst: bool) -> None:
    assert (rules.burst(counts, usual) is not None) is is_burst


def test_the_usual_rate_is_that_of_the_idea_or_of_an_average_one() -> None:
    assert rules.usual_rate(own=0, of_all=10_080, ideas=10) == pytest.approx(1.0)
    assert rules.usual_rate(own=2016, of_all=10_080, ideas=10) == pytest.approx(2.0)


def test_a_burst_from_one_network_stands_in_the_queue_in_numbers(app, moderator: Browser) -> None:
    idea = factories.idea(title="Skatepark am See")
    with time_machine.travel(now().replace(minute=1), tick=False):
        _votes(app, idea, ["192.0.2"] * 20 + ["198.51.100"] * 2)
        page = moderator.get("/en/desk/moderation?list=1")
        assert "Conspicuously many votes" in page.words("main")
        page = moderator.get(f"/en/desk/votes/{idea.reference}")
        assert "22 votes in 10 minutes, 20 of them from one network." in page.words("main")
        moderator.post(f"/en/desk/votes/{idea.reference}/harmless", page.fields("form#harmless"))
        assert "Skatepark" not in moderator.get("/en/desk/moderation?list=1").words("main")


def test_two_who_freeze_a_burst_freeze_it_once_and_it_stands_in_the_queue_once(app, moderator: Browser) -> None:
    idea = factories.idea(title="Skatepark am See")
    factories.person(Role.LEAD, mail="leitung@example.org")
    with time_machine.travel(now().replace(minute=1), tick=False):
        _votes(app, idea, ["192.0.2"] * 20)
        page = moderator.get(f"/en/desk/votes/{idea.reference}")
        fields = {**page.fields('form[action$="/freeze"]'), "reason": REASON}
        _freeze(moderator, idea)
        moderator.post(f"/en/desk/votes/{idea.reference}/freeze", fields)
        assert moderator.get("/en/desk/moderation?list=1").all_words(".q b") == ["Skatepark am See"]
    assert _count(VoteFreeze) == 1
    assert db.session.scalars(select(Mail.recipient)).all() == ["leitung@example.org"]


def test_votes_from_everywhere_are_no_burst_and_a_double_tap_is_no_vote(app) -> None:
    idea = factories.idea()
    _votes(app, idea, [f"10.{number}.0" for number in range(22)])
    assert _count(VoteBurst) == 0
    browser = Browser(app)
    for _ in range(25):
        browser.fill(f"/ideas/{idea.reference}", form="#support form", deed="support")
    assert _count(VoteBurst) == 0


def test_what_is_counted_by_network_names_no_address_and_is_gone_after_hours(app) -> None:
    idea = factories.idea()
    with time_machine.travel(now(), tick=False) as clock:
        _votes(app, idea, ["192.0.2"] * 3)
        rows = db.session.scalars(select(VoteSource)).all()
        assert [(row.count, "192" in row.source, len(row.source)) for row in rows] == [(3, False, watching.SHORT)]
        clock.shift(timedelta(hours=7))
        assert factories.written(lambda: watching.forget(now().date())) == 1


def test_a_frozen_count_stays_while_votes_are_taken_in(app, browser: Browser, moderator: Browser) -> None:
    idea = factories.idea(title="Skatepark am See")
    lead = factories.person(Role.LEAD, mail="leitung@example.org")
    early = Browser(app)
    early.fill(f"/ideas/{idea.reference}", form="#support form", deed="support")
    _votes(app, idea, ["192.0.2"])
    _freeze(moderator, idea)
    _votes(app, idea, ["198.51.100"] * 3)
    early.fill(f"/ideas/{idea.reference}", form="#support form", deed="withdraw")
    page = browser.get(f"/en/ideas/{idea.reference}")
    assert page.words("#support .big").startswith("2"), "whoever leaves meanwhile counts until it goes on, too"
    assert REASON in page.words("#support")
    assert _row(idea).support_count == 2
    assert _count(Support) == 4
    mails = db.session.scalars(select(Mail).where(Mail.recipient == lead.mail)).all()
    assert [REASON in mail.body for mail in mails] == [True]


@pytest.mark.parametrize(("choice", "expected", "said"), [("count", 5, ""), ("aside", 2, "3 votes were not counted.")])
def test_a_released_count_goes_on_with_or_without_what_came_in(
    app, browser: Browser, moderator: Browser, choice: str, expected: int, said: str
) -> None:
    idea = factories.idea()
    _votes(app, idea, ["192.0.2"] * 2)
    _freeze(moderator, idea)
    _votes(app, idea, ["198.51.100"] * 3)
    address = f"/en/desk/votes/{idea.reference}"
    form = 'form[action$="/release"]'
    moderator.fill(address, form=form, votes=choice, result="short", status=422)
    moderator.fill(address, form=form, votes=choice, result="Wir haben mit der Schule gesprochen.")
    page = browser.get(f"/en/ideas/{idea.reference}")
    assert page.words("#support .big").startswith(str(expected))
    assert "Wir haben mit der Schule gesprochen." in page.words("#support")
    assert said in page.words("#support")
    _votes(app, idea, ["203.0.113"])
    assert _row(idea).support_count == expected + 1


def test_only_moderators_see_and_freeze_votes(browser: Browser, staff) -> None:
    idea = factories.idea()
    assert "/sign-in" in browser.get(f"/desk/votes/{idea.reference}", 303).location
    planner = staff(Role.PLANNER)
    planner.get(f"/desk/votes/{idea.reference}", 403)
    planner.post(f"/desk/votes/{idea.reference}/freeze", status=403)
