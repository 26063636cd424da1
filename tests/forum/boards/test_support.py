"""Supporting an idea: once for each browser or account, taken back, counted for everybody to see."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.accounts import own_data
from participation.contributions import supporting
from participation.contributions.asking import Assurance
from participation.contributions.models import Contribution, Support
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Phase, Role
from participation.web import marks
from tests import factories
from tests.client import Browser, Page

FORM = "#support form"


def _support(browser: Browser, idea, deed: str = "support", status: int = 303) -> Page:
    return browser.fill(f"/ideas/{idea.reference}", form=FORM, deed=deed, status=status)


def _rows() -> list[Support]:
    db.session.rollback()
    return list(db.session.scalars(select(Support).order_by(Support.id)))


def _counted(idea) -> int | None:
    db.session.rollback()
    statement = select(Contribution.support_count).where(Contribution.id == idea.id)
    return db.session.scalar(see_all(statement, "a test"))


def test_a_browser_supports_an_idea_and_reads_so(browser: Browser) -> None:
    idea = factories.idea()
    page = browser.follow(_support(browser, idea))
    assert page.words("#support .big") == "1Mensch unterstützt das"
    assert page.words("#support [role=status]") == "Sie unterstützen diese Idee."
    assert "Einmal je Browser gezählt." in page.words("#support")
    assert (_counted(idea), _rows()[0].assurance) == (1, Assurance.BROWSER)


def test_who_supports_twice_counts_once(browser: Browser) -> None:
    idea = factories.idea()
    _support(browser, idea)
    _support(browser, idea, deed="support")
    assert (_counted(idea), len(_rows())) == (1, 1)


def test_a_double_tap_before_the_first_cookie_counts_once(app) -> None:
    idea = factories.idea()
    address = f"/ideas/{idea.reference}"
    body = Browser(app).get(address).fields(FORM) | {"deed": "support"}
    answers = [Browser(app).post(f"{address}/support", body).response for _ in range(2)]
    cookies = {answer.headers["Set-Cookie"].split(";")[0] for answer in answers}
    assert (_counted(idea), len(cookies)) == (1, 1)


def test_two_browsers_count_twice(app) -> None:
    idea = factories.idea()
    for _ in range(2):
        _support(Browser(app), idea)
    assert _counted(idea) == 2


def test_support_is_taken_back(browser: Browser) -> None:
    idea = factories.idea()
    _support(browser, idea)
    page = browser.follow(_support(browser, idea, deed="withdraw"))
    assert "Ich unterstütze das" in page.words("#support")
    assert (_counted(idea), _rows()) == (0, [])


def test_the_cookie_comes_with_the_support_and_not_before(browser: Browser) -> None:
    idea = factories.idea()
    assert "Set-Cookie" not in browser.get(f"/ideas/{idea.reference}").response.headers
    cookie = _support(browser, idea).response.headers["Set-Cookie"]
    assert cookie.startswith(f"{marks.COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("value", ["", "short", "!" * marks.LENGTH, "A" * 4000])
def test_a_cookie_that_is_none_of_ours_is_no_mark(browser: Browser, value: str) -> None:
    idea = factories.idea()
    browser.client.set_cookie(marks.COOKIE, value, domain="localhost")
    _support(browser, idea)
    assert _counted(idea) == 1


def test_one_browser_is_known_by_another_key_in_another_process(browser: Browser) -> None:
    for idea in (factories.idea(), factories.idea()):
        _support(browser, idea)
    assert len({row.voter for row in _rows()}) == 2


def test_an_account_counts_once_and_sets_no_cookie(staff) -> None:
    idea = factories.idea()
    person = staff(Role.CITIZEN)
    answer = _support(person, idea)
    assert "Set-Cookie" not in answer.response.headers
    assert "Einmal je Konto gezählt." in person.follow(answer).words("#support")
    assert [row.assurance for row in _rows()] == [Assurance.ACCOUNT]


def test_who_signs_in_later_and_supports_again_counts_once(browser: Browser, staff) -> None:
    idea = factories.idea()
    _support(browser, idea)
    signed_in = staff(Role.CITIZEN)
    signed_in.client.set_cookie(marks.COOKIE, browser.client.get_cookie(marks.COOKIE).value, domain="localhost")
    _support(signed_in, idea)
    assert [row.assurance for row in _rows()] == [Assurance.ACCOUNT]
    assert _counted(idea) == 1


def test_both_ways_of_counting_stand_beside_the_number(browser: Browser, staff) -> None:
    idea = factories.idea()
    _support(browser, idea)
    _support(staff(Role.CITIZEN), idea)
    page = browser.get(f"/ideas/{idea.reference}")
    assert "Gezählt einmal je Browser: 1, einmal je Konto: 1." in page.words("#support")


def test_the_list_shows_the_support_and_can_be_sorted_by_it(app) -> None:
    board = factories.board()
    few, many = factories.idea(board, title="Wenige"), factories.idea(board, title="Viele")
    later = factories.idea(board, title="Niemand")
    for idea, count in ((few, 1), (many, 2)):
        for _ in range(count):
            _support(Browser(app), idea)
    page = Browser(app).get(f"/boards/{board.slug}?sort=popular")
    assert page.all_words(".item h3") == [many.title, few.title, later.title]
    assert page.all_words(".item .votes") == [
        "2dafüreinmal je Browser",
        "1dafüreinmal je Browser",
        "0dafüreinmal je Browser",
    ]


def test_nobody_supports_when_the_phase_is_over(app) -> None:
    idea = factories.idea(factories.board(phase=Phase.MONITORING))
    body = Browser(app).get(f"/boards/{idea.board.slug}").fields("none")
    Browser(app).post(f"/ideas/{idea.reference}/support", body, status=403)
    assert _counted(idea) == 0


def test_nobody_supports_what_is_not_public(app) -> None:
    Browser(app).post(f"/ideas/{factories.idea(public=False).reference}/support", {}, status=404)


def test_a_form_of_another_site_counts_nothing(browser: Browser) -> None:
    idea = factories.idea()
    browser.post(f"/ideas/{idea.reference}/support", {"deed": "support", "token": "made up"}, status=422)
    assert _counted(idea) == 0


def test_one_connection_does_not_support_without_end(app, monkeypatch) -> None:
    monkeypatch.setattr("forum.boards.views.ideas.SENDINGS", 2)
    idea = factories.idea()
    for status in (303, 303, 429):
        page = _support(Browser(app), idea, status=status)
    assert "in kurzer Zeit sehr viel" in page.words(".alert")
    assert _counted(idea) == 2


def test_own_data_tell_what_a_person_supports_and_erasing_takes_it_back(staff) -> None:
    idea = factories.idea(title="Ein Zebrastreifen")
    _support(staff(Role.CITIZEN), idea)
    person_id = _rows()[0].person_id
    assert "Ein Zebrastreifen" in str(own_data.export(person_id)["contributions"]["supported"])
    factories.written(own_data.erase, person_id, keep_texts=True)
    assert (_counted(idea), _rows()) == (0, [])


def test_old_support_forgets_its_browser_and_still_counts(browser: Browser) -> None:
    idea = factories.idea()
    _support(browser, idea)
    before = _rows()[0].voter
    soon = today() + timedelta(days=supporting.KNOWN_DAYS)
    assert factories.written(supporting.forget_browsers, soon) == 0
    assert factories.written(supporting.forget_browsers, soon + timedelta(days=1)) == 1
    assert factories.written(supporting.forget_browsers, soon + timedelta(days=1)) == 0
    assert _rows()[0].voter != before
    assert db.session.scalar(select(func.count()).select_from(Support)) == 1


# Somebody has said it already


ALIKE = ("Rufbus auch am Wochenende", "Der Rufbus fährt nur von Montag bis Freitag. Bitte auch am Wochenende.")


def test_who_writes_what_is_there_already_can_support_it_instead(browser: Browser) -> None:
    board = factories.board()
    there = factories.idea(board, title=ALIKE[0], text=ALIKE[1])
    factories.idea(board, text="Bänke am See, bitte mit Lehne.")
    form = browser.get(f"/boards/{board.slug}/write").fields("main form.form")
    page = browser.post(f"/boards/{board.slug}/similar", form | {"text": "Am Wochenende fehlt der Rufbus"}, status=200)
    assert page.all_words(".similar li strong") == [ALIKE[0]]
    assert page.fields("main form.form")["text"] == "Am Wochenende fehlt der Rufbus"
    button = page.html.css_first(".similar button")
    assert button is not None
    browser.post(button.attributes["formaction"], page.fields("form#support"))
    assert _counted(there) == 1


def test_what_was_typed_is_sent_as_one_idea_after_a_look_at_others(browser: Browser) -> None:
    board = factories.board()
    form = browser.get(f"/boards/{board.slug}/write").fields("main form.form")
    page = browser.post(f"/boards/{board.slug}/similar", form | {"text": "Mehr Licht am Bahnhof"}, status=200)
    assert "Bisher hat niemand etwas Ähnliches geschrieben." in page.words("main")
    assert page.html.css_first("main form.form").attributes["action"] == f"/boards/{board.slug}/write"
    again = page.fields("main form.form")
    first = browser.post(f"/boards/{board.slug}/write", again)
    assert browser.post(f"/boards/{board.slug}/write", form | {"text": "Mehr Licht"}).location == first.location


def test_scripts_are_given_only_the_part_that_changes(browser: Browser) -> None:
    board = factories.board()
    factories.idea(board, title=ALIKE[0], text=ALIKE[1])
    part = browser.client.post(
        f"/boards/{board.slug}/similar", data={"text": "Rufbus am Wochenende"}, headers={"X-Part": "similar"}
    ).text
    assert part.strip().startswith("<section")
    assert "<html" not in part


def test_a_topic_is_suggested_while_somebody_writes_and_never_instead_of_the_chosen_one(browser: Browser) -> None:
    board = factories.board()
    address, text = f"/boards/{board.slug}/similar", "Der Radweg ist kaputt, und die Ampel geht nicht"

    def part(**typed: str) -> str:
        return browser.client.post(address, data={"text": text, **typed}, headers={"X-Part": "similar"}).text

    assert "Das klingt nach dem Thema „Mobilität“." in part()
    assert 'value="MO"' in part()
    assert "Das klingt nach" not in part(field="BI")
    assert "Das klingt nach" not in part(text="Bitte schöner")
    form = browser.get(f"/boards/{board.slug}/write").fields("main form.form")
    whole = browser.post(address, form | {"text": text}, status=200)
    assert "Das Thema „Mobilität“ ist gewählt." in whole.words("#similar")
    assert whole.fields("main form.form")["field"] == "MO"


def test_hidden_ideas_are_not_shown_to_those_who_write_the_same(browser: Browser) -> None:
    board = factories.board()
    factories.idea(board, title=ALIKE[0], text=ALIKE[1], public=False)
    page = browser.post(f"/boards/{board.slug}/similar", {"text": ALIKE[1]}, status=200)
    assert not page.all_words(".similar li")
