"""What became of an idea: the page for its author, the page for everybody, and the way there."""

from datetime import timedelta

from flask import Flask

from participation.contributions import finding, services
from participation.contributions.models import Idea, OutcomeKind
from participation.contributions.services import Answer
from participation.core import codes
from participation.core.clock import today
from participation.moderation.rules import HouseRule
from tests import factories
from tests.client import Browser

ONCE_KEY = "the once-key of a test"


def sent(public: bool = False, **values) -> tuple[Idea, str]:
    """Store an idea with a receipt; return it and its private address."""
    receipt = services.receipt_code(ONCE_KEY)
    idea = factories.idea(receipt=receipt, public=public, **values)
    return idea, f"/i/{codes.grouped(receipt).lower()}"


def answer(idea: Idea, kind: OutcomeKind, **values) -> None:
    given = Answer(**{"kind": kind, "answer": "Kommt im Herbst.", "office": "Bauamt", **values})
    with factories.writing():
        services.record_outcome(finding.idea(idea.reference), given, None)


def steps(page) -> list[tuple[str, str]]:
    return [
        (node.attributes["class"].split()[-1], " ".join(node.css_first("h2").text().split()))
        for node in page.html.css(".thread--long .step")
    ]


def test_the_author_sees_a_waiting_idea_and_what_comes_next(app: Flask, browser: Browser) -> None:
    _idea, address = sent(title="Mehr Bänke", text="Bitte am See.")
    page = browser.get(f"/en{address}")
    assert page.h1 == "What became of “Mehr Bänke”?"
    assert page.words("blockquote") == "Bitte am See."
    assert [state for state, _title in steps(page)] == ["is-now", "is-next", "is-next", "is-next"]
    assert "Save this address" in page.words("aside")
    assert "You left no mail address" in page.words("aside")
    assert page.html.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_the_author_is_told_that_a_mail_will_come(app: Flask, browser: Browser) -> None:
    _idea, address = sent(mail="someone@example.org")
    page = browser.get(f"/en{address}")
    assert "You left a mail address" in page.words("aside")
    assert "someone@example.org" not in page.text


def test_a_waiting_idea_has_no_public_page(app: Flask, browser: Browser) -> None:
    idea, _address = sent()
    browser.get(f"/ideas/{idea.reference}/way", 404)


def test_everybody_sees_a_public_idea_without_the_private_notes(app: Flask, browser: Browser) -> None:
    idea, _address = sent(public=True)
    page = browser.get(f"/en/ideas/{idea.reference}/way")
    assert "Save this address" not in page.text
    assert not page.html.css("meta[name=robots]")
    assert page.html.css_first(".tools a").attributes["href"] == "/en/status"


def test_an_answer_stands_at_the_top_with_office_and_reason(app: Flask, browser: Browser) -> None:
    idea, _address = sent(public=True)
    answer(idea, OutcomeKind.ADOPTED, reason="Hoher Nutzen.")
    page = browser.get(f"/en/ideas/{idea.reference}/way")
    assert page.words(".lead") == "Adopted. Kommt im Herbst."
    assert "Bauamt. Reason: Hoher Nutzen." in page.words(".thread--long")
    assert steps(page)[-1] == ("is-next", "Decision on the measures")


def test_a_plain_answer_without_anything_to_come_ends_the_thread(app: Flask, browser: Browser) -> None:
    idea, _address = sent(public=True)
    answer(idea, OutcomeKind.ANSWERED)
    page = browser.get(f"/en/ideas/{idea.reference}/way")
    assert {state for state, _title in steps(page)} == {"is-done"}
    assert page.words(".lead") == "Kommt im Herbst."


def test_a_decision_that_is_past_is_not_announced(app: Flask, browser: Browser) -> None:
    process = factories.process(decision_on=today() - timedelta(days=1))
    idea = factories.idea(factories.board(process_id=process.id))
    page = browser.get(f"/en/ideas/{idea.reference}/way")
    assert "Decision on the measures" not in page.text


def test_an_answer_that_is_late_is_admitted(app: Flask, browser: Browser) -> None:
    process = factories.process(answers_by=today() - timedelta(days=3))
    idea = factories.idea(factories.board(process_id=process.id))
    page = browser.get(f"/en/ideas/{idea.reference}/way")
    assert "still missing" in page.words(".lead")


def test_the_author_of_a_rejected_idea_reads_the_letter(app: Flask, browser: Browser) -> None:
    idea, address = sent()
    with app.test_request_context(), factories.writing():
        services.reject(
            idea,
            None,
            rules=[HouseRule.PRIVACY],
            facts="Der Text nennt einen Namen.",
            concern="Wir kümmern uns.",
            signed="Moderation",
        )
    page = browser.get(f"/en{address}")
    assert steps(page)[-1] == ("is-done", "Not published")
    assert page.words("#h-letter") == "Our letter to you"
    assert "Wir kümmern uns." in page.words("section.prose")
    browser.get(f"/ideas/{idea.reference}/way", 404)


def test_a_kept_code_leads_to_the_page_however_it_is_typed(app: Flask, browser: Browser) -> None:
    _idea, address = sent()
    code = address.removeprefix("/i/").upper().replace("-", " ").replace("0", "o")
    assert browser.fill("/status", code=code).location == address
    assert browser.get(address).status == 200


def test_the_number_of_a_public_idea_leads_to_what_everybody_reads(app: Flask, browser: Browser) -> None:
    public, waiting = factories.idea(), factories.idea(public=False)
    answer = browser.fill("/status", code=f" {public.reference[:3]} {public.reference[3:]}".lower())
    assert answer.location == f"/ideas/{public.reference}/way"
    assert "compare it letter by letter" in browser.fill("/en/status", 422, code=waiting.reference).words(".error")
    report = browser.get(answer.location).html.css_first(f"a[href='/contributions/{public.reference}/report']")
    assert report is not None


def test_an_unknown_code_comes_back_with_advice(app: Flask, browser: Browser) -> None:
    page = browser.fill("/en/status", 422, code="AAAA-BBBB-CCCC")
    assert "compare it letter by letter" in page.words(".error")
    assert page.fields()["code"] == "AAAA-BBBB-CCCC"
    browser.get("/i/aaaa-bbbb-cccc", 404)
