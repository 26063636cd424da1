"""Organisations: invited or come by themselves, confirmed by the staff, and what is said in their name."""

import pytest
from flask import Flask
from sqlalchemy import select

from participation.access.guard import see_all
from participation.accounts import organisations, services
from participation.accounts.feature import FEATURE
from participation.accounts.models import Organisation, Standing
from participation.contributions.models import Idea
from participation.core import clock
from participation.core.database import db
from participation.core.vocabulary import Role, Sector
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser
from tests.participation.accounts.mailbox import link, mails

CLUB = {"name": "Sportverein Elderow e. V.", "sector": "civil_society"}


def one() -> Organisation:
    db.session.rollback()
    return db.session.scalars(select(Organisation)).one()


@pytest.fixture
def citizen(staff) -> Browser:
    """A citizen who is signed in."""
    return staff(Role.CITIZEN, mail="mia@example.org", name="Mia")


@pytest.fixture
def planner(staff) -> Browser:
    """Somebody who may confirm."""
    return staff(Role.PLANNER)


def write(browser: Browser, **values: str) -> Idea:
    board = factories.board()
    browser.fill(f"/boards/{board.slug}/write", text="Die Halle braucht Licht.", **values)
    return db.session.scalars(see_all(select(Idea).order_by(Idea.id.desc()).limit(1), "a test")).one()


def decide(planner: Browser, what: str) -> None:
    fields = planner.get("/desk/organisations").fields("main form[method=post]")
    planner.post(f"/desk/organisations/{one().id}", {"token": fields["token"], what: "1"})


def test_an_organisation_that_registers_waits_to_be_confirmed(citizen: Browser, planner: Browser) -> None:
    citizen.fill("/account/organisations", **CLUB)
    assert one().standing is Standing.REGISTERED
    assert "Sportverein" in citizen.get("/account/organisations").text
    board = factories.board()
    assert citizen.get(f"/boards/{board.slug}/write").html.css_first("#speaks_for") is None
    page = planner.get("/en/desk")
    assert "Confirm 1 organisation" in page.text
    assert "mia@example.org" in planner.get("/desk/organisations").text
    decide(planner, "confirm")
    assert one().standing is Standing.CONFIRMED
    assert "Sportverein" in mails("mia@example.org")[-1].subject
    assert "Confirm 1 organisation" not in planner.get("/en/desk").text


def test_what_is_not_confirmed_is_gone_and_its_member_is_told(citizen: Browser, planner: Browser) -> None:
    citizen.fill("/account/organisations", **CLUB)
    decide(planner, "decline")
    db.session.rollback()
    assert organisations.listed() == []
    assert len(mails("mia@example.org")) == 1
    citizen.get("/account")


def test_two_taps_confirm_once(citizen: Browser, planner: Browser) -> None:
    citizen.fill("/account/organisations", **CLUB)
    sent = {**planner.get("/desk/organisations").fields(), "confirm": "1"}
    for _ in range(2):
        planner.post(f"/desk/organisations/{one().id}", sent)
    assert len(mails("mia@example.org")) == 1
    planner.post(f"/desk/organisations/{one().id}", {"token": "garbage", "confirm": "1"}, 422)
    planner.post("/desk/organisations/999", {**planner.get("/desk/organisations/invite").fields()}, 422)


def test_an_invited_organisation_is_confirmed_by_whoever_accepts(citizen: Browser, planner: Browser, staff) -> None:
    planner.fill("/desk/organisations/invite", mail="office@example.org", **CLUB)
    assert one().standing is Standing.INVITED
    accept = link("office@example.org")
    guest = Browser(citizen.app)
    assert guest.get(accept, 303).location.startswith("/sign-in?next=/organisations/")
    citizen.get(accept)
    assert one().standing is Standing.INVITED
    citizen.fill(accept)
    assert one().standing is Standing.CONFIRMED
    assert citizen.get(accept, 303).location == "/account/organisations"
    staff(Role.CITIZEN).get(accept, 404)
    citizen.get("/organisations/garbage", 404)


def test_one_more_person_can_be_invited(citizen: Browser, planner: Browser, staff) -> None:
    citizen.fill("/account/organisations", **CLUB)
    decide(planner, "confirm")
    planner.fill(f"/desk/organisations/invite?to={one().id}", mail="second@example.org")
    staff(Role.CITIZEN).fill(link("second@example.org"))
    assert len(one().members) == 2
    planner.get("/desk/organisations/invite?to=999", 404)
    planner.get("/desk/organisations/invite?to=x", 404)


def test_an_invitation_that_nobody_accepts_can_be_withdrawn(planner: Browser, citizen: Browser) -> None:
    planner.fill("/desk/organisations/invite", mail="office@example.org", **CLUB)
    accept = link("office@example.org")
    decide(planner, "decline")
    citizen.get(accept, 404)


def test_a_member_publishes_a_statement_of_the_organisation(citizen: Browser, planner: Browser) -> None:
    citizen.fill("/account/organisations", **CLUB)
    decide(planner, "confirm")
    idea = write(citizen, speaks_for=str(one().id))
    assert (idea.display_name, idea.sector) == ("Sportverein Elderow e. V.", Sector.CIVIL_SOCIETY)
    assert idea.author_id == services.by_mail("mia@example.org").id
    with factories.writing():
        db.session.get_one(Idea, idea.id).visibility = Visibility.PUBLIC
    assert "statement of Sportverein Elderow" in citizen.get(f"/en/ideas/{idea.reference}").text


def test_a_member_may_speak_in_the_own_name_too(citizen: Browser, planner: Browser) -> None:
    citizen.fill("/account/organisations", **CLUB)
    decide(planner, "confirm")
    idea = write(citizen)
    assert (idea.display_name, idea.sector, idea.organisation_id) == ("Mia", Sector.CITIZENS, None)


def test_nobody_speaks_for_an_organisation_of_others(citizen: Browser, planner: Browser, staff) -> None:
    citizen.fill("/account/organisations", **CLUB)
    decide(planner, "confirm")
    number = str(one().id)
    stranger = staff(Role.CITIZEN, name="Ole")
    idea = write(stranger, speaks_for=number)
    assert (idea.display_name, idea.organisation_id) == ("Ole", None)
    stranger.fill("/account/organisations", name="Eigener Verein", sector="business")
    with factories.writing():
        for organisation in organisations.listed():
            organisation.standing = Standing.CONFIRMED
    board = factories.board()
    stranger.fill(f"/boards/{board.slug}/write", 422, text="Licht!", speaks_for=number)


def test_members_leave_and_what_nobody_confirmed_goes_with_the_last(citizen: Browser) -> None:
    citizen.fill("/account/organisations", **CLUB)
    number = one().id
    citizen.fill(f"/account/organisations/{number}/leave")
    assert organisations.listed() == []
    citizen.get(f"/account/organisations/{number}/leave", 303)


def test_what_nobody_confirms_goes_after_half_a_year(citizen: Browser) -> None:
    citizen.fill("/account/organisations", **CLUB)
    assert factories.written(organisations.forget_unconfirmed, clock.today()) == 0
    with factories.writing():
        one_of_them = db.session.scalars(select(Organisation)).one()
        one_of_them.created_at = one_of_them.created_at.replace(year=2020)
    assert factories.written(organisations.forget_unconfirmed, clock.today()) == 1


def test_only_leads_and_planners_see_the_list(app: Flask, staff, citizen: Browser) -> None:
    for role, status in ((Role.MODERATOR, 403), (Role.PARTNER, 403), (Role.LEAD, 200)):
        staff(role).get("/desk/organisations", status)
    citizen.get("/desk/organisations", 403)
    citizen.post("/desk/organisations/1", {}, 403)
    assert list(FEATURE.duties()) == []


def test_a_registration_sent_twice_is_one(citizen: Browser) -> None:
    sent = {**citizen.get("/account/organisations").fields(), **CLUB}
    for _ in range(2):
        citizen.post("/account/organisations", sent)
    assert one().name == CLUB["name"]
