"""Translations beside the original."""

import pytest
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.contributions import personal
from participation.contributions.models import Idea
from participation.contributions.translated import LanguageChange, Translation
from participation.core.database import db
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser

UKRAINIAN = {"title": "Онлайн-курси ввечері", "text": "Потрібні вечірні курси німецької.", "language": "uk"}
GERMAN = {"language": "de", "title": "Abendkurse", "text": "Es braucht Deutschkurse am Abend.", "by": "Stabsstelle"}


@pytest.fixture
def moderator(staff) -> Browser:
    """A moderator, signed in."""
    return staff(Role.MODERATOR, unit="Stabsstelle")


def test_both_stand_side_by_side_and_lists_show_the_readers_language(moderator: Browser, browser: Browser) -> None:
    idea = factories.idea(**UKRAINIAN)
    moderator.fill(f"/en/desk/translations/{idea.reference}", **GERMAN)
    page = browser.get(f"/ideas/{idea.reference}")
    assert [(node.attributes["lang"], node.text().strip()) for node in page.html.css("blockquote.said")] == [
        ("uk", UKRAINIAN["text"]),
        ("de", GERMAN["text"]),
    ]
    assert "Stabsstelle" in page.words(".translated")
    board = idea.board.slug
    assert browser.get(f"/boards/{board}?q=Deutschkurs").all_words(".item h3") == [GERMAN["title"]]
    assert browser.get(f"/en/boards/{board}?q=вечірні").all_words(".item h3") == [UKRAINIAN["title"]]


def test_a_translation_is_changed_and_taken_away_and_found_no_more(moderator: Browser, browser: Browser) -> None:
    idea = factories.idea(**UKRAINIAN)
    address = f"/desk/translations/{idea.reference}"
    moderator.fill(address, **GERMAN)
    moderator.fill(f"{address}?language=de", text="Es braucht Sprachkurse.")
    assert db.session.scalars(select(Translation.text)).all() == ["Es braucht Sprachkurse."]
    search = f"/boards/{idea.board.slug}?q=Sprachkurse"
    assert browser.get(search).all_words(".item h3")
    moderator.fill(f"{address}?language=de", delete="1")
    assert not browser.get(search).all_words(".item h3")
    assert "Original" not in browser.get(f"/ideas/{idea.reference}").words("article")


def test_what_is_hidden_is_translated_by_those_who_see_it_alone(staff, moderator: Browser, browser: Browser) -> None:
    board = factories.board()
    idea = factories.idea(board, **UKRAINIAN, public=False)
    factories.idea(board, **UKRAINIAN)
    address = f"/desk/translations/{idea.reference}"
    staff(Role.PLANNER).get(address, 404)
    staff(Role.PARTNER).get(address, 403)
    moderator.fill(address, **GERMAN)
    assert GERMAN["text"] in moderator.get(f"/desk/moderation/{idea.reference}").text
    for search in ("", "?q=Deutschkurse", "?q=вечірні"):
        found = browser.get(f"/boards/{board.slug}{search}").all_words(".item h3")
        assert found == ([] if search == "?q=Deutschkurse" else [UKRAINIAN["title"]])
    browser.get(f"/ideas/{idea.reference}", 404)


def test_a_translation_goes_along_and_goes_with_its_text(moderator: Browser) -> None:
    person = factories.person(Role.CITIZEN)
    idea = factories.idea(**UKRAINIAN, author_id=person.id)
    moderator.fill(f"/desk/translations/{idea.reference}", **GERMAN)
    found = personal.export(person.id)["contributions"]
    assert found[0]["translations"][0]["text"] == GERMAN["text"]  # type: ignore[index]
    factories.written(personal.erase, person.id, False)
    assert db.session.scalar(select(func.count(Translation.id))) == 0


def test_what_was_typed_stays_where_something_is_missing(moderator: Browser) -> None:
    idea = factories.idea(**UKRAINIAN)
    page = moderator.fill(f"/en/desk/translations/{idea.reference}", 422, **{**GERMAN, "title": ""})
    assert "Please translate the title, too." in page.words("[role=alert]")
    assert page.fields()["text"] == GERMAN["text"]


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("", "Потрібні вечірні курси німецької мови для всіх.", "uk"),
        ("", "We come every summer, the lake is lovely and the signs are not.", "en"),
        ("/en", "Mehr Bänke!", "en"),
        ("/ls", "Mehr Bänke!", "de"),
    ],
)
def test_a_text_is_in_the_language_of_its_words_else_of_its_page(
    browser: Browser, moderator: Browser, path: str, text: str, language: str
) -> None:
    browser.fill(f"{path}/boards/{factories.board().slug}/write", form="main form", text=text)
    idea = db.session.scalars(see_all(select(Idea), "a test")).one()
    assert idea.language == language
    page = moderator.get(f"/desk/moderation/{idea.reference}")
    assert page.html.css_first(f"main p[lang={language}]") is not None
    assert ("Andere Sprache" in page.words("main")) is (language == "uk")


def test_moderators_say_in_which_language_the_original_is(moderator: Browser, browser: Browser) -> None:
    idea = factories.idea(title="Mehr Licht", text="Lüttje Stroten bruukt Licht.")
    address = f"/en/desk/translations/{idea.reference}"
    page = moderator.fill(address, 422, **GERMAN)
    assert "Please choose another language than that of the original." in page.words("[role=alert]")
    moderator.fill(address, written_in="nds", **GERMAN)
    history = moderator.get(f"/en/desk/moderation/{idea.reference}").text
    assert "Low German instead of German" in history
    moderator.fill(address, written_in="nds", **GERMAN)
    assert len(db.session.scalars(select(LanguageChange)).all()) == 1
    said = browser.get(f"/ideas/{idea.reference}").html.css("blockquote.said")
    assert [one.attributes["lang"] for one in said] == ["nds", "de"]
