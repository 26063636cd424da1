"""The own account: what it shows, what can be changed, and the contributions that belong to it."""

import pytest
from sqlalchemy import select

from participation.access.guard import see_all
from participation.accounts import services
from participation.contributions import services as contributions
from participation.contributions.models import Idea
from participation.core import codes
from participation.core.database import db
from participation.core.vocabulary import Role, Sector
from tests import factories
from tests.client import Browser, statements


@pytest.fixture
def citizen(staff) -> Browser:
    """A citizen who is signed in."""
    return staff(Role.CITIZEN, mail="mia@example.org", name="Mia", unit="")


def mia() -> int:
    db.session.rollback()
    return services.by_mail("mia@example.org").id


def ideas() -> list[Idea]:
    db.session.rollback()
    return list(db.session.scalars(see_all(select(Idea).order_by(Idea.id), "a test")))


def test_citizens_say_how_they_are_called_and_for_whom_they_speak(citizen: Browser) -> None:
    page = citizen.follow(citizen.fill("/en/account/name", name="Mia S.", sector="science"))
    assert "Mia S." in page.text
    assert "Science and education" in page.text
    assert services.by_mail("mia@example.org").sector is Sector.SCIENCE
    assert "Please type a name" in citizen.fill("/en/account/name", 422, name=" ").words(".error")


def test_the_staff_is_not_asked_for_whom_it_speaks(staff) -> None:
    lead = staff(Role.LEAD)
    assert lead.get("/account/name").html.css_first("#sector") is None
    lead.fill("/account/name", name="Leitung")
    assert "Project lead" in lead.get("/en/account").text


def test_the_way_in_stands_in_the_footer_and_beside_the_form(browser: Browser, citizen: Browser) -> None:
    board = factories.board()
    page = browser.get(f"/en/boards/{board.slug}/write")
    assert "Sign in" in page.all_words(".legal a")
    assert "You have an account? Sign in" in page.text
    mine = citizen.get(f"/en/boards/{board.slug}/write")
    assert "My account" in mine.all_words(".legal a")
    assert "You have an account?" not in mine.text


def test_ideas_written_while_signed_in_belong_to_the_account(citizen: Browser) -> None:
    board = factories.board()
    page = citizen.get(f"/boards/{board.slug}/write")
    assert (page.fields()["display_name"], page.fields()["mail"]) == ("Mia", "mia@example.org")
    citizen.fill(f"/boards/{board.slug}/write", text="Mehr Licht", display_name="", mail="")
    [idea] = ideas()
    assert (idea.author_id, idea.display_name, idea.sector) == (mia(), "", Sector.CITIZENS)
    own = citizen.get("/en/account/contributions")
    assert "Mehr Licht" in own.text
    href = own.html.css_first("article a").attributes["href"]
    assert "Mehr Licht" in citizen.get(href).words("blockquote")
    assert "Save this address" not in citizen.get(href).text


def test_ideas_of_guests_have_no_author(browser: Browser) -> None:
    board = factories.board()
    browser.fill(f"/boards/{board.slug}/write", text="Mehr Licht")
    assert ideas()[0].author_id is None


def test_what_is_mine_is_nobody_else_s(citizen: Browser, staff, browser: Browser) -> None:
    idea = factories.idea(author_id=mia(), public=False)
    address = f"/account/contributions/{idea.reference}"
    citizen.get(address)
    staff(Role.CITIZEN).get(address, 404)
    assert browser.get(address, 303).location.startswith("/sign-in")


def test_an_empty_account_says_how_to_fill_it(citizen: Browser) -> None:
    assert "Nothing is here yet" in citizen.get("/en/account/contributions").text


def test_the_list_costs_the_same_for_one_and_for_many(citizen: Browser) -> None:
    number = mia()
    board = factories.board()
    counts = []
    for more in (1, 9):
        for _ in range(more):
            factories.idea(board, author_id=number)
        with statements() as found:
            citizen.get("/account/contributions")
        counts.append(len(found))
    assert counts[0] == counts[1]


def with_receipt(**values) -> tuple[Idea, str]:
    code = contributions.receipt_code(factories.once_key())
    return factories.idea(receipt=code, public=False, **values), f"/i/{codes.grouped(code).lower()}"


def test_somebody_takes_over_what_they_wrote_as_a_guest(citizen: Browser, browser: Browser) -> None:
    idea, address = with_receipt(title="Als Gast geschrieben")
    assert "Add to my account" not in browser.get(f"/en{address}").text
    page = citizen.get(f"/en{address}")
    assert "Add to my account" in page.text
    sent = page.fields()
    for _ in range(2):
        assert citizen.post(f"{address}/take-over", sent).location == address
    after = citizen.get(f"/en{address}").text
    assert "Add to my account" not in after
    assert "All my contributions" in after
    assert "Als Gast" in citizen.get("/account/contributions").text
    assert ideas()[0].id == idea.id
    assert ideas()[0].author_id == mia()


def test_nobody_takes_over_what_has_an_author(citizen: Browser, staff) -> None:
    _idea, address = with_receipt()
    other = staff(Role.CITIZEN)
    sent = other.get(address).fields()
    citizen.fill(address, form="main form[method=post]")
    other.post(f"{address}/take-over", sent)
    assert ideas()[0].author_id == mia()
    assert other.get(address).html.css_first("main form[method=post]") is None


def test_taking_over_needs_an_account_a_token_and_the_link(citizen: Browser, browser: Browser) -> None:
    _idea, address = with_receipt()
    browser.post(f"{address}/take-over", {}, 403)
    citizen.post(f"{address}/take-over", {}, 422)
    citizen.post("/i/0000-0000-0000/take-over", {}, 404)
    assert ideas()[0].author_id is None
