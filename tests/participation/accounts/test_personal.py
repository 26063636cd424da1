"""A person's own data: handed out, erased, forgotten in time; and the demo staff."""

from datetime import timedelta

from participation.accounts import personal, services
from participation.accounts.demo import CITIZEN, PEOPLE
from participation.accounts.feature import FEATURE
from participation.core import clock
from tests import factories
from tests.client import Browser


def test_the_export_has_everything_but_secrets(owner, signed_in):
    signed_in()
    found = personal.export(owner.person_id)
    assert found["mail"] == "petra@example.org"
    assert found["name"] == "Petra Musterfrau"
    assert found["roles"] == [{"role": "moderator", "on": ""}]
    assert len(found["sessions"]) == 1
    assert not [key for key in found if "hash" in key]


def test_an_erased_account_is_empty_and_closed(app, owner, signed_in):
    browser = signed_in()
    factories.written(personal.erase, owner.person_id, False)
    browser.get("/account", 303)
    Browser(app).fill("/sign-in", 422, mail=owner.mail, password=owner.password)
    found = personal.export(owner.person_id)
    assert "etra" not in str(found)
    assert found["roles"] == found["sessions"] == []
    assert services.people() == []
    factories.written(services.add_person, owner.mail, "Somebody else")


def test_accounts_that_stay_locked_are_emptied_after_a_year(owner):
    factories.written(services.lock, services.by_mail(owner.mail))
    day = clock.today() + timedelta(days=365)
    assert factories.written(personal.empty_long_locked, day) == 0
    assert factories.written(personal.empty_long_locked, day + timedelta(days=1)) == 1
    assert factories.written(personal.empty_long_locked, day + timedelta(days=1)) == 0
    assert services.by_mail(owner.mail) is None


class Town:
    """What the demo town is to a feature: somebody to tell passwords to."""

    def __init__(self, *, staff_passwords: bool = True) -> None:
        self.staff_passwords = staff_passwords
        self.said: dict[str, str] = {}

    def say_password(self, mail: str, role: str, password: str) -> None:
        """Keep the password in memory."""
        self.said[mail] = password


def test_the_demo_staff_can_sign_in_with_the_passwords_that_were_said(app):
    first, second, third = Town(), Town(), Town(staff_passwords=False)
    for town in (first, second, third):
        factories.written(FEATURE.demo, town)
    assert len(second.said) == len(PEOPLE)
    assert third.said == {}
    for mail, password in second.said.items():
        target = "/account" if mail == CITIZEN else "/desk"
        assert Browser(app).fill("/sign-in", mail=mail, password=password).location == target
        assert password != first.said[mail]
