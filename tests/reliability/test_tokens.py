"""A refused form comes back with all that was typed, stores nothing, and can simply be sent again."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text

from participation.core.clock import now
from participation.core.database import db
from participation.core.once import OnceKey
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser

TYPED = "Ein langer Satz, den niemand zweimal schreiben möchte: Straße, Öl & <Brücke>."
Sending = tuple[dict[str, str], dict[str, str]]


def _missing(fields: dict[str, str]) -> Sending:
    return {name: value for name, value in fields.items() if name != "token"}, {}


def _garbage(fields: dict[str, str]) -> Sending:
    return {**fields, "token": "garbage"}, {}


def _cross_site(fields: dict[str, str]) -> Sending:
    return fields, {"Sec-Fetch-Site": "cross-site"}


def _foreign_origin(fields: dict[str, str]) -> Sending:
    return fields, {"Origin": "https://evil.example"}


WAYS = [_missing, _garbage, _cross_site, _foreign_origin]
FORMS = ["/boards/ideen/write", "/barrier"]


def _stored() -> int:
    db.session.rollback()
    ideas = db.session.execute(text("SELECT count(*) FROM contribution")).scalar_one()
    reports = db.session.execute(text("SELECT count(*) FROM barrier_report")).scalar_one()
    return int(ideas) + int(reports)


@pytest.fixture
def open_board(app: Flask) -> None:
    """A board that takes ideas."""
    factories.board(slug="ideen")


@pytest.mark.parametrize("wrong", WAYS)
@pytest.mark.parametrize("address", FORMS)
def test_a_refused_form_comes_back_filled(
    browser: Browser, open_board: None, address: str, wrong: Callable[[dict[str, str]], Sending]
) -> None:
    data, headers = wrong({**browser.get(address).fields(), "text": TYPED})
    refused = browser.post(address, data, 422, headers=headers)
    assert refused.fields()["text"] == TYPED
    assert _stored() == 0
    browser.post(address, refused.fields())
    assert _stored() == 1


@pytest.mark.parametrize("address", FORMS)
def test_a_form_open_for_hours_comes_back_filled_and_can_be_sent(
    browser: Browser, open_board: None, address: str
) -> None:
    fields = {**browser.get(address).fields(), "text": TYPED}
    with time_machine.travel(now() + timedelta(hours=4), tick=False):
        refused = browser.post(address, fields, 422)
        assert refused.fields()["text"] == TYPED
        assert _stored() == 0
        browser.post(address, refused.fields())
    assert _stored() == 1


def test_a_token_of_another_form_or_another_person_is_refused(
    app: Flask, browser: Browser, open_board: None, staff: Callable[..., Any]
) -> None:
    foreign = browser.get("/barrier").fields()["token"]
    data = {**browser.get("/boards/ideen/write").fields(), "text": TYPED, "token": foreign}
    assert browser.post("/boards/ideen/write", data, 422).fields()["text"] == TYPED
    of_a_colleague = staff(Role.MODERATOR).get("/boards/ideen/write").fields()
    refused = staff(Role.MODERATOR).post("/boards/ideen/write", {**of_a_colleague, "text": TYPED}, 422)
    assert refused.fields()["text"] == TYPED
    assert _stored() == 0
    assert db.session.scalar(select(func.count()).select_from(OnceKey)) == 0


PATTERNS = [
    sign * length for sign in ("(", "[", "*", "_", "%", "@", "&#", '"', "\\", "a ", "ä-") for length in (300, 2500)
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern[:2]}x{len(pattern)}")
def test_no_search_takes_a_second(browser: Browser, open_board: None, pattern: str) -> None:
    begun = time.process_time()  # of this process alone, as other tests share the machine
    answer = browser.client.get("/boards/ideen", query_string={"q": pattern})
    assert answer.status_code == 200
    assert time.process_time() - begun < 1
