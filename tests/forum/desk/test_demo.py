"""The demo town shows the moderators' desk at work: something is merged, edited, asked back, reported."""

from flask import Flask
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests.client import Browser
from tests.demo import demo


def test_the_desk_of_the_demo_town_is_alive(app: Flask, browser: Browser, staff) -> None:
    demo(app)
    moderator = staff(Role.MODERATOR)
    queue = moderator.get("/en/desk/moderation?list=1")
    assert "Reported" in queue.all_words("h3")[0]
    assert "One waits for its author" in queue.text
    assert "Welche Tür meinen Sie" in moderator.get("/en/desk/moderation/asked").text
    states = (
        select(Contribution.visibility).where(Contribution.import_key.startswith("desk:")).order_by(Contribution.id)
    )
    assert db.session.scalars(see_all(states, "a test")).all() == [Visibility.MERGED, Visibility.ASKED]
    register = moderator.get("/en/desk/register").words("tbody")
    for deed in ("Merged", "Edited", "Asked back"):
        assert deed in register
    comments = browser.get("/ideas/" + _reference("demo:I26")).text
    assert "Ein Nachbar hat Fotos davon" in comments
    assert "030 23125" not in comments


def _reference(key: str) -> str:
    statement = select(Contribution.reference).where(Contribution.import_key == key)
    return db.session.scalars(see_all(statement, "a test")).one()
