"""What a measure has become reaches its authors, who supports them and who follows it, by mail, each once."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from participation.accounts.models import Person
from participation.contributions import merging, supporting
from participation.contributions.asking import Assurance
from participation.contributions.models import Contribution, Idea
from participation.contributions.news import services as news
from participation.contributions.threads import following
from participation.contributions.threads.models import Follower
from participation.core import jobs
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.plan import telling
from participation.plan.models import Measure
from participation.plan.rules import BindingState
from participation.plan.services import Move
from tests import factories
from tests.client import Browser
from tests.participation.plan.conftest import fresh, ideas, moved, published

MARY, JOHN, ANNA = "mary@example.org", "john@example.org", "anna@example.org"
DECIDED = Move(BindingState.DECIDED, date(2027, 6, 17), "Stadtvertretung")


def _mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).where(Mail.subject.startswith("M01")).order_by(Mail.recipient)))


def _work() -> None:
    for job in list(jobs.unfinished().rows):
        number, kind = job.id, job.kind
        db.session.rollback()
        if kind == telling.JOB:
            jobs.run(number)


def _follows(measure: Measure, mail: str, *, confirmed: bool = True) -> None:
    thread = fresh(measure).thread_id
    moment = factories.days_ago(1)
    with factories.writing():
        db.session.add(
            Follower(
                thread_id=thread,
                mail=mail,
                asked_at=moment,
                told_at=moment,
                confirmed_at=moment if confirmed else None,
            )
        )


def _wishes(idea: Idea, mail: str) -> None:
    factories.written(lambda: news.wish(db.session.merge(idea), mail, "en"))


def _supports(idea: Idea, person: Person) -> None:
    voter = supporting.Voter(f"person:{person.id}", Assurance.ACCOUNT, person.id)
    supporting.support(db.session.merge(idea), voter)


def test_everybody_hears_once_whatever_they_have_to_do_with_it(app) -> None:
    first = factories.idea(title="Rufbus bitte", mail=MARY)
    second = factories.idea(first.board, title="Bus am Abend")
    measure = published([first, second], title="Rufbus")
    for mail in (MARY, JOHN):
        _wishes(second, mail)
        _follows(measure, mail)
    _follows(measure, ANNA)
    _follows(measure, "waits@example.org", confirmed=False)
    moved(measure, DECIDED)
    _work()
    found = _mails()
    assert [mail.recipient for mail in found] == [ANNA, JOHN, MARY]
    anna, john, mary = (mail.body for mail in found)
    assert ("Ihre Idee" in mary, "Rufbus bitte" in mary, "Stadtvertretung" in mary) == (True, True, True)
    assert ("An idea that you support" in john, "Bus am Abend" in john) == (True, True)
    assert "/en/measures/M01" in john
    assert "Idee" not in anna
    assert ["/stop" in body for body in (anna, john, mary)] == [True, True, False]
    _work()
    assert len(_mails()) == 3


def test_supporters_with_an_account_hear_unless_they_want_no_mail(app) -> None:
    (idea,) = ideas(1, title="Rufbus bitte")
    wants = factories.person(Role.CITIZEN, mail=JOHN)
    silent = factories.person(Role.CITIZEN, mail=ANNA, wants_news=False)
    for person in (wants, silent):
        factories.written(lambda one=person: _supports(idea, one))
    moved(published([idea]), DECIDED)
    _work()
    assert [mail.recipient for mail in _mails()] == [JOHN]


@pytest.mark.parametrize("hidden", [Visibility.REJECTED, Visibility.WAITING])
def test_of_a_voice_that_is_not_public_nobody_hears(app, hidden: Visibility) -> None:
    idea = factories.idea(mail=MARY)
    measure = published([idea])
    with factories.writing():
        db.session.get_one(Contribution, idea.id).visibility = hidden
    moved(measure, DECIDED)
    _work()
    assert _mails() == []


def test_the_author_of_what_was_merged_hears_through_the_whole(app) -> None:
    board = factories.board()
    part, whole = factories.idea(board, mail=MARY, title="Teil"), factories.idea(board, title="Das Ganze")
    with app.test_request_context(), factories.writing():
        merging.merge(db.session.merge(part), db.session.merge(whole), None)
    moved(published([whole]), DECIDED)
    _work()
    (mail,) = _mails()
    assert (mail.recipient, "Das Ganze" in mail.body) == (MARY, True)


def test_of_two_changes_in_a_row_the_last_is_told_and_old_news_never(app) -> None:
    measure = published([factories.idea(mail=MARY)])
    moved(measure, DECIDED, Move(BindingState.RUNNING, date(2027, 7, 1)))
    _work()
    assert [mail.subject.rpartition(": ")[2] for mail in _mails()] == ["Läuft"]
    moved(measure, Move(BindingState.DONE, date(2027, 8, 1), is_news=False))
    _work()
    assert len(_mails()) == 1


def test_the_planner_sees_beforehand_how_many_hear_of_it(planner: Browser, staff: Callable[..., Browser]) -> None:
    measure = published([factories.idea(mail=MARY)])
    assert "One person hears of it" in planner.get(f"/en/desk/measures/{measure.code}/state").words("main form")
    quiet = published(process=factories.process(), title="Still")
    page = planner.get(f"/en/desk/measures/{quiet.code}/state?process={quiet.process.slug}")
    assert "Nobody who has to do with it" in page.words("main form")


def test_a_follower_stops_with_one_press(browser: Browser) -> None:
    measure = published()
    _follows(measure, ANNA)
    moved(measure, DECIDED)
    _work()
    (mail,) = _mails()
    stop = mail.body.rsplit("http://localhost", 1)[1].strip()
    browser.fill(stop)
    assert db.session.scalars(select(Follower)).all() == []
    assert following.by_token(following.STOP, stop.rpartition("/")[2]) is None
