"""When something goes wrong, people read what to do next and lose nothing."""

from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser


def test_whoever_was_signed_out_meanwhile_finds_the_text_again(browser: Browser, staff) -> None:
    idea = factories.idea()
    address = f"/desk/answers/{idea.reference}"
    fields = staff(Role.PLANNER).get(address).fields()
    page = browser.post(address, {**fields, "answer": "Die Bank kommt im Mai."}, status=403)
    assert page.words("textarea") == "Die Bank kommt im Mai."
    assert page.html.css_first("a[href^='/sign-in']") is not None


def test_an_address_that_does_not_exist_leads_to_the_start_page(browser: Browser) -> None:
    page = browser.get("/no-such-page", status=404)
    assert page.h1 == "Diese Seite gibt es nicht"
    assert page.html.css_first("main a[href='/']") is not None


def test_a_wrong_method_is_answered_with_a_sentence(browser: Browser) -> None:
    assert "Startseite" in browser.post("/", status=405).words("main")
