"""Following a thread: confirmed, gathered, looked at once more before it is sent, stopped with one press."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from participation.accounts.models import Person
from participation.contributions import personal, services
from participation.contributions.models import Comment, Idea
from participation.contributions.threads import calling, editing
from participation.contributions.threads.models import Follower
from participation.core import jobs
from participation.core.clock import now, today
from participation.core.database import db
from participation.core.jobs import Job
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation.rules import HouseRule, Visibility
from tests import factories
from tests.client import Browser

LINK = re.compile(r"https?://localhost(/follow/\S+)")


def _mails(address: str) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail.body).where(Mail.recipient == address).order_by(Mail.id)))


def _link(address: str) -> str:
    found = LINK.search(_mails(address)[-1])
    assert found is not None
    return found[1]


def _says(idea: Idea, text: str = "Neu.", **values: object) -> Comment:
    """Have a comment published as the moderators do it."""
    comment = factories.comment(idea, public=False, text=text, **values)
    with factories.writing():
        services.publish(db.session.merge(comment), None)
    return comment


def _an_hour_passes() -> None:
    """Let the worker do what is due an hour later."""
    with time_machine.travel(now() + timedelta(minutes=61), tick=True), factories.writing():
        for job in db.session.scalars(select(Job).where(Job.kind == "contributions.thread_news")).all():
            number = job.id
            db.session.commit()
            jobs.run(number)


@pytest.fixture
def follower(browser: Browser) -> Idea:
    """An idea that mia@example.org follows."""
    idea = factories.idea(title="Bänke")
    browser.fill(f"/threads/{idea.thread_id}/follow", mail="Mia@example.org")
    browser.fill(_link("mia@example.org"))
    return idea


def test_nothing_is_sent_before_the_address_is_confirmed(browser: Browser):
    idea = factories.idea()
    sent = browser.fill(f"/threads/{idea.thread_id}/follow", mail="mia@example.org")
    assert browser.follow(sent).h1 == "Bitte sehen Sie in Ihre E-Mails"
    link = _link("mia@example.org")
    browser.get(link)
    _says(idea)
    _an_hour_passes()
    assert len(_mails("mia@example.org")) == 1
    browser.fill(link)
    _says(idea)
    _an_hour_passes()
    assert len(_mails("mia@example.org")) == 2


def test_several_comments_make_one_mail_and_hidden_ones_none(browser: Browser, follower: Idea):
    _says(follower)
    _says(follower)
    hidden = _says(follower, "Gemein.")
    with factories.writing():
        db.session.merge(hidden).visibility = Visibility.REJECTED
    _an_hour_passes()
    body = _mails("mia@example.org")[-1]
    assert "2 neue Kommentare" in body
    assert "Gemein" not in body


def test_one_press_stops_it_and_looking_does_not(browser: Browser, follower: Idea):
    _says(follower)
    _an_hour_passes()
    link = LINK.findall(_mails("mia@example.org")[-1])[-1]
    assert "stop" in link
    browser.get(link)
    assert db.session.scalars(select(Follower)).all()
    browser.fill(link)
    assert not db.session.scalars(select(Follower)).all()
    assert "Keine E-Mails mehr" in browser.get(link).h1


def test_who_is_signed_in_follows_with_one_press_and_hears_nothing_of_the_own(staff):
    idea = factories.idea()
    citizen = staff(Role.CITIZEN, mail="ole@example.org", name="Ole")
    citizen.fill(f"/threads/{idea.thread_id}/follow")
    person = db.session.scalars(select(Follower.person_id)).one()
    _says(idea, author_id=person)
    _an_hour_passes()
    assert _mails("ole@example.org") == []
    with time_machine.travel(now() + timedelta(hours=2), tick=True):
        _says(idea, "@Ole, was meinst du?")
        _an_hour_passes()
    assert "bei Ihrem Namen" in _mails("ole@example.org")[-1]
    page = citizen.get(f"/threads/{idea.thread_id}/follow")
    citizen.post(f"/threads/{idea.thread_id}/follow", {**page.fields(), "deed": "stop"})
    assert not db.session.scalars(select(Follower)).all()


def _worker_runs(kind: str) -> int:
    """Let the worker do what is due of one kind; return how many jobs there were."""
    db.session.rollback()
    numbers = list(db.session.scalars(select(Job.id).where(Job.kind == kind, Job.finished_at.is_(None))))
    with factories.writing():
        for number in numbers:
            jobs.run(number)
    return len(numbers)


@pytest.fixture
def called(staff) -> tuple[Browser, Idea, int]:
    """Ole, who has an account and wrote a comment on an idea."""
    idea = factories.idea(title="Bänke")
    citizen = staff(Role.CITIZEN, mail="ole@example.org", name="Ole")
    number = db.session.scalars(select(Person.id).where(Person.mail == "ole@example.org")).one()
    _says(idea, "Gern mit Lehne.", author_id=number, display_name="Ole")
    return citizen, idea, number


def test_who_is_called_by_name_hears_of_it_once(called) -> None:
    _, idea, number = called
    _says(idea, "Was meint @Ole dazu?", display_name="Mia")
    _says(idea, "Ole hat recht.", display_name="Mia")
    assert _worker_runs(calling.JOB) == 1
    assert _worker_runs(calling.JOB) == 0
    [body] = _mails("ole@example.org")
    assert "Mia nennt Sie in einem Kommentar zu „Bänke“ beim Namen." in body
    _says(idea, "Ich, @Ole, sage das selbst.", author_id=number, display_name="Ole")
    assert _worker_runs(calling.JOB) == 0


def test_who_is_called_in_a_hidden_comment_hears_nothing(called) -> None:
    _, idea, _ = called
    factories.comment(idea, public=False, text="@Ole, pst.", display_name="Mia")
    assert _worker_runs(calling.JOB) == 0
    comment = _says(idea, "@Ole, gemein.", display_name="Mia")
    with factories.writing():
        db.session.merge(comment).visibility = Visibility.REJECTED
    assert _worker_runs(calling.JOB) == 1
    assert _mails("ole@example.org") == []


def test_who_was_called_is_not_called_again_by_the_same_comment(called) -> None:
    _, idea, _ = called
    comment = _says(idea, "@Ole, was meinst du?", display_name="Mia")
    assert _worker_runs(calling.JOB) == 1
    with factories.writing():
        services.take_back(db.session.merge(comment), None)
    with factories.writing():
        services.publish(db.session.merge(comment), None)
    assert _worker_runs(calling.JOB) == 1
    assert len(_mails("ole@example.org")) == 1


def test_who_is_called_in_a_correction_or_in_what_was_kept_back_at_first_hears_of_it(called, app: Flask) -> None:
    _, idea, _ = called
    comment = _says(idea, "Und was meint Ole?", display_name="Mia")
    with factories.writing():
        db.session.merge(comment.thread.board).checks = dict.fromkeys(("inventory", "ideas", "plan"), "marked")
        editing.edit(db.session.merge(comment), "Und was meint @Ole?")
    kept_back = factories.comment(idea, public=False, text="@Ole, das ist von mir.", display_name="Mia")
    with app.test_request_context(), factories.writing():
        reasons = {"rules": [HouseRule.PRIVACY], "facts": "Der Text nennt einen Namen."}
        services.reject(db.session.merge(kept_back), None, **reasons)
        services.restore(db.session.merge(kept_back), None)
    _worker_runs(calling.JOB)
    assert len(_mails("ole@example.org")) == 2


def test_who_wants_no_mail_about_others_is_not_written_to(called, browser: Browser) -> None:
    _, idea, _ = called
    _says(idea, "@Ole, hallo.", display_name="Mia")
    _worker_runs(calling.JOB)
    [link] = re.findall(r"https?://localhost(/\S*stop\S*)", _mails("ole@example.org")[0])
    browser.fill(link)
    _says(idea, "@Ole, noch einmal.", display_name="Mia")
    _worker_runs(calling.JOB)
    assert len(_mails("ole@example.org")) == 1


def test_who_follows_anyway_gets_no_second_mail(called) -> None:
    citizen, idea, _ = called
    citizen.fill(f"/threads/{idea.thread_id}/follow")
    _says(idea, "@Ole, hallo.", display_name="Mia")
    assert _worker_runs(calling.JOB) == 0


def test_followers_are_exported_erased_and_forgotten(app: Flask, browser: Browser, follower: Idea):
    person = factories.person(Role.CITIZEN, mail="mia@example.org")
    assert "'title': 'Bänke'" in str(personal.export(person.id)["follows"])
    factories.written(personal.erase, person.id, True)
    assert not db.session.scalars(select(Follower)).all()
    browser.fill(f"/threads/{follower.thread_id}/follow", mail="nie@example.org")
    later = today() + timedelta(days=20)
    assert sum(factories.written(rule.run, later) for rule in personal.RETENTION if "follower" in rule.tables) == 1
