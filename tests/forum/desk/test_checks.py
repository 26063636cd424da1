"""What becomes public at once, what the moderators read first, and how fast people may write."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions import services as contributions
from participation.contributions.models import Board, Idea
from participation.core.clock import now
from participation.core.database import db
from participation.core.vocabulary import Phase, Role
from participation.moderation.rules import Checks, strictest, waits
from tests import factories
from tests.client import Browser, Page
from tests.forum.desk.conftest import press


def _set(board: Board, **values: object) -> None:
    with factories.writing():
        row = db.session.get_one(Board, board.id)
        for name, value in values.items():
            setattr(row, name, value)


def _checks(board: Board, checks: Checks) -> None:
    _set(board, checks={phase.value: checks.value for phase in Phase})


def _write(browser: Browser, board: Board, text: str, status: int = 303) -> Page:
    return browser.fill(f"/en/boards/{board.slug}/write", form="form.form", text=text, status=status)


def _listed(board: Board, app) -> str:
    return Browser(app).get(f"/boards/{board.slug}").text


@pytest.mark.parametrize(
    ("checks", "has_marks", "is_known", "expected"),
    [
        (Checks.ALL, False, True, True),
        (Checks.FIRST_TIME, False, False, True),
        (Checks.FIRST_TIME, False, True, False),
        (Checks.FIRST_TIME, True, True, True),
        (Checks.MARKED, False, False, False),
        (Checks.MARKED, True, True, True),
    ],
)
def test_who_waits(checks: Checks, has_marks: bool, is_known: bool, expected: bool) -> None:
    assert waits(checks, has_marks=has_marks, is_known=is_known) is expected


def test_of_several_open_phases_the_strictest_counts() -> None:
    assert strictest([Checks.MARKED, Checks.FIRST_TIME]) is Checks.FIRST_TIME
    assert strictest([]) is Checks.ALL


def test_a_board_that_says_nothing_has_everything_read_first(browser: Browser, app) -> None:
    board = factories.board()
    _write(browser, board, "Eine Bank am See")
    assert "Eine Bank am See" not in _listed(board, app)


def test_what_has_no_marks_is_public_at_once_and_waits_to_be_read(browser: Browser, moderator: Browser, app) -> None:
    board = factories.board()
    _checks(board, Checks.MARKED)
    assert "public at once" in browser.get(f"/en/boards/{board.slug}/write").words("form")
    received = browser.follow(_write(browser, board, "Eine Bank am See"))
    assert "Public" in received.words("main")
    _write(browser, board, "Herr Muster, Tel. 030 1234567")
    assert "Eine Bank am See" in _listed(board, app)
    assert "Herr Muster" not in _listed(board, app)
    page = moderator.get("/en/desk/moderation")
    assert page.all_words(".q b") == ["Herr Muster, Tel", "Eine Bank am See"]
    assert "already public" in " ".join(page.all_words(".q"))


def test_reading_what_is_public_takes_it_from_the_queue_and_hides_nothing(
    browser: Browser, moderator: Browser, app
) -> None:
    board = factories.board()
    _checks(board, Checks.MARKED)
    _write(browser, board, "Eine Bank am See")
    page = moderator.get("/en/desk/moderation")
    for _ in range(2):
        press(moderator, "", "v", page=page)
    assert "Everything has been read" in moderator.get("/en/desk/moderation").text
    assert "Eine Bank am See" in _listed(board, app)
    assert moderator.get("/en/desk/register?verdict=confirm").words("tbody").count("Read, stays public") == 1


def test_an_account_is_read_first_until_something_of_it_was_published(staff, app) -> None:
    board = factories.board()
    _checks(board, Checks.FIRST_TIME)
    citizen = staff(Role.CITIZEN)
    _write(citizen, board, "Die erste Bank")
    assert "Die erste Bank" not in _listed(board, app)
    with factories.writing():
        first = db.session.scalars(see_all(select(Idea).where(Idea.text == "Die erste Bank"), "a test")).one()
        contributions.publish(first, None)
    _write(citizen, board, "Die zweite Bank")
    _write(Browser(app), board, "Die Bank eines Gastes")
    assert "Die zweite Bank" in _listed(board, app)
    assert "Die Bank eines Gastes" not in _listed(board, app)


def test_in_slow_mode_the_second_one_waits_and_loses_nothing(browser: Browser, app) -> None:
    board = factories.board()
    _set(board, slow_minutes=10)
    with time_machine.travel(now().replace(minute=1, second=0, microsecond=0), tick=False) as clock:
        page = browser.get(f"/en/boards/{board.slug}/write")
        sent = page.fields("form.form") | {"text": "Eine Bank am See"}
        for _ in range(2):
            browser.post(f"/en/boards/{board.slug}/write", sent, 303)
        late = _write(browser, board, "Noch eine Bank", status=429)
        assert "in 9 minutes" in late.words("[role=alert]")
        assert "Noch eine Bank" in late.words("textarea")
        clock.shift(timedelta(minutes=10))
        browser.post(f"/en/boards/{board.slug}/write", late.fields("form.form"), 303)


def test_the_hours_in_which_somebody_reads_stand_beside_the_form(browser: Browser) -> None:
    board = factories.board()
    assert "Wir lesen werktags von 8 bis 16 Uhr." in browser.get(f"/boards/{board.slug}/write").words("form")


# Setting it


def test_moderators_set_how_a_board_is_read(moderator: Browser) -> None:
    board = factories.board()
    address = f"/en/desk/boards/{board.slug}/moderation"
    moderator.fill(address, ideas="marked", slow_minutes="5")
    db.session.rollback()
    row = db.session.get_one(Board, board.id)
    assert (row.checks_in(Phase.IDEAS), row.checks_in(Phase.PLAN), row.slow_minutes) == (Checks.MARKED, Checks.ALL, 5)
    assert "slow mode, 5 minutes" in moderator.get("/en/desk/moderation/boards").words("main")
    refused = moderator.fill(address, slow_minutes="-1", status=422)
    assert "from 0 to 1440" in refused.words("[role=alert]")


def test_moderators_slow_the_discussions_down(moderator: Browser, browser: Browser) -> None:
    process = factories.process()
    factories.board(process_id=process.id)
    moderator.fill(f"/en/desk/discussions/{process.slug}/moderation", slow_minutes="30")
    assert "slow mode, 30 minutes" in moderator.get("/en/desk/moderation/boards").words("main")
    address = f"/en/process/{process.slug}/discussions/new"
    with time_machine.travel(now().replace(minute=1, second=0, microsecond=0), tick=False):
        browser.fill(address, title="Der See", text="Wem gehört das Ufer?")
        late = browser.fill(address, 429, title="Das Ufer", text="Und der Steg?")
    assert "in 29 minutes" in late.words("[role=alert]")
    assert "Und der Steg?" in late.words("textarea")
    moderator.get("/desk/discussions/nowhere/moderation", 404)


def test_only_those_who_moderate_a_board_set_it(staff) -> None:
    own, other = factories.board(slug="eigene"), factories.board(slug="fremde")
    moderator = staff(Role.MODERATOR, on=("board:eigene",))
    moderator.get(f"/desk/boards/{own.slug}/moderation")
    moderator.get(f"/desk/boards/{other.slug}/moderation", 403)
    staff(Role.PLANNER).get(f"/desk/boards/{own.slug}/moderation", 403)
    assert "/desk/boards/fremde" not in moderator.get("/desk/moderation/boards").text
