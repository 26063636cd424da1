"""A feature adds itself to the house by what it says of itself; nobody below needs its name."""

import json
from collections.abc import Iterator, Mapping

import click
import pytest
from flask import Blueprint, Flask

from participation.accounts import services, sessions
from participation.core.database import db
from participation.core.feature import Feature, NavigationItem, PersonalData
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser
from wsgi import FEATURES, create_app


class Keeper:
    """What one made-up feature keeps of people, and of the demo town."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.of_people: dict[int, str] = {}
        self.erased: list[tuple[int, bool]] = []
        self.of_demo: list[str] = []

    def feature(self) -> Feature:
        """Return it as the house knows features."""
        bp = Blueprint(self.name, __name__)
        bp.add_url_rule(f"/{self.name}", "start", lambda: self.name)
        return Feature(
            name=self.name,
            blueprints=(bp,),
            navigation=(NavigationItem(f"{self.name}.start", self.name.title(), 80),),
            cli=(click.Command(self.name, callback=lambda: click.echo(f"{self.name} at work")),),
            personal_data=PersonalData(frozenset(), self._export, self._erase),
            demo=lambda town: self.of_demo.append(town.anchor.value),
            erase_demo=lambda _town: self.of_demo.clear(),
        )

    def _export(self, person_id: int) -> Mapping[str, object]:
        return {"kept": self.of_people.get(person_id, "")}

    def _erase(self, person_id: int, keep_texts: bool) -> None:
        self.of_people.pop(person_id, None)
        self.erased.append((person_id, keep_texts))


BEES, BOATS = "bees", "boats"


@pytest.fixture
def keepers() -> dict[str, Keeper]:
    """Two features that nobody has heard of."""
    return {name: Keeper(name) for name in (BEES, BOATS)}


@pytest.fixture
def larger_house(app: Flask, environ: dict[str, str], keepers: dict[str, Keeper]) -> Iterator[Flask]:
    """The house with both of them."""
    made = create_app(environ, (*FEATURES, *(keeper.feature() for keeper in keepers.values())))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def member(larger_house: Flask, keepers: dict[str, Keeper]) -> Browser:
    """Somebody with an account of whom both keep something."""
    person = factories.person(Role.CITIZEN, password_hash=services.hashed("kobold zebra ampel turm"))
    for keeper in keepers.values():
        keeper.of_people[person.id] = f"told to the {keeper.name}"
    with factories.writing():
        cookie = sessions.begin(person)
    browser = Browser(larger_house)
    browser.client.set_cookie(larger_house.extensions["sign_in_cookie"], cookie, domain="localhost", secure=False)
    return browser


def test_own_data_hold_what_features_keep_that_nobody_names(member: Browser) -> None:
    found = json.loads(member.get("/account/data.json").text)
    assert {name: found[name] for name in (BEES, BOATS)} == {
        BEES: {"kept": "told to the bees"},
        BOATS: {"kept": "told to the boats"},
    }
    assert "told to the bees" in member.get("/account/data").text


@pytest.mark.parametrize(("keep", "keeps_texts"), [("keep", True), ("delete", False)])
def test_erasing_an_account_reaches_them(member: Browser, keepers: dict[str, Keeper], keep: str, keeps_texts) -> None:
    member.fill("/account/erase", current="kobold zebra ampel turm", texts=keep)
    assert [keeper.of_people for keeper in keepers.values()] == [{}, {}]
    assert [[kept for _, kept in keeper.erased] for keeper in keepers.values()] == [[keeps_texts], [keeps_texts]]


def test_the_demo_town_loads_and_erases_their_part(larger_house: Flask, keepers: dict[str, Keeper]) -> None:
    def run(*arguments: str) -> None:
        with factories.writing():
            result = larger_house.test_cli_runner().invoke(args=["demo", *arguments])
        assert result.exit_code == 0, result.output

    run()
    assert [keeper.of_demo for keeper in keepers.values()] == [["phase2"], ["phase2"]]
    run("--erase")
    assert [keeper.of_demo for keeper in keepers.values()] == [[], []]


def test_pages_navigation_and_commands_are_there(larger_house: Flask) -> None:
    page = Browser(larger_house).get("/barrier")
    assert {"Bees", "Boats"} <= set(page.all_words("header nav a"))
    assert larger_house.test_client().get("/boats").text == "boats"
    assert larger_house.test_cli_runner().invoke(args=["bees"]).output == "bees at work\n"
