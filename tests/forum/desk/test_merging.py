"""Two ideas that say the same become one, with every supporter counted once, and are taken apart again."""

import pytest
from sqlalchemy import select

from participation.access.guard import GUEST
from participation.contributions import services as contributions
from participation.contributions import supporting
from participation.contributions.models import Idea, OutcomeKind, Support
from participation.core import codes
from participation.core.database import db
from participation.core.mail import Mail
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser
from tests.forum.desk.conftest import press


def item(idea: Idea) -> str:
    return f"/en/desk/moderation/{idea.reference}"


def supported(idea: Idea, *names: str) -> None:
    with factories.writing():
        for name in names:
            supporting.add(idea.id, supporting.voter(idea.process_id, GUEST, name))
        supporting.recount([idea.id])


def voters(idea: Idea) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Support.voter).where(Support.contribution_id == idea.id)))


def fresh(idea: Idea) -> Idea:
    db.session.rollback()
    return db.session.get_one(Idea, idea.id)


@pytest.fixture
def pair(app) -> tuple[Idea, Idea]:
    """Two public ideas that say the same: three people support the first, two the second, one of them both."""
    board = factories.board()
    receipt = contributions.receipt_code("the once-key of a test")
    text = "Bitte Termine im Bürgerbüro online vergeben."
    target = factories.idea(board, title="Online-Termine", text=text, mail="first@example.org")
    source = factories.idea(board, title="termine im amt", text=text, mail="second@example.org", receipt=receipt)
    supported(target, "Anna", "Bert", "Cora")
    supported(source, "Cora", "Dora")
    return source, target


def test_merging_counts_everybody_once_and_both_pages_say_so(pair, browser: Browser, moderator: Browser) -> None:
    source, target = pair
    page = moderator.follow(press(moderator, item(source), "m"))
    assert "Online-Termine" in page.words("fieldset"), "what is similar is offered"
    moderator.fill(f"{item(source)}/merge", target=target.reference)
    assert fresh(target).support_count == 4
    assert fresh(source).visibility is Visibility.MERGED
    page = browser.follow(browser.get(f"/en/ideas/{source.reference}", 302))
    assert page.h1 == "Online-Termine"
    assert page.words("main [role=status]") == "“termine im amt” is part of this idea now. Who supports it counts here."
    assert "Merged from: “termine im amt”" in browser.get(f"/en/ideas/{target.reference}").words("main")
    assert browser.get(f"/ideas/{source.reference}/way", 302).location.endswith(f"merged={source.reference}")
    told = {mail.recipient: mail.body for mail in db.session.scalars(select(Mail))}
    assert "Online-Termine" in told["second@example.org"]
    assert "termine im amt" in told["first@example.org"]


def test_what_was_merged_is_in_no_list(pair, browser: Browser, moderator: Browser) -> None:
    source, target = pair
    moderator.fill(f"{item(source)}/merge", reference=target.reference.lower())
    slug = target.board.slug
    for address in (f"/boards/{slug}", f"/boards/{slug}?q=Termine", f"/boards/{slug}/feed.atom"):
        page = browser.get(address).text
        assert ("Online-Termine" in page, "termine im amt" in page) == (True, False), address


def test_the_way_of_the_merged_one_goes_on_with_the_other(pair, browser: Browser, moderator: Browser) -> None:
    source, target = pair
    moderator.fill(f"{item(source)}/merge", target=target.reference)
    answer = contributions.Answer(OutcomeKind.ADOPTED, "Kommt im Herbst.", "Bürgerbüro")
    with factories.writing():
        contributions.record_outcome(db.session.get_one(Idea, target.id), answer, None)
    code = codes.grouped(contributions.receipt_code("the once-key of a test")).lower()
    page = browser.get(f"/en/i/{code}")
    assert "Merged with another contribution" in page.words(".thread--long")
    assert "Kommt im Herbst." in page.words(".thread--long")
    assert "Online-Termine" in page.words("main")


def test_taking_apart_restores_exactly_the_old_supports(pair, browser: Browser, moderator: Browser) -> None:
    source, target = pair
    before = voters(source), voters(target)
    moderator.fill(f"{item(source)}/merge", target=target.reference)
    supported(target, "Emil")
    press(moderator, item(source), "u")
    assert voters(source) == before[0]
    assert len(voters(target) - before[1]) == 1, "who came meanwhile stays"
    assert (fresh(source).support_count, fresh(target).support_count) == (2, 4)
    assert browser.get(f"/ideas/{source.reference}").h1 == "termine im amt"
    assert "Taken apart again by Katrin Muster" in moderator.get(item(source)).words("aside .thread")
    assert "Merged from" not in browser.get(f"/en/ideas/{target.reference}").words("main")


def test_a_chain_leads_to_its_end(pair, browser: Browser, moderator: Browser) -> None:
    source, target = pair
    last = factories.idea(target.board, title="Termine für alle")
    supported(last, "Dora", "Fred")
    moderator.fill(f"{item(source)}/merge", target=target.reference)
    moderator.fill(f"{item(target)}/merge", reference=last.reference)
    assert fresh(last).support_count == 5
    assert browser.follow(browser.get(f"/ideas/{source.reference}", 302)).h1 == "Termine für alle"
    press(moderator, item(target), "u")
    assert (fresh(last).support_count, fresh(target).support_count) == (2, 4)


def test_what_waits_goes_back_to_the_queue_when_it_is_taken_apart(pair, browser: Browser, moderator: Browser) -> None:
    _source, target = pair
    waiting = factories.idea(target.board, public=False, title="wartet noch")
    moderator.fill(f"{item(waiting)}/merge", reference=target.reference)
    press(moderator, item(waiting), "u")
    assert fresh(waiting).visibility is Visibility.WAITING
    browser.get(f"/ideas/{waiting.reference}", 404)


def test_only_two_public_ideas_of_one_process_can_become_one(pair, moderator: Browser) -> None:
    source, target = pair
    foreign, waiting = factories.idea(), factories.idea(target.board, public=False)
    for reference in (foreign.reference, waiting.reference, source.reference, "NIX", ""):
        page = moderator.fill(f"{item(source)}/merge", 422, reference=reference)
        assert page.html.css_first(".has-error") is not None
    assert fresh(source).visibility is Visibility.PUBLIC


# Undo


def test_what_was_published_a_moment_ago_is_taken_back_and_told_in_the_history(
    browser: Browser, moderator: Browser
) -> None:
    idea = factories.idea(public=False, title="Zu schnell")
    page = moderator.follow(press(moderator, item(idea), "v"))
    address = page.response.request.path + "?" + page.response.request.query_string.decode()
    page = moderator.follow(press(moderator, address, "u"))
    assert (fresh(idea).visibility, fresh(idea).published_at) == (Visibility.WAITING, None)
    assert "Zu schnell" in moderator.get("/en/desk/moderation?list=1").all_words(".q b")
    assert "Taken back into the queue" in page.words("aside .thread")
    assert "Published" in page.words("aside .thread")
    browser.get(f"/ideas/{idea.reference}", 404)


def test_nobody_takes_back_what_somebody_else_published(moderator: Browser, colleague: Browser) -> None:
    idea = factories.idea(public=False)
    address = press(moderator, item(idea), "v").location
    assert moderator.get(address).html.css_first('button[aria-keyshortcuts="u"]') is not None
    assert colleague.get(address).html.css_first('button[aria-keyshortcuts="u"]') is None
    colleague.post(f"{item(idea)}/take-back", colleague.get(item(idea)).fields("form#decide"), 409)
    assert fresh(idea).visibility is Visibility.PUBLIC


def test_what_somebody_supports_already_is_not_taken_back(moderator: Browser) -> None:
    idea = factories.idea(public=False)
    page = moderator.get(item(idea))
    press(moderator, item(idea), "v", page=page)
    supported(idea, "Anna")
    moderator.post(f"{item(idea)}/take-back", moderator.get(item(idea)).fields("form#decide"), 409)
    assert fresh(idea).visibility is Visibility.PUBLIC
