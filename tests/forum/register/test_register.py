"""The register shows and exports every decision; figures are public only once somebody has published them."""

import csv
from datetime import date
from io import StringIO

import pytest
import time_machine

from forum.register import figures, rules
from participation.contributions.models import Board
from participation.core.clock import at
from participation.core.vocabulary import Channel, Role
from participation.moderation import notices
from participation.moderation.rules import NoticeGround
from tests import factories
from tests.client import Browser, statements

FACTS = "=Ein Satz, der wie eine Formel beginnt."
THEN, LATER = "2027-02-10 09:00:00+00:00", "2027-03-02 09:00:00+00:00"


def _february(staff, board: Board | None = None) -> dict[str, str]:
    """Have one idea published, one rejected and one reported and kept in February; return their references."""
    with time_machine.travel(THEN, tick=False):
        moderator = staff(Role.MODERATOR, name="Katrin Muster")
        where = board or factories.board()
        named = {
            name: factories.idea(where, public=False, display_name="Amsel", created_at=at(date(2027, 2, 9), 10))
            for name in ("public", "rejected")
        }
        kept = factories.idea(where, channel=Channel.PAPER, created_at=at(date(2027, 2, 9), 10))
        page = moderator.get(f"/desk/moderation/{named['public'].reference}")
        moderator.post(f"/desk/moderation/{named['public'].reference}/publish", page.fields("form#decide"))
        moderator.fill(f"/desk/moderation/{named['rejected'].reference}/reject", rules="privacy", facts=FACTS)
        said = notices.Report(NoticeGround.RESPECT)
        factories.written(notices.take_in, "contribution", kept.id, said, factories.once_key())
        moderator.fill(f"/desk/notices/{kept.reference}/keep", reason="Er beleidigt niemanden.")
    return {"kept": kept.reference} | {name: idea.reference for name, idea in named.items()}


def test_every_decision_stands_in_the_register_and_filters_combine(staff) -> None:
    made = _february(staff)
    moderator = staff(Role.MODERATOR)
    assert len(moderator.get("/en/desk/register").html.css("tbody tr")) == 3
    for query, left in (
        ("verdict=reject", ["rejected"]),
        ("rule=privacy&channel=web", ["rejected"]),
        ("channel=paper", ["kept"]),
        ("month=2027-01", []),
        ("month=2027-02&verdict=publish", ["public"]),
        ("person=999999", []),
        ("verdict=nonsense&month=2027-13", ["kept", "rejected", "public"]),
    ):
        page = moderator.get(f"/en/desk/register?{query}")
        assert page.all_words("tbody th") == [made[name] for name in left], query
    assert "Amsel" not in page.text


def test_the_table_holds_no_formula_and_no_author(staff) -> None:
    _february(staff)
    page = staff(Role.LEAD).get("/en/desk/register.csv?verdict=reject")
    rows = list(csv.reader(StringIO(page.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 2
    assert "'" + FACTS in rows[1]
    assert "Amsel" not in page.text
    assert "Katrin Muster" in rows[1]


def test_the_register_needs_few_statements_however_long_it_is(staff) -> None:
    board = factories.board()
    _february(staff, board)
    moderator = staff(Role.MODERATOR)
    moderator.get("/desk/register")
    with statements() as few:
        moderator.get("/desk/register")
    _february(staff, board)
    with statements() as many:
        moderator.get("/desk/register")
    assert len(many) == len(few) <= 10


def test_citizens_and_planners_see_no_register(browser: Browser, staff) -> None:
    browser.get("/desk/register", 303)
    staff(Role.PLANNER).get("/desk/register", 403)
    staff(Role.PLANNER).get("/desk/register.csv", 403)


def test_a_month_is_public_only_once_it_is_over_and_somebody_has_published_it(browser: Browser, staff) -> None:
    _february(staff)
    browser.get("/en/moderation/2027-02", 404)
    with time_machine.travel(THEN, tick=False):
        early = staff(Role.MODERATOR)
        page = early.get("/en/desk/figures/2027-02")
        assert page.html.css_first("main form") is None
    with time_machine.travel(LATER, tick=False):
        moderator = staff(Role.MODERATOR)
        assert "Publish the figures of 2027-02" in moderator.get("/en/desk").text
        moderator.fill("/en/desk/figures/2027-02")
        assert "Publish the figures" not in moderator.get("/en/desk").text
        page = browser.get("/en/moderation/2027-02")
        assert "Amsel" not in page.text
        assert "Katrin Muster" not in page.text
        facts = dict(zip(page.all_words("dt"), page.all_words("dd"), strict=True))
        assert facts["Published"] == "1"
        assert facts["Rejected"] == "1"
        assert facts["No data about others"] == "1"
        assert facts["Insult or threat"] == "1"
        assert facts["Contribution stayed"] == "1"
        assert facts["Web"] == "2"
        assert facts["Paper"] == "1"
        assert facts["Half of all were decided within"] == "24 hours"
        assert 'href="/en/moderation/2027-02"' in browser.get("/en/moderation").text
        factories.idea(created_at=at(date(2027, 2, 20), 10))
        assert browser.get("/en/moderation/2027-02").all_words("dd") == page.all_words("dd"), "it stays as it was"


def test_whoever_moderates_one_board_cannot_publish_the_figures_of_the_town(staff) -> None:
    board = factories.board(slug="eigene")
    _february(staff, board)
    with time_machine.travel(LATER, tick=False):
        moderator = staff(Role.MODERATOR, on=("board:eigene",))
        sent = staff(Role.MODERATOR).get("/desk/figures/2027-02").fields()
        for address in ("/desk/figures", "/desk/figures/2027-02"):
            moderator.get(address, 403)
        moderator.post("/desk/figures/2027-02/publish", sent, 403)
        assert "Publish the figures" not in moderator.get("/en/desk").text
        assert "/desk/figures" not in moderator.get("/en/desk/register").text
    assert not figures.published_months()


def test_what_was_published_twice_is_published_once(staff) -> None:
    _february(staff)
    with time_machine.travel(LATER, tick=False):
        moderator = staff(Role.MODERATOR)
        first, second = (moderator.get("/desk/figures/2027-02").fields() for _ in range(2))
        for sent in (first, first, second):
            moderator.post("/desk/figures/2027-02/publish", sent)
    assert list(figures.published_months()) == ["2027-02"]


@pytest.mark.parametrize("month", ["2027-13", "x", "2019-01", "2027-2"])
def test_no_such_month(browser: Browser, staff, month: str) -> None:
    browser.get(f"/moderation/{month}", 404)
    staff(Role.MODERATOR).get(f"/desk/figures/{month}", 404)


def test_the_page_on_moderation_says_what_is_in_use(browser: Browser) -> None:
    factories.board()
    page = browser.get("/en/moderation")
    assert "No data about others" in page.all_words("dt")
    assert "within 1 working day" in page.all_words("dd")
    assert "184 days" in page.text


def test_months_and_cells() -> None:
    assert rules.months(date(2026, 12, 31), date(2027, 2, 1)) == ["2027-02", "2027-01", "2026-12"]
    assert rules.first_day("2027-00") is None
    assert [rules.cell(text) for text in ("=1", "+4", "-x", "@a", "a=1")] == ["'=1", "'+4", "'-x", "'@a", "a=1"]
    assert rules.middle([1, 2, 30]) == 2
    assert rules.middle([]) is None
