"""The staff answers reports of barriers, in time."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import g
from sqlalchemy import select

from participation.access.guard import Actor, Grant
from participation.core import clock
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.feedback import personal, services
from participation.feedback.feature import FEATURE
from participation.feedback.models import BarrierReport
from tests import factories
from tests.client import statements

OFFICE = "barrierefrei@elderow.example"
ANSWER = "We named the button. Thank you."


def _reported(text: str = "The map has no words.", days_ago: int = 0, **values: str) -> BarrierReport:
    with time_machine.travel(factories.days_ago(days_ago), tick=False):
        draft = services.Draft(text=text, **values)
        return factories.written(services.report, draft, factories.once_key())


def _mails(recipient: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.recipient == recipient).order_by(Mail.id)))


def test_the_list_shows_overdue_reports_first(staff):
    _reported("New one.", days_ago=1)
    _reported("Overdue one.", days_ago=44)
    _reported("Due soon.", days_ago=40)
    page = staff(Role.MODERATOR).get("/en/desk/barriers")
    assert page.all_words("a.q b") == ["Overdue one.", "Due soon.", "New one."]
    assert page.all_words("a.q .bad") == ["2 days overdue"]
    assert len(page.all_words("a.q .warn")) == 1


@pytest.mark.parametrize(("days_ago", "is_overdue"), [(42, False), (43, True)])
def test_the_last_day_is_still_in_time(staff, days_ago, is_overdue):
    _reported(days_ago=days_ago)
    assert bool(staff(Role.PLANNER).get("/en/desk/barriers").all_words("a.q .bad")) is is_overdue
    waiting = services.waiting()
    assert (waiting.open, waiting.overdue) == (1, int(is_overdue))


def test_an_answer_is_sent_shown_and_counted(staff, browser):
    report = _reported(mail="anna@example.org", language="en")
    desk = staff(Role.PLANNER, name="Paul Plan")
    page = desk.follow(desk.fill(f"/en/desk/barriers/{report.id}", text=ANSWER))
    assert "Paul Plan" in page.words("main")
    mail = _mails("anna@example.org")[-1]
    assert ANSWER in mail.body
    assert "/en/barrier/received/" in mail.body
    public = browser.get(f"/en/barrier/received/{report.reference.lower()}")
    assert ANSWER in public.words("main")
    assert "Paul Plan" not in public.text
    assert services.open_count() == 0


def test_without_an_address_the_answer_is_on_the_page_of_the_reference(staff, browser):
    report = _reported()
    staff(Role.LEAD).fill(f"/desk/barriers/{report.id}", text=ANSWER)
    assert [mail.recipient for mail in db.session.scalars(select(Mail))] == [OFFICE]
    assert ANSWER in browser.get(f"/barrier/received/{report.reference}").words("main")


def test_the_second_of_two_answers_is_told_and_keeps_the_text(staff):
    report = _reported(mail="anna@example.org")
    first, second = staff(Role.MODERATOR), staff(Role.PLANNER)
    late = second.get(f"/desk/barriers/{report.id}").fields()
    first.fill(f"/desk/barriers/{report.id}", text=ANSWER)
    page = second.post(f"/en/desk/barriers/{report.id}", {**late, "text": "Another answer."}, 422)
    assert "A colleague was faster" in page.words("[role=alert]")
    assert page.fields()["text"] == "Another answer."
    db.session.expire_all()
    assert db.session.get(BarrierReport, report.id).answer == ANSWER
    assert len(_mails("anna@example.org")) == 2


def test_an_answer_sent_twice_is_sent_once(staff):
    report = _reported(mail="anna@example.org")
    desk = staff(Role.MODERATOR)
    sent = {**desk.get(f"/desk/barriers/{report.id}").fields(), "text": ANSWER}
    pages = [desk.post(f"/desk/barriers/{report.id}", sent) for _ in range(2)]
    assert pages[0].location == pages[1].location
    assert len(_mails("anna@example.org")) == 2


def test_an_empty_answer_is_none(staff):
    report = _reported()
    assert staff(Role.MODERATOR).fill(f"/desk/barriers/{report.id}", 422, text=" ").words(".error")
    assert services.open_count() == 1


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.PARTNER])
def test_others_see_no_reports(staff, browser, role):
    report = _reported()
    for path in ("/desk/barriers", f"/desk/barriers/{report.id}"):
        assert browser.get(path, 303).location.startswith("/sign-in?next=")
        staff(role).get(path, 403)
    staff(role).post(f"/desk/barriers/{report.id}", {"text": ANSWER}, 403)


def test_a_report_that_is_not_there_is_not_found(staff):
    staff(Role.LEAD).get("/desk/barriers/999", 404)


def test_the_list_costs_the_same_for_ten_and_for_forty(staff):
    desk = staff(Role.MODERATOR)
    counts = []
    for more in (10, 30):
        for number in range(more):
            _reported(f"Report {number}", days_ago=number)
        with statements() as found:
            desk.client.get("/desk/barriers")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 10


def test_a_week_before_the_day_the_office_is_reminded_once(app):
    _reported("Old report.", days_ago=35)
    _reported("Newer report.", days_ago=34)
    before = len(_mails(OFFICE))
    assert [factories.written(work) for work in FEATURE.nightly] == [1]
    assert [factories.written(work) for work in FEATURE.nightly] == [0]
    reminders = _mails(OFFICE)[before:]
    assert len(reminders) == 1
    assert "Old report." in reminders[0].body
    assert "Newer report." not in reminders[0].body
    assert "http://localhost/desk/barriers" in reminders[0].body
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert factories.written(services.remind) == 1


def test_what_is_answered_needs_no_reminder(app):
    report = _reported(days_ago=40)
    factories.written(services.answer, report, ANSWER, None)
    assert factories.written(services.remind) == 0


def _duties(role: Role, app):
    with app.test_request_context():
        g.actor = Actor(person_id=1, grants=frozenset({Grant(role)}))
        return list(FEATURE.duties())


def test_duties_tell_overdue_reports_apart(app):
    _reported(days_ago=50)
    _reported(days_ago=1)
    late, in_time = _duties(Role.MODERATOR, app)
    assert (late.count, late.is_overdue, late.due) == (1, True, clock.today() - timedelta(days=8))
    assert (in_time.count, in_time.is_overdue, in_time.due) == (1, False, clock.today() + timedelta(days=41))
    assert _duties(Role.CITIZEN, app) == []


def test_without_reports_there_is_no_duty(app):
    assert _duties(Role.LEAD, app) == []


def test_answered_reports_go_after_half_a_year_and_open_ones_stay(app):
    answered, still_open = _reported(), _reported()
    factories.written(services.answer, answered, ANSWER, None)
    kept, gone = still_open.id, answered.id
    db.session.expunge_all()
    day = clock.today() + timedelta(days=181)
    assert factories.written(personal.forget_answered, day - timedelta(days=1)) == 0
    assert factories.written(personal.forget_answered, day) == 1
    assert services.by_id(kept)
    assert services.by_id(gone) is None


def _texts(person_id: int) -> list[str]:
    reports: Any = personal.export(person_id)["reports"]
    return [report["text"] for report in reports]


def test_a_person_s_file_has_the_reports_under_the_own_address(app):
    person = factories.person(Role.PLANNER, mail="anna@example.org")
    _reported("Mine.", mail="Anna@example.org")
    _reported("Nobody's.")
    assert _texts(person.id) == ["Mine."]
    factories.written(personal.erase, person.id, True)
    assert _texts(person.id) == []
    assert services.open_count() == 2


def test_erasing_takes_the_own_reports_and_no_others(app):
    person = factories.person(Role.PLANNER, mail="anna@example.org")
    answered = _reported("Answered by her.")
    _reported("Mine.", mail="anna@example.org")
    factories.written(services.answer, answered, ANSWER, person.id)
    factories.written(personal.erase, person.id, False)
    assert services.open_count() == 0
    kept = services.by_id(answered.id)
    assert kept
    assert kept.answered_by_id is None
    factories.written(personal.erase, 999, False)
    assert services.by_id(answered.id)
