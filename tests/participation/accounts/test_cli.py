"""`flask accounts`, as the one who looks after the installation types it."""

import logging

import pytest

from participation.accounts import services
from tests import factories
from tests.client import Browser


@pytest.fixture
def run(app):
    """Run a command; the whole answer comes back."""

    def invoke(*arguments: str, fails: bool = False) -> str:
        with factories.writing():
            result = app.test_cli_runner().invoke(args=["accounts", *arguments])
        assert bool(result.exit_code) is fails, result.output
        return result.output

    return invoke


def _password(said: str) -> str:
    return said.rsplit(maxsplit=1)[-1]


def test_an_added_person_signs_in_with_the_printed_password(run, app):
    said = run("add", "Neu@Example.org", "Neue Person", "--role", "planner", "--on", "board:ideen", "--unit", "Bauamt")
    Browser(app).fill("/sign-in", mail="neu@example.org", password=_password(said))
    assert "neu@example.org\tNeue Person\tBauamt\tplanner on board:ideen" in run("list")


def test_an_address_has_one_account(run):
    run("add", "a@example.org", "A", "--role", "lead")
    assert "already" in run("add", "A@example.org", "B", "--role", "lead", fails=True)


def test_what_is_no_mail_address_or_role_is_refused(run):
    run("add", "nobody", "A", "--role", "lead", fails=True)
    run("add", "a@example.org", "A", "--role", "guest", fails=True)
    assert services.people() == []


def test_lock_unlock_and_a_fresh_password(run, app, owner, signed_in):
    browser = signed_in()
    run("lock", owner.mail)
    browser.get("/account", 303)
    assert "locked" in run("list")
    run("unlock", owner.mail)
    fresh = _password(run("password", owner.mail))
    Browser(app).fill("/sign-in", 422, mail=owner.mail, password=owner.password)
    Browser(app).fill("/sign-in", mail=owner.mail, password=fresh)


def test_a_role_is_changed_with_a_sentence_and_noted(run, caplog):
    run("add", "b@example.org", "B", "--role", "planner", "--on", "board:ideen")
    with caplog.at_level(logging.WARNING):
        said = run("role", "b@example.org", "moderator")
    assert said == "b@example.org is now moderator, and was planner on board:ideen before.\n"
    assert "role is now moderator, was planner board:ideen" in caplog.text
    assert "b@example.org\tB\t\tmoderator" in run("list")


def test_the_last_who_leads_goes_on_leading(run):
    run("add", "a@example.org", "A", "--role", "lead")
    run("add", "b@example.org", "B", "--role", "planner")
    assert "last who leads" in run("role", "a@example.org", "planner", fails=True)
    run("role", "b@example.org", "lead")
    run("role", "a@example.org", "planner")


def test_an_unknown_address_is_named(run):
    assert "no account for x@example.org" in run("lock", "x@example.org", fails=True)
