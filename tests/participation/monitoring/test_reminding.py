"""Those in charge are reminded once, and report money and a sentence with the rest."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from participation.core.clock import today
from participation.core.database import db
from participation.core.mail import Mail
from participation.monitoring import reminding, services
from participation.monitoring.models import Milestone
from tests import factories
from tests.client import Browser
from tests.participation.monitoring.test_obstacles import late, planner
from tests.participation.plan.conftest import draft, published

__all__ = ["planner"]


def _mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.body.contains("/report")).order_by(Mail.id)))


def test_those_in_charge_hear_once_of_a_day_that_is_over(planner: Browser) -> None:
    measure = published()
    late(measure)
    assert factories.written(reminding.remind) == 1
    assert factories.written(reminding.remind) == 0
    (letter,) = _mails()
    assert f"/desk/measures/{measure.code}/report" in letter.body
    assert "Vertrag" in letter.body


def test_a_new_day_that_is_over_is_told_again(planner: Browser) -> None:
    late(published())
    factories.written(reminding.remind)

    def newer() -> None:
        db.session.scalars(select(Milestone)).one().due_on = today() - timedelta(9)
        db.session.scalars(select(Milestone)).one().expected_on = today() - timedelta(1)
        db.session.scalars(select(Milestone)).one().reminded_for = today() - timedelta(9)

    factories.written(newer)
    assert factories.written(reminding.remind) == 1


def test_nobody_is_reminded_of_drafts_or_of_what_is_reached(planner: Browser) -> None:
    process = factories.process()
    late(draft(process=process))
    measure = published(process=process)
    factories.written(lambda: services.add_milestone(measure, "Start", today() - timedelta(3), today()))
    assert factories.written(reminding.remind) == 0
    assert _mails() == []


def test_where_nobody_is_in_charge_nothing_counts_as_told(app: Flask) -> None:
    late(published())
    assert factories.written(reminding.remind) == 0


def test_a_report_tells_the_money_and_a_sentence(planner: Browser, browser: Browser) -> None:
    measure = published()
    desk = f"/en/desk/measures/{measure.code}/report"
    assert "whole euros" in planner.fill(desk, 422, spent="12.500").text
    planner.fill(desk, spent="12500", text="Der Vertrag liegt beim Rat.")
    planner.fill(desk, text="Der Rat hat zugestimmt.")
    page = browser.get(f"/en/measures/{measure.code}/progress").words("main").replace("\u00a0", " ")
    assert "Spent so far: 12,500 €" in page
    assert "Der Vertrag liegt beim Rat." in page
    assert page.index("Der Rat hat") < page.index("Der Vertrag")
