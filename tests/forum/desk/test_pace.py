"""A hundred contributions within an hour: how many keys and requests a decision takes, counted and not timed."""

from flask import Flask, request

from tests import factories
from tests.client import Browser, Page, statements
from tests.forum.desk.conftest import many, press

WAITING = 12


def _requests(app: Flask) -> list[str]:
    seen: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(lambda: seen.append(request.method))
    return seen


def test_a_plain_publication_is_one_key_and_two_requests(app: Flask, moderator: Browser) -> None:
    many(factories.board(), WAITING, public=False)
    seen = _requests(app)
    page: Page = moderator.get("/desk/moderation")
    keys = 0
    costs = set()
    try:
        for _ in range(WAITING):
            with statements() as found:
                page = moderator.follow(press(moderator, "", "v", page=page))
            keys += 1
            costs.add(len(found))
    finally:
        app.before_request_funcs[None].pop()
    assert "Alles ist gelesen" in page.text
    assert keys == WAITING
    assert len(seen) == 1 + 2 * WAITING
    assert max(costs) <= 60, costs


def test_a_rejection_is_two_keys_and_one_form_and_leads_on(moderator: Browser) -> None:
    many(factories.board(), 2, public=False)
    page = moderator.get("/en/desk/moderation")
    form = moderator.follow(press(moderator, "", "h", page=page))
    sent = form.fields("main form") | {"rules": "privacy", "facts": "Der Text nennt eine Person mit Telefonnummer."}
    target = form.html.css_first("main form")
    assert target is not None
    onward = moderator.follow(moderator.post(target.attributes["action"] or "", sent))
    assert "Rejected, with a letter:" in onward.text
    assert onward.html.css_first('button[aria-keyshortcuts="v"]') is not None


def test_after_a_decision_comes_what_stands_behind_it_and_after_the_last_the_first(moderator: Browser) -> None:
    board = factories.board()
    first, second, third = (f"/desk/moderation/{factories.idea(board, public=False).reference}" for _ in range(3))
    published = press(moderator, second, "v")
    assert published.location.startswith(f"{third}?done=")
    page = moderator.follow(press(moderator, "", "u", page=moderator.follow(published)))
    assert page.response.request.path == second
    assert press(moderator, second, "v").location.startswith(f"{third}?done=")
    assert press(moderator, third, "v").location.startswith(f"{first}?done=")
