"""Many at the same moment: for the last place, and with the same form."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import current_app
from sqlalchemy import func, select

from participation.access.guard import see_all
from participation.accounts.sessions import HTTPS_COOKIE, begin
from participation.contributions.models import Contribution, Support
from participation.core import capacity
from participation.core.database import db, read_only
from tests import factories
from tests.reliability.server import House, Visitor
from tests.reliability.sudden_death import SLUG, stored_texts

Result = TypeVar("Result")
TWINS = select(func.count()).select_from(Contribution).where(Contribution.twin_of_id.is_not(None))


def at_once(people: int, act: Callable[[int], Result]) -> list[Result]:
    """Let so many people act at the same moment and return what each of them got."""
    start = threading.Barrier(people)

    def one(number: int) -> Result:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, range(people)))


def last_place(*, people: int, rounds: int) -> list[tuple[int, int]]:
    """Let people reach for one place; for each round, how many were told yes, and how many places are left.

    Call it inside an application.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's documented way

    def reach(name: str) -> bool:
        with app.app_context():
            read_only(False)
            got = capacity.take(name)
            db.session.commit()
            return got

    return [_one_round(f"race:{number}", people, reach) for number in range(rounds)]


def _one_round(name: str, people: int, reach: Callable[[str], bool]) -> tuple[int, int]:
    factories.written(capacity.open_places, name, 1)
    told = at_once(people, lambda _: reach(name))
    left = capacity.free(name)
    db.session.rollback()
    return sum(told), left


def same_form(house: House, *, times: int, rounds: int) -> Sequence[str]:
    """Send one form many times at once over real connections; return a sentence for everything that is not right."""
    house.inside(lambda: factories.board(slug=SLUG))
    house.start()
    complaints = []
    texts = [f"Zur gleichen Zeit, Runde {number}" for number in range(rounds)]
    for text in texts:
        complaints += _send_at_once(house, text, times)
    house.stop()
    stored = house.inside(stored_texts)
    complaints += [f"{text}: {stored.count(text)} rows" for text in texts if stored.count(text) != 1]
    return complaints


def _send_at_once(house: House, text: str, times: int) -> list[str]:
    address = f"/boards/{SLUG}/write"
    form = Visitor(house).get(address).fields()

    def send(number: int) -> tuple[int, str, str]:
        visitor = Visitor(house, f"10.1.{_round_of(text)}.{number}")
        answer = visitor.post(address, {**form, "text": text})
        return answer.status, answer.location, visitor.get(answer.location).text if answer.location else answer.text

    answers = at_once(times, send)
    if {status for status, _, _ in answers} != {303}:
        return [f"{text}: answers {sorted(status for status, _, _ in answers)}"]
    pages = {page for _, _, page in answers}
    return [] if len(pages) == 1 and text in pages.pop() else [f"{text}: {len(pages)} different pages"]


def one_person(house: House, *, sessions: int, rounds: int) -> Sequence[str]:
    """Let one person support ideas from many sessions at once; return a sentence for each not counted exactly once."""
    cookies, references = house.inside(lambda: _signed_in(sessions, rounds))
    house.start()
    for reference in references:
        statuses = _support_at_once(house, reference, cookies)
        assert set(statuses) == {303}, f"answers {statuses}"
    house.stop()
    counts = house.inside(lambda: _supports(references))
    return [f"{reference}: {found}" for reference, found in counts.items() if found != (1, 1)]


def copies(house: House, *, people: int) -> Sequence[str]:
    """Let people send copies of one text at once; return a sentence where somebody is refused or not counted."""
    text, address = "Bitte eine Bank mit Dach an der Haltestelle am Markt, dort regnet es oft.", f"/boards/{SLUG}/write"
    house.inside(lambda: factories.idea(factories.board(slug=SLUG), title="Bank", text=text))
    house.start()
    visitors = [Visitor(house, f"10.3.0.{number}") for number in range(people)]
    forms = [{**visitor.get(address).fields(), "title": "Bank", "text": text} for visitor in visitors]
    statuses = at_once(people, lambda number: visitors[number].post(address, forms[number]).status)
    house.stop()
    twins = house.inside(lambda: db.session.scalar(see_all(TWINS, "a test counts them")))
    refused = [f"answers {statuses}"] if set(statuses) != {303} else []
    return refused + ([f"{twins} twins"] if twins != people else [])


def _signed_in(sessions: int, rounds: int) -> tuple[list[str], list[str]]:
    person = factories.person()
    board = factories.board()
    cookies = [factories.written(begin, person) for _ in range(sessions)]
    return cookies, [factories.idea(board).reference for _ in range(rounds)]


def _support_at_once(house: House, reference: str, cookies: Sequence[str]) -> list[int]:
    people = [Visitor(house, f"10.2.0.{number}") for number in range(len(cookies))]
    for somebody, cookie in zip(people, cookies, strict=True):
        somebody.headers["Cookie"] = f"{HTTPS_COOKIE}={cookie}"
    forms = [somebody.get(f"/ideas/{reference}").fields("#support form") for somebody in people]
    return at_once(len(people), lambda number: people[number].post(f"/ideas/{reference}/support", forms[number]).status)


def _supports(references: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return for each idea the number that people see and the number of rows."""
    statement = select(Contribution.reference, Contribution.support_count, func.count(Support.id))
    statement = statement.outerjoin(Support, Support.contribution_id == Contribution.id).group_by(Contribution.id)
    rows = db.session.execute(see_all(statement.where(Contribution.reference.in_(references)), "a test counts them"))
    return {reference: (shown, stored) for reference, shown, stored in rows}


def _round_of(text: str) -> int:
    """Return the number at the end of a text."""
    return int(text.rsplit(" ", 1)[1])
