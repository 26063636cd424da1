"""What became of an idea, by mail to those who support it without an account: confirmed, once, stopped, forgotten."""

import re
from datetime import timedelta

from sqlalchemy import func, select, update

from participation.access.guard import Actor
from participation.accounts.models import Person
from participation.contributions import folding, merging, personal, services, supporters, supporting
from participation.contributions.models import Contact, Contribution, Idea, OutcomeKind
from participation.contributions.news.models import NewsWish
from participation.contributions.services import Answer
from participation.core import jobs
from participation.core.clock import now, today
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser

MARY = "mary@example.org"
GIVEN = Answer(OutcomeKind.ADOPTED, "Kommt im Herbst.", "Bauamt")


def _mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).where(Mail.subject.contains("answer to an idea")).order_by(Mail.id)))


def _wish(browser: Browser, idea: Idea, address: str = MARY) -> None:
    browser.fill(f"/en/ideas/{idea.reference}/news", mail=address)
    db.session.rollback()
    body = db.session.scalars(
        select(Mail.body).where(Mail.recipient == address.lower()).order_by(Mail.id.desc())
    ).first()
    link = re.search(r"http://localhost(/\S+)", body or "")
    assert link
    browser.get(link[1])
    browser.fill(link[1])
    assert browser.get(link[1]).h1 == "You get news by mail"


def _answer(*ideas: Idea) -> None:
    with factories.writing():
        services.record_outcomes([(db.session.merge(idea), GIVEN) for idea in ideas], None)
    _work()


def _work() -> None:
    for job in list(jobs.unfinished().rows):
        number, kind = job.id, job.kind
        db.session.rollback()
        if kind == supporters.JOB:
            jobs.run(number)


def test_a_guest_who_supports_is_told_once_and_can_stop(browser: Browser) -> None:
    idea, other = factories.idea(title="Mehr Bänke"), factories.idea()
    browser.fill(f"/en/ideas/{idea.reference}", form="#support form", deed="support")
    assert f"/en/ideas/{idea.reference}/news" in browser.get(f"/en/ideas/{idea.reference}").text
    page = browser.follow(browser.fill(f"/en/ideas/{idea.reference}/news", mail="Mary@Example.org"))
    assert "look into your mails" in page.h1
    assert db.session.scalar(select(func.count(NewsWish.id))) == 0
    _wish(browser, idea)
    assert db.session.scalar(select(func.count(NewsWish.id))) == 1
    _answer(idea, other)
    (mail,) = _mails()
    assert (mail.recipient, mail.subject) == (MARY, "An answer to an idea: Mehr Bänke")
    assert "Kommt im Herbst." in mail.body
    stop = mail.body.rsplit("http://localhost", 1)[1].strip()
    browser.get(stop)
    assert browser.follow(browser.fill(stop)).h1 == "You get no more mails about it"
    _answer(idea)
    assert len(_mails()) == 1


def test_whoever_hears_it_otherwise_gets_no_second_mail(browser: Browser, staff) -> None:
    idea = factories.idea(mail="author@example.org")
    citizen = staff(Role.CITIZEN, mail="with-account@example.org")
    citizen.fill(f"/ideas/{idea.reference}", form="#support form", deed="support")
    for address in ("author@example.org", "with-account@example.org"):
        _wish(browser, idea, address)
    _answer(idea)
    assert [mail.recipient for mail in _mails()] == []
    db.session.rollback()
    told = db.session.scalars(select(Mail.recipient).where(Mail.subject.contains("unterstützen")))
    assert list(told) == ["with-account@example.org"]


def test_who_wanted_news_of_a_part_gets_those_of_the_whole_once(app, browser: Browser) -> None:
    board = factories.board()
    source, target = factories.idea(board), factories.idea(board, title="Das Ganze")
    for one in (source, target):
        _wish(browser, one)
    _wish(browser, source, "john@example.org")
    with app.test_request_context(), factories.writing():
        merging.merge(db.session.merge(source), db.session.merge(target), None)
    _answer(target)
    assert sorted(mail.recipient for mail in _mails()) == ["john@example.org", MARY]


def test_the_address_stands_in_the_own_file_and_goes_with_account_or_time(browser: Browser, staff) -> None:
    idea = factories.idea(title="Mehr Bänke")
    staff(Role.CITIZEN, mail=MARY)
    person_id = factories.person(Role.CITIZEN, mail="john@example.org").id
    for address in (MARY, "john@example.org"):
        _wish(browser, idea, address)
    found = str(personal.export(person_id)["wants_news_of"])
    assert ("Mehr Bänke" in found, "john@example.org" in found, MARY in found) == (True, True, False)
    factories.written(personal.erase, person_id, True)
    assert db.session.scalars(select(NewsWish.mail)).all() == [MARY]
    _answer(idea)
    with factories.writing():
        long_ago = now() - timedelta(days=personal.CONTACT_DAYS + 2)
        db.session.execute(update(Contribution).where(Contribution.id == idea.id).values(answered_at=long_ago))
        assert personal.forget_contacts(today()) == 1
    assert db.session.scalars(select(NewsWish.mail)).all() == []
    assert db.session.scalars(select(Contact.id)).all() == []


def test_who_answers_reads_how_many_supporters_a_mail_reaches(browser: Browser, staff) -> None:
    idea, other = factories.idea(), factories.idea()
    for somebody in (browser, staff(Role.CITIZEN), staff(Role.CITIZEN)):
        somebody.fill(f"/ideas/{idea.reference}", form="#support form", deed="support")
    staff(Role.CITIZEN, mail=MARY).fill(f"/ideas/{other.reference}", form="#support form", deed="support")
    _wish(browser, idea)
    db.session.expire_all()
    found = [db.session.merge(one) for one in (idea, other)]
    assert supporters.reach(found) == supporters.Reach(reached=3, supports=4, without_account=1, silent=0)
    with factories.writing():
        db.session.execute(update(Person).where(Person.mail == MARY).values(wants_news=False))
    page = staff(Role.PLANNER).get(f"/en/desk/answers/together?ref={other.reference}")
    assert "Nobody who supports them can be written to." in page.words("main")
    assert supporters.reach(found[1:]) == supporters.Reach(reached=0, supports=1, without_account=0, silent=1)
    page = staff(Role.PLANNER).get(f"/en/desk/answers/together?ref={idea.reference}&ref={other.reference}")
    for sentence in (
        "We write to 3 people who support them; each gets one mail.",
        "There are 4 supports in all.",
        "One of them came without an account",
        "One person with an account wants no such mails.",
    ):
        assert sentence in page.words("main")


def _everything_told() -> list[Mail]:
    db.session.rollback()
    found = select(Mail).where(Mail.body.contains("Kommt im Herbst.")).order_by(Mail.recipient)
    return list(db.session.scalars(found))


def test_who_supports_several_of_what_is_answered_together_gets_one_mail(browser: Browser, staff) -> None:
    board = factories.board()
    first, second, third = (factories.idea(board, title=title) for title in ("Bänke", "Bäume", "Busse"))
    ole = staff(Role.CITIZEN, mail="ole@example.org", name="Ole")
    for idea in (first, second):
        ole.fill(f"/ideas/{idea.reference}", form="#support form", deed="support")
        _wish(browser, idea)
    _wish(browser, third, "ole@example.org")  # with the address of the account
    _wish(browser, third, "john@example.org")
    _answer(first, second, third)
    to_john, to_mary, to_ole = _everything_told()
    assert (to_john.recipient, to_mary.recipient, to_ole.recipient) == ("john@example.org", MARY, "ole@example.org")
    assert to_john.subject == "An answer to an idea: Busse"
    assert to_mary.subject == "Answers to “Bänke” and one more idea"
    assert "there are answers to 2 ideas of which you wanted to hear:" in to_mary.body
    assert to_mary.body.count("Kommt im Herbst.") == 1
    assert "Busse" not in to_mary.body
    assert to_mary.body.count("/idea-news/stop/") == 2
    assert "es gibt Antworten auf 3 Ideen, die Sie unterstützen:" in to_ole.body
    assert [title for title in ("Bänke", "Bäume", "Busse") if f"\n{title}\n" in to_ole.body] == [
        "Bänke",
        "Bäume",
        "Busse",
    ]


def test_who_supports_a_folded_copy_is_told_with_the_one_that_stands_for_it(staff) -> None:
    board = factories.board()
    text = "Der Rufbus soll bitte auch am Wochenende fahren, samstags und sonntags, nach Neu Wiesow und zurück."
    leader = factories.idea(board, title="Rufbus", text=text, created_at=factories.days_ago(3))
    copy = factories.idea(board, title="Rufbus!", text=text)
    with factories.writing():
        folding.fold(db.session.merge(copy), db.session.merge(leader))
    one, both = staff(Role.CITIZEN, mail="nur@example.org"), staff(Role.CITIZEN, mail="beide@example.org")
    for person, ideas in ((one, [copy]), (both, [leader, copy])):
        for idea in ideas:
            person.fill(f"/ideas/{idea.reference}", form="#support form", deed="support")
    planner = staff(Role.PLANNER, unit="Bauamt")
    planner.fill(
        f"/desk/answers/{leader.reference}", form="main form[method=post]", kind="adopted", answer="Kommt im Herbst."
    )
    _work()
    assert [mail.recipient for mail in _everything_told()] == ["beide@example.org", "nur@example.org"]


def test_authors_and_silent_people_get_nothing_as_supporters(browser: Browser, staff) -> None:
    ole = staff(Role.CITIZEN, mail="ole@example.org", name="Ole")
    number = factories.person(Role.CITIZEN, mail="autorin@example.org").id
    own, other = factories.idea(author_id=number), factories.idea()
    with factories.writing():
        for idea in (own, other):
            supporting.support(
                db.session.merge(idea), supporting.voter(idea.process_id, Actor(person_id=number), "kein Browser")
            )
    ole.fill(f"/ideas/{other.reference}", form="#support form", deed="support")
    with factories.writing():
        db.session.execute(update(Person).where(Person.mail == "ole@example.org").values(wants_news=False))
    _answer(own, other)
    [mail] = _everything_told()
    assert mail.recipient == "autorin@example.org"
    assert mail.subject == f"Antwort auf eine Idee, die Sie unterstützen: {other.title}"
