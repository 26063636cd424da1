"""Somebody with an account, and ways to sign in."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from participation.access.guard import Grant
from participation.accounts import services
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser


@dataclass(frozen=True)
class Owner:
    """A person's account as its owner knows it."""

    person_id: int
    mail: str
    password: str


@pytest.fixture
def owner(app: Flask) -> Owner:
    """Somebody of the moderation with a password."""
    person, password = factories.written(
        services.add_person, "Petra@Example.org", "Petra Musterfrau", "Bauamt", [Grant(Role.MODERATOR)]
    )
    return Owner(person.id, person.mail, password)


@pytest.fixture
def signed_in(app: Flask, owner: Owner) -> Callable[[], Browser]:
    """Sign the owner in with another browser at each call."""

    def sign_in() -> Browser:
        browser = Browser(app)
        browser.fill("/sign-in", mail=owner.mail, password=owner.password)
        return browser

    return sign_in
