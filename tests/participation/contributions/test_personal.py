"""What the hub keeps of people: handed out, erased on wish, forgotten in time."""

from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from participation.contributions import personal, services
from participation.contributions.finding import SEARCH_KIND
from participation.contributions.models import Contact, Idea, OutcomeKind
from participation.contributions.services import Answer
from participation.core import search
from participation.core.clock import today
from participation.core.database import db
from participation.moderation.models import Decision
from participation.moderation.rules import HouseRule, Visibility
from tests import factories
from tests.client import Browser


def fresh(idea: Idea) -> Idea:
    db.session.rollback()
    return db.session.get_one(Idea, idea.id)


def rejected(days_ago: int, **values) -> Idea:
    idea = factories.idea(public=False, text="Herr Mustermann parkt falsch.", **values)
    with current_app.test_request_context(), factories.writing():
        services.reject(
            idea,
            None,
            rules=[HouseRule.PRIVACY],
            facts="Der Text nennt einen Namen.",
            decided_at=factories.days_ago(days_ago),
        )
    return idea


def answered(days_ago: int, **values) -> Idea:
    idea = factories.idea(**values)
    given = Answer(OutcomeKind.ANSWERED, "Erledigt.", "Bauamt", decided_at=factories.days_ago(days_ago))
    with factories.writing():
        services.record_outcome(idea, given, None)
    return idea


def contacts() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Contact.mail)))


def found(words: str) -> bool:
    ids = search.matches(SEARCH_KIND, words)
    return ids is not None and bool(db.session.scalars(ids).all())


def test_people_get_everything_they_wrote(app: Flask) -> None:
    person = factories.person()
    idea = answered(1, author_id=person.id, mail="me@example.org", place="Am See", text="Mein Text.")
    rejected(1, author_id=person.id)
    factories.idea(text="Von jemand anderem.")
    exported: Any = personal.export(person.id)["contributions"]
    first, second = exported
    assert (first["text"], first["place"], first["contact"]) == ("Mein Text.", "Am See", "me@example.org")
    assert first["reference"] == idea.reference
    assert first["answers"][0]["answer"] == "Erledigt."
    assert second["visibility"] == "rejected"


def test_who_leaves_can_leave_the_texts_behind(app: Flask) -> None:
    person = factories.person()
    idea = factories.idea(author_id=person.id, display_name="Ein Name", text="Mein Text.", mail="me@example.org")
    factories.written(personal.erase, person.id, True)
    idea = fresh(idea)
    assert (idea.text, idea.author_id, idea.display_name) == ("Mein Text.", None, "")
    assert contacts() == set()
    assert not any(personal.export(person.id).values())


def test_who_leaves_can_take_the_texts_along(app: Flask, browser: Browser) -> None:
    person = factories.person()
    idea = factories.idea(author_id=person.id, title="Titel", text="Laternenpfahl versetzen", place="Am See")
    other = factories.idea(text="Laternenpfahl streichen")
    factories.written(personal.erase, person.id, False)
    idea = fresh(idea)
    assert (idea.title, idea.text, idea.place) == ("[gelöscht]", "[gelöscht]", "")
    assert not found("versetzen")
    assert found("streichen")
    assert fresh(other).text == "Laternenpfahl streichen"
    assert "Laternenpfahl versetzen" not in browser.get(f"/ideas/{idea.reference}/way").text


def test_contacts_are_forgotten_half_a_year_after_the_last_answer(app: Flask) -> None:
    answered(181, mail="long-ago@example.org")
    answered(179, mail="lately@example.org")
    twice = answered(400, mail="twice@example.org")
    with factories.writing():
        again = db.session.get_one(Idea, twice.id)
        services.record_outcome(again, Answer(OutcomeKind.ADOPTED, "Doch.", "Bauamt"), None)
    factories.idea(mail="open@example.org")
    assert factories.written(personal.forget_contacts, today()) == 1
    assert contacts() == {"lately@example.org", "twice@example.org", "open@example.org"}


def test_contacts_of_rejected_ideas_go_when_nobody_can_appeal(app: Flask) -> None:
    rejected(191, mail="over@example.org")
    rejected(189, mail="may-appeal@example.org")
    assert factories.written(personal.forget_contacts, today()) == 1
    assert contacts() == {"may-appeal@example.org"}


def test_texts_of_rejected_ideas_go_when_nobody_can_appeal(app: Flask) -> None:
    old, recent = rejected(191, display_name="Ein Name"), rejected(189)
    assert factories.written(personal.forget_rejected, today()) == 1
    assert factories.written(personal.forget_rejected, today()) == 0
    old = fresh(old)
    assert (old.title, old.text, old.display_name) == ("[gelöscht]", "[gelöscht]", "")
    assert fresh(recent).text == "Herr Mustermann parkt falsch."
    letters = db.session.scalars(select(Decision.letter).order_by(Decision.decided_at)).all()
    assert letters[0] == ""
    assert "Der Text nennt einen Namen." in letters[1]


def test_an_idea_published_after_an_appeal_keeps_its_text(app: Flask) -> None:
    idea = rejected(300)
    with factories.writing():
        services.restore(db.session.get_one(Idea, idea.id), None, decided_at=factories.days_ago(290))
    assert factories.written(personal.forget_rejected, today()) == 0
    assert fresh(idea).visibility is Visibility.PUBLIC
