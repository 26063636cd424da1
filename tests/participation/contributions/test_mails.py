"""The mails to authors: short, warm, and only to those who asked for them."""

from flask import Flask
from sqlalchemy import select

from participation.accounts import joining
from participation.contributions import services
from participation.contributions.models import Contact, Contribution, OutcomeKind
from participation.contributions.services import Answer, Draft
from participation.contributions.threads.writing import submit_comment
from participation.core import jobs
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Language
from participation.moderation.rules import HouseRule, Visibility
from tests import factories

DRAFT = Draft(title="Mehr Bänke & Bäume", text="Bitte am See.", mail="author@example.org", language=Language.EN)


def mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def arrived(app: Flask) -> Contribution:
    board = factories.board()
    with app.test_request_context("/en/"), factories.writing():
        return services.submit_idea(board, DRAFT, services.receipt_code("a once-key"))


def told() -> Mail:
    """Let the worker do what waits and return the last mail."""
    for job in list(jobs.unfinished().rows):
        if job.kind == "contributions.tell":
            job_id = job.id
            db.session.rollback()
            jobs.run(job_id)
    return mails()[-1]


def test_who_left_an_address_gets_the_private_link(app: Flask) -> None:
    arrived(app)
    (mail,) = mails()
    assert (mail.recipient, mail.subject) == ("author@example.org", "Your idea has arrived: Mehr Bänke & Bäume")
    receipt = services.receipt_code("a once-key").lower()
    assert f"/i/{receipt[:4]}-{receipt[4:8]}-{receipt[8:]}\n" in mail.body
    assert "“Mehr Bänke & Bäume”" in mail.body
    assert "\n\n\n" not in mail.body


def test_who_left_no_address_gets_no_mail(app: Flask) -> None:
    factories.idea(receipt=services.receipt_code("a once-key"))
    assert mails() == []


def test_the_author_is_told_that_the_idea_is_public(app: Flask) -> None:
    idea = arrived(app)
    with factories.writing():
        services.publish(idea, None)
    mail = told()
    assert mail.subject == "Your idea is public: Mehr Bänke & Bäume"
    assert f"/ideas/{idea.reference}/way\n" in mail.body
    assert "/i/" not in mail.body


def test_the_author_reads_the_answer_with_reason_and_office(app: Flask) -> None:
    idea = arrived(app)
    with factories.writing():
        idea.visibility = Visibility.PUBLIC
        answer = Answer(OutcomeKind.ADOPTED, "Kommt im Herbst.", "Bauamt", reason="Hoher Nutzen.")
        services.record_outcome(idea, answer, None)
    mail = told()
    assert "Kommt im Herbst.\n\nThe reason: Hoher Nutzen.\n\nBauamt\n" in mail.body
    assert "\n\n\n" not in mail.body


def test_the_author_is_told_that_the_idea_is_public_again(app: Flask) -> None:
    idea = arrived(app)
    with app.test_request_context("/en/"), factories.writing():
        services.publish(idea, None)
        services.hide(idea, None, rules=[HouseRule.PRIVACY], facts="Der Text nennt eine Person.")
        services.restore(idea, None)
    mail = told()
    assert mail.subject == "Your idea is public again: Mehr Bänke & Bäume"
    assert "“Mehr Bänke & Bäume”" in mail.body
    assert f"/ideas/{idea.reference}/way\n" in mail.body


def test_the_author_of_a_comment_is_told_what_becomes_of_it(app: Flask) -> None:
    idea = factories.idea()
    draft = Draft(text="Am See fehlt Schatten.", mail="author@example.org", language=Language.EN)
    with app.test_request_context("/en/"), factories.writing():
        assert idea.thread is not None
        comment = submit_comment(idea.thread, draft, services.receipt_code("a once-key"))
    with factories.writing():
        services.publish(comment, None)
    published = told()
    with app.test_request_context("/en/"), factories.writing():
        services.hide(comment, None, rules=[HouseRule.PRIVACY], facts="Der Text nennt eine Person.")
        services.restore(comment, None)
    restored = told()
    assert published.subject.startswith("Your contribution is public: ")
    assert restored.subject.startswith("Your contribution is public again: ")
    for mail in (published, restored):
        assert f"/comments/{comment.reference}\n" in mail.body


def test_nothing_is_told_of_what_was_hidden_meanwhile(app: Flask) -> None:
    idea = arrived(app)
    with factories.writing():
        services.publish(idea, None)
        idea.visibility = Visibility.REJECTED
    assert told().subject.startswith("Your idea has arrived")


def test_nobody_is_told_whose_address_is_forgotten(app: Flask) -> None:
    idea = arrived(app)
    with factories.writing():
        services.publish(idea, None)
        db.session.delete(db.session.scalars(select(Contact)).one())
    assert told().subject.startswith("Your idea has arrived")


def test_who_has_moved_to_another_address_is_written_to_there(app: Flask) -> None:
    idea = arrived(app)
    person = factories.person(mail="author@example.org")
    with app.test_request_context("/"), factories.writing():
        services.take_over(idea, person.id)
        joining.move(joining.Move(person.id, "new@example.org", is_done=False))
        services.publish(db.session.merge(idea), None)
    assert told().recipient == "new@example.org"
    assert [mail.recipient for mail in mails() if "public" in mail.subject] == ["new@example.org"]


def test_an_address_that_was_never_the_accounts_own_stays(app: Flask) -> None:
    idea = arrived(app)
    person = factories.person(mail="somebody@example.org")
    with factories.writing():
        services.take_over(idea, person.id)
        services.publish(db.session.merge(idea), None)
    assert told().recipient == "author@example.org"
